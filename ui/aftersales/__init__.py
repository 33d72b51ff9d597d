"""The Service tab: cases and feedback."""
