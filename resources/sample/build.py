"""Makes the sample shop: the ground, four weeks of history, and a day of stories that gives every screen something."""

from __future__ import annotations

from peewee import fn

from app import shop
from app.catalog.book import forget
from app.core import clock, db
from app.core.actor import Actor, system_actor
from app.core.command import command
from app.core.outbox import Outbox, WishState
from app.delivery.accept import accept_quietly
from resources.sample.data import load
from resources.sample.ground import LEAD_DAYS, lay_ground
from resources.sample.history import History, opening_spare
from resources.sample.options import offer_options
from resources.sample.parts import Parts
from resources.sample.player import Player
from resources.sample.risks import Risks
from resources.sample.stories import Stories
from resources.sample.taxes import export_regime


def build_sample_shop(url: str) -> None:
    """Make the sample shop in a new store, relative to the clock, and leave it open on this thread."""
    shop.new_shop(url)
    now = clock.now_ms()
    with _quick_writes():
        with clock.frozen(now - LEAD_DAYS * clock.DAY_MS):
            lay_ground(system_actor(), opening_spare())
        player = Player(load("history")["seed"])
        stories = Stories(player, now)
        History(player, stories.reviewed_customers()).queue(clock.day_of(now))
        Risks(player, clock.day_of(now)).queue()
        stories.queue()
        Parts(player, now).queue()
        player.run(now)
        accept_quietly(system_actor())
        _close_the_past(system_actor())
        _tax_exports(system_actor())
        offer_options(system_actor())


@command("sample.close_the_past")
def _close_the_past(by: Actor) -> None:
    """Papers and messages of the past have left long ago; only the newest paper still waits."""
    newest = Outbox.select(fn.MAX(Outbox.id)).where(Outbox.kind.in_(["receipt", "label"])).scalar()
    Outbox.update(state=WishState.DONE, tries=1, finished_at=Outbox.created_at + 4_000).where(
        Outbox.id != newest
    ).execute()


@command("sample.tax_exports")
def _tax_exports(by: Actor) -> None:
    """The customer whose goods leave the country."""
    export_regime()
    forget()


class _quick_writes:
    """No fsync while the shop is being made: a half-made one is thrown away anyway."""

    def __enter__(self) -> None:
        if not db.is_postgres():
            db.db.execute_sql("PRAGMA synchronous = OFF")

    def __exit__(self, *_error: object) -> None:
        if not db.is_postgres():
            db.db.execute_sql("PRAGMA synchronous = FULL")
            db.checkpoint()
