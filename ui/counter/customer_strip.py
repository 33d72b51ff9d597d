"""The customer on top of the cart: who it is, the group, phone, points and last visit; or the way to add one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from ui.common.boxes import Avatar, HBox, VBox, fill, initials_of
from ui.common.buttons import Button, IconButton, KeyCap
from ui.common.chips import Chip
from ui.common.labels import Label
from ui.counter.till import BuyerCard
from ui.theme import theme

HEIGHT = 68


def detail_of(card: BuyerCard) -> str:
    """Phone, points and last visit in one line."""
    parts = [card.regime] if card.regime else []
    parts += [card.phone] if card.phone else []
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
        self._retheme()
        theme().changed.connect(self._retheme)
        self._avatar = Avatar("", 1, 40)
        self._name, self._detail = Label("", 15, 600, elide=True), Label("", 12, 400, "text3", elide=True)
        self._chip = Chip("", "violet", height=20)
        head = QWidget()
        fill(QHBoxLayout(head), (self._name, self._chip, None), 0, 8)
        self._name.setSizePolicy(self._name.sizePolicy().Policy.Maximum, self._name.sizePolicy().Policy.Preferred)
        words = VBox(None, head, self._detail, None, gap=1)
        add = Button(
            _("Add customer"), kind="ghost", icon="user-plus", key="F3", height=44, name="sell.button.customer"
        )
        drop = IconButton("x", name="sell.button.drop_customer", accessible=_("Take the customer off"))
        add.clicked.connect(self.wanted)
        drop.clicked.connect(self.dropped)
        self._somebody = HBox(self._avatar, (words, 1), KeyCap("F3"), drop, gap=10)
        self._nobody = HBox(add, None)
        fill(QHBoxLayout(self), (self._somebody, self._nobody), (0, 10, 0, 16), 0)
        self.show_card(None)

    def _retheme(self) -> None:
        self.setFixedHeight(round(HEIGHT * theme().scale))

    def show_card(self, card: BuyerCard | None, name: str = "") -> None:
        """Show a customer, one of whom only the name is known yet, or nobody."""
        somebody = card is not None or bool(name)
        self._somebody.setVisible(somebody)
        self._nobody.setVisible(not somebody)
        shown = card.name if card is not None else name
        self._avatar.set_person(initials_of(shown) if shown else "", sum(map(ord, shown)))
        self._name.set_text(shown)
        self._detail.set_text(detail_of(card) if card is not None else "")
        self._chip.setVisible(card is not None and bool(card.group))
        if card is not None and card.group:
            self._chip.set_look(card.group, "violet")
        self.setAccessibleName(_("Customer: {name}").format(name=shown) if shown else _("No customer"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.wanted.emit()
