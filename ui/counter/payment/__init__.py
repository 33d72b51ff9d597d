"""Taking payment: tenders by letter, the amount, the running sum, change, and the card terminal."""
