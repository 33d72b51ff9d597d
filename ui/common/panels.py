"""Places for things: painted panels, cards, rows and columns; people in circles, and a word with its value."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.common import paint
from ui.common.labels import Label
from ui.theme import theme
from ui.theme.tokens import AVATARS

Item = QWidget | QLayout | tuple | int | None
Margins = int | tuple[int, ...]


def fill(layout: QBoxLayout, items: tuple[Item, ...], margins: Margins = 0, gap: int = 8) -> QBoxLayout:
    """Put items into a layout: a widget or layout, None = stretch, int = spacing, (widget, stretch[, align]).

    Margins are one number, (vertical, horizontal), or (top, right, bottom, left).
    """
    if isinstance(margins, int):
        margins = (margins, margins, margins, margins)
    if len(margins) == 2:
        margins = (margins[0], margins[1], margins[0], margins[1])
    top, right, bottom, left = margins
    layout.setContentsMargins(left, top, right, bottom)
    layout.setSpacing(gap)
    for item in items:
        add(layout, item)
    return layout


def add(layout: QBoxLayout, item: Item) -> None:
    """Append one item to a layout, see fill."""
    stretch, align = 0, Qt.AlignmentFlag(0)
    if isinstance(item, tuple):
        item, stretch, align = (*item, Qt.AlignmentFlag(0))[:3]
    if item is None:
        layout.addStretch(1)
    elif isinstance(item, int):
        layout.addSpacing(item)
    elif isinstance(item, QLayout):
        layout.addLayout(item, stretch)
    else:
        layout.addWidget(item, stretch, align)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while layout.count():
        item = layout.takeAt(0)
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


class HBox(QWidget):
    """Things side by side; see fill for what an item may be."""

    def __init__(self, *items: Item, margins: Margins = 0, gap: int = 8, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.box = fill(QHBoxLayout(self), items, margins, gap)

    def add(self, item: Item) -> None:
        """Append one item."""
        add(self.box, item)


class VBox(QWidget):
    """Things one under the other; see fill for what an item may be."""

    def __init__(self, *items: Item, margins: Margins = 0, gap: int = 8, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.box = fill(QVBoxLayout(self), items, margins, gap)

    def add(self, item: Item) -> None:
        """Append one item."""
        add(self.box, item)


class Panel(QFrame):
    """A painted background, with an edge and round corners if wanted, that holds things in a column or row."""

    def __init__(
        self,
        token: str | None = "surface",
        *items: Item,
        edge: str | None = None,
        radius: float = 0,
        edge_width: float = 1,
        bar: str | None = None,
        margins: Margins = 0,
        gap: int = 8,
        row: bool = False,
        name: str = "",
    ) -> None:
        super().__init__()
        self._token, self._edge, self._radius = token, edge, radius
        self._edge_width, self._bar = edge_width, bar
        self.setObjectName(name)
        self.box = fill(QHBoxLayout(self) if row else QVBoxLayout(self), items, margins, gap)
        self._cover()
        theme().changed.connect(self.update)

    def _cover(self) -> None:
        """With square corners nothing shines through: what lies below is not painted when something on it changes."""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, self._token is not None and not self._radius)

    def add(self, item: Item) -> None:
        """Append one item."""
        add(self.box, item)

    def clear(self) -> None:
        """Take everything out and delete it."""
        clear(self.box)

    def set_look(
        self, token: str | None, edge: str | None = None, *, edge_width: float = 1, bar: str | None = None
    ) -> None:
        """Paint another background, edge, and bar at the left side."""
        self._token, self._edge, self._edge_width, self._bar = token, edge, edge_width, bar
        self._cover()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect = QRectF(self.rect())
        if self._token and not (self._radius or self._edge):
            painter.fillRect(event.rect(), theme().color(self._token))
        else:
            paint.box(painter, rect, self._radius, self._token, self._edge, self._edge_width)
        if self._bar:
            painter.fillRect(QRectF(0, 0, 3, rect.height()), theme().color(self._bar))
        painter.end()


class Card(Panel):
    """A white card with a thin edge."""

    def __init__(
        self,
        *items: Item,
        pad: Margins = 16,
        gap: int = 8,
        token: str = "surface",
        edge: str = "border",
        row: bool = False,
        name: str = "",
    ) -> None:
        super().__init__(token, *items, edge=edge, radius=10, margins=pad, gap=gap, row=row, name=name)


class ClickCard(Card):
    """A card that is a button as a whole: click, Enter and Space call `on_click`."""

    def __init__(
        self,
        *items: Item,
        on_click: Callable[[], None],
        name: str,
        accessible: str,
        pad: Margins = 16,
        gap: int = 8,
        row: bool = False,
    ) -> None:
        super().__init__(*items, pad=pad, gap=gap, row=row, name=name)
        self._on_click = on_click
        self.setAccessibleName(accessible)
        self.setProperty("presses", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._on_click()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():  # inside the edge, which is blue too where the card is chosen
            painter = paint.start(self)
            paint.focus_ring(painter, QRectF(self.rect()).adjusted(3, 3, -3, -3), 7)
            painter.end()


class Divider(QWidget):
    """A thin line between things."""

    def __init__(self, *, upright: bool = False, token: str = "border") -> None:
        super().__init__()
        self._token = token
        self.setFixedWidth(1) if upright else self.setFixedHeight(1)
        theme().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        painter.fillRect(self.rect(), theme().color(self._token))
        painter.end()


class Avatar(QWidget):
    """A person's initials in a circle of a colour that stays theirs."""

    def __init__(self, initials: str, color_index: int = 0, px: int = 36) -> None:
        super().__init__()
        self.set_person(initials, color_index)
        self.setFixedSize(px, px)
        theme().changed.connect(self.update)

    def set_person(self, initials: str, color_index: int = 0) -> None:
        """Show somebody else."""
        self._initials, self._index = initials, color_index % AVATARS
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        paint_avatar(painter, QRectF(self.rect()), self._initials, self._index)
        painter.end()


