"""What stands beside the keypad for each tender: quick notes, the card terminal, gift card or credit, the account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.core.i18n import _
from app.core.money import currency, format_money, minor_digits
from app.payments.foreign import worth_at
from ui.common.boxes import HBox, Panel, VBox, clear
from ui.common.buttons import Button
from ui.common.choices import Segmented
from ui.common.inputs import MoneyField, TextField
from ui.common.labels import Icon, Label
from ui.common.qr import QrCode
from ui.counter.words import quick_notes, short_money

SEND_KEYS = {"sms": "Alt+S", "mail": "Alt+E"}

CREDIT, CARD = "credit", "card"
TERMINAL, LINK, TYPED = "terminal", "link", "typed"


class CashPage(QWidget):
    """Round amounts that people hand over, in our own currency or another one.

    Signals:
        given: an amount was tapped, in the currency that is chosen.
        exact: exactly what is due.
        other: another amount is typed.
        switched: another currency.
    """

    given = Signal(int)
    exact = Signal()
    other = Signal()
    switched = Signal()

    def __init__(self, rates: Sequence[Any] = ()) -> None:
        super().__init__()
        self.rates = {rate.currency: rate.rate_e4 for rate in rates}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self.money = Segmented([("", currency()), *((code, code) for code in self.rates)], "payment.currency")
        self.money.setVisible(bool(self.rates))
        self.money.chosen.connect(lambda _key: self.switched.emit())
        self._rate = Label("", 12, 600, "text3", name="payment.rate")
        self._grid.addWidget(HBox(self._rate, None, self.money, gap=8), 0, 0, 1, 2)
        self._notes = [Button("", height=68, px=18, name=f"payment.note.{place}").grow() for place in range(5)]
        self._other = other = Button(_("Other…"), height=68, px=18, name="payment.note.other").grow()
        self._exact = exact = Button(_("Exact amount"), height=68, px=16, key="Enter", name="payment.exact").grow()
        for place, button in enumerate([*self._notes, other]):
            self._grid.addWidget(button, 1 + place // 2, place % 2)
        self._grid.addWidget(exact, 4, 0, 1, 2)
        self._grid.setRowStretch(5, 1)
        self._amounts: list[int] = []
        for place, button in enumerate(self._notes):
            button.clicked.connect(lambda _checked=False, place=place: self.given.emit(self._amounts[place]))
        other.clicked.connect(self.other)
        exact.clicked.connect(self.exact)

    def code(self) -> str:
        """The other currency that is handed over; empty for our own."""
        return self.money.current()

    def show_due(self, due_minor: int, given_minor: int | None, finish: str = "") -> None:
        """Offer the notes for what is due; the one that was given is marked.

        With nothing left to pay there is one button, which ends the bill and says so with `finish`.
        """
        code = self.code()
        one = 10 ** minor_digits(code or None)
        rate = _("{one} is {worth} here").format(
            one=short_money(one, code), worth=format_money(worth_at(one, code, self.rates[code]))
        ) if code else _("Round amounts")  # fmt: skip
        self._rate.set_text(rate if due_minor else _("Nothing is left to pay."))
        self._other.setVisible(bool(due_minor))
        self._exact.set_text(_("Exact amount") if due_minor else finish)
        self._amounts = quick_notes(due_minor, code)
        for place, button in enumerate(self._notes):
            there = place < len(self._amounts)
            button.setVisible(there)
            if there:
                button.set_text(short_money(self._amounts[place], code))
                button.set_kind("tint" if self._amounts[place] == given_minor else "default")


class CardPage(VBox):
    """The connected terminal, a link that is paid online, or the code that is read off another terminal.

    Signals:
        cancelled: stop the terminal.
        asked: ask the terminal about a payment in doubt.
        settled: the clerk says whether the card was charged.
        switched: another way, or another tip.
        sent: the link shall go to the customer, by sms or mail.
    """

    cancelled = Signal()
    asked = Signal()
    settled = Signal(bool)
    switched = Signal()
    sent = Signal(str)

    def __init__(self, *, has_terminal: bool, has_link: bool = False, tips: bool = False) -> None:
        super().__init__(gap=10)
        self.has_terminal = has_terminal
        ways = [(TERMINAL, _("Terminal"))] if has_terminal else []
        ways += [(LINK, _("Link or QR"))] if has_link else []
        ways.append((TYPED, _("Typed code")))
        self._ways = Segmented(ways, "payment.card_way", ways[0][0])
        self._ways.setVisible(len(ways) > 1)
        self._ways.chosen.connect(lambda _key: (self.show_state("ready"), self.switched.emit()))
        self.code = TextField(_("Authorization code"), name="payment.field.auth_code", height=48, px=18, weight=600)
        self.last_four = TextField(_("Last 4 digits"), name="payment.field.last_four", height=48, px=18, optional=True)
        self.tip = MoneyField(_("Tip on the card"), name="payment.field.tip", height=44, px=16, optional=True)
        self.tip.setVisible(tips)
        self.tip.changed.connect(self.switched)
        self._icon, self._words = (
            Icon("credit-card", 24, "text2"),
            Label("", 15, 600, wrap=True, name="payment.terminal"),
        )
        self._detail = Label("", 13, 400, "text2", wrap=True, name="payment.terminal_words")
        self._state = Panel("sunken", HBox(self._icon, (VBox(self._words, self._detail, gap=2), 1), gap=12),
                            edge="border", radius=10, margins=14)  # fmt: skip
        self.qr = QrCode("payment.qr", 168)
        self.sending = VBox(gap=8)
        self._cancel = Button(_("Cancel"), icon="x", height=48, name="payment.button.cancel_card").grow()
        self._ask = Button(_("Ask the terminal"), kind="tint", height=44, name="payment.button.ask_card").grow()
        self._yes = Button(_("It was charged"), height=44, name="payment.button.charged").grow()
        self._no = Button(_("It was not"), height=44, name="payment.button.not_charged").grow()
        self._doubt = VBox(self._ask, HBox(self._yes, self._no, gap=8), gap=8)
        self._cancel.clicked.connect(self.cancelled)
        self._ask.clicked.connect(self.asked)
        self._yes.clicked.connect(lambda: self.settled.emit(True))
        self._no.clicked.connect(lambda: self.settled.emit(False))
        head = HBox(Label(_("Card"), 12, 600, "text3"), None, self._ways, gap=8)
        for widget in (
            head,
            self.code,
            self.last_four,
            self.tip,
            self._state,
            self.qr,
            self.sending,
            self._cancel,
            self._doubt,
            None,
        ):
            self.add(widget)
        self.show_state("ready")

    def way(self) -> str:
        """Terminal, link or typed."""
        return self._ways.current()

    @property
    def is_asked(self) -> bool:
        """Whether a terminal or provider decides, not a typed code."""
        return self.way() != TYPED

    def tip_minor(self) -> int:
        """The tip that goes on the card."""
        return (self.tip.minor() or 0) if self.tip.isVisibleTo(self) else 0

    def typed(self) -> tuple[str, str] | None:
        """The authorization code and the masked card that were typed; None when the code cannot be one."""
        from devices.terminal import TypedAnswer, TypedWrong, check_typed

        try:
            answer = check_typed(TypedAnswer(True, self.code.text(), self.last_four.text()))
        except TypedWrong as wrong:
            self.code.set_error(str(wrong))
            self.code.focus()
            return None
        return answer.auth_code, f"•••• {answer.last_four}" if answer.last_four else ""

    def show_link(self, address: str, told: str, ways: Sequence[tuple[str, str]] = ()) -> None:
        """The customer may pay now: by this code, or far away by the link in one of `ways`, each with its words."""
        self.qr.show_text(address)
        self.qr.setVisible(not ways)
        self._words.set_text(_("Waiting for the customer to pay"))
        self._detail.set_text(told)
        self._detail.setVisible(bool(told))
        clear(self.sending.box)
        for way, words in ways:
            button = Button(words, key=SEND_KEYS[way], height=44, name=f"payment.button.send_{way}").grow()
            button.clicked.connect(lambda _checked=False, way=way: self.sent.emit(way))
            self.sending.add(button)
        self.sending.setVisible(bool(ways))

    def show_state(self, state: str, words: str = "") -> None:
        """Show ready, waiting, asking, declined or doubt, with the terminal's words."""
        link = self.way() == LINK
        prompt = _("A link is being made.") if link else words or _("The customer taps or inserts the card.")
        ready = _("F9 shows a code to pay by") if link else _("Terminal ready")
        looks = {
            "ready": ("credit-card", "text2", ready if self.is_asked else "", ""),
            "waiting": ("hourglass-medium", "warn_text", _("Waiting for terminal"), prompt, "warn_tint", "warn_edge"),
            "asking": ("hourglass-medium", "warn_text", _("Asking the terminal"), "", "warn_tint", "warn_edge"),
            "declined": ("x-circle-fill", "bad_text", _("Not charged"), words, "bad_tint", "bad_edge"),
            "doubt": (
                "warning-fill", "warn_text", _("Nobody knows whether the card was charged"), words, "warn_tint",
                "warn_edge",
            ),
        }  # fmt: skip
        icon, token, title, detail, *look = looks[state]
        self.setProperty("state", state)
        self._icon.set_icon(icon, token)
        self._words.set_text(title)
        self._words.set_token("text" if token == "text2" else token)
        self._detail.set_text(detail)
        self._detail.set_token("bad_text" if state == "declined" else "text2")
        self._state.set_look(*(look or ("sunken", "border")))
        self._state.setVisible(bool(title))
        self._detail.setVisible(bool(detail))
        self._cancel.setVisible(state == "waiting")
        self._doubt.setVisible(state == "doubt")
        self.qr.setVisible(False)
        self.sending.setVisible(False)
        typing = state in ("ready", "declined") and not self.is_asked
        self.code.setVisible(typing)
        self.last_four.setVisible(typing)
        self._ways.setEnabled(state in ("ready", "declined"))


