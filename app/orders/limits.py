"""How much a person may give off by hand, and what it takes to put something on an order that is in no catalog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.core import settings
from app.core.actor import Actor, NotPermitted
from app.core.i18n import N_, _
from app.core.money import line_minor, round_div
from app.core.plain import one_line
from app.core.refusal import Refusal
from app.orders.agreed import NOTHING_HELD, Held
from app.orders.draft import DraftLine, Goods, NotAnAmount, kind_in
from app.orders.line_kinds import LineKind
from app.orders.pricing import Priced

GUARD = settings.declare(
    "orders.guard_cost", True, N_("A manager allows prices below cost"),
    N_("When a person lowers a price or gives a discount; offers of the shop may go further."),
)  # fmt: skip
FREE_LINES = "counter.free_goods"  # the right to sell what is in no catalog; it bears the name of its command
LONGEST_NAME = 120  # of a free line


class NotAFreeLine(Refusal):
    """A free line says what it is, and stands for nothing that is kept in stock."""


def check_free_lines(
    by: Actor, lines: Sequence[DraftLine], goods: Sequence[Goods | None], held: Held = NOTHING_HELD
) -> None:  # fmt: skip
    """Raise NotAFreeLine, NotAnAmount or NotPermitted for a free line that the counter would not take either."""
    for place, (line, item) in enumerate(zip(lines, goods, strict=True)):
        if kind_in(line, item) is not LineKind.FREE:
            continue
        if not 0 < len(one_line(line.name)) <= LONGEST_NAME:
            raise NotAFreeLine(_("Say what it is, in up to {n} characters.").format(n=LONGEST_NAME))
        if item is not None and (item.is_stocked or item.is_kit or item.is_gift_card or item.is_deposit):
            raise NotAFreeLine(_("{name} is in the catalog. Add it as goods.").format(name=item.name))
        if not line.unit_price_e4:
            raise NotAnAmount(_("Type a price above nought."))
        if not by.may(FREE_LINES) and not held.price(place):
            raise NotPermitted(
                FREE_LINES, _("A manager has to allow what is in no catalog: {name}.").format(name=line.name)
            )


def by_hand(lines: Sequence[DraftLine]) -> list[DraftLine]:
    """The lines as a person's: what a person gives off one counts against the person's limits, what rules give does not."""
    return [replace(line, by_rule=not (line.discount_minor or line.discount_bp)) for line in lines]


def check_limits(
    by: Actor, lines: Sequence[DraftLine], goods: Sequence[Goods | None], priced: Priced, *, by_rule: bool = False,
    held: Held = NOTHING_HELD,
) -> None:  # fmt: skip
    """Raise NotPermitted when a person goes over the limit `discount_bp`, below the list by more than `price_change_bp`,
    or below what the goods cost; what a quote `held` was asked when it was made.
    """
    by_rule = by_rule or held.order_discount(priced.discount_minor)
    lines = [replace(line, by_rule=True) if held.discount(place) else line for place, line in enumerate(lines)]
    below = [
        None if held.price(place) else _below_list(line, item)
        for place, (line, item) in enumerate(zip(lines, goods, strict=True))
    ]
    _check_prices(by, lines, goods, priced, below)
    _check_discounts(by, lines, goods, priced, by_rule=by_rule)
    _check_cost(by, lines, goods, priced, below, by_rule=by_rule)


def _below_list(line: DraftLine, item: Goods | None) -> int | None:
    """By which share the price that was named is below the list, in hundredths of a percent; None when it is not."""
    if item is None or line.unit_price_e4 is None or line.unit_price_e4 >= item.price_e4:
        return None
    return (item.price_e4 - line.unit_price_e4) * 10_000 // item.price_e4


def _check_discounts(
    by: Actor, lines: Sequence[DraftLine], goods: Sequence[Goods | None], priced: Priced, *, by_rule: bool
) -> None:
    given = [
        (part.discount_minor, part.gross_minor)
        for line, part in zip(lines, priced.lines, strict=True)
        if part.discount_minor and not line.by_rule and not part.offers
    ]
    if priced.discount_minor and not by_rule:
        given.append((priced.discount_minor, priced.goods_minor - priced.fixed_minor))
    if not given:
        return
    limit = by.limit("discount_bp")
    over = [(off, whole) for off, whole in given if off > round_div(whole * limit, 10_000)]
    allowed = any(one.right == "orders.discount" and not one.limits for one in by.approvals)
    if over and not allowed:
        asked = max(off * 10_000 // whole for off, whole in over)
        sentence = _("A manager has to allow {asked:g}% off. You may give up to {limit:g}%.").format(
            asked=asked / 100, limit=limit / 100
        )
        from app.orders.effect import effect

        raise NotPermitted(
            "orders.discount", sentence, asked=asked, limit=limit, limit_name="discount_bp",
            effect=effect(lines, goods, priced),
        )  # fmt: skip


def _check_cost(
    by: Actor, lines: Sequence[DraftLine], goods: Sequence[Goods | None], priced: Priced, below: Sequence[int | None], *,
    by_rule: bool,
) -> None:  # fmt: skip
    """Offers and rules of the shop may go below cost, and its list too; a person asks.

    Whoever allowed the price or the discount saw what is left over cost, and is not asked twice.
    """
    seen = any(one.right in ("orders.change_price", "orders.discount") for one in by.approvals)
    if seen or by.may("catalog.below_cost") or not settings.read(GUARD):
        return
    for line, item, part, share in zip(lines, goods, priced.lines, below, strict=True):
        if item is None or not item.cost_e4:
            continue
        lowered = share is not None
        lowered |= bool(part.discount_minor and not line.by_rule and not part.offers)
        lowered |= bool(part.order_discount_minor and not by_rule)
        if lowered and part.total_minor - part.tax_minor < line_minor(line.quantity, item.cost_e4, item.price_per):
            from app.orders.effect import effect

            sentence = _("A manager has to allow {name} below what it cost.").format(name=line.name or item.name)
            raise NotPermitted("catalog.below_cost", sentence, effect=effect(lines, goods, priced))


def _check_prices(
    by: Actor, lines: Sequence[DraftLine], goods: Sequence[Goods | None], priced: Priced, below: Sequence[int | None]
) -> None:
    lowered = [share for share in below if share is not None]
    limit = by.limit("price_change_bp")
    if lowered and max(lowered) > limit and not by.may("orders.change_price"):
        sentence = _("A manager has to allow a price {asked:g}% below the list.").format(asked=max(lowered) / 100)
        from app.orders.effect import effect

        raise NotPermitted(
            "orders.change_price", sentence, asked=max(lowered), limit=limit, effect=effect(lines, goods, priced)
        )
