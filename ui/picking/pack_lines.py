"""The lines of the box on the table: picture, how many of how many are scanned, and what is wrong, in red on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.i18n import _, ngettext
from app.orders.wrap import wrap_words
from ui.common import paint
from ui.common.boxes import HBox, Panel, Scroll, VBox, clear
from ui.common.buttons import KeyCap
from ui.common.chips import Chip
from ui.common.labels import Icon, Label
from ui.common.progress import Bar
from ui.common.thumb import thumb_pixmap
from ui.picking.words import due_tone, due_words, method_words, name_of, quantity_text
from ui.theme import theme
from ui.theme.tokens import FLASH_MS

if TYPE_CHECKING:
    from app.packing.queries import PackLine, PackScreen
    from app.packing.scan import PackVerdict


class LineRow(QWidget):
    """One line; painted alone, so that a scan draws nothing else anew."""

    def __init__(self, line: PackLine) -> None:
        super().__init__()
        self.setObjectName(f"pack.line.{line.line_id}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line = line
        self._is_now = self._is_hot = False
        self._calm = QTimer(self, singleShot=True, interval=FLASH_MS)
        self._calm.timeout.connect(self._cool)
        theme().set_tip(self, name_of(line))
        self._say()
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(200, round(74 * theme().scale))

    def set_line(self, line: PackLine, *, is_now: bool = False) -> None:
        """Show another count; the line that was scanned last is marked."""
        if (line, is_now) != (self.line, self._is_now):
            self.line, self._is_now = line, is_now
            self._say()
            self.update()

    def flash(self) -> None:
        """Tint the row for a moment."""
        if theme().motion:
            self._is_hot = True
            self._calm.start()
            self.update()

    def _cool(self) -> None:
        self._is_hot = False
        self.update()

    def _say(self) -> None:
        line = self.line
        done = line.packed >= line.picked
        self.setProperty("state", "done" if done else "now" if self._is_now else "todo")
        self.setAccessibleName(
            ". ".join(part for part in (
                _("{name}, {packed} of {picked} scanned").format(
                    name=name_of(line), packed=line.packed, picked=line.picked
                ),
                line.chosen or "", wrap_words(line.wrap),
            ) if part)
        )  # fmt: skip

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect, line = QRectF(self.rect()), self.line
        done = line.packed >= line.picked
        if self._is_hot:
            painter.fillRect(rect, theme().color("accent_edge"))
        elif self._is_now and not done:
            painter.fillRect(rect, theme().color("selected"))
        if self._is_now and not done:
            painter.fillRect(QRectF(0, 0, 4, rect.height()), theme().color("accent"))
        painter.fillRect(QRectF(0, rect.bottom() - 1, rect.width(), 1), theme().color("border"))
        middle = rect.center().y()
        painter.drawPixmap(16, int(middle - 26), thumb_pixmap(line.art, 52, name_of(line)))
        icon = QRectF(rect.right() - 42, middle - 13, 26, 26)
        name, token = ("check-circle-fill", "ok") if done else ("circle-dashed", "accent_text")
        theme().paint_icon(painter, name, icon, token)
        of = _("of {count}").format(count=quantity_text(line.picked, line.unit))
        wide = paint.advance(of, 14, 500) + 2
        spot = QRectF(icon.left() - 14 - wide, rect.top(), wide, rect.height())
        paint.text(painter, spot, of, px=14, weight=500, token="text3")
        count = quantity_text(line.packed, line.unit)
        big = paint.advance(count, 28, 700) + 2
        spot = QRectF(spot.left() - 10 - big, rect.top(), big, rect.height())
        paint.text(painter, spot, count, px=28, weight=700, token="ok_text" if done else "text")
        room = spot.left() - 92
        scale = theme().scale
        name_lines = paint.lines(name_of(line), room, px=15, weight=600)
        y = middle - (10 * len(name_lines) + 9) * scale
        for words in name_lines:
            paint.text(painter, QRectF(80, y, room, 20 * scale), words, px=15, weight=600)
            y += 20 * scale
        below = QRectF(80, y, room, 18 * scale)
        if line.wrap is not None:
            theme().paint_icon(painter, "gift-fill", QRectF(80, below.center().y() - 8, 16, 16), "violet_text")
            paint.text(painter, below.adjusted(22, 0, 0, 0), _("Gift wrap"), px=13, weight=600, token="violet_text")
        else:
            paint.text(
                painter,
                below,
                line.chosen or line.sku,
                px=12,
                weight=600 if line.chosen else 400,
                token="accent_text" if line.chosen else "text3",
            )
        painter.end()


class WrongBar(Panel):
    """What was scanned by mistake; stays until the right piece or Esc."""

    def __init__(self) -> None:
        self._title = Label("", 18, 700, "ontext", wrap=True, name="pack.wrong.title")
        self._text = Label("", 14, 500, "ontext", wrap=True, name="pack.wrong.sentence")
        self._icon = Icon("x-circle-fill", 36, "ontext")
        super().__init__(
            "bad", self._icon, (VBox(self._title, self._text, gap=2), 1), KeyCap("Esc"), margins=(14, 16), gap=12,
            row=True, name="pack.wrong",
        )  # fmt: skip
        self.hide()

    def show_verdict(self, verdict: PackVerdict) -> None:
        """Say what is wrong with a scan."""
        is_over = str(verdict.state) == "over"
        titles = {"wrong_item": _("Wrong item"), "over": _("Too many"), "unknown": _("Unknown code")}
        ink = "onamber" if is_over else "ontext"
        self.set_look("amber" if is_over else "bad")
        for label in (self._title, self._text):
            label.set_token(ink)
        self._icon.set_icon("x-circle-fill", ink)
        self._title.set_text(titles[str(verdict.state)])
        self._text.set_text(verdict.sentence)
        self.setProperty("state", "over" if is_over else "wrong")
        self.setAccessibleName(f"{self._title.text()}. {verdict.sentence}")
        self.show()


class PackLines(QWidget):
    """Order, due time, and every line of the box."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", 24, 600, name="pack.order")
        self._due = Chip("", "grey", "clock", height=26)
        self._detail = Label("", 13, 400, "text2", elide=True)
        self._count = Label("", 15, 600, "accent_text", name="pack.count")
        self._bar = Bar(0, "ok", height=5)
        self.wrong = WrongBar()
        self._rows: dict[int, LineRow] = {}
        self._list = VBox(gap=0)
        head = HBox(Label(_("Scan every piece"), 15, 600), None, self._count, margins=(0, 16))
        head.setFixedHeight(round(44 * theme().scale))
        foot = HBox(
            Icon("speaker-high", 18, "text3"), Label(_("Chime when complete, buzz when wrong"), 12, 400, "text3"),
            None, margins=(8, 16), gap=8,
        )  # fmt: skip
        card = Panel(
            "surface", head, self._bar, self.wrong, (Scroll(self._list), 1), foot, edge="border", radius=12, margins=3,
            gap=0, name="pack.state",
        )  # fmt: skip
        self._card = card
        page = VBox(HBox(self._title, None, self._due, gap=8), HBox((self._detail, 1)), (card, 1), gap=8)
        from PySide6.QtWidgets import QVBoxLayout

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(page)

    def show_screen(self, screen: PackScreen, last_line: int | None) -> None:
        """Show the box; rows that stay only change their counts."""
        self._title.set_text(_("Order {number}").format(number=screen.order_number))
        self._due.setVisible(bool(screen.due_at))
        if screen.due_at:
            self._due.set_look(due_words(screen.due_at), due_tone(screen.due_at), "clock")
        town = str((screen.address or {}).get("city") or "")
        who = ", ".join(part for part in (screen.customer, town) if part)
        box = _("box {number}").format(number=screen.no) if screen.no > 1 else ""
        parts = (who, method_words(screen.method), screen.tote, box)
        self._detail.set_text(" · ".join(part for part in parts if part))
        self._count.set_text(_("{packed} of {wanted}").format(packed=screen.packed, wanted=screen.wanted))
        self._bar.set_fraction(screen.packed / screen.wanted if screen.wanted else 0)
        if list(self._rows) != [line.line_id for line in screen.lines]:
            self._build(screen)
        now = last_line or next((line.line_id for line in screen.lines if line.packed < line.picked), None)
        for line in screen.lines:
            self._rows[line.line_id].set_line(line, is_now=line.line_id == now)

    def _build(self, screen: PackScreen) -> None:
        clear(self._list.box)
        self._rows = {line.line_id: LineRow(line) for line in screen.lines}
        kit = ""
        for row in self._rows.values():
            if row.line.kit and row.line.kit != kit:
                self._list.add(_kit_head(row.line.kit))
            kit = row.line.kit
            self._list.add(row)
        for line in screen.lines:
            if line.chosen:
                self._list.add(_note("list-bullets", "accent", line.kit or name_of(line), line.chosen))
        wraps: dict[str, list[str]] = {}
        for line in screen.lines:
            if line.wrap is not None:
                wraps.setdefault(line.wrap, []).append(line.kit or name_of(line))
        for message, names in wraps.items():
            title = _("Gift wrap: {names}").format(names=", ".join(dict.fromkeys(names)))
            said = _("On the card: “{message}”").format(message=message) if message else _("No message on a card")
            self._list.add(_note("gift-fill", "violet", title, said))
        if screen.note:
            self._list.add(_note("note-pencil", "violet", _("Note of the customer"), screen.note))
        if screen.later_pieces:
            title = ngettext("{count} piece follows later", "{count} pieces follow later", screen.later_pieces)
            self._list.add(_note("clock", "warn", title.format(count=screen.later_pieces), _("in a parcel of its own")))
        self._list.add(None)

    def flash(self, line_id: int | None) -> None:
        """Tint the line that was scanned."""
        row = self._rows.get(line_id or 0)
        if row is not None:
            row.flash()

    def set_state(self, state: str) -> None:
        """go, ok, wrong or over; red is shown by the bar, the frame takes its colour."""
        self._card.setProperty("state", state)
        edges = {"wrong": ("bad", 3), "over": ("amber", 3), "ok": ("ok", 2)}
        edge, width = edges.get(state, ("border", 1))
        self._card.set_look("surface", edge, edge_width=width)

    @property
    def state(self) -> str:
        """The state shown."""
        return str(self._card.property("state") or "go")


def _kit_head(name: str) -> QWidget:
    """The name of a kit over its parts."""
    label = Label(name, 12, 600, "text2", elide=True, name=f"pack.kit.{name}")
    return HBox(Icon("package", 16, "text3"), (label, 1), margins=(8, 16, 2, 16), gap=8)


def _note(icon: str, tone: str, title: str, text: str) -> QWidget:
    words = VBox(Label(title, 14, 600, wrap=True), Label(text, 12, 400, "text2", wrap=True), gap=1)
    return Panel(f"{tone}_tint", Icon(icon, 20, f"{tone}_text"), (words, 1), margins=(10, 16), gap=12, row=True)
