"""What customers answered: a list by stars, the words in full, and the sheet to type an answer in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from ui.aftersales import reads
from ui.aftersales.stars import StarsPanel
from ui.common import paint
from ui.common.boxes import Card, Divider, EmptyState, HBox, Panel, VBox, fill
from ui.common.buttons import Button
from ui.common.choices import FilterChips
from ui.common.inputs import NoteField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable
from ui.common.table_memory import remember
from ui.theme import theme

if TYPE_CHECKING:
    from ui.common.desk import Desk

STARS = "★★★★★"


class FeedbackPage(QWidget):
    """Signals: `wanted(what)` for enter, order, case, open_case."""

    wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("service.feedback")
        self._rows: Sequence[Any] = ()
        self.filter = FilterChips(
            [("all", _("All")), ("low", _("1–2 stars")), ("middle", _("3 stars")), ("good", _("4–5 stars"))],
            "service.filter",
        )
        self.filter.chosen.connect(lambda _key: self._fill())
        self._enter = Button(_("Type an answer in"), icon="star", key="Ctrl+N", height=40, name="service.button.enter")
        self._enter.clicked.connect(lambda: self.wanted.emit("enter"))
        self.table = LiveTable(_columns(), "service.table", row_height=56, in_card=True, accessible=_("Feedback"))
        self.table.set_empty(
            EmptyState("star", _("Nobody answered yet"), _("Customers are asked after each delivery."))
        )
        remember(desk, self.table)
        self.table.opened.connect(lambda _row: self.wanted.emit("order"))
        self.table.chosen.connect(self._show_row)
        self.stars = StarsPanel()
        self._asked = Label("", 12, 400, "text3", wrap=True)
        self._name, self._words = Label("", 16, 600, wrap=True), Label("", 15, 400, "text", wrap=True)
        self._when = Label("", 12, 400, "text3", wrap=True)
        self._order = Button("", icon="list-bullets", key="Enter", height=40, name="service.button.order").grow()
        self._order.clicked.connect(lambda: self.wanted.emit("order"))
        self._case = Button("", icon="chats-circle", key="C", height=40, name="service.button.case").grow()
        self._case.clicked.connect(lambda: self.wanted.emit("case"))
        self._one = VBox(self._name, self._words, self._when, self._order, self._case, gap=8)
        side = Panel(
            "surface", Label(_("This month"), 13, 600, "text2"), self.stars, self._asked, 8, self._one, None,
            margins=(16, 18), gap=10,
        )  # fmt: skip
        side.setFixedWidth(332)
        head = HBox(self.filter, None, self._enter, gap=10)
        left = VBox(head, (Card((self.table, 1), pad=1, gap=0), 1), margins=(16, 20), gap=12)
        fill(QVBoxLayout(self), (HBox((left, 1), Divider(upright=True), side, gap=0),), 0, 0)
        self._one.hide()

    def show_answers(self, rows: Sequence[Any], stars: Any) -> None:
        """Show answers, the newest first, and the month's stars."""
        self._rows = rows
        for key, count in zip(("all", "low", "middle", "good"), self._counts(), strict=True):
            self.filter.set_count(key, count)
        self.stars.show_stars(stars)
        self._asked.set_text(
            _("{answered} of {asked} who were asked").format(answered=f"{stars.answered:,}", asked=f"{stars.asked:,}")
        )
        self._fill()

    def current(self) -> Any:
        """The answer the bar stands on, or None."""
        return self.table.current()

    def _counts(self) -> tuple[int, int, int, int]:
        scores = [row.score for row in self._rows]
        low, good = sum(score <= 2 for score in scores), sum(score >= 4 for score in scores)
        return len(scores), low, len(scores) - low - good, good

    def _fill(self) -> None:
        spans = {"all": (1, 5), "low": (1, 2), "middle": (3, 3), "good": (4, 5)}
        least, most = spans[self.filter.current()]
        rows = [row for row in self._rows if least <= row.score <= most]
        self.table.set_rows(rows)
        self.table.set_footer(ngettext("{n} answer", "{n} answers", len(rows)).format(n=len(rows)) if rows else "")
        if rows and self.table.current() is None:
            self.table.select_at(0)

    def _show_row(self, row: Any) -> None:
        self._one.setVisible(row is not None)
        if row is None:
            return
        self._name.set_text(row.customer_name or _("Walk-in"))
        self._words.set_text(f"“{row.comment}”" if row.comment else _("No words"))
        self._when.set_text(f"{STARS[: row.score]} · {clock.format_moment(row.answered_at)}")
        self._order.set_text(_("Order {number}").format(number=row.order_number))
        self._case.set_text(_("Show the case") if row.case_id else _("Open a case"))


