"""A line of a return as a card: closed with its answers as chips, open with the three questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.i18n import _, ngettext
from app.core.money import format_money
from app.orders.kits import note_of
from ui.common.boxes import HBox, Panel, VBox
from ui.common.buttons import KeyCap
from ui.common.chips import Chip
from ui.common.inputs import Stepper
from ui.common.labels import Icon, Label
from ui.common.thumb import Thumb
from ui.orders.words import quantity_text
from ui.returns import words
from ui.returns.choice_row import ChoiceRow
from ui.returns.draft import LOOSE, RETURN, Draft, Line


class LineCard(Panel):
    """One line that comes back.

    Signals:
        touched: the hand is on this line now.
        stepped: one more (1) or fewer (-1) comes back.
        answered: a question and the code of its answer: reason, condition or place.
    """

    touched = Signal()
    stepped = Signal(int)
    answered = Signal(str, str)

    def __init__(self, line: Line, draft: Draft) -> None:
        super().__init__("surface", edge="border", radius=10, margins=(12, 16), gap=12, name=f"returns.line.{line.ref}")
        self._line, self._draft = line, draft
        self._thumb = Thumb(line.art, 48, line.name)
        self._name = Label(line.name, 15, 600, elide=True)
        self._detail = Label("", 12, 400, "text3", elide=True)
        self._reason, self._found = Chip("", "grey"), Chip("", "grey")
        self._photos = Chip("", "grey", "camera", name=f"returns.line.{line.ref}.photos")
        self._stepper = Stepper(line.quantity, name=f"returns.line.{line.ref}.qty", maximum=line.most, height=32)
        self._stepper.changed.connect(lambda value: self.stepped.emit(value - self._line.quantity))
        self._amount = Label("", 17, 600, align="right")
        self.add(
            HBox(self._thumb, (VBox(None, self._name, self._detail, None, gap=1), 1), self._photos, self._reason, self._found,
                 self._stepper, self._amount, gap=12)
        )  # fmt: skip
        self._rows: dict[str, ChoiceRow] = {}
        self._questions = VBox(gap=12)
        self.add(self._questions)
        self._add_questions()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def _add_questions(self) -> None:
        where, name = self._questions, f"returns.line.{self._line.ref}"

        def row(question: str, keys: Any, word: Callable[[str], str], part: str) -> None:
            made = ChoiceRow(question, [(code, word(code), key) for code, key in keys], f"{name}.{part}")
            made.chosen.connect(lambda code: self.answered.emit(part, code))
            self._rows[part] = made
            where.add(made)

        if self._draft.kind != RETURN:
            row(_("Why does it come back?"), words.REASON_KEYS, words.reason_word, "reason")
        row(_("Condition"), words.CONDITION_KEYS, words.condition_word, "condition")
        row(_("What happens to it?"), words.PLACE_KEYS, words.place_word, "place")

    def show_line(self, *, is_now: bool, amount_minor: int | None, bought: str) -> None:
        """Show the line as it is; open when the hand is on it and the goods are looked at."""
        line, draft = self._line, self._draft
        is_open = is_now and draft.looks
        self._questions.setVisible(is_open)
        self.set_look("surface", "accent" if is_now else "border", edge_width=2 if is_now else 1)
        self.setProperty("state", "now" if is_now else "")
        kit = note_of(line.kit_name) if line.kit_name else ""
        self._detail.set_text(" · ".join(part for part in (line.sku, kit, bought) if part))
        self._amount.set_text(format_money(line.worth_minor if amount_minor is None else amount_minor))
        can_step = draft.kind != RETURN and line.unit == "piece" and line.most > 1
        self._stepper.setVisible(can_step)
        self._stepper.set_value(line.quantity)
        if not can_step and not (line.unit == "piece" and line.quantity == 1):
            self._name.set_text(f"{line.name}  {quantity_text(line.quantity, line.unit)}")
        self._show_chips(is_open)
        for part, row in self._rows.items():
            code = {"reason": line.reason, "condition": line.condition, "place": line.disposition}[part]
            row.set_current(code)
        self.setAccessibleName(self._said())

    def _show_chips(self, is_open: bool) -> None:
        line = self._line
        count = len(line.photos)
        self._photos.setVisible(count > 0)
        self._photos.set_look(ngettext("{n} photo", "{n} photos", count).format(n=count), "grey", "camera")
        asks = self._draft.looks and not line.is_known
        self._reason.setVisible(bool(line.reason) and not (is_open and self._draft.kind != RETURN))
        self._found.setVisible((bool(line.condition and line.disposition) or asks) and not is_open)
        self._reason.set_look(words.reason_word(line.reason) if line.reason else "", "grey")
        if asks:
            self._found.set_look(_("Say why it comes back"), "warn", "warning-circle-fill")
        elif line.condition:
            said = words.found_words(line.condition, line.disposition, line.place_code)
            self._found.set_look(said, words.TONES.get(line.condition, "grey"))

    def _said(self) -> str:
        line = self._line
        parts = [line.name, quantity_text(line.quantity, line.unit), self._amount.text()]
        if line.reason:
            parts.append(words.reason_word(line.reason))
        if line.photos:
            parts.append(ngettext("{n} photo", "{n} photos", len(line.photos)).format(n=len(line.photos)))
        if line.condition and line.disposition:
            parts.append(words.found_words(line.condition, line.disposition, line.place_code))
        return ", ".join(parts)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.touched.emit()


class RestRow(Panel):
    """A line that stays with the customer, and whether it may still come back.

    Signals:
        touched: it is to come back.
    """

    touched = Signal()

    def __init__(self, line: Line, draft: Draft) -> None:
        super().__init__("surface", edge="border", radius=10, margins=(7, 14), gap=12, row=True,
                         name=f"returns.rest.{line.ref}")  # fmt: skip
        self._line = line
        self._is_off = line.most <= 0
        token = "text3" if self._is_off else "text"
        self.add(Thumb(line.art, 32, line.name))
        self.add((Label(line.name, 14, 500, token, elide=True), 1))
        if line.kit_name:
            self.add(Label(note_of(line.kit_name), 12, 400, "text3"))
        note = self._note(draft)
        if note:
            self.add(Label(note, 12, 400, "text3"))
        elif line.is_barred:
            self.add(HBox(Icon("prohibit", 14, "warn_text"), Label(_("not taken back"), 12, 600, "warn_text"), gap=5))
        self.add(Label(quantity_text(line.most or line.sold, line.unit), 13, 500, "text2"))
        amount = Label(format_money(line.paid_minor), 14, 600, token, align="right")
        amount.setMinimumWidth(84)
        self.add(amount)
        self._cap = KeyCap("Space")
        self.add(self._cap)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        if not self._is_off:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(", ".join(part for part in (line.name, format_money(line.paid_minor), note) if part))

    def _note(self, draft: Draft) -> str:
        if not self._is_off:
            return ""
        return _("came back already") if draft.sale is not None and self._returned(draft) else _("not handed over")

    def _returned(self, draft: Draft) -> bool:
        return any(row.order_line_id == self._line.ref and row.returned > 0 for row in draft.sale.lines)

    def show_now(self, is_now: bool) -> None:
        """Frame the line that the hand is on."""
        self.set_look("surface", "accent" if is_now else "border", edge_width=2 if is_now else 1)
        self._cap.setVisible(is_now and not self._is_off)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._is_off:
            self.touched.emit()


def make_row(line: Line, draft: Draft) -> QWidget:
    """The widget of a line: a card when it comes back, a row when it stays."""
    return LineCard(line, draft) if line.is_in or draft.kind == LOOSE else RestRow(line, draft)
