"""Step 7: enquiries, complaints and repairs as cases with a due time."""
