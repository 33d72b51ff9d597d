"""Migrations in numeric order; each holds a frozen copy of what it needs."""
