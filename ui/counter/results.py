"""What typing in the scan box finds: a card below it that never takes the focus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRectF, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _
from app.core.money import format_unit_price
from ui.common import paint
from ui.common.labels import Label
from ui.counter.pick_list import Pick, PickList
from ui.counter.words import name_of, quantity_text

MARGIN = 14


class Results(QWidget):
    """Products by name; arrows in the scan box move through them, Enter adds the current one.

    Signals:
        picked: a product row was chosen.
    """

    picked = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("sell.results")
        self._text = ""
        self.list = PickList("sell.results.list", _("Search results"), focus=False)
        self.list.picked.connect(self.picked)
        self._none = Label("", 14, 400, "text2", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN + 6, MARGIN + 6, MARGIN + 6, MARGIN + 6)
        layout.addWidget(self._none)
        layout.addWidget(self.list)
        self.hide()

    def show_rows(self, text: str, rows: Sequence[Any], anchor: QWidget) -> None:
        """Show what was found for a text below the scan box."""
        self._text = text
        self.list.show_rows([_pick(row) for row in rows])
        self.list.setVisible(bool(rows))
        self._none.setVisible(not rows)
        self._none.set_text(_("Nothing on sale is called “{text}”.").format(text=text))
        self.setFixedWidth(anchor.width() + 2 * MARGIN)
        self.adjustSize()
        at = anchor.mapTo(self.parentWidget(), QPoint(-MARGIN, anchor.height() + 4 - MARGIN))
        self.move(at)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        card = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        for step in range(MARGIN, 0, -2):
            paint.box(painter, card.adjusted(-step, -step + 4, step, step + 2), 12 + step, paint.faded("shadow", 5))
        paint.box(painter, card, 12, "surface", "border")
        painter.end()


def stock_words(row: Any) -> tuple[str, str]:
    """Free stock in words and its colour."""
    if not row.is_stocked:
        return "", "text3"
    if row.available <= 0:
        return _("Sold out"), "bad_text"
    shown = str(row.available) if row.unit == "piece" else quantity_text(row.available, row.unit)
    return _("{n} left").format(n=shown), "warn_text" if row.available <= 2 else "text3"


def _pick(row: Any) -> Pick:
    words, tone = stock_words(row)
    where = f"{row.sku} · {row.home}" if row.home else row.sku
    return Pick(row, name_of(row), where, format_unit_price(row.price_e4), words, tone, art=row.art)
