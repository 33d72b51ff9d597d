"""Makes the sample shop: the ground, four weeks of history, and a day of stories that gives every screen something."""

from __future__ import annotations

from app import shop
from app.core import db
from app.core.actor import system_actor


def build_sample_shop(url: str) -> None:
    """Make the sample shop in a new store, relative to the clock, and leave it open on this thread."""
    from resources.sample.ground import lay_ground

    shop.new_shop(url)
    with _quick_writes():
        lay_ground(system_actor(), {})


class _quick_writes:
    """No fsync while the shop is being made: a half-made one is thrown away anyway."""

    def __enter__(self) -> None:
        if not db.is_postgres():
            db.db.execute_sql("PRAGMA synchronous = OFF")

    def __exit__(self, *_error: object) -> None:
        if not db.is_postgres():
            db.db.execute_sql("PRAGMA synchronous = FULL")
            db.checkpoint()
