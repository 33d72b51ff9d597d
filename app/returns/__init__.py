"""Step 14: returns, inspection, refund and exchange."""
