"""Step 9: risk rules, the queue of doubtful orders, decisions."""
