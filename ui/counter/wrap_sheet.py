"""Gift wrap at the counter: for the selected line or the whole sale, with the words that go on the card."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.core import settings
from app.core.i18n import _
from app.core.money import format_money
from app.core.plain import one_line
from app.counter.ticket import Ticket, TicketLine
from app.orders.wrap import LONGEST_MESSAGE, PRICE
from ui.common.buttons import Button
from ui.common.choices import Segmented
from ui.common.inputs import TextField
from ui.common.sheet import Sheet
from ui.counter.words import name_of


class WrapSheet(Sheet):
    """What is wrapped, and the message; what is wrapped already can be unwrapped or get other words."""

    def __init__(
        self, window: QWidget, ticket: Ticket, line: TicketLine | None, take: Callable[[int | None, str], None],
        drop: Callable[[int], None],
    ) -> None:  # fmt: skip
        super().__init__(window, _("Gift wrap"), format_money(settings.read(PRICE)), width=520, name="wrap")
        self._ticket, self._take, self._drop = ticket, take, drop
        goods = ticket.line(line.of) if line is not None and line.of is not None else line
        self._no = goods.no if goods is not None and goods.item.kind != "wrap" else None
        scopes = [("line", name_of(goods.item)[:28])] if goods is not None and self._no is not None else []
        self.scope = Segmented([*scopes, ("sale", _("Whole sale"))], "wrap.scope")
        self.scope.chosen.connect(lambda _key: self._show())
        self.message = TextField(_("Message on the card"), name="wrap.message", height=48, px=16, optional=True)
        self.message.submitted.connect(self.go_on)
        self.remove = Button(_("Take the wrap off"), name="wrap.remove", key="Alt+X")
        self.remove.clicked.connect(self._unwrap)
        self.bind("Alt+X", self._unwrap)
        self.set_foot(self.remove)
        self.set_body(self.scope, self.message)
        self.set_primary(_("Wrap it"), self._go)
        self._show()

    def open(self, focus: QWidget | None = None) -> Sheet:
        """Start in the message."""
        return super().open(focus or self.message.edit)

    @property
    def _of(self) -> int | None:
        return self._no if self.scope.current() == "line" else None

    def _show(self) -> None:
        there = self._ticket.wrap_on(self._of)
        self.remove.setVisible(there is not None)
        self.message.set_text(there.note if there is not None else "")

    def _unwrap(self) -> None:
        there = self._ticket.wrap_on(self._of)
        if there is not None:
            self.accept()
            self._drop(there.no)

    def _go(self) -> None:
        message = one_line(self.message.text())
        if len(message) > LONGEST_MESSAGE:
            self.message.set_error(_("This is too long: up to {n} characters fit.").format(n=LONGEST_MESSAGE))
            return
        of = self._of
        self.accept()
        self._take(of, message)
