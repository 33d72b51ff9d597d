"""The figures: one script a promise, each beside the bare floor of the same run."""
