"""The left side of a shift: whose till, the steps of its close, and what is still open on it."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.i18n import N_, _, ngettext
from ui.common import paint
from ui.common.boxes import HBox, Panel, VBox, clear
from ui.common.buttons import Link
from ui.common.labels import Icon, Label
from ui.payments import words
from ui.payments.tickets_sheet import total_of
from ui.theme import theme

WIDE = 320
COUNT, COMPARE, EXPLAIN, BANK, SIGN = range(5)
STEPS = (
    (N_("Count the drawer"), N_("Nobody sees the target yet")),
    (N_("Compare"), N_("Card, vouchers, on account")),
    (N_("Explain differences"), N_("Only above the limit")),
    (N_("Bank and float"), N_("Bag number, next float")),
    (N_("Sign and print"), N_("Z report, cash into the safe")),
)


class OpenThings(NamedTuple):
    """What is still open on a till."""

    tickets: list[Any]
    cards: int
    papers: int


class _Step(QWidget):
    """A numbered disc with its words: done, now or to do."""

    def __init__(self, number: int, title: str, detail: str) -> None:
        super().__init__()
        self._number, self._title, self._detail = number, title, detail
        self._state = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_state("todo")
        theme().changed.connect(self.updateGeometry)

    def set_state(self, state: str) -> None:
        """Show it as "done", "now" or "todo"."""
        self._state = state
        self.setProperty("state", state)
        said = {"done": _("done"), "now": _("now"), "todo": _("to do")}[state]
        self.setAccessibleName(f"{self._number}. {self._title}, {said}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDE, round(58 * theme().scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect = QRectF(self.rect())
        now, done = self._state == "now", self._state == "done"
        if now:
            painter.fillRect(rect, theme().color("selected"))
        disc = QRectF(16, rect.center().y() - 15, 30, 30)
        paint.box(painter, disc, 15, "ok" if done else "accent" if now else "hover")
        if done:
            theme().paint_icon(painter, "check-bold", disc.adjusted(8, 8, -8, -8), "ontext")
        else:
            center = Qt.AlignmentFlag.AlignHCenter
            token = "ontext" if now else "text3"
            paint.text(painter, disc, str(self._number), px=14, weight=700, token=token, align=center)
        high = 18 * theme().scale
        line = QRectF(58, rect.center().y() - high, rect.width() - 70, high)
        paint.text(
            painter, line, self._title, px=14, weight=600 if now else 500, token="text" if now or done else "text2"
        )
        line.translate(0, high)
        paint.text(painter, line, self._detail, px=12, token="text3")
        painter.end()


class ShiftSide(Panel):
    """Signal: show_wanted: the place where an open thing is ended: "tickets", "sell" or "print"."""

    show_wanted = Signal(str)

    def __init__(self) -> None:
        self._title = Label("", 22, 600, elide=True, name="shift.side.title")
        self._detail = Label("", 13, 400, "text2", elide=True)
        head = VBox(self._title, self._detail, margins=(18, 16, 12, 16), gap=2)
        self._is_closing = False
        self._steps = [_Step(at, _(title), _(detail)) for at, (title, detail) in enumerate(STEPS, 1)]
        self._list = VBox(*self._steps, gap=0)
        self._open = VBox(gap=6)
        foot = Panel("sunken", Label(_("Open things on this till"), 13, 600, "text2"), self._open, margins=16, gap=8)
        super().__init__("surface", head, self._list, None, foot, gap=0, name="shift.side")
        self.setFixedWidth(WIDE)

    def show_shift(self, shift: Any, station: str, *, is_closing: bool) -> None:
        """Say whose till it is; the steps of the close wait there until it begins."""
        self._list.setVisible(shift is not None)
        self._is_closing = is_closing
        if shift is None:
            self._title.set_text(_("Till is closed"))
            self._detail.set_text(station)
            return
        text = _("Close shift {number}") if is_closing else _("Shift {number}")
        self._title.set_text(text.format(number=shift.id))
        since = _("since {time}").format(time=words.short_moment(shift.opened_at))
        self._detail.set_text(f"{station} · {shift.clerk} · {since}")

    def show_step(self, now: int) -> None:
        """Mark how far the close is."""
        for at, step in enumerate(self._steps):
            state = "done" if at < now else "now" if at == now else "todo"
            step.set_state(state if self._is_closing else "todo")

    def show_open(self, things: OpenThings) -> None:
        """Say what is not finished, with the way to it."""
        clear(self._open.box)
        if things.tickets:
            count = len(things.tickets)
            text = ngettext("{count} open ticket, {total}", "{count} open tickets, {total}", count)
            self._open.add(self._row(
                "pause-circle", "warn_text", text.format(count=count, total=total_of(things.tickets)), "tickets"
            ))  # fmt: skip
        if things.cards:
            text = ngettext("{count} card payment is not ended", "{count} card payments are not ended", things.cards)
            self._open.add(self._row("credit-card", "bad_text", text.format(count=things.cards), "sell"))
        else:
            self._open.add(self._row("credit-card", "ok_text", _("All card payments are ended")))
        if things.papers:
            text = ngettext("{count} paper or message waits", "{count} papers or messages wait", things.papers)
            self._open.add(self._row("cloud-arrow-up", "warn_text", text.format(count=things.papers), "print"))
        else:
            self._open.add(self._row("cloud-check", "ok_text", _("All sales are saved, nothing waits")))

    def _row(self, icon: str, token: str, text: str, where: str = "") -> HBox:
        row = HBox(Icon(icon, 18, token), (Label(text, 13, 500, elide=True), 1), gap=8)
        if where:
            link = Link(_("Show"), f"shift.button.show_{where}")
            link.clicked.connect(lambda: self.show_wanted.emit(where))
            row.add(link)
        return row
