"""What each paper says, as plain data."""
