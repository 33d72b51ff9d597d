"""Acceptance: line by line how much the customer keeps, and in which state the rest is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _, ngettext
from ui.common.boxes import Divider, HBox, Scroll, VBox
from ui.common.inputs import ComboField, NumberField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.delivery import words

if TYPE_CHECKING:
    from ui.common.desk import Desk

MOST_SEEN = 6
ROW = 74


class _Line:
    """The fields of one line of goods."""

    def __init__(self, line: Any) -> None:
        self.line = line
        ref = line.line_id
        self.accepted = NumberField(
            name=f"delivery.field.accepted.{ref}", value=line.quantity, maximum=line.quantity, align="right"
        )
        self.accepted.edit.setAccessibleName(_("{name}, accepted").format(name=line.name))
        self.condition = ComboField(
            "", [(key, _(text)) for key, text in words.CONDITIONS], f"delivery.field.condition.{ref}"
        )
        self.condition.combo.setAccessibleName(_("{name}, condition").format(name=line.name))
        self.note = TextField(name=f"delivery.field.note.{ref}", placeholder=_("What is wrong with it"))
        self.accepted.setFixedWidth(90)
        self.condition.setFixedWidth(170)

    def row(self) -> HBox:
        """Name, delivered, accepted, condition, note."""
        name = VBox(Label(self.line.name, 14, 500, elide=True),
                    Label(_("{sku} · {count} delivered").format(sku=self.line.sku, count=self.line.quantity), 12, 400,
                          "text3", elide=True), gap=1)  # fmt: skip
        return HBox((name, 3), self.accepted, self.condition, (self.note, 2), margins=(8, 0), gap=12)

    def differs(self) -> bool:
        """True when the customer did not take all of it as it should be."""
        return self.accepted.value() != self.line.quantity or self.condition.current() != "good"


class AcceptSheet(Sheet):
    """F9 accepts everything; a line that differs is noted with its condition and opens a case."""

    def __init__(self, desk: Desk, owner: QObject, card: Any, lines: tuple[Any, ...]) -> None:
        super().__init__(
            desk.surface, _("Acceptance of order {number}").format(number=card.order_number), card.customer, width=860,
            name="delivery.accept",
        )  # fmt: skip
        self._desk, self._owner, self._card = desk, owner, card
        self.lines = [_Line(line) for line in lines]
        rows: list[Any] = []
        for line in self.lines:
            rows += [line.row(), Divider()]
            line.accepted.changed.connect(lambda line=line: self._on_count(line))
            line.condition.changed.connect(self._tell)
        scroll = Scroll(VBox(*rows, None, gap=0), name="delivery.accept.lines")
        scroll.setFixedHeight(min(len(self.lines), MOST_SEEN) * ROW)
        told = Label(_("How much the customer keeps of each line; what differs opens a case by itself."), 14, 400, "text2",
                     wrap=True)  # fmt: skip
        self.set_body(told, scroll)
        self.set_primary(_("Accept all"), self._accept)
        self._tell()

    def open(self, focus: Any = None) -> Sheet:
        """Open with the first quantity selected, so that typing replaces it."""
        super().open(focus)
        if self.lines:
            self.lines[0].accepted.focus()
        return self

    def _on_count(self, line: _Line) -> None:
        if (line.accepted.value() or 0) < line.line.quantity and line.condition.current() == "good":
            line.condition.set_current("damaged")
        self._tell()

    def _tell(self) -> None:
        count = sum(line.differs() for line in self.lines)
        text = ngettext("Accept, {count} difference", "Accept, {count} differences", count).format(count=count)
        self.primary.set_text(text if count else _("Accept all"))

    def _accept(self) -> None:
        from app.delivery.accept import LineAccepted, accept

        for line in self.lines:
            if line.accepted.value() is None or not line.accepted.check():
                line.accepted.set_error(_("0 to {most}").format(most=line.line.quantity))
                line.accepted.focus()
                return
        said = tuple(
            LineAccepted(line.line.line_id, line.accepted.value() or 0, str(line.condition.current()), line.note.text())
            for line in self.lines
            if line.differs()
        )
        desk, card = self._desk, self._card

        def told(differences: int) -> None:
            self.accept()
            desk.feedback("attention" if differences else "done")
            said = (
                _("Order {number} is accepted") if not differences else _("Order {number} is accepted; a case is open")
            )
            desk.toast(said.format(number=card.order_number))

        desk.write(self, accept, card.shipment_id, said, done=told)


def ask_acceptance(desk: Desk, owner: QObject, card: Any) -> None:
    """Read the lines that were delivered, then ask."""

    def load() -> Any:
        from app.delivery.queries import delivery_of

        return delivery_of(card.fulfillment_id)

    def show(detail: Any) -> None:
        if detail is not None:
            AcceptSheet(desk, owner, card, detail.lines).open()

    desk.read_for_sheet(owner, load, show)
