"""Opening a till: where the float differs from what was laid aside, what became of the difference is asked first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.core.money import format_money
from app.core.refusal import Refusal
from ui.common.boxes import KeyValue
from ui.common.choices import Segmented
from ui.common.inputs import TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.payments import words

if TYPE_CHECKING:
    from ui.common.desk import Desk

OFF, SAFE = "off", "safe"


def open_with(desk: Desk, owner: QObject, float_minor: int, opened: Callable[[int], object]) -> None:
    """Open this station's till with a float; a difference to what was laid aside is asked about."""
    from app.payments.shift import open_shift

    def refused(error: BaseException) -> None:
        if isinstance(error, Refusal) and error.code == "float_differs":
            FloatSheet(desk, owner, error.facts["laid_minor"], float_minor, opened).open()
        else:
            desk.explain(error)

    desk.write(owner, open_shift, float_minor, done=opened, failed=refused, once=True, urgent=True)


class FloatSheet(Sheet):
    """What was laid aside, what was counted, and whether the rest is missing or lies in the safe."""

    def __init__(
        self, desk: Desk, owner: QObject, laid_minor: int, counted_minor: int, opened: Callable[[int], object]
    ) -> None:  # fmt: skip
        super().__init__(desk.surface, _("The float differs"), width=600, name="float")
        self._desk, self._owner, self._counted, self._opened = desk, owner, counted_minor, opened
        off = counted_minor - laid_minor
        missing = off < 0
        self.what = Segmented(
            [(OFF, _("It is missing") if missing else _("Nobody knows why")),
             (SAFE, _("The rest is in the safe") if missing else _("It came from the safe"))], "float.what", OFF,
        )  # fmt: skip
        self.reason = TextField(
            _("What is known about the difference"), name="float.reason", icon="note-pencil", height=44, optional=True,
            help=_("It stands with the cash moves of the shift and in the log."),
        )  # fmt: skip
        self.what.chosen.connect(lambda key: self.reason.setVisible(key == OFF))
        self.reason.submitted.connect(self.go_on)
        for no, key in enumerate((OFF, SAFE), start=1):
            self.bind(f"Alt+{no}", lambda key=key: self.what.choose(key))
        self.set_body(
            KeyValue(_("Laid aside at the last close"), format_money(laid_minor)),
            KeyValue(_("Counted now"), format_money(counted_minor)),
            KeyValue(_("Difference"), words.difference_text(off)),
            Label(_("What became of it?"), 13, 500, "text2"), self.what, self.reason, None,
        )  # fmt: skip
        self.set_primary(_("Open shift with {amount}").format(amount=format_money(counted_minor)), self._go)

    def open(self, focus: Any = None) -> Sheet:
        """Start in the reason: most often something is missing."""
        return super().open(focus or self.reason.edit)

    def _go(self) -> None:
        from app.payments.shift import open_shift

        def done(shift_id: int) -> None:
            self.accept()
            self._opened(shift_id)

        def refused(error: BaseException) -> None:
            self._desk.feedback("wrong")
            self.reason.set_error(str(error))
            self.reason.focus()

        self._desk.write(
            self._owner, open_shift, self._counted, self.what.current(), self.reason.text(), done=done, failed=refused,
            once=True, urgent=True,
        )  # fmt: skip