def initials_of(name: str) -> str:
    """The first letters of the first and the last name."""
    parts = [part for part in name.split() if part[:1].isalnum()]
    return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper() if parts else "?"


def paint_avatar(painter, rect: QRectF, initials: str, color_index: int) -> None:
    """Draw initials in a circle, for delegates and for Avatar itself."""
    index = color_index % AVATARS
    paint.box(painter, rect, rect.height() / 2, f"avatar_{index}")
    font = theme().font(max(9, int(rect.height() * 0.38 / theme().scale)), 600)
    painter.setFont(font)
    painter.setPen(theme().color(f"avatar_{index}_text"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials)


class KeyValue(QWidget):
    """A grey word and what it stands for; the value may be a text or a widget."""

    def __init__(
        self,
        key: str,
        value: str | QWidget = "–",
        *,
        key_width: int = 0,
        px: int = 13,
        weight: int = 500,
        token: str = "text",
        name: str = "",
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._key = Label(key, px, 400, "text3")
        self.value = value if isinstance(value, QWidget) else Label(value, px, weight, token)
        if key_width:
            self._key.setFixedWidth(round(key_width * theme().scale))
            items: tuple[Item, ...] = (self._key, self.value, None)
        else:
            items = (self._key, None, self.value)
        fill(QHBoxLayout(self), items, 0, 8)
        self._say()

    def set_value(self, value: str, token: str = "text") -> None:
        """Show another value."""
        if isinstance(self.value, Label):
            self.value.set_text(value)
            self.value.set_token(token)
            self._say()

    def _say(self) -> None:
        shown = self.value.text() if isinstance(self.value, Label) else self.value.accessibleName()
        self.setAccessibleName(f"{self._key.text()}: {shown}")


class Scroll(QScrollArea):
    """Lets a tall widget scroll up and down, never sideways."""

    def __init__(self, widget: QWidget | None = None, *, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme().dress_bars(self)
        if widget is not None:
            self.setWidget(widget)

    def setWidget(self, widget: QWidget) -> None:
        """Show a widget in it; its own background is what is seen."""
        super().setWidget(widget)
        widget.setAutoFillBackground(False)
