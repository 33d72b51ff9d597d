"""Step 10, stock: places, the stock ledger, reservations, counts and moves."""
