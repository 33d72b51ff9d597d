"""Steps 1 and 6: the open ticket, and the sale that is ordered, paid and handed over in one act."""
