"""A call: everything known of a phone order while it is being taken; plain values, so that undo is the value before."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from app.catalog.book import current
from app.catalog.offers import Who
from app.core.i18n import spoken_name
from app.orders.basket import Terms, moment_of, price_basket
from app.orders.charges import charges_in, is_cod
from app.orders.line_kinds import LineKind, pieces_of
from app.orders.pricing import Priced
from ui.orders.call_line import CallLine, deposit_of, follower, line_of, option_line
from ui.orders.call_option import CallOption


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
    """One order in the making, by phone or of somebody who stands at the counter; times in ms."""

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
    at_counter: bool = False  # the customer stands here
    # Of a ticket that was taken over: the group's percentage is given off each line, and this off the whole.
    from_ticket: bool = False
    off_minor: int = 0
    off_bp: int = 0
    off_name: str = ""
    quoted: str = ""  # the quote that it comes from and whose prices hold
    holds_charges: bool = False  # it named what delivery costs, too
    by_hand: tuple[int, str, str] | None = None  # tax regime that somebody chose: its id, its name, and why

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
        rule = (self.discount_bp, self.group) if self.from_ticket else (0, "")
        lines = [line.basket(self.began_at, rule) for line in self.with_followers]
        charges = charges_in(self.charge_minor, self.fee_minor)
        off, percent = (self.off_minor, self.off_bp) if self.from_ticket else (0, self.discount_bp)
        return price_basket(lines, current(), self._who, Terms(off, percent, charges))

    @property
    def relieved_minor(self) -> int:
        """The tax in the prices and in the delivery that this caller does not pay."""
        priced = self.priced
        return sum(part.relieved_minor for part in (*priced.lines, *priced.charges))

    @property
    def _who(self) -> Who:
        shown = frozenset(promotion for _code, promotion in self.coupons)
        return Who(self.customer_id, self.group_id, shown, self.by_hand[0] if self.by_hand else self.regime_id)

    @property
    def with_followers(self) -> tuple[CallLine, ...]:
        """The lines, and behind them the options, deposits and gift wraps that go with them."""
        found: list[CallLine] = []
        for place, line in enumerate(self.lines, 1):
            count = line.quantity if line.unit == "piece" else 1
            found += [option_line(line, option, count, place) for option in line.options]
            if line.deposit is not None:
                found.append(follower(line.deposit, count, LineKind.DEPOSIT, place))
            if line.wrap is not None:
                found.append(follower(line.wrap, 1, LineKind.WRAP, place, line.note, line.at))
        return (*self.lines, *found)

    def sum_of(self, kind: LineKind) -> int:
        """What the deposits, or the gift wraps, come to."""
        return sum(line.total_minor for line in self.with_followers if line.kind == kind)

    @property
    def wanted(self) -> dict[int, int]:
        """How much of each product is to be there, options with stock among them."""
        sums: dict[int, int] = {}
        for line in filter(lambda line: line.is_kept, self.lines):
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
        parts = self.priced.lines
        listed = sum(line.gross_minor for line in self.with_followers)
        lines = zip(self.with_followers, parts, strict=True)
        given = sum(part.discount_minor for line, part in lines if not line.discount_minor)
        return listed - sum(part.gross_minor + part.relieved_minor for part in parts) + given

    @property
    def offers(self) -> tuple[str, ...]:
        """The names of the promotions and price lists that give something."""
        parts = self.priced.lines
        names = [one.name for part in parts for one in part.offers] + [part.price_name for part in parts]
        return tuple(dict.fromkeys(name for name in names if name))

    @property
    def off_whole_minor(self) -> int:
        """What is given off the whole order: by the customer's group, or as it was at the counter."""
        return self.priced.discount_minor

    @property
    def off_whole_name(self) -> str:
        """Why."""
        return self.off_name if self.from_ticket else self.group

    @property
    def total_minor(self) -> int:
        """What the caller will pay."""
        return self.priced.total_minor

    @property
    def pieces(self) -> int:
        """How many pieces; a weighed line counts as one."""
        return sum(pieces_of(line.kind, line.quantity, line.unit) for line in self.lines)

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
        at = self.place_of(item.product_id, options)
        if at is not None:
            return self.with_quantity(at, self.lines[at].quantity + quantity)
        added = CallLine(
            item.product_id, item.sku, spoken_name(item.name, item.name_zh), item.unit, item.price_e4, item.price_per,
            item.tax_bp, item.art, quantity, category_id=item.category_id, deposit=deposit_of(item), tax_id=item.tax_id,
            options=options,
        )  # fmt: skip
        return replace(self, lines=(*self.lines, added))

    def place_of(self, product_id: int, options: tuple[CallOption, ...] = ()) -> int | None:
        """Where so much more of a product goes: the first line of it, with the same options."""
        same = (
            at for at, line in enumerate(self.lines)
            if line.is_kept and line.product_id == product_id and line.options == options
        )  # fmt: skip
        return next(same, None)

    def with_free(self, item: Any, name: str, price_e4: int) -> Call:
        """The call with something that is in no catalog; `item` are the goods that its tax rate is booked on."""
        no = max((line.no for line in self.lines), default=0) + 1
        added = CallLine(
            item.product_id, item.sku, name, item.unit, item.price_e4, item.price_per, item.tax_bp, "", 1,
            named_price_e4=price_e4, kind=LineKind.FREE, tax_id=item.tax_id, category_id=item.category_id, no=no,
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
        from app.orders.draft import OrderDraft
        from app.orders.states import Channel, Method, PayPlan

        off, percent = (self.off_minor, self.off_bp) if self.from_ticket else (0, self.discount_bp)
        regime, _name, why = self.by_hand or (None, "", "")
        channel = Channel.COUNTER if self.at_counter else Channel.PHONE
        return OrderDraft(
            channel, Method(self.method or "pickup"), PayPlan(self.pay_plan or "now"), self.customer_id,
            self.name, self.phone, self.email, self.language, self.address,
            tuple(line.draft() for line in self.with_followers), order_discount_bp=percent, order_discount_minor=off,
            order_discount_name=self.off_whole_name, discount_by_rule=not self.from_ticket,
            delivery_minor=self.charge_minor, fee_minor=self.fee_minor, promised_at=self.promised_at,
            ship_together=any(line.agreed == "wait" for line in self.lines), note=self.note, basket=self.uid,
            told_minor=self.total_minor, told_offers=self.offers, offers_at=moment_of(self.began_at),
            coupons=tuple(code for code, _promotion in self.coupons), regime_id=regime, regime_reason=why,
            group_on_lines=self.from_ticket, quote=self.quoted,
        )  # fmt: skip

    def body(self) -> dict[str, Any]:
        """Everything as plain values, to be saved."""
        return asdict(self)

    @staticmethod
    def from_body(body: dict[str, Any]) -> Call:
        """A call that was saved."""
        values = dict(body)
        values["lines"] = tuple(line_of(line) for line in values["lines"])
        values["places"] = tuple(Place(**place) for place in values["places"])
        values.setdefault("holds_charges", bool(values.get("quoted")))
        values["told"] = tuple(values["told"])
        values["by_hand"] = tuple(values["by_hand"]) if values.get("by_hand") else None
        values["coupons"] = tuple((code, promotion) for code, promotion in values.get("coupons", ()))
        return Call(**values)
