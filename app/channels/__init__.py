"""Step 1, online: orders from files, previewed, judged line by line, taken once."""
