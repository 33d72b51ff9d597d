"""The sample shop: Alder & Pine, Dublin, made by code, the same each time."""
