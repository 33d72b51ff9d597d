"""The shop's business: one room for each thing the shop does; it knows no screen, printer or device."""
