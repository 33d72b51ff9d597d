"""How the stock screens word things: names, quantities, how long goods last, what a move was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import N_, _, spoken_name

if TYPE_CHECKING:
    from app.inventory.stock_list import StockRow
    from app.overview.product_story import ProductMove

FULL_COVER = 30  # days that fill the cover bar
LOW_COVER, BAD_COVER = 14, 7
REASONS = {
    "goods_in": N_("Goods in"), "sale": N_("Sold"), "pick": N_("Picked"), "put_back": N_("Put back"),
    "return": N_("Returned"), "restock": N_("Returned"), "count": N_("Count, difference"), "found": N_("Found"),
    "lost": N_("Not there"), "damaged": N_("Damaged"), "expired": N_("Out of date"), "stolen": N_("Stolen"),
    "own_use": N_("Used in the shop"), "sample": N_("Given as a sample"), "start": N_("First stock"),
    "move": N_("Moved"), "short": N_("Not there"), "void": N_("Sale undone"), "sent": N_("Sent"),
}  # fmt: skip
UNITS = {"gram": (1000, N_("kg")), "millilitre": (1000, N_("l")), "millimetre": (1000, N_("m"))}
SMALL_UNITS = {"piece": N_("pieces"), "gram": N_("g"), "millilitre": N_("ml"), "millimetre": N_("mm")}


def name_of(row: Any) -> str:
    """A product's name in the window's language."""
    return spoken_name(row.name, getattr(row, "name_zh", ""))


def amount(quantity: int, unit: str = "piece", *, sign: bool = False) -> str:
    """How much: 24, 2.5 kg, −3; with a plus where `sign` asks for one."""
    per, word = UNITS.get(str(unit), (1, ""))
    text = f"{abs(quantity) / per:,.3f}".rstrip("0").rstrip(".") if per > 1 else f"{abs(quantity):,}"
    mark = "−" if quantity < 0 else "+" if sign and quantity > 0 else ""
    return f"{mark}{text} {_(word)}" if word else f"{mark}{text}"


def unit_word(unit: str) -> str:
    """In what one types: pieces, g, ml or mm."""
    return _(SMALL_UNITS.get(str(unit), "pieces"))


def cover(row: StockRow) -> tuple[str, float, str]:
    """How long it lasts as words, the part of the bar that is full, and its tone."""
    if row.available <= 0:
        return _("{n} d").format(n=0), 0.0, "bad"
    days = row.cover_days
    if days is None:
        return "–", 1.0 if row.on_hand else 0.0, "ok"
    tone = "bad" if row.is_low or days < BAD_COVER else "amber" if days < LOW_COVER else "ok"
    shown = _("{n} d").format(n=days) if days < 1000 else "–"
    return shown, min(1.0, max(0.04, days / FULL_COVER)), tone


def below_name(row: StockRow) -> str:
    """The SKU; of a variant also its family and what tells it apart."""
    told = " · ".join(filter(None, (row.family, *(row.attributes or {}).values())))
    return f"{row.sku} · {told}" if told else row.sku


def status(row: StockRow) -> tuple[str, str]:
    """The chip of a product: its word and tone."""
    coming = amount(row.incoming, row.unit)
    if row.kind == "parent":
        return _("Has variants"), "grey"
    if row.kind == "kit" and row.available > 0:
        return _("Kit"), "grey"
    if row.available <= 0:
        return (_("Out, {n} coming").format(n=coming), "warn") if row.incoming else (_("Out of stock"), "bad")
    if row.is_low:
        return _("Reorder now"), "bad"
    days = row.cover_days
    if days is not None and days < LOW_COVER:
        return (_("Low, {n} coming").format(n=coming) if row.incoming else _("Low")), "warn"
    return _("Good"), "ok"


def move_text(move: ProductMove) -> str:
    """What a move was, with the order or the bins it concerns."""
    word = _(REASONS.get(move.reason, move.reason.replace("_", " ").capitalize()))
    if move.order_number:
        return _("{what}, order {number}").format(what=word, number=move.order_number)
    if move.reason == "move":
        return _("Moved from {source} to {target}").format(source=move.source, target=move.target)
    return f"{word}, {move.note}" if move.note else word


def move_token(move: ProductMove) -> str:
    """The colour of a change: more is green, a correction amber, less red."""
    if move.reason in ("count", "found", "lost"):
        return "warn_text"
    return "ok_text" if move.change > 0 else "bad_text" if move.change < 0 else "text2"
