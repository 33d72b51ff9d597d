"""Steps 1 and 2: entry, numbers, completeness, confirmation and changes of orders."""
