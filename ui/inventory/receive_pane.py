"""The big last scan beside a delivery: picture, how many of how many, where it goes, broken, wrong item."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from ui.common.boxes import EmptyState, HBox, Panel, VBox, fill
from ui.common.buttons import Button, Link
from ui.common.chips import Chip
from ui.common.inputs import CheckBox
from ui.common.labels import Icon, Label
from ui.common.menu import Menu
from ui.common.thumb import Thumb
from ui.inventory import words
from ui.inventory.tally import Tally, TallyLine

WIDTH = 432
SCAN_UNITS = (1, 2, 6, 10, 12, 24, 48)


class ReceivePane(QWidget):
    """Shows one line of a tally; the screen does what its buttons ask for.

    Signals:
        stepped: one more or one less.
        quantity_wanted: the figure is to be typed.
        broken, wrong_item, booked: the buttons.
    """

    stepped = Signal(int)
    quantity_wanted = Signal()
    broken = Signal()
    wrong_item = Signal()
    booked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self._chip = Chip("", "ok", "check-circle-fill", height=26, name="receiving.chip.last")
        self.scan_unit = 1  # pieces that one scan counts
        self.unit = Link(_("one scan = 1 piece"), "receiving.button.unit", px=12)
        self._thumb = Thumb("", 176)
        self._name = Label("", 22, 600, align="center", wrap=True, name="receiving.name")
        self._codes = Label("", 13, 400, "text3", align="center", elide=True)
        self._shown = VBox(
            HBox(None, self._thumb, None), self._name, self._codes, self._make_figure(), self._make_place(),
            self._make_buttons(), gap=9,
        )  # fmt: skip
        self._nothing = EmptyState("barcode", _("Scan the first item"), _("Each scan counts one piece."))
        self.labels = CheckBox(
            _("Print a shelf label per piece without barcode"), "receiving.field.labels", checked=True, px=13
        )
        self.primary = Button("", kind="primary", key="F9", height=60, px=18, name="receiving.primary").grow()
        self._waiting = Label("", 12, 500, "ok_text", align="center", wrap=True, name="receiving.waiting")
        self.primary.clicked.connect(self.booked.emit)
        self.unit.clicked.connect(self._ask_unit)
        inside = Panel(
            "surface", HBox(self._chip, None, self.unit, gap=6), self._shown, (self._nothing, 1), self.labels, None,
            self.primary, self._waiting, margins=(16, 20), gap=9,
        )  # fmt: skip
        fill(QVBoxLayout(self), ((inside, 1),), 0, 0)

    def _make_figure(self) -> QWidget:
        less = Button("", icon="minus-bold", height=64, name="receiving.button.less", accessible=_("One less"))
        more = Button("", icon="plus-bold", height=64, name="receiving.button.more", accessible=_("One more"))
        less.clicked.connect(lambda: self.stepped.emit(-1))
        more.clicked.connect(lambda: self.stepped.emit(1))
        self._number = Label("0", 44, 600, align="center", name="receiving.counted")
        self._of = Label("", 18, 500, "text3")
        figure = Panel(
            "surface", None, self._number, self._of, None, edge="control", radius=10, row=True, gap=8,
            name="receiving.figure",
        )  # fmt: skip
        figure.setFixedSize(190, 64)
        figure.setCursor(Qt.CursorShape.PointingHandCursor)
        figure.mouseReleaseEvent = lambda _event: self.quantity_wanted.emit()
        return HBox(None, less, figure, more, None, gap=10)

    def _make_place(self) -> QWidget:
        self._place = Label("–", 28, 600, name="receiving.place")
        self._there = Label("", 12, 400, "text3", align="right")
        self._hint = Label(_("scan another bin to change it"), 12, 400, "text3", align="right")
        return Panel(
            "accent_tint", Icon("map-pin-fill", 24, "accent_text"),
            VBox(Label(_("Put away in"), 12, 500, "text2"), self._place, gap=0), None,
            VBox(self._there, self._hint, gap=0), edge="accent_edge", radius=10, margins=(10, 16), gap=12, row=True,
        )  # fmt: skip

    def _make_buttons(self) -> QWidget:
        broken = Button(_("Broken"), icon="warning", key="F7", height=48, name="receiving.button.broken").grow()
        wrong = Button(_("Wrong item"), icon="x-circle", key="F8", height=48, name="receiving.button.wrong").grow()
        broken.clicked.connect(self.broken.emit)
        wrong.clicked.connect(self.wrong_item.emit)
        return HBox((broken, 1), (wrong, 1), gap=8)

    def _ask_unit(self) -> None:
        menu = Menu(self)
        for count in SCAN_UNITS:
            text = ngettext("one scan = {n} piece", "one scan = {n} pieces", count).format(n=count)
            action = QAction(text, menu)
            action.triggered.connect(lambda _checked=False, count=count, text=text: self._set_unit(count, text))
            menu.addAction(action)
        menu.popup(self.unit.mapToGlobal(QPoint(0, self.unit.height())))

    def _set_unit(self, count: int, text: str) -> None:
        self.scan_unit = count
        self.unit.set_text(text)

    def show_line(self, tally: Tally, there: int, *, seen_at: int | None = None) -> None:
        """Show what was scanned last, and how much of it lies in its bin now."""
        line = tally.line()
        self._shown.setVisible(line is not None)
        self._nothing.setVisible(line is None)
        self._chip.setVisible(line is not None)
        if seen_at is not None:
            self._chip.set_look(
                _("Last scan {time}").format(time=clock.local(seen_at).strftime("%H:%M:%S")), "ok", "check-circle-fill"
            )
        if line is not None:
            self._show_goods(line, there)
        self.primary.set_text(
            ngettext("Book {n} piece in", "Book {n} pieces in", tally.counted).format(n=f"{tally.counted:,}")
            if tally.counted else _("Book in")
        )  # fmt: skip
        self.primary.setEnabled(tally.counted > 0)
        if not tally.counted:
            self.show_waiting(0, _("Scan what came first"))

    def _show_goods(self, line: TallyLine, there: int) -> None:
        self._thumb.set_art(line.art, line.name)
        self._name.set_text(words.name_of(line))
        self._codes.set_text(line.sku)
        self._number.set_text(words.amount(line.counted, line.unit))
        self._of.set_text(_("of {n}").format(n=words.amount(line.due, line.unit)) if line.due else _("not ordered"))
        self._number.set_token("warn_text" if line.extra else "text")
        self._number.setAccessibleName(_("{n} of {whole} counted").format(n=line.counted, whole=line.due))
        self._place.set_text(line.place or _("Scan a bin"))
        self._place.set_token("text" if line.place else "bad_text")
        self._there.set_text(_("{n} there now").format(n=words.amount(there, line.unit)) if line.place else "")

    def show_waiting(self, orders: int, otherwise: str = "") -> None:
        """Who is glad when this is booked in."""
        told = ngettext(
            "{n} waiting order gets its goods at once", "{n} waiting orders get their goods at once", orders
        )
        self._waiting.set_text(told.format(n=orders) if orders else otherwise)
        self._waiting.set_token("ok_text" if orders else "text3")


def line_state(line: TallyLine, current: Any) -> tuple[str, str]:
    """The chip of a line: its word and tone."""
    if line.broken:
        return ngettext("{n} broken", "{n} broken", line.broken).format(n=line.broken), "bad"
    if not line.due and line.counted:
        return _("Not ordered"), "warn"
    if line.extra:
        return ngettext("{n} too many", "{n} too many", line.extra).format(n=line.extra), "warn"
    if line.due and not line.left:
        return _("Complete"), "ok"
    if line.product_id == current:
        return _("Counting"), "accent"
    return (_("{n} missing").format(n=line.left), "grey") if line.counted else (_("Not yet seen"), "grey")
