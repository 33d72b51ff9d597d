"""Read only: order list, an order's whole story, badges, and what a scanned code means."""
