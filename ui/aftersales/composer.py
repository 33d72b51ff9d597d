"""Where one writes: an answer, a note among ourselves, or what the customer said; with ready answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QSizePolicy

from app.core.i18n import _
from ui.aftersales import words
from ui.common.boxes import HBox, Panel
from ui.common.buttons import Button, Link
from ui.common.choices import Segmented
from ui.common.inputs import NoteField
from ui.common.labels import Icon, Label

ANSWER, NOTE, HEARD = "answer", "note", "heard"


class Composer(Panel):
    """The field with its ways and the blue button."""

    def __init__(self, send: Callable[[], None]) -> None:
        self._ready: list[str] = []
        self._at = 0
        self._suggested = Label("", 13, 500, elide=True)
        self._use = Link(_("Use this answer"), "service.button.use")
        self._use.clicked.connect(self.use)
        self._next = Link(_("Another"), "service.button.another")
        self._next.clicked.connect(self.another)
        self._line = HBox(
            Icon("lightbulb-filament", 18, "accent_text"), (self._suggested, 1), self._next, self._use, gap=10
        )
        self.field = NoteField(name="service.field.answer", placeholder=_("Write to the customer"), height=78)
        self.field.submitted.connect(send)
        self.way = Segmented(
            [(ANSWER, _("Answer")), (NOTE, _("Note")), (HEARD, _("Customer said"))], "service.way", px=12
        )
        self.way.chosen.connect(lambda _key: self._show_way())
        self._to = Label("", 12, 400, "text3", elide=True, align="right")
        self.primary = Button(_("Send"), kind="primary", key="F9", height=40, name="service.primary")
        self.primary.clicked.connect(send)
        self._reach = ""
        super().__init__(
            "surface", self._line, self.field, HBox(self.way, (self._to, 1), self.primary, gap=12), margins=(12, 20, 14, 20),
            gap=8, name="service.composer",
        )  # fmt: skip
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_case(self, detail: Any, me: str) -> None:
        """Offer the ready answers of a case."""
        row = detail.row
        self._ready = words.answers_for(row.kind.value, row.customer_name, me)
        self._at = 0
        self._reach = detail.phone or detail.email
        self._show_way()

    def text(self) -> str:
        """What is written."""
        return self.field.text()

    def set_text(self, text: str) -> None:
        """Put words in, as a draft that was begun before."""
        self.field.set_text(text)

    def use(self) -> None:
        """Alt+U: take the suggested answer over; it is only text until it is sent."""
        if self._ready:
            self.way.set_current(ANSWER)
            self.field.set_text(self._ready[self._at])
            self._show_way()
            self.field.focus()

    def another(self) -> None:
        """Alt+T: the next suggestion."""
        if self._ready:
            self._at = (self._at + 1) % len(self._ready)
            self._show_way()

    def next_way(self) -> None:
        """Alt+W: answer, note or what the customer said."""
        self.way.next()
        self.field.focus()

    def _show_way(self) -> None:
        way = self.way.current()
        self._line.setVisible(way == ANSWER and bool(self._ready))
        if self._ready:
            self._suggested.set_text(self._ready[self._at])
        said = {ANSWER: _("Send"), NOTE: _("Keep note"), HEARD: _("Write it down")}
        self.primary.set_text(said[way])
        hints = {
            ANSWER: _("Write to the customer"), NOTE: _("Only we read this"),
            HEARD: _("What the customer told you by phone or at the counter"),
        }  # fmt: skip
        self.field.edit.setPlaceholderText(hints[way])
        reach = _("to {address}").format(address=self._reach) if self._reach else _("nobody can be reached: call")
        self._to.set_text(reach if way == ANSWER else "")
