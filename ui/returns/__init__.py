"""The Returns tab: goods that come back, looked at and settled on one page."""
