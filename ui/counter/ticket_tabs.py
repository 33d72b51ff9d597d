"""The open tickets of this till as tabs above the cart: shown from the second ticket on, each with its sum."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from app.core.i18n import _
from app.core.money import format_money
from app.counter.ticket import Ticket
from ui.common import paint
from ui.common.buttons import IconButton
from ui.counter.till import Till
from ui.counter.words import name_of
from ui.theme import theme

HEIGHT, LEAST = 44, 64


def title_of(ticket: Ticket) -> str:
    """Whose ticket it is, or what was scanned first."""
    if ticket.buyer is not None:
        return ticket.buyer.name
    return name_of(ticket.lines[0].item) if ticket.lines else _("New sale")


class TicketTab(QAbstractButton):
    """One open ticket: whose, and how much; the one in work is white and underlined."""

    def __init__(self, ticket: Ticket, place: int, *, in_work: bool) -> None:
        super().__init__()
        self.setObjectName(f"sell.ticket.{place}")
        self.setCheckable(True)
        self.setChecked(in_work)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.title, self.amount = title_of(ticket), format_money(ticket.totals().total_minor)
        self.setAccessibleName(f"{self.title}, {self.amount}")

    def sizeHint(self) -> QSize:
        return QSize(LEAST, theme().control(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect = QRectF(self.rect())
        ground = "surface" if self.isChecked() else "hover" if self.underMouse() else "sunken"
        painter.fillRect(rect, theme().color(ground))
        if self.isChecked():
            painter.fillRect(QRectF(0, rect.height() - 3, rect.width(), 3), theme().color("accent"))
        wide = paint.advance(self.amount, 12, 500) + 2
        words = rect.adjusted(10, 0, -wide - 14, 0)
        token = "text" if self.isChecked() else "text2"
        paint.text(painter, words, self.title, px=13, weight=600 if self.isChecked() else 500, token=token)
        right = Qt.AlignmentFlag.AlignRight
        figure = QRectF(rect.right() - wide - 9, 0, wide, rect.height())
        paint.text(painter, figure, self.amount, px=12, weight=500, token="text2", align=right)
        painter.fillRect(QRectF(rect.right() - 1, 0, 1, rect.height()), theme().color("border"))
        if self.hasFocus():
            paint.focus_ring(painter, rect.adjusted(2, 2, -2, -2), 6)
        painter.end()


class TicketTabs(QWidget):
    """The row of tabs.

    Signals:
        wanted: go on with this ticket; carries its uid.
        another: begin one more.
    """

    wanted = Signal(str)
    another = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sell.tickets")
        self.setAccessibleName(_("Open sales"))
        self._shown: list[tuple[str, int, bool]] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 4, 0)
        self._line.setSpacing(0)
        self._more = IconButton("plus-bold", name="sell.button.another", accessible=_("Another sale"), key="Ctrl+T")
        self._more.clicked.connect(self.another)
        self._line.addWidget(self._more)
        self.hide()

    def show_till(self, till: Till) -> None:
        """Show the tickets as they are now; a row of one ticket is no row."""
        shown = [(ticket.uid, ticket.version, ticket is till.ticket) for ticket in till.tickets]
        if shown == self._shown:
            return
        self._shown = shown
        self.setVisible(len(till.tickets) > 1)
        while self._line.count() > 1:
            old = self._line.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        if len(till.tickets) < 2:
            return
        for place, ticket in enumerate(till.tickets):
            tab = TicketTab(ticket, place + 1, in_work=ticket is till.ticket)
            tab.clicked.connect(lambda _checked=False, uid=ticket.uid: self.wanted.emit(uid))
            self._line.insertWidget(place, tab, 1)
