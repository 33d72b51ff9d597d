"""The customer on top of the cart: who it is, the group, phone, points and last visit; or the way to add one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from ui.common.boxes import Avatar, VBox, fill
from ui.common.buttons import Button, IconButton, KeyCap
from ui.common.chips import Chip
from ui.common.labels import Icon, Label
from ui.counter.till import BuyerCard
from ui.theme import theme

HEIGHT = 68


def initials(name: str) -> str:
    """The first letters of the first and the last name."""
    parts = [part for part in name.split() if part[:1].isalnum()]
    return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper() if parts else "?"


def detail_of(card: BuyerCard) -> str:
    """Phone, points and last visit in one line."""
    parts = [card.phone] if card.phone else []
    if card.points:
        parts.append(ngettext("{n} point", "{n} points", card.points).format(n=f"{card.points:,}"))
    if card.last_order_at:
        parts.append(_("last visit {day}").format(day=clock.format_day(card.last_order_at)))
    return " · ".join(parts) or _("new customer")


class CustomerStrip(QWidget):
    """One strip of fixed height, so that the cart below never moves.

    Signals:
        wanted: add or change the customer.
        dropped: take the customer off the ticket.
    """

    wanted = Signal()
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sell.customer")
        self.setFixedHeight(round(HEIGHT * theme().scale))
        theme().changed.connect(lambda: self.setFixedHeight(round(HEIGHT * theme().scale)))
        self._avatar = Avatar("", 1, 40)
        self._name, self._detail = Label("", 15, 600, elide=True), Label("", 12, 400, "text3", elide=True)
        self._chip = Chip("", "violet", height=20)
        head = QWidget()
        fill(QHBoxLayout(head), (self._name, self._chip, None), 0, 8)
        self._name.setSizePolicy(self._name.sizePolicy().Policy.Maximum, self._name.sizePolicy().Policy.Preferred)
        self._words = VBox(head, self._detail, gap=1)
        self._icon = Icon("user-plus", 22, "text3")
        self._add = Button(_("Add customer"), kind="ghost", key="F3", height=44, name="sell.button.customer")
        self._cap = KeyCap("F3")
        self._drop = IconButton("x", name="sell.button.drop_customer", accessible=_("Take the customer off"))
        self._add.clicked.connect(self.wanted)
        self._drop.clicked.connect(self.dropped)
        fill(
            QHBoxLayout(self),
            (self._avatar, self._icon, self._add, (self._words, 1), self._cap, self._drop),
            (0, 10, 0, 16),
            10,
        )
        self.show_card(None)

    def show_card(self, card: BuyerCard | None, name: str = "") -> None:
        """Show a customer, one of whom only the name is known yet, or nobody."""
        somebody = card is not None or bool(name)
        for widget in (self._avatar, self._words, self._cap, self._drop):
            widget.setVisible(somebody)
        for widget in (self._icon, self._add):
            widget.setVisible(not somebody)
        self.layout().setStretch(3, 1 if somebody else 0)
        shown = card.name if card is not None else name
        self._avatar.set_person(initials(shown) if shown else "", sum(map(ord, shown)))
        self._name.set_text(shown)
        self._detail.set_text(detail_of(card) if card is not None else "")
        self._chip.setVisible(card is not None and bool(card.group))
        if card is not None and card.group:
            self._chip.set_look(card.group, "violet")
        self.setAccessibleName(_("Customer: {name}").format(name=shown) if shown else _("No customer"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.wanted.emit()
