"""Step 8: finished orders close by rule, stay findable and cannot change."""
