"""Step 11: every piece scanned again, the carton, the weight, the label."""
