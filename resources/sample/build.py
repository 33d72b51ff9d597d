"""Makes the sample shop: the ground, four weeks of history, and a day of stories that gives every screen something."""

from __future__ import annotations

from app import shop
from app.core import clock, db
from app.core.actor import system_actor
from resources.sample.data import load
from resources.sample.ground import lay_ground
from resources.sample.history import History, opening_spare
from resources.sample.player import Player


def build_sample_shop(url: str) -> None:
    """Make the sample shop in a new store, relative to the clock, and leave it open on this thread."""
    shop.new_shop(url)
    now = clock.now_ms()
    with _quick_writes():
        with clock.frozen(now - 30 * clock.DAY_MS):
            lay_ground(system_actor(), opening_spare())
        player = Player(load("history")["seed"])
        History(player).queue(clock.day_of(now))
        player.run(now)


class _quick_writes:
    """No fsync while the shop is being made: a half-made one is thrown away anyway."""

    def __enter__(self) -> None:
        if not db.is_postgres():
            db.db.execute_sql("PRAGMA synchronous = OFF")

    def __exit__(self, *_error: object) -> None:
        if not db.is_postgres():
            db.db.execute_sql("PRAGMA synchronous = FULL")
            db.checkpoint()