class GiftPage(VBox):
    """The customer's credit, or a gift card by its code.

    Signals:
        switched: credit or card.
        coded: the code of a gift card was typed.
    """

    switched = Signal()
    coded = Signal(str)

    def __init__(self, credit_minor: int) -> None:
        super().__init__(gap=10)
        self.add(Label(_("Gift card or credit"), 12, 600, "text3"))
        items = [(CREDIT, _("Store credit")), (CARD, _("Gift card"))] if credit_minor > 0 else [(CARD, _("Gift card"))]
        self.kind = Segmented(items, "payment.gift_kind")
        self.code = TextField(
            _("Gift card"), name="payment.field.gift_card", icon="barcode", height=48, px=16,
            help=_("Scan the card or type its code."),
        )  # fmt: skip
        self.left = Label("", 15, 600, wrap=True, name="payment.gift_left")
        self.kind.chosen.connect(lambda _key: self._show())
        self.code.submitted.connect(lambda: self.coded.emit(self.code.text()))
        self._credit = credit_minor
        self.card_minor: int | None = None
        for widget in (self.kind, self.code, self.left, None):
            self.add(widget)
        self._show()

    @property
    def is_credit(self) -> bool:
        """Whether the customer's credit pays."""
        return self.kind.current() == CREDIT

    def most(self) -> int | None:
        """How much is there; None while the gift card is not known."""
        return self._credit if self.is_credit else self.card_minor

    def show_card(self, code: str, left_minor: int) -> None:
        """Show a gift card and what is left on it."""
        self.kind.set_current(CARD)
        self.code.set_text(code)
        self.card_minor = left_minor if left_minor > 0 else None
        self._show()
        if left_minor <= 0:
            self.code.set_error(_("Nothing is left on this card."))

    def _show(self) -> None:
        self.code.setVisible(not self.is_credit)
        most = self.most()
        self.left.set_text(_("{amount} there").format(amount=format_money(most)) if most else "")
        self.switched.emit()


class AccountPage(VBox):
    """What the customer may still owe."""

    def __init__(self, free_minor: int, limit_minor: int, name: str) -> None:
        super().__init__(gap=10)
        self.add(Label(_("On account"), 12, 600, "text3"))
        self.add(Label(name, 18, 600, wrap=True))
        words = _("{free} of {limit} free").format(free=format_money(free_minor), limit=format_money(limit_minor))
        self.add(Label(words, 15, 500, "text2", wrap=True))
        self.add(Label(_("The sale goes onto the customer’s account and is paid later."), 13, 400, "text3", wrap=True))
        self.add(None)
