"""How money goes back, shown part by part: which tender gets what, and the slip of a card that is typed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import HBox, VBox, clear
from ui.common.inputs import TextField
from ui.common.labels import Icon, Label
from ui.counter.payment.signing import Signing
from ui.counter.till import SIGN, Payment, Till
from ui.display.screens import Displays
from ui.orders.words import tender_icon, tender_word

if TYPE_CHECKING:
    from ui.common.desk import Desk

AS_PAID = "as_paid"
ALL = 0  # the slip of all card parts together


class WayBack(NamedTuple):
    """One way the money can go: the parts it makes, and which of them need the slip of a terminal typed."""

    key: str
    parts: list[Any]
    slips: list[int]


class Ways(NamedTuple):
    """How much goes back, and the ways it can; the first is the way it was paid."""

    amount_minor: int
    ways: list[WayBack]
    cards: dict[int, str]
    needs_code: bool
    signs: bool = False  # the customer signs for what goes back to a card

    def signs_for(self, way: WayBack) -> int:
        """How much of a way the customer signs for."""
        return sum(part.amount_minor for part in way.parts if part.tender == "card") if self.signs else 0

    def way(self, key: str) -> WayBack | None:
        """The way of a tender; without one the way it was paid."""
        return next((way for way in self.ways if way.key == (key or AS_PAID)), None)


def load_ways(order_id: int, amount_minor: int, *, at_counter: bool = False) -> Ways:
    """Read how an amount of an order can go back, to a customer who stands here or not; on the reader's thread."""
    from app.core import settings
    from app.orders.queries import order_detail
    from app.payments.queries import payments_of
    from app.payments.signatures import Signed, signs
    from app.payments.ways_back import ALL_PARTS, CODE, needs_slip, ways_back

    cards = {paid.id: paid.masked_pan for paid in payments_of(order_id)}
    usual = ways_back(order_id, amount_minor)
    ways = [WayBack(AS_PAID, usual, [part.payment_id for part in usual if needs_slip(part)])]
    known = order_detail(order_id).customer_id is not None
    for tender in ("cash", "card", "store_credit"):
        parts = ways_back(order_id, amount_minor, tender)
        if parts != usual and (known or tender != "store_credit"):
            slip = [ALL_PARTS] if any(needs_slip(part) for part in parts) else []
            ways.append(WayBack(tender, parts, slip))
    return Ways(amount_minor, ways, cards, bool(settings.read(CODE)), at_counter and signs(Signed.REFUND))


class PartsBack(VBox):
    """A row for each tender that gets money back, with the two fields of a slip below a card typed by hand.

    Where the shop wants it the customer signs for what goes to a card: on the customer display, else below the rows.

    Signals:
        submitted: Enter in one of the fields.
        changed_size: a field shows an error now.
    """

    submitted = Signal()
    changed_size = Signal()

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(gap=6)
        self._name = name
        self._displays, self._till = Displays.of(desk), Till.of(desk)
        self._before = self._till.stage, self._till.payment
        self._asked = False  # the customer's screen
        self._cards: list[int] = []
        self.signing = Signing()
        self.signing.switched.connect(self._ask)
        self._till.signed.connect(self._take)
        self._displays.moved.connect(self._ask)
        self._rows = VBox(gap=6)
        self._terms: tuple[str, ...] = ()
        self.add(self._rows)
        self.add(self.signing)
        self._needs_code = True
        self._slips: dict[int, tuple[TextField, TextField]] = {}

    def show_way(self, way: WayBack, found: Ways, typed: Sequence[Any] = ()) -> None:
        """Show the parts of a way anew, with the slips that were typed for it before."""
        clear(self._rows.box)
        self._slips, self._needs_code = {}, found.needs_code
        heaps = _heaps(way)
        self._cards = [part.payment_id for part in heaps if part.tender == "card"]
        for part in heaps:
            self._rows.add(_row(part, found.cards.get(part.payment_id, "")))
            if part.tender == "card" and part.payment_id in way.slips:
                self._rows.add(self._slip(part.payment_id))
        signed_for = found.signs_for(way)
        words = _("Back to your card: {amount}").format(amount=format_money(signed_for))
        self._terms = (words, _("I agree that this amount goes back to my card.")) if signed_for else ()
        self._ask()
        for slip in typed:
            for field, text in zip(
                self._slips.get(slip.payment_id, ()), (slip.auth_code, slip.last_four), strict=False
            ):
                field.set_text(text)

    def first(self) -> TextField | None:
        """The first code that has to be typed."""
        return next((code for code, _digits in self._slips.values()), None)

    def typed(self) -> tuple[Any, ...] | None:
        """The slips as they were typed; None when one cannot be, which its field says."""
        from app.payments.ways_back import CardSlip
        from devices.terminal import TypedAnswer, TypedWrong, check_typed

        slips = []
        for payment_id, (code, digits) in self._slips.items():
            if not self._needs_code and not code.text() and not digits.text():
                continue
            try:
                answer = check_typed(TypedAnswer(True, code.text(), digits.text()))
            except TypedWrong as wrong:
                code.set_error(str(wrong))
                code.focus()
                self.changed_size.emit()
                return None
            slips.append(CardSlip(answer.auth_code, answer.last_four, payment_id))
        if not self._terms:
            return tuple(slips)
        self.signing.take_pad()
        if not self.signing.signature:
            return None
        typed = {slip.payment_id: slip for slip in slips}
        return tuple(
            typed.get(card, CardSlip("", "", card))._replace(signature=self.signing.signature) for card in self._cards
        )

    def leave(self) -> None:
        """The sheet closes: the customer's screen shows again what it showed before."""
        self._terms = ()
        self._show_customer()

    def _take(self, picture: bytes) -> None:
        if self._terms:
            self.signing.take(picture)

    def _ask(self) -> None:
        """Ask for the signature, or for none any more."""
        self.signing.follow(self._terms, on_display=self._displays.is_shown)
        self._show_customer()
        self.changed_size.emit()

    def _show_customer(self) -> None:
        """The customer's screen shows what is signed, and afterwards again what it showed before."""
        asks = self._displays.is_shown and bool(self._terms) and not self.signing.signature
        if asks:
            self._till.set_stage(SIGN, Payment(terms=self._terms, terms_title=_("Money back")))
        elif self._asked:
            self._till.set_stage(*self._before)
        self._asked = asks

    def _slip(self, payment_id: int) -> HBox:
        """The two fields for what the terminal's slip says."""
        code = TextField(
            _("Authorization code of the refund"), name=f"{self._name}.field.auth_code.{len(self._slips)}",
            optional=not self._needs_code,
        )  # fmt: skip
        digits = TextField(_("Last 4 digits"), name=f"{self._name}.field.last_four.{len(self._slips)}", optional=True)
        for field in (code, digits):
            field.submitted.connect(self.submitted)
        self._slips[payment_id] = code, digits
        return HBox((code, 3), (digits, 2), gap=12)


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
