"""The sheet of money that goes back: by which tenders, with which slips, and why; Alt+1 to Alt+4 take another way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from app.core.i18n import _
from ui.common.boxes import HBox
from ui.common.buttons import KeyCap
from ui.common.choices import FilterChips
from ui.common.inputs import TextField
from ui.common.labels import Label, MoneyLabel
from ui.common.sheet import Sheet
from ui.payments.ways_back import AS_PAID, PartsBack, Ways

if TYPE_CHECKING:
    from ui.common.desk import Desk


class WaysSheet(Sheet):
    """The way it was paid, unless the clerk takes another one and says why; what F9 books is the heir's `pay_back`."""

    def __init__(self, desk: Desk, title: str, found: Ways, *, name: str, act_words: str) -> None:
        super().__init__(desk.surface, title, width=600, name=name)
        self.desk, self.found = desk, found
        names = {AS_PAID: _("As it was paid"), "cash": _("Cash"), "card": _("Card"), "store_credit": _("Store credit")}
        self.ways = FilterChips([(way.key, names[way.key]) for way in found.ways], f"{name}.way")
        self.ways.chosen.connect(lambda _key: self._show())
        for at, way in enumerate(found.ways, 1):
            self.bind(f"Alt+{at}", lambda key=way.key: self.ways.choose(key))
        self.reason = TextField(_("Reason"), name=f"{name}.field.reason")
        self.reason.submitted.connect(self.go_on)
        self.parts = PartsBack(desk, name)
        self.finished.connect(lambda _done: self.parts.leave())
        self.parts.submitted.connect(self.go_on)
        self.parts.changed_size.connect(self._fit)
        total = MoneyLabel(found.amount_minor, 30, 600, name=f"{name}.total")
        cap = KeyCap(f"Alt+1–{len(found.ways)}")
        cap.setVisible(len(found.ways) > 1)
        head = HBox(Label(_("How does it go back?"), 14, 500, "text2"), cap, None, total, gap=8)
        self._show()
        self.set_body(head, self.ways, self.parts, self.reason)
        self.set_primary(act_words, self._go)

    def pay_back(self, to: str | None, reason: str, slips: tuple[Any, ...]) -> None:
        """Book it; a refusal is shown by `refused`."""
        raise NotImplementedError

    def why_missing(self, to: str | None) -> str:
        """What is said when the reason is empty; empty when none is needed."""
        return _("Say why the money does not go back the way it came.") if to else ""

    def open_ready(self) -> None:
        """Open in the first code that has to be typed, else in the reason."""
        self.open((self.parts.first() or self.reason).edit)

    def refused(self, error: BaseException) -> None:
        """Say below the reason why it was not booked."""
        self.desk.feedback("wrong")
        self._say(str(error))

    def _show(self) -> None:
        way = self.found.way(self.ways.current())
        assert way is not None
        self.parts.show_way(way, self.found)
        if self.isVisible():
            self.reason.set_error(None)
            (self.parts.first() or self.reason).edit.setFocus()
        self._fit()

    def _fit(self) -> None:
        """Grow or shrink to what stands in it, once the layouts know."""
        QTimer.singleShot(0, self, self._place)

    def _say(self, words: str) -> None:
        self.reason.set_error(words)
        self._fit()

    def _go(self) -> None:
        key, slips = self.ways.current(), self.parts.typed()
        to, why = None if key == AS_PAID else key, self.reason.text().strip()
        if slips is None:
            self.desk.feedback("wrong")
            return
        if not why and (missing := self.why_missing(to)):
            self._say(missing)
            self.reason.focus()
            return
        self.pay_back(to, why, slips)
