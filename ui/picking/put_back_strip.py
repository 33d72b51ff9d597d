"""The strip that tells picker and packer what a changed order wants no more, and into which bin it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.core.i18n import _
from ui.common.announce import announce
from ui.common.boxes import Panel
from ui.common.buttons import Button
from ui.common.keys import Key
from ui.common.labels import Icon, Label
from ui.picking.words import name_of

if TYPE_CHECKING:
    from app.picking.plan_queries import PutBackStop
    from ui.common.desk import Desk

KEY = "F5"


class PutBackStrip(Panel):
    """Hidden while there is nothing to put back.

    Signals:
        keys_changed: there is something now, or nothing any more.
    """

    keys_changed = Signal()

    def __init__(self, *, radius: int = 10) -> None:
        """`radius` is nought where it goes from edge to edge."""
        self._said = Label("", 14, 600, wrap=True, name="put_back.text")
        self._button = Button(_("Is put back"), key=KEY, height=44, name="put_back.done")
        super().__init__(
            "warn_tint", Icon("arrow-u-up-left", 22, "warn_text"), (self._said, 1), self._button, edge="warn_edge",
            row=True, radius=radius, margins=(8, 20), gap=12, name="put_back",
        )  # fmt: skip
        self._desk: Desk | None = None
        self._stops: list[PutBackStop] = []
        self._of: dict[str, int] = {}
        self._button.clicked.connect(self.confirm)
        self.hide()

    def load(self, desk: Desk, **of: int) -> None:
        """Read what a walk (`batch_id`) or a part of an order (`fulfillment_id`) has to give back."""
        self._desk = desk
        if of != self._of:
            self._of = of
            self._show([])

        def load() -> list[PutBackStop]:
            from app.picking.plan_queries import put_backs_of

            return put_backs_of(**of)

        def shown(stops: list[PutBackStop]) -> None:
            if of == self._of:
                self._show(stops)

        desk.read(self, load, shown, merge="put_back")

    def keys(self) -> list[Key]:
        """Its key, while there is something to put back."""
        return [Key(KEY, _("Is put back"), self.confirm)] if self._stops else []

    def confirm(self) -> None:
        """All of it lies in its bins again."""
        from app.picking.cancel import put_back

        desk = self._desk
        if desk is None:
            return
        for fulfillment_id in dict.fromkeys(stop.fulfillment_id for stop in self._stops):
            desk.write(self, put_back, fulfillment_id, done=lambda _count: self.load(desk, **self._of), once=True)

    def _show(self, stops: list[PutBackStop]) -> None:
        if stops == self._stops:
            return
        self._stops = stops
        self.setVisible(bool(stops))
        if stops:
            goods = ", ".join(
                _("{quantity} × {name} to {bin}").format(quantity=stop.quantity, name=name_of(stop), bin=stop.place)
                for stop in stops
            )
            said = _("Order {number} was changed. Put back: {goods}.").format(
                number=", ".join(dict.fromkeys(stop.order_number for stop in stops)), goods=goods
            )
            self._said.set_text(said)
            announce(self, said, urgent=True)
        self.keys_changed.emit()
