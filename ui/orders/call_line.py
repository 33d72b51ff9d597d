"""A line of a call: so much of a product, or a free line, with what was agreed; plain values, saved with the call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from app.core.money import line_minor, round_div
from app.orders.basket import BasketLine, moment_of
from app.orders.line_kinds import FIXED, LineKind
from ui.orders.call_option import CallOption

if TYPE_CHECKING:
    from app.orders.draft import DraftLine


Goods = tuple[int, str, int, int, int]  # product, name, price, tax rate and tax of what goes with goods


@dataclass(frozen=True)
class CallLine:
    """So much of a product, with the price that was named and what was agreed where stock is short."""

    product_id: int
    sku: str
    name: str
    unit: str
    price_e4: int
    price_per: int
    tax_bp: int
    art: str
    quantity: int
    named_price_e4: int | None = None
    discount_bp: int = 0
    off_minor: int = 0  # and an amount off, as it was given at the counter
    off_name: str = ""  # why
    agreed: str = ""  # "parts": what is there first, "wait": all together
    category_id: int | None = None
    # Product, name, price, tax rate and tax of what is taken with each piece.
    deposit: tuple[int, str, int, int, int] | None = None
    kind: LineKind = LineKind.GOODS
    of: int | None = None  # place (from 1) of the line that it goes with
    wrap: tuple[int, str, int, int, int] | None = None  # product, name, price, tax and its id, of its gift wrap
    note: str = ""  # the message on the card of the wrap
    tax_id: int = 0
    options: tuple[CallOption, ...] = ()
    at: int = 0  # when it was put on the ticket; nought: with the call
    no: int = 0  # tells it from others of the same product, which were agreed otherwise

    @property
    def key(self) -> tuple[int, tuple[CallOption, ...], int]:
        """What tells it from other lines: the product, what was chosen for it, and its own number where it has one."""
        return self.product_id, self.options, self.no

    @property
    def is_kept(self) -> bool:
        """Whether it is goods that have to be there; a free line and gift wrap are not."""
        return self.kind not in (LineKind.FREE, LineKind.WRAP)

    @property
    def unit_price_e4(self) -> int:
        """The price that holds, for `price_per` base units."""
        return self.price_e4 if self.named_price_e4 is None else self.named_price_e4

    @property
    def gross_minor(self) -> int:
        """Quantity times price."""
        return line_minor(self.quantity, self.unit_price_e4, self.price_per)

    @property
    def discount_minor(self) -> int:
        """What is given off."""
        return min(round_div(self.gross_minor * self.discount_bp, 10_000) + self.off_minor, self.gross_minor)

    @property
    def total_minor(self) -> int:
        """What the line costs."""
        return self.gross_minor - self.discount_minor

    def basket(self, began_at: int, rule: tuple[int, str]) -> BasketLine:
        """The line as the engine prices it; the group's `rule` is given off unless the line was changed."""
        is_fixed = self.kind in FIXED
        is_changed = self.named_price_e4 is not None or self.discount_bp or self.off_minor
        return BasketLine(
            self.product_id, self.category_id, self.quantity, self.price_e4, self.price_per, self.unit == "piece",
            moment_of(self.at or began_at), self.named_price_e4, self.off_minor, self.discount_bp,
            *((0, "") if is_fixed or is_changed else rule), tax_bp=self.tax_bp, is_fixed=is_fixed, tax_id=self.tax_id,
        )  # fmt: skip

    def draft(self) -> DraftLine:
        """The line as placing takes it."""
        from app.orders.draft import DraftLine

        off = self.off_name or _("Discount")
        return DraftLine(
            self.product_id, self.quantity, unit_price_e4=self.named_price_e4, discount_minor=self.off_minor,
            discount_bp=self.discount_bp, discount_name=off if self.off_minor or self.discount_bp else "",
            kind=self.kind, of=self.of, name=self.name if self.kind is LineKind.FREE else "",
            note=self.note if self.kind in (LineKind.WRAP, LineKind.OPTION) else "",
            at=moment_of(self.at) if self.at else 0,
        )  # fmt: skip


def deposit_of(item: Any) -> tuple[int, str, int, int, int] | None:
    """What is taken with each piece of a product."""
    if item.deposit_id is None:
        return None
    return item.deposit_id, item.deposit_name, item.deposit_e4, item.deposit_tax_bp, item.deposit_tax_id


def follower(
    goods: tuple[int, str, int, int, int], count: int, kind: LineKind, place: int, note: str = "", at: int = 0
) -> CallLine:  # fmt: skip
    """A deposit or a gift wrap as a line of its own."""
    product_id, name, price_e4, tax_bp, tax_id = (*goods, 0)[:5]  # saved before taxes had numbers: without one
    fixed = price_e4 if kind is LineKind.DEPOSIT else None
    return CallLine(
        product_id, "", name, "piece", price_e4, 1, tax_bp, "", count, named_price_e4=fixed, tax_id=tax_id, kind=kind,
        of=place, note=note, at=at,
    )  # fmt: skip


def option_line(line: CallLine, option: CallOption, count: int, place: int) -> CallLine:
    """An option as a line of its own; the percentage off its goods counts for it too."""
    return CallLine(
        option.product_id, "", option.name, "piece", option.price_e4, 1, option.tax_bp, "", count,
        named_price_e4=option.named_price_e4, off_minor=option.off_minor, discount_bp=line.discount_bp,
        category_id=option.category_id,
        off_name=line.off_name if line.discount_bp or option.off_minor else "",
        kind=LineKind.OPTION, of=place, note=option.words, tax_id=option.tax_id, at=line.at,
    )  # fmt: skip


def line_of(saved: dict[str, Any]) -> CallLine:
    """A line that was saved; lists there are tuples here."""
    goods: dict[str, Any] = {key: tuple(saved[key]) for key in ("deposit", "wrap") if saved.get(key)}
    goods["options"] = tuple(CallOption(**option) for option in saved.get("options", ()))
    return CallLine(**(saved | goods | {"kind": LineKind(saved.get("kind", LineKind.GOODS))}))
