"""What was paid too much goes back: how much, by which tenders, and why; F9 pays it, Alt+1 to Alt+4 take another way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import HBox, VBox, clear
from ui.common.choices import FilterChips
from ui.common.inputs import TextField
from ui.common.labels import Icon, Label, MoneyLabel
from ui.common.sheet import Sheet
from ui.orders.words import tender_icon, tender_word

if TYPE_CHECKING:
    from ui.common.desk import Desk

AS_PAID = "as_paid"
ALL = 0  # the slip of all card parts together


class WayBack(NamedTuple):
    """One way the surplus can go: the parts it makes, and which of them need the slip of a terminal typed."""

    key: str
    parts: list[Any]
    slips: list[int]


class Surplus(NamedTuple):
    """What is too much, and the ways back; the first is the way it was paid."""

    amount_minor: int
    ways: list[WayBack]
    cards: dict[int, str]
    needs_code: bool


def load_surplus(order_id: int, amount_minor: int | None = None) -> Surplus:
    """Read what an order was paid too much, and how it can go back; on the reader's thread."""
    from app.core import settings
    from app.orders.queries import order_detail
    from app.payments.queries import order_money, payments_of
    from app.payments.refund import ALL_PARTS, CODE, needs_slip, ways_back

    surplus = -order_money(order_id).owed_minor if amount_minor is None else amount_minor
    cards = {paid.id: paid.masked_pan for paid in payments_of(order_id)}
    ways: list[WayBack] = []
    if surplus > 0:
        usual = ways_back(order_id, surplus)
        ways.append(WayBack(AS_PAID, usual, [part.payment_id for part in usual if needs_slip(part)]))
        known = order_detail(order_id).customer_id is not None
        for tender in ("cash", "card", "store_credit"):
            parts = ways_back(order_id, surplus, tender)
            if parts != usual and (known or tender != "store_credit"):
                slip = [ALL_PARTS] if any(needs_slip(part) for part in parts) else []
                ways.append(WayBack(tender, parts, slip))
    return Surplus(surplus, ways, cards, bool(settings.read(CODE)))


def ask_pay_back(desk: Desk, owner: QObject, order_id: int, number: str) -> None:
    """Read what is too much and the ways it came, and ask how it goes back."""

    def show(found: Surplus) -> None:
        if found.amount_minor > 0:
            PayBackSheet(desk, owner, order_id, number, found).open_ready()
        else:
            desk.window.notice.refuse(_("Nothing of this order is paid too much."))

    desk.read(owner, lambda: load_surplus(order_id), show, urgent=True)


