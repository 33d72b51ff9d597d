"""Step 6: tenders, shifts, card attempts, cash on delivery and what is owed by whom."""
