"""Layaway fees."""

from __future__ import annotations

from typing import Any

from app.core.migrations import run_sql


def up(migrator: Any, db: Any) -> None:
    """Run the SQL beside this file."""
    run_sql(db, __file__)
