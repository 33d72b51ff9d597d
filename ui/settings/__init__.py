"""Settings, and the wizard that sets up an empty store."""
