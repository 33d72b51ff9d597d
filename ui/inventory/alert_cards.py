"""The cards on top of the stock list: what calls for something; each is a filter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.i18n import N_, _, ngettext
from app.core.money import format_money
from ui.common.boxes import ClickCard, HBox, fill
from ui.common.labels import Icon, Label

CARDS = (
    ("low", N_("Reorder now"), "warning-circle-fill", "bad"), ("short", N_("Running low"), "trend-down", "warn"),
    ("out", N_("Out of stock"), "x-circle", "bad"), ("idle", N_("Lies too long"), "stack", "grey"),
    ("incoming", N_("Coming in"), "truck", "grey"),
)  # fmt: skip


class AlertCard(ClickCard):
    """One figure with its words."""

    def __init__(self, key: str, title: str, icon: str, tone: str, press: object) -> None:
        self._title_text, self._tone = title, tone
        self.number = Label("–", 26, 600, "text" if tone == "grey" else f"{tone}_text")
        self.detail = Label("", 12, 400, "text3", elide=True)
        head = HBox(Icon(icon, 18, f"{tone}_text"), (Label(title, 13, 600, "text2", elide=True), 1), gap=6)
        super().__init__(
            head, HBox(self.number, (self.detail, 1), gap=8), on_click=press, name=f"stock.filter.{key}",
            accessible=title, pad=(10, 14), gap=2,
        )  # fmt: skip
        self.setFixedHeight(78)

    def show_figure(self, number: int, detail: str) -> None:
        """Show how many, and what that means; nothing to do is not red."""
        self.number.set_text(f"{number:,}")
        self.number.set_token("text" if self._tone == "grey" or not number else f"{self._tone}_text")
        self.detail.set_text(detail)
        self.setAccessibleName(f"{self._title_text}, {number}, {detail}")

    def set_on(self, on: bool) -> None:
        """Mark the card whose products are shown."""
        self.set_look("selected" if on else "surface", "accent" if on else "border", edge_width=2 if on else 1)
        self.setProperty("state", "on" if on else "")


class AlertCards(QWidget):
    """All five; `chosen` tells which filter, or an empty text when the card was switched off again."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._current = ""
        self._cards = {
            key: AlertCard(key, _(title), icon, tone, lambda key=key: self._press(key))
            for key, title, icon, tone in CARDS
        }
        fill(QHBoxLayout(self), tuple((card, 1) for card in self._cards.values()), 0, 12)

    def show_alerts(self, alerts: object, waiting: int) -> None:
        """Show the figures of `app.inventory.alerts.StockAlerts` and how many orders wait for goods."""
        waits = ngettext("{n} order waits", "{n} orders wait", waiting).format(n=waiting)
        details = {
            "low": _("order today"), "short": _("under 14 days"), "out": waits if waiting else _("nobody waits"),
            "idle": _("{amount} tied up").format(amount=format_money(alerts.idle_minor)),
            "incoming": ngettext("{n} piece", "{n} pieces", alerts.incoming_pieces).format(
                n=f"{alerts.incoming_pieces:,}"
            ),
        }  # fmt: skip
        for key, card in self._cards.items():
            card.show_figure(getattr(alerts, key), details[key])

    def current(self) -> str:
        """The filter that is on, or nothing."""
        return self._current

    def set_current(self, key: str) -> None:
        """Mark a filter without telling anybody."""
        self._current = key
        for name, card in self._cards.items():
            card.set_on(name == key)

    def _press(self, key: str) -> None:
        self.set_current("" if key == self._current else key)
        self.chosen.emit(self._current)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            cards = list(self._cards.values())
            at = next((no for no, card in enumerate(cards) if card.hasFocus()), 0)
            cards[(at + step) % len(cards)].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().event(event)
