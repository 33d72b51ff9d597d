"""Review: the orders that were stopped, why, and the decision."""
