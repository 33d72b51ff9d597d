"""Step 3: pick lists, routes through the bins, scan-picking and shorts."""
