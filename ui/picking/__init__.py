"""Picking, packing and planning the walks."""
