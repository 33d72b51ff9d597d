"""How many random examples a promise is tried with."""

from __future__ import annotations

import os

from app.core import db

TIMES = int(os.environ.get("KONTOR_EXAMPLES", "1"))  # more of them by hand, over night


def examples(many: int) -> int:
    """All of them on SQLite, a third on PostgreSQL: the sums are the same code there, and each statement costs more."""
    return TIMES * (-(-many // 3) if db.is_postgres() else many)
