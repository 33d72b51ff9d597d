"""Pictures of every screen, taken from the sample shop."""
