"""Names, quantities, weights and times as the picking and packing screens say them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.core import clock
from app.core.i18n import _, spoken_name

if TYPE_CHECKING:
    from app.picking.queries import PickScreen


class Named(Protocol):
    """Anything with a product's two names."""

    @property
    def name(self) -> str: ...

    @property
    def name_zh(self) -> str: ...


def name_of(row: Named) -> str:
    """A product's name in the language of the window."""
    return spoken_name(row.name, row.name_zh)


def quantity_text(quantity: int, unit: str) -> str:
    """A quantity of base units: 3, 450 g, 1.25 kg."""
    from app.documents.texts import quantity_text as worded

    return worded(quantity, unit)


def kilos(grams: int, places: int = 2) -> str:
    """A weight in kg: 2.515 on the scale, 2.52 beside it."""
    if places == 3:
        return f"{grams / 1000:.3f}"
    return _("{weight} kg").format(weight=f"{grams / 1000:.{places}f}")


def due_words(at: int | None) -> str:
    """When something has to leave: "by 16:00", "by Mon 06:25"."""
    if not at:
        return ""
    is_today = clock.day_of(at) == clock.today()
    return _("by {time}").format(time=clock.format_clock(at) if is_today else clock.format_moment(at))


def due_tone(at: int | None) -> str:
    """Red when it is late, amber within two hours."""
    if at is None:
        return "grey"
    left = at - clock.now_ms()
    return "bad" if left < 0 else "warn" if left < 2 * 3_600_000 else "grey"


def method_words(method: str) -> str:
    """How an order reaches its customer."""
    words = {
        "own_driver": _("Own van"), "courier": _("Courier"), "carrier": _("Carrier"), "pickup": _("Pickup"),
        "counter": _("Counter"),
    }  # fmt: skip
    return words.get(str(method), str(method).replace("_", " ").capitalize())


def scan_words(screen: PickScreen, times: int) -> tuple[str, str]:
    """What to scan next on a walk, and into which tote it goes."""
    now = screen.now
    assert now is not None
    if times > 1:
        title = _("Scan one: it counts {count}").format(count=times)
    elif now.taken:
        title = _("Scan the next one")
    else:
        title = _("Scan {name}").format(name=name_of(now))
    return title, _tote_words(screen)


def _tote_words(screen: PickScreen) -> str:
    rows = [row for row in screen.totes if row.coming]
    following = next((row for row in rows if row.is_next), None)
    if following is None:
        return ""
    into = following.code or _("order {number}").format(number=following.order_number)
    words = _("The next goes into {tote}.").format(tote=into)
    others = [row.code or row.order_number for row in rows if not row.is_next]
    if others:
        words += " " + _("Then {totes}.").format(totes=", ".join(others))
    return words
