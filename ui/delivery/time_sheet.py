"""T: a new time for goods on their way; the customer's message is seen before it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core import clock
from app.core.i18n import _
from ui.common.boxes import HBox, Panel
from ui.common.buttons import Button
from ui.common.inputs import CheckBox, DateTimeField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.delivery import words

if TYPE_CHECKING:
    from ui.common.desk import Desk

MINUTE_MS = 60_000
ROUND_MS = 10 * MINUTE_MS  # times are told to customers in tens of minutes, rounded up
LATER = (15, 30, 60, 120)


class TimeSheet(Sheet):
    """When it comes now, why, and whether the customer is told."""

    def __init__(self, desk: Desk, owner: QObject, card: Any) -> None:
        super().__init__(
            desk.surface, _("New time for order {number}").format(number=card.order_number), words.place_text(card),
            width=560, height=500, name="delivery.time",
        )  # fmt: skip
        self._desk, self._owner, self._card = desk, owner, card
        self._base = max(clock.now_ms(), card.eta_at or card.due_at or 0)
        self.at = DateTimeField(_("Comes at"), name="delivery.field.time", at=rounded_up(self._base), height=44)
        self.at.changed.connect(self._show_text)
        self.reason = TextField(_("Reason"), name="delivery.field.reason", optional=True, placeholder=_("Road closed"))
        self.reason.changed.connect(self._show_text)
        self.tell = CheckBox(_("Tell the customer"), "delivery.check.tell", checked=True)
        self.tell.toggled.connect(self._show_text)
        self._text = Label("", 14, 400, "text", wrap=True, name="delivery.time.text")
        self._where = Label("", 12, 400, "text3", elide=True)
        head = HBox(Label(_("The customer reads"), 12, 600, "text3"), (self._where, 1), gap=10)
        self._box = Panel("sunken", head, self._text, edge="border",
                          radius=10, margins=(10, 14), gap=4)  # fmt: skip
        buttons = []
        for minutes in LATER:
            text = _("+{span}").format(span=clock.format_span(minutes * MINUTE_MS))
            button = Button(text, height=40, name=f"delivery.later.{minutes}").grow()
            button.clicked.connect(lambda _checked=False, minutes=minutes: self.later(minutes))
            buttons.append(button)
        self.set_body(HBox(*buttons, gap=8), self.at, self.reason, self.tell, self._box, None)
        self.set_primary(_("Save the new time"), self._save)
        self.reason.submitted.connect(self.go_on)
        self._show_text()

    def later(self, minutes: int) -> None:
        """So many minutes after what was expected so far."""
        self.at.set_ms(rounded_up(self._base + minutes * MINUTE_MS))

    def _show_text(self) -> None:
        """Ask what the customer would read; the newest question alone is answered."""
        self._box.setVisible(self.tell.isChecked())
        order_id, at = self._card.order_id, self.at.ms()

        def load() -> list[Any]:
            from app.notices.compose import preview

            return preview("late", order_id, eta_at=at, at=at)

        self._desk.read(self, load, self._show_messages, merge="preview")

    def _show_messages(self, messages: list[Any]) -> None:
        if not messages or not messages[0].to:
            self._text.set_text(_("There is neither a phone number nor an e-mail address."))
            return
        shortest = min(messages, key=lambda message: len(message.text))
        self._text.set_text(shortest.text)
        self._where.set_text(", ".join(message.to for message in messages))

    def _save(self) -> None:
        from app.delivery.deliver import set_eta

        desk, card, at = self._desk, self._card, self.at.ms()
        if at <= clock.now_ms():
            self.at.set_error(_("This time has passed."))
            self.at.focus()
            return

        def told(_nothing: Any) -> None:
            desk.toast(
                _("Order {number} comes at {time}").format(number=card.order_number, time=words.short_moment(at))
            )

        desk.write(self._owner, set_eta, card.shipment_id, at, self.reason.text(), self.tell.isChecked(), done=told)
        self.accept()


def rounded_up(at_ms: int) -> int:
    """A time in full tens of minutes."""
    return -(-at_ms // ROUND_MS) * ROUND_MS
