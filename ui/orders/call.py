"""A call: everything known of a phone order while it is being taken; plain values, so that undo is the value before."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from app.catalog.book import current
from app.catalog.offers import Who
from app.core.i18n import _, spoken_name
from app.core.money import line_minor, round_div
from app.orders.basket import BasketLine, Terms, moment_of, price_basket
from app.orders.charges import charges_in, is_cod
from app.orders.line_kinds import FIXED, LineKind
from app.orders.pricing import Priced
from ui.orders.call_option import CallOption


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

    @property
    def key(self) -> tuple[int, tuple[CallOption, ...]]:
        """What tells it from other lines: the product and what was chosen for it."""
        return self.product_id, self.options

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


@dataclass(frozen=True)
class Place:
    """Where goods may go, as an address is copied onto the order."""

    line1: str
    city: str
    line2: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    note: str = ""
    lat_e6: int | None = None
    lon_e6: int | None = None

    def facts(self) -> dict[str, Any]:
        """The address as an order keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class Call:
    """One phone order in the making; times in ms."""

    uid: str
    phone: str = ""
    customer_id: int | None = None
    name: str = ""
    email: str = ""
    language: str = ""
    discount_bp: int = 0
    group: str = ""
    places: tuple[Place, ...] = ()
    place: int = -2  # which of them; -1 is pickup in the shop, -2 nothing chosen
    by_carrier: bool = False
    promised_at: int | None = None
    pay_plan: str = ""
    lines: tuple[CallLine, ...] = ()
    note: str = ""
    delivery_minor: int = 0
    cod_fee_minor: int = 0
    told: tuple[str, ...] = ()  # "sms", "mail"
    began_at: int = 0
    group_id: int | None = None
    regime_id: int | None = None  # of taxes
    coupons: tuple[tuple[str, int], ...] = ()  # code and the promotion it opens
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Nothing said yet."""
        return not (self.phone or self.name or self.lines or self.customer_id)

    @property
    def method(self) -> str:
        """How the goods travel: pickup, own_driver or carrier; empty until it was said."""
        if self.place == -1:
            return "pickup"
        if self.place < 0:
            return ""
        return "carrier" if self.by_carrier else "own_driver"

    @property
    def address(self) -> dict[str, Any] | None:
        """The chosen address, None for pickup."""
        return self.places[self.place].facts() if 0 <= self.place < len(self.places) else None

    @property
    def charge_minor(self) -> int:
        """What the delivery costs; nothing when the customer comes."""
        return self.delivery_minor if self.method in ("own_driver", "carrier") else 0

    @property
    def fee_minor(self) -> int:
        """What the shop takes for cash at the door, when it is paid so."""
        return self.cod_fee_minor if is_cod(self.method, self.pay_plan) else 0

    @property
    def priced(self) -> Priced:
        """Goods and delivery through the engine, with the offers and price lists of the call's beginning."""
        lines = [
            BasketLine(
                line.product_id, line.category_id, line.quantity, line.price_e4, line.price_per, line.unit == "piece",
                moment_of(self.began_at), line.named_price_e4, line.discount_minor, tax_bp=line.tax_bp,
                is_fixed=line.kind in FIXED, tax_id=line.tax_id,
            )
            for line in self.with_followers
        ]  # fmt: skip
        charges = charges_in(self.charge_minor, self.fee_minor)
        return price_basket(lines, current(), self._who, Terms(discount_bp=self.discount_bp, charges=charges))

    @property
    def relieved_minor(self) -> int:
        """The tax in the prices and in the delivery that this caller does not pay."""
        priced = self.priced
        return sum(part.relieved_minor for part in (*priced.lines, *priced.charges))

    @property
    def _who(self) -> Who:
        shown = frozenset(promotion for _code, promotion in self.coupons)
        return Who(self.customer_id, self.group_id, shown, self.regime_id)

    @property
    def with_followers(self) -> tuple[CallLine, ...]:
        """The lines, and behind them the options, deposits and gift wraps that go with them."""
        found: list[CallLine] = []
        for place, line in enumerate(self.lines, 1):
            count = line.quantity if line.unit == "piece" else 1
            found += [_option(line, option, count, place) for option in line.options]
            if line.deposit is not None:
                found.append(_follower(line.deposit, count, LineKind.DEPOSIT, place))
            if line.wrap is not None:
                found.append(_follower(line.wrap, 1, LineKind.WRAP, place, line.note))
        return (*self.lines, *found)

    def sum_of(self, kind: LineKind) -> int:
        """What the deposits, or the gift wraps, come to."""
        return sum(line.total_minor for line in self.with_followers if line.kind == kind)

    @property
    def wanted(self) -> dict[int, int]:
        """How much of each product is to be there, options with stock among them."""
        sums: dict[int, int] = {}
        for line in self.lines:
            count = line.quantity if line.unit == "piece" else 1
            mine = [(line.product_id, line.quantity)]
            mine += [(option.product_id, count) for option in line.options if option.is_stocked]
            for product_id, quantity in mine:
                sums[product_id] = sums.get(product_id, 0) + quantity
        return sums

    @property
    def goods_minor(self) -> int:
        """What the lines cost with their options, before offers."""
        return sum(line.total_minor for line in self.lines) + self.sum_of(LineKind.OPTION)

    @property
    def offers_minor(self) -> int:
        """What promotions and price lists take off the goods."""
        listed = sum(line.total_minor for line in self.with_followers)
        priced = self.priced
        return listed - priced.goods_minor - sum(part.relieved_minor for part in priced.lines)

    @property
    def offers(self) -> tuple[str, ...]:
        """The names of the promotions and price lists that give something."""
        parts = self.priced.lines
        names = [one.name for part in parts for one in part.offers] + [part.price_name for part in parts]
        return tuple(dict.fromkeys(name for name in names if name))

    @property
    def group_minor(self) -> int:
        """What the customer's group gets off."""
        return self.priced.discount_minor

    @property
    def total_minor(self) -> int:
        """What the caller will pay."""
        return self.priced.total_minor

    @property
    def pieces(self) -> int:
        """How many pieces; a weighed line counts as one."""
        return sum(line.quantity if line.unit == "piece" else 1 for line in self.lines)

    @property
    def idle_coupons(self) -> tuple[str, ...]:
        """The coupons that give nothing yet, because their conditions do not hold."""
        given = {one.offer_id for part in self.priced.lines for one in part.offers}
        return tuple(code for code, promotion in self.coupons if promotion not in given)

    def without_coupon(self, code: str) -> Call:
        """The call with a coupon given back to the caller."""
        return replace(self, coupons=tuple(one for one in self.coupons if one[0] != code))

    # -- steps; each gives a new call

    def whole_minor(self, at: int) -> int:
        """What a line costs with its options."""
        mine = (line.total_minor for line in self.with_followers if line.kind is LineKind.OPTION and line.of == at + 1)
        return self.lines[at].total_minor + sum(mine)

    def with_product(self, item: Any, quantity: int, options: tuple[CallOption, ...] = ()) -> Call:
        """The call with so much more of a product, with what was chosen for it."""
        for at, line in enumerate(self.lines):
            if line.product_id == item.product_id and line.options == options:
                return self.with_quantity(at, line.quantity + quantity)
        added = CallLine(
            item.product_id, item.sku, spoken_name(item.name, item.name_zh), item.unit, item.price_e4, item.price_per,
            item.tax_bp, item.art, quantity, category_id=item.category_id, deposit=_deposit_of(item), tax_id=item.tax_id,
            options=options,
        )  # fmt: skip
        return replace(self, lines=(*self.lines, added))

    def with_quantity(self, at: int, quantity: int) -> Call:
        """The call with another quantity on a line; nought takes it off."""
        if quantity <= 0:
            return replace(self, lines=self.lines[:at] + self.lines[at + 1 :])
        return self.with_line(at, replace(self.lines[at], quantity=quantity, agreed=""))

    def with_line(self, at: int, line: CallLine) -> Call:
        """The call with another line in this place."""
        return replace(self, lines=(*self.lines[:at], line, *self.lines[at + 1 :]))

    def draft(self) -> Any:
        """The order draft that placing takes."""
        from app.orders.draft import DraftLine, OrderDraft
        from app.orders.states import Channel, Method, PayPlan

        lines = tuple(
            DraftLine(
                line.product_id, line.quantity, unit_price_e4=line.named_price_e4, discount_minor=line.discount_minor,
                discount_name=_("Discount") if line.discount_minor else "", kind=line.kind, of=line.of,
                note=line.note if line.kind in (LineKind.WRAP, LineKind.OPTION) else "",
            )
            for line in self.with_followers
        )  # fmt: skip
        return OrderDraft(
            Channel.PHONE, Method(self.method or "pickup"), PayPlan(self.pay_plan or "now"), self.customer_id,
            self.name, self.phone, self.email, self.language, self.address, lines,
            order_discount_bp=self.discount_bp, order_discount_name=self.group, discount_by_rule=True,
            delivery_minor=self.charge_minor, fee_minor=self.fee_minor, promised_at=self.promised_at,
            ship_together=any(line.agreed == "wait" for line in self.lines), note=self.note, basket=self.uid,
            told_minor=self.total_minor, told_offers=self.offers, offers_at=moment_of(self.began_at),
            coupons=tuple(code for code, _promotion in self.coupons),
        )  # fmt: skip

    def body(self) -> dict[str, Any]:
        """Everything as plain values, to be saved."""
        return asdict(self)

    @staticmethod
    def from_body(body: dict[str, Any]) -> Call:
        """A call that was saved."""
        values = dict(body)
        values["lines"] = tuple(_line_of(line) for line in values["lines"])
        values["places"] = tuple(Place(**place) for place in values["places"])
        values["told"] = tuple(values["told"])
        values["coupons"] = tuple((code, promotion) for code, promotion in values.get("coupons", ()))
        return Call(**values)


