"""Trusting or blocking what an order bears: customer, phone, mail, address, card; with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from ui.common.boxes import VBox
from ui.common.choices import Segmented
from ui.common.inputs import CheckBox, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.common.desk import Desk


def open_list_sheet(desk: Desk, owner: QObject, detail: Any) -> None:
    """Read what of the order can be listed, then ask which of it, which list, and why."""
    order_id = detail.order_id

    def load() -> dict[str, str]:
        from app.review.lists import can_be_listed

        return can_be_listed(order_id)

    desk.read_for_sheet(owner, load, lambda found: ListSheet(desk, detail, found).open())


class ListSheet(Sheet):
    """What, where, why."""

    def __init__(self, desk: Desk, detail: Any, found: dict[str, str]) -> None:
        from app.review.lists import WHATS

        title = _("Trust or block: order {number}").format(number=detail.number)
        super().__init__(desk.surface, title, detail.customer_name, width=560, name="review.list_sheet")
        self._desk, self._order_id = desk, detail.order_id
        self.list = Segmented([("block", _("Block")), ("trust", _("Trust"))], "review.list_sheet.list")
        self.boxes = {
            what: CheckBox(f"{_(WHATS[what])}: {shown}", f"review.list_sheet.{what}") for what, shown in found.items()
        }
        self.reason = TextField(_("Why"), name="review.list_sheet.field.why")
        self.reason.submitted.connect(self._go)
        note = Label(_("It counts for this order and for every one that follows."), 14, 400, "text2", wrap=True)
        self.set_body(self.list, note, VBox(*self.boxes.values(), gap=8), self.reason)
        self.set_primary(_("Put on the list"), self._go)

    def _go(self) -> None:
        from app.review.lists import put_on_list

        whats = [what for what, box in self.boxes.items() if box.isChecked()]
        if not self.reason.text().strip():
            self.reason.set_error(_("Say why, so that the others know."))
            self.reason.focus()
            return
        trusted = self.list.current() == "trust"

        def told(count: int) -> None:
            self.accept()
            said = _("{n} on the trust list") if trusted else _("{n} on the block list")
            self._desk.toast(said.format(n=count))

        self._desk.write(
            self, put_on_list, self._order_id, whats, self.reason.text(), is_trusted=trusted, done=told,
            failed=lambda error: self.reason.set_error(str(error)),
        )  # fmt: skip
