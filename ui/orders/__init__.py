"""Orders: the list, one order's whole life, changes to it, online imports, and the phone order."""