def _deposit_of(item: Any) -> tuple[int, str, int, int, int] | None:
    if item.deposit_id is None:
        return None
    return item.deposit_id, item.deposit_name, item.deposit_e4, item.deposit_tax_bp, item.deposit_tax_id


def _follower(
    goods: tuple[int, str, int, int, int], count: int, kind: LineKind, place: int, note: str = ""
) -> CallLine:  # fmt: skip
    product_id, name, price_e4, tax_bp, tax_id = (*goods, 0)[:5]  # saved before taxes had numbers: without one
    fixed = price_e4 if kind is LineKind.DEPOSIT else None
    return CallLine(
        product_id, "", name, "piece", price_e4, 1, tax_bp, "", count, named_price_e4=fixed, tax_id=tax_id, kind=kind,
        of=place, note=note,
    )  # fmt: skip


def _option(line: CallLine, option: CallOption, count: int, place: int) -> CallLine:
    """An option as a line of its own; the percentage off its goods counts for it too."""
    return CallLine(
        option.product_id, "", option.name, "piece", option.price_e4, 1, option.tax_bp, "", count,
        discount_bp=line.discount_bp, category_id=option.category_id, kind=LineKind.OPTION, of=place, note=option.words,
        tax_id=option.tax_id,
    )  # fmt: skip


def _line_of(saved: dict[str, Any]) -> CallLine:
    """A line that was saved; lists there are tuples here."""
    goods: dict[str, Any] = {key: tuple(saved[key]) for key in ("deposit", "wrap") if saved.get(key)}
    goods["options"] = tuple(CallOption(**option) for option in saved.get("options", ()))
    return CallLine(**(saved | goods | {"kind": LineKind(saved.get("kind", LineKind.GOODS))}))
