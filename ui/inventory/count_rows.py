"""The rows of a bin that is being counted: product, hidden books, the field for the figure, how far it is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.core.i18n import _
from ui.common.boxes import Card, Divider, HBox, Panel, Scroll, VBox, clear, fill
from ui.common.inputs import NumberField
from ui.common.labels import Icon, Label
from ui.common.thumb import Thumb
from ui.inventory import words

BOOKS_WIDTH, FIELD_WIDTH, STATE_WIDTH = 120, 110, 92


class CountRow(Panel):
    """One product; `typed` tells a figure that was entered."""

    typed = Signal(int, int)
    entered = Signal(int)
    focused = Signal(int)

    def __init__(self, line: Any, counted: int | None, *, editable: bool) -> None:
        self.product_id, self.counted = line.product_id, counted
        self.field = NumberField(name=f"count.field.{line.product_id}", value=counted, height=44, px=20, align="center")
        self.field.edit.setAccessibleName(_("Count of {name}").format(name=line.name))
        self.field.setFixedWidth(96)
        self.field.setEnabled(editable)
        self._tick = Icon("check-circle-fill", 20, "ok")
        self._state = Label("", 13, 400, "text3")
        unit = "" if str(line.unit) == "piece" else f" · {words.unit_word(line.unit)}"
        name = VBox(
            Label(words.name_of(line), 14, 500, elide=True), Label(f"{line.sku}{unit}", 12, 400, "text3"), gap=0
        )
        books = HBox(Icon("eye-slash", 16, "text3"), Label(_("hidden"), 13, 400, "text3"), None, gap=6)
        books.setFixedWidth(BOOKS_WIDTH)
        state = HBox(self._tick, self._state, None, gap=6)
        state.setFixedWidth(STATE_WIDTH)
        super().__init__(
            None, Thumb(line.art, 44, line.name), (name, 1), books, self.field, state, margins=(8, 16), gap=12, row=True,
            name=f"count.line.{line.product_id}",
        )  # fmt: skip
        self.field.edit.editingFinished.connect(self._commit)
        self.field.submitted.connect(lambda: self.entered.emit(self.product_id))
        self.field.edit.installEventFilter(self)
        self._draw(False)

    def set_counted(self, counted: int | None) -> None:
        """Show a figure without telling anybody."""
        self.counted = counted
        self.field.edit.blockSignals(True)
        self.field.set_value(counted)
        self.field.edit.blockSignals(False)
        self._draw(self.field.edit.hasFocus())

    def take(self) -> None:
        """Put the caret into the field."""
        self.field.focus()

    def _commit(self) -> None:
        value = self.field.value()
        if value is not None and value != self.counted:
            self.counted = value
            self.typed.emit(self.product_id, value)
        self._draw(self.field.edit.hasFocus())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            on = event.type() == QEvent.Type.FocusIn
            self._draw(on)
            if on:
                self.focused.emit(self.product_id)
        return super().eventFilter(watched, event)

    def _draw(self, current: bool) -> None:
        self.set_look("selected" if current else None, bar="accent" if current else None)
        done = self.counted is not None and not current
        self._tick.setVisible(done)
        self._state.setVisible(not done)
        self._state.set_text(_("counting") if current else _("not yet"))
        self._state.set_token("accent_text" if current else "text3")
        self._state.set_weight(600 if current else 400)


class CountRows(QWidget):
    """All rows of a bin in a card.

    Signals:
        typed: product id and the figure.
        finished: Enter in the last field.
    """

    typed = Signal(int, int)
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[int, CountRow] = {}
        self._last: int | None = None
        self._shown: tuple[int, list[int], bool] | None = None
        head = QWidget()
        fill(
            QHBoxLayout(head),
            ((Label(_("Product"), 12, 600, "text3"), 1), _wide(_("In the books"), BOOKS_WIDTH),
             _wide(_("Counted"), FIELD_WIDTH - 14), _wide("", STATE_WIDTH)),
            (8, 16), 12,
        )  # fmt: skip
        self._list = VBox(gap=0)
        self._nothing = Label(
            _("The books say this bin is empty. Scan what you find, or close it."), 14, 400, "text2", wrap=True,
            align="center",
        )  # fmt: skip
        pages = QWidget()
        self._stack = QStackedLayout(pages)
        self._stack.addWidget(Scroll(self._list, name="count.rows"))
        self._stack.addWidget(self._nothing)
        card = Card(head, Divider(), (pages, 1), pad=1, gap=0)
        fill(QVBoxLayout(self), ((card, 1),), 0, 0)

    def show_lines(self, place_id: int, lines: list[Any], counted: dict[int, int], *, editable: bool) -> None:
        """Show the products of a bin with the figures known so far."""
        shown = (place_id, [line.product_id for line in lines], editable)
        if shown == self._shown and lines:
            # The rows stay, so that the caret stays where somebody types.
            for row in self._rows.values():
                if not row.field.edit.hasFocus():
                    row.set_counted(counted.get(row.product_id))
            return
        held, self._shown = self._last, shown
        clear(self._list.box)
        self._rows = {}
        for line in lines:
            row = CountRow(line, counted.get(line.product_id), editable=editable)
            row.typed.connect(self.typed.emit)
            row.entered.connect(self._next)
            row.focused.connect(self._remember)
            self._rows[line.product_id] = row
            self._list.add(row)
            self._list.add(Divider())
        self._list.add(None)
        self._stack.setCurrentIndex(0 if lines else 1)
        self._last = held if held in self._rows else None

    def row(self, product_id: int) -> CountRow | None:
        """The row of a product, or None."""
        return self._rows.get(product_id)

    def current(self) -> CountRow | None:
        """The row that has, or had last, the caret."""
        return self._rows.get(self._last) if self._last is not None else None

    def focus_next(self) -> None:
        """Put the caret into the first field without a figure, else into the first."""
        rows = list(self._rows.values())
        target = next((row for row in rows if row.counted is None), rows[0] if rows else None)
        if target is not None and target.field.isEnabled():
            target.take()

    def commit(self) -> None:
        """Take over what is typed but not left yet."""
        for row in self._rows.values():
            row._commit()

    def _remember(self, product_id: int) -> None:
        self._last = product_id

    def _next(self, product_id: int) -> None:
        ids = list(self._rows)
        at = ids.index(product_id) + 1
        if at < len(ids):
            self._rows[ids[at]].take()
        else:
            self.finished.emit()


def _wide(text: str, width: int) -> Label:
    label = Label(text, 12, 600, "text3")
    label.setFixedWidth(width)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return label