class PayBackSheet(Sheet):
    """The way it was paid, unless the clerk takes another one and says why."""

    def __init__(self, desk: Desk, owner: QObject, order_id: int, number: str, found: Surplus) -> None:
        title = _("Order {number} was paid too much").format(number=number)
        super().__init__(desk.surface, title, width=600, name="pay_back")
        self._desk, self._owner, self._order_id, self._number, self._found = desk, owner, order_id, number, found
        self._amount = format_money(found.amount_minor)
        self._ways = {way.key: way for way in found.ways}
        self._slips: dict[int, tuple[TextField, TextField]] = {}
        names = {AS_PAID: _("As it was paid"), "cash": _("Cash"), "card": _("Card"), "store_credit": _("Store credit")}
        self.ways = FilterChips([(key, names[key]) for key in self._ways], "pay_back.way")
        self.ways.chosen.connect(lambda _key: self._show())
        for at, key in enumerate(self._ways, 1):
            self.bind(f"Alt+{at}", lambda key=key: self.ways.choose(key))
        self.reason = TextField(_("Reason"), name="pay_back.field.reason")
        self.reason.submitted.connect(self.go_on)
        self._parts = VBox(gap=6)
        total = MoneyLabel(found.amount_minor, 30, 600, name="pay_back.total")
        head = HBox(Label(_("How does it go back?"), 14, 500, "text2"), None, total, gap=8)
        self._show()
        self.set_body(head, self.ways, self._parts, self.reason)
        self.set_primary(_("Pay back {amount}").format(amount=self._amount), self._pay)

    def open_ready(self) -> None:
        """Open in the first code that has to be typed, else in the reason."""
        self.open(self._first().edit)

    def _first(self) -> TextField:
        return next((code for code, _digits in self._slips.values()), self.reason)

    def _show(self) -> None:
        way = self._ways[self.ways.current()]
        clear(self._parts.box)
        self._slips = {}
        for part in _heaps(way):
            self._parts.add(_row(part, self._found.cards.get(part.payment_id, "")))
            if part.tender == "card" and part.payment_id in way.slips:
                self._parts.add(self._slip(part.payment_id))
        if self.isVisible():
            self.reason.set_error(None)
            (self.reason if way.key != AS_PAID and not self._slips else self._first()).edit.setFocus()
        self._fit()

    def _fit(self) -> None:
        """Grow or shrink to what stands in it, once the layouts know."""
        QTimer.singleShot(0, self, self._place)

    def _slip(self, payment_id: int) -> HBox:
        """The two fields for what the terminal's slip says."""
        code = TextField(
            _("Authorization code of the refund"), name=f"pay_back.field.auth_code.{len(self._slips)}",
            optional=not self._found.needs_code,
        )  # fmt: skip
        digits = TextField(_("Last 4 digits"), name=f"pay_back.field.last_four.{len(self._slips)}", optional=True)
        for field in (code, digits):
            field.submitted.connect(self.go_on)
        self._slips[payment_id] = code, digits
        return HBox((code, 3), (digits, 2), gap=12)

    def _typed(self) -> tuple[Any, ...] | None:
        """The slips as they were typed; None when one cannot be, which its field says."""
        from app.payments.refund import CardSlip
        from devices.terminal import TypedAnswer, TypedWrong, check_typed

        slips = []
        for payment_id, (code, digits) in self._slips.items():
            if not self._found.needs_code and not code.text() and not digits.text():
                continue
            try:
                answer = check_typed(TypedAnswer(True, code.text(), digits.text()))
            except TypedWrong as wrong:
                code.set_error(str(wrong))
                code.focus()
                self._fit()
                return None
            slips.append(CardSlip(answer.auth_code, answer.last_four, payment_id))
        return tuple(slips)

    def _pay(self) -> None:
        from app.payments.refund import refund_order
        from ui.payments.tips_sheet import offer_tip_back

        key, desk = self.ways.current(), self._desk
        slips, why = self._typed(), self.reason.text().strip()
        if slips is None:
            return
        if key != AS_PAID and not why:
            self.reason.set_error(_("Say why the money does not go back the way it came."))
            self.reason.focus()
            self._fit()
            return

        def told(_done: Any) -> None:
            self.accept()
            desk.feedback("done")
            desk.toast(_("{amount} of order {number} went back").format(amount=self._amount, number=self._number))
            offer_tip_back(desk, self._owner, self._order_id)

        def refused(error: BaseException) -> None:
            desk.feedback("wrong")
            self.reason.set_error(str(error))
            self._fit()

        desk.write(
            self, refund_order, self._order_id, self._found.amount_minor, None if key == AS_PAID else key,
            why or _("Paid too much"), slips=slips, done=told, failed=refused,
        )  # fmt: skip


def _heaps(way: WayBack) -> list[Any]:
    """The parts that are shown: by another way each tender is one heap, with one slip."""
    if way.key == AS_PAID:
        return way.parts
    heaps: dict[str, Any] = {}
    for part in way.parts:
        known = heaps.get(part.tender)
        amount, rounding = (known.amount_minor, known.rounding_minor) if known else (0, 0)
        heaps[part.tender] = part._replace(
            amount_minor=amount + part.amount_minor, rounding_minor=rounding + part.rounding_minor, payment_id=ALL
        )
    return list(heaps.values())


def _row(part: Any, card: str) -> HBox:
    """One tender that gets money back; cash is rounded as one heap."""
    words = " ".join(word for word in (tender_word(part.tender), card) if word)
    paid_out = format_money(part.amount_minor - part.rounding_minor)
    row = HBox(
        Icon(tender_icon(part.tender), 18), Label(words, 14, 500), None, Label(paid_out, 14, 600, align="right"), gap=8
    )
    row.setAccessibleName(f"{words}: {paid_out}")
    return row
