"""What stands beside the keypad for each tender: quick notes, the card terminal, gift card or credit, the account."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import HBox, VBox
from ui.common.buttons import Button
from ui.common.choices import Segmented
from ui.common.inputs import TextField
from ui.common.labels import Icon, Label
from ui.counter.words import quick_notes, short_money

CREDIT, CARD = "credit", "card"


class CashPage(QWidget):
    """Round amounts that people hand over.

    Signals:
        given: an amount was tapped.
        exact: exactly what is due.
        other: another amount is typed.
    """

    given = Signal(int)
    exact = Signal()
    other = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._grid.addWidget(Label(_("Quick notes"), 12, 600, "text3"), 0, 0, 1, 2)
        self._notes = [Button("", height=68, px=18, name=f"payment.note.{place}").grow() for place in range(5)]
        other = Button(_("Other…"), height=68, px=18, name="payment.note.other").grow()
        exact = Button(_("Exact amount"), height=68, px=16, key="Enter", name="payment.exact").grow()
        for place, button in enumerate([*self._notes, other]):
            self._grid.addWidget(button, 1 + place // 2, place % 2)
        self._grid.addWidget(exact, 4, 0, 1, 2)
        self._grid.setRowStretch(5, 1)
        self._amounts: list[int] = []
        for place, button in enumerate(self._notes):
            button.clicked.connect(lambda _checked=False, place=place: self.given.emit(self._amounts[place]))
        other.clicked.connect(self.other)
        exact.clicked.connect(self.exact)

    def show_due(self, due_minor: int, given_minor: int | None) -> None:
        """Offer the notes for what is due; the one that was given is marked."""
        self._amounts = quick_notes(due_minor)
        for place, button in enumerate(self._notes):
            there = place < len(self._amounts)
            button.setVisible(there)
            if there:
                button.set_text(short_money(self._amounts[place]))
                button.set_kind("tint" if self._amounts[place] == given_minor else "default")


class CardPage(VBox):
    """The connected terminal, or the code that is read off another one.

    Signals:
        cancelled: stop the terminal.
        asked: ask the terminal about a payment in doubt.
        settled: the clerk says whether the card was charged.
    """

    cancelled = Signal()
    asked = Signal()
    settled = Signal(bool)

    def __init__(self, *, has_terminal: bool) -> None:
        super().__init__(gap=10)
        self.has_terminal = has_terminal
        self.add(Label(_("Card"), 12, 600, "text3"))
        self.code = TextField(_("Authorization code"), name="payment.field.auth_code", height=48, px=18, weight=600)
        self.last_four = TextField(_("Last 4 digits"), name="payment.field.last_four", height=48, px=18, optional=True)
        self._icon, self._words = (
            Icon("credit-card", 24, "text2"),
            Label("", 15, 600, wrap=True, name="payment.terminal"),
        )
        self._detail = Label("", 13, 400, "text2", wrap=True)
        self._state = HBox(self._icon, (VBox(self._words, self._detail, gap=2), 1), gap=12)
        self._cancel = Button(_("Cancel at the terminal"), height=44, name="payment.button.cancel_card").grow()
        self._ask = Button(_("Ask the terminal"), kind="tint", height=44, name="payment.button.ask_card").grow()
        self._yes = Button(_("It was charged"), height=44, name="payment.button.charged").grow()
        self._no = Button(_("It was not"), height=44, name="payment.button.not_charged").grow()
        self._doubt = VBox(self._ask, HBox(self._yes, self._no, gap=8), gap=8)
        self._cancel.clicked.connect(self.cancelled)
        self._ask.clicked.connect(self.asked)
        self._yes.clicked.connect(lambda: self.settled.emit(True))
        self._no.clicked.connect(lambda: self.settled.emit(False))
        for widget in (self.code, self.last_four, self._state, self._cancel, self._doubt, None):
            self.add(widget)
        for field in (self.code, self.last_four):
            if has_terminal:
                field.hide()
        self.show_state("ready")

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

    def show_state(self, state: str, words: str = "") -> None:
        """Show ready, waiting, declined or doubt, with the terminal's words."""
        doubt, prompt = _("Nobody knows whether the card was charged"), _("The customer taps or inserts the card.")
        looks = {
            "ready": ("credit-card", "text2", _("Terminal ready") if self.has_terminal else "", ""),
            "waiting": ("hourglass-medium", "warn_text", _("Waiting for terminal"), prompt),
            "declined": ("x-circle-fill", "bad_text", _("Not charged"), words),
            "doubt": ("warning-fill", "warn_text", doubt, words),
        }
        icon, token, title, detail = looks[state]
        self.setProperty("state", state)
        self._icon.set_icon(icon, token)
        self._words.set_text(title)
        self._words.set_token("text" if token == "text2" else token)
        self._detail.set_text(detail)
        self._state.setVisible(bool(title))
        self._detail.setVisible(bool(detail))
        self._cancel.setVisible(state == "waiting")
        self._doubt.setVisible(state == "doubt")
        self._ask.setVisible(self.has_terminal)


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
