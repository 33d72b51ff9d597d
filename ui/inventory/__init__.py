"""The Stock tab: items, receiving and counting."""
