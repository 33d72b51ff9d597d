"""Step 13: asking, collecting and acting on what customers say."""
