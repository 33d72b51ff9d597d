"""Cards of which one is chosen: an address, a way to pay, a delivery window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.common import paint
from ui.common.boxes import ClickCard, HBox, Item, VBox
from ui.common.labels import Label
from ui.theme import theme


class Mark(QWidget):
    """The round mark of a choice."""

    def __init__(self) -> None:
        super().__init__()
        self._on = False
        self.setFixedSize(18, 18)
        theme().changed.connect(self.update)

    def set_on(self, on: bool) -> None:
        """Fill the mark or empty it."""
        self._on = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        spot = QRectF(0, 0, 18, 18)
        if self._on:
            paint.box(painter, spot, 9, "accent")
            paint.box(painter, spot.adjusted(5.5, 5.5, -5.5, -5.5), 9, "ontext")
        else:
            paint.box(painter, spot, 9, "surface", "control", 1.5)
        painter.end()


class ChoiceCard(ClickCard):
    """A card with a mark, a title, small lines below and something at the right."""

    def __init__(
        self, title: str, lines: tuple[str, ...], *, on_click: Callable[[], None], name: str, right: Item = None,
        why_not: str = "",
    ) -> None:  # fmt: skip
        """`why_not` turns the card off and says the reason in its last line."""
        self._mark = Mark()
        self.chosen = False
        self.is_off = bool(why_not)
        token = "text3" if why_not else "text"
        self._title = Label(title, 14, 500, token, elide=True)
        looks = [(13, "text2"), (12, "text3")] if len(lines) > 1 else [(12, "text3")]
        shown = [Label(line, px, 400, tint, elide=True) for line, (px, tint) in zip(lines, looks, strict=True) if line]
        if why_not:
            shown = [Label(why_not, 12, 400, "text3", wrap=True)]
        side: tuple[Item, ...] = () if right is None else (right,)
        said = ", ".join(part for part in (title, *lines, why_not) if part)
        super().__init__(
            HBox(self._mark, (VBox(self._title, *shown, gap=1), 1), *side, gap=12), on_click=self._choose, name=name,
            accessible=said, pad=(9, 14),
        )  # fmt: skip
        self._do = on_click
        self.setAccessibleDescription(why_not)

    def _choose(self) -> None:
        if not self.is_off:
            self._do()

    def set_chosen(self, chosen: bool) -> None:
        """Show that this is the one."""
        self.chosen = chosen
        self._mark.set_on(chosen)
        self._title.set_weight(600 if chosen else 500)
        self.setProperty("state", "chosen" if chosen else "")
        token, edge = ("selected", "accent") if chosen else ("surface", "border")
        self.set_look(token, edge, edge_width=2 if chosen else 1)


class SlotCard(ClickCard):
    """A delivery window: its day, its hours, and how much of it is left."""

    def __init__(
        self, day: str, hours: str, left: str, *, is_full: bool, on_click: Callable[[], None], name: str
    ) -> None:  # fmt: skip
        self._off = is_full
        faint = "text3" if is_full else "text"
        super().__init__(
            Label(day, 12, 500, "text3" if is_full else "text2", elide=True), Label(hours, 14, 600, faint, elide=True),
            Label(left, 12, 600 if is_full else 400, "bad_text" if is_full else "text3", elide=True),
            on_click=lambda: None if is_full else on_click(), name=name, accessible=f"{day} {hours}, {left}",
            pad=(8, 12), gap=1,
        )  # fmt: skip
        self.set_chosen(False)

    def set_chosen(self, chosen: bool) -> None:
        """Show that this is the one."""
        self.setProperty("state", "chosen" if chosen else "full" if self._off else "")
        token = "selected" if chosen else "sunken" if self._off else "surface"
        self.set_look(token, "accent" if chosen else "border", edge_width=2 if chosen else 1)