def _columns() -> list[Column]:
    def stars(row: Any) -> Cell:
        token = "bad_text" if row.score <= 2 else "warn_text" if row.score == 3 else "ok_text"
        return Cell(STARS[: row.score], token=token, weight=600)

    def case(row: Any) -> Cell:
        return Cell(_("Case"), tone="bad", icon="warning-circle-fill", token="bad_text") if row.case_id else Cell(" ")

    return [
        Column(_("Stars"), stars, 110, sort="stars", by=lambda row: row.score),
        Column(_("Said"), lambda row: (row.comment or _("No words"), row.customer_name or _("Walk-in")), kind="two"),
        Column(_("Order"), "order_number", 100), Column("", case, 100, label=_("Case")),
        Column(_("When"), lambda row: clock.format_moment(row.answered_at), 140, sort="when",
               by=lambda row: row.answered_at),
    ]  # fmt: skip


class StarRow(QWidget):
    """Five stars to touch, or 1 to 5."""

    changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("service.enter.stars")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.score = 0
        self.set_score(0)

    def set_score(self, score: int) -> None:
        """Fill so many stars."""
        self.score = score
        self.setAccessibleName(ngettext("{n} star", "{n} stars", score).format(n=score) if score else _("No stars yet"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(5 * 52, 56)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        for place in range(5):
            spot = QRectF(place * 52 + 6, 8, 40, 40)
            on = place < self.score
            theme().paint_icon(painter, "star-fill" if on else "star", spot, "amber" if on else "control")
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), 8)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._take(min(5, int(QPointF(event.position()).x() // 52) + 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if event.text() in ("1", "2", "3", "4", "5"):
            self._take(int(event.text()))
        elif step:
            self._take(min(5, max(1, self.score + step)))
        else:
            super().keyPressEvent(event)

    def _take(self, score: int) -> None:
        self.set_score(score)
        self.changed.emit(score)


class EnterSheet(Sheet):
    """A customer said it at the counter, by phone or on a card: type it in."""

    def __init__(self, desk: Desk, taken: Callable[[str | int, int, str], None], about: str = "") -> None:
        super().__init__(desk.surface, _("Type an answer in"), width=520, name="service.enter")
        self._taken, self._desk = taken, desk
        self._ref: str | int = ""
        self.about = TextField(
            _("Order number, or scan the feedback code"), name="service.enter.field.about", height=44
        )
        self.about.changed.connect(self._look)
        self._found = Label("", 13, 500, "text2", elide=True)
        self.stars = StarRow()
        self.stars.changed.connect(lambda _score: self._hint())
        self.words = NoteField(_("In the customer’s words"), name="service.enter.field.words", height=90, optional=True)
        self.words.submitted.connect(self._take)
        self._low = Label("", 13, 600, "warn_text", wrap=True)
        self.set_body(
            self.about, self._found, Label(_("How many stars?"), 13, 500, "text2"), self.stars, self._low, self.words
        )
        self.set_primary(_("Keep the answer"), self._take)
        self.about.set_text(about)

    def open(self, focus: Any = None) -> Sheet:
        """Start with the order, or with the stars when that is known."""
        return super().open(focus or (self.stars if self.about.text() else self.about.edit))

    def on_code(self, code: str) -> None:
        """An order, receipt or feedback code scanned into the sheet."""
        self.about.set_text(code)
        self.stars.setFocus()

    def _look(self) -> None:
        text = self.about.text()
        self._ref = ""
        if len(text) < 3:
            self._found.set_text("")
            return

        def load() -> tuple[str | int, str]:
            from app.overview.codes import recognise

            found = reads.order_of(text)
            if found is not None:
                return found.order_id, found.name or _("Walk-in")
            scan = recognise(text.rsplit("/", 1)[-1])
            return (scan.text, _("Feedback code")) if scan is not None and scan.kind == "feedback" else ("", "")

        def show(found: tuple[str | int, str]) -> None:
            self._ref, name = found
            self._found.set_text(name or _("No such order"))
            self.about.set_error(None)

        self._desk.read(self, load, show, merge="about", urgent=True)

    def _hint(self) -> None:
        self._low.set_text(_("A case is opened, so that somebody calls back.") if 0 < self.stars.score <= 2 else "")

    def _take(self) -> None:
        if not self._ref:
            self.about.set_error(_("Which order was it?"))
            self.about.focus()
        elif not self.stars.score:
            self._low.set_text(_("Give one to five stars."))
            self.stars.setFocus()
        else:
            self.accept()
            self._taken(self._ref, self.stars.score, self.words.text())
