"""The exercises in the practice window: the sheet that offers them, and the strip that leads through one."""
