"""Step 10, buying: suppliers, purchase orders, goods in, what to order."""
