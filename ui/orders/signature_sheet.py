"""What the customer signed for an order: each drawing with what it was for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import Scroll, VBox
from ui.common.labels import Label
from ui.common.picture import Picture
from ui.common.sheet import Sheet
from ui.orders.words import tender_word

if TYPE_CHECKING:
    from ui.common.desk import Desk

HEIGHT = 150  # px of a drawing


def show_signatures(desk: Desk, owner: QObject, order_id: int, number: str) -> None:
    """Read what was signed for an order, and show it."""
    from app.payments.signatures import signatures_of

    def show(found: list[Any]) -> None:
        SignatureSheet(desk, number, found).open()

    desk.read_for_sheet(owner, lambda: signatures_of(order_id), show)


class SignatureSheet(Sheet):
    """U on an order."""

    def __init__(self, desk: Desk, number: str, found: list[Any]) -> None:
        title = _("Signatures of order {number}").format(number=number)
        super().__init__(desk.surface, title, width=560, name="order.signatures", back_text=_("Close"))
        rows = []
        for at, one in enumerate(found):
            words = _("{tender} {amount}, {when}").format(
                tender=tender_word(one.tender), amount=format_money(one.amount_minor), when=clock.format_stamp(one.at)
            )
            picture = Picture(f"order.signature.{at}", _("Signature: {what}").format(what=words), height=HEIGHT)
            picture.show_image(QImage.fromData(one.picture), fills=False)
            rows.append(VBox(Label(words, 13, 500, "text2"), picture, gap=6))
        scroll = Scroll(VBox(*rows, None, margins=(16, 24), gap=16), name="order.signatures.scroll")
        scroll.setMinimumHeight(min(520, len(found) * (HEIGHT + 44) + 24))
        self.set_body((scroll, 1), margins=0)
