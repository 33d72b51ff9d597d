"""What the cart says while it is empty: how to begin, and the sale before with its change until the next scan."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import EmptyState, HBox, Panel, fill
from ui.common.buttons import Button
from ui.common.labels import Icon, Label, MoneyLabel
from ui.counter.till import LastSale
from ui.counter.words import change_words


class EmptyCart(QWidget):
    """Hint and last sale.

    Signals:
        reprint: print the last receipt again.
    """

    reprint = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sell.empty")
        self._hint = EmptyState(
            "barcode", _("Scan the first piece"), _("Or type a name, or tap a quick key."), name="sell.empty.hint"
        )
        self._title = Label("", 15, 600, "ok_text")
        self._change = MoneyLabel(0, 52, 600, "ok_text", align="left", name="sell.change")
        self._words = Label("", 14, 500, "ok_text", wrap=True)
        self._detail = Label("", 13, 400, "text2", elide=True, name="sell.last_sale")
        self._print = Button(_("Print receipt again"), icon="receipt", key="F10", height=40, name="sell.button.reprint")
        self._print.clicked.connect(self.reprint)
        self._box = Panel(
            "ok_tint", HBox(Icon("check-circle-fill", 22, "ok_text"), (self._title, 1), gap=8), self._change,
            self._words,
            edge="ok_edge", radius=12, margins=16, gap=4,
        )  # fmt: skip
        self._last = QWidget()
        fill(QVBoxLayout(self._last), (self._box, HBox((self._detail, 1), self._print, gap=8)), 16, 10)
        self._last.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        fill(QVBoxLayout(self), ((self._hint, 1), self._last), 0, 0)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, False)
        self.show_last(None)

    def show_last(self, last: LastSale | None) -> None:
        """Show the sale before, or only the hint."""
        self._last.setVisible(last is not None)
        if last is None:
            self._make_room()
            return
        change = last.sold.change_minor
        self._title.set_text(_("Change to give") if last.had_cash and change else _("Paid, sale is finished"))
        self._change.set_minor(change if last.had_cash and change else last.sold.total_minor)
        words = change_words(change) if last.had_cash and change else ""
        self._words.set_text(words)
        self._words.setVisible(bool(words))
        parts = [_("Sale {number}").format(number=last.sold.number), format_money(last.sold.total_minor)]
        parts += [last.customer] if last.customer else []
        self._detail.set_text(" · ".join(parts))
        self._box.setAccessibleName(f"{self._title.text()} {self._change.text()}")
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """In a low window the change is what has to be read; the hint goes."""
        last = self._last.sizeHint().height() if not self._last.isHidden() else 0
        self._hint.setVisible(self.height() >= last + self._hint.minimumSizeHint().height())
