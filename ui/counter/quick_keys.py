"""The quick keys: tiles with picture, name, price and free stock, the categories above them, and their editing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.core.i18n import _
from app.core.money import format_unit_price
from ui.common import paint
from ui.common.panels import Scroll
from ui.common.thumb import thumb_pixmap
from ui.counter.words import name_of
from ui.theme import theme

GAP, LEAST_HEIGHT, GOOD_HEIGHT, MOST_HEIGHT, PICTURE = 12, 140, 150, 240, 108
NARROW, WIDE = 780, 1100  # widths of the grid below and above which it has 3 and 5 columns
LOW_STOCK = 2
LEAST_DRAG = 10  # pixels; less is a tap


class Drag(NamedTuple):
    """A tile in the hand: where it was taken, and where in it."""

    tile: Tile
    start: QPoint
    grip: QPoint


class Tile(QAbstractButton):
    """One product to tap."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row: Any = None
        self.is_editing = self.is_dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme().changed.connect(self.update)

    def show_row(self, row: Any, editing: bool) -> None:
        """Show another product, or the same with other stock."""
        self.is_editing = editing
        if row == self.row:
            self.update()
            return
        self.row = row
        self.setObjectName(f"tile.{row.sku}")
        words, token = self._stock_words()
        self.setProperty("state", {"warn_text": "low", "bad_text": "out"}.get(token, "ok"))
        self.setAccessibleName(f"{name_of(row)}, {format_unit_price(row.price_e4)}, {words}")
        theme().set_tip(self, name_of(row))
        self.update()

    def _stock_words(self) -> tuple[str, str]:
        row = self.row
        if not row.is_stocked:
            return "", "text3"
        if row.available <= 0:
            return _("Sold out"), "bad_text"
        shown = (
            _("{weight} kg").format(weight=f"{row.available / 1000:.1f}") if row.unit == "gram" else str(row.available)
        )
        return _("{n} left").format(n=shown), "warn_text" if row.available <= LOW_STOCK else "text3"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()  # the grid knows what lies beside; a button alone would only walk along the tab order
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.row is None:
            return
        painter = paint.start(self)
        rect, scale = QRectF(self.rect()), theme().scale
        paint.box(
            painter, rect, 10, "hover" if self.isDown() else "surface", "strong" if self.underMouse() else "border"
        )
        words = round(56 * scale)
        side = max(40, min(PICTURE, self.height() - words - 20))
        tile = "tile" if theme().is_dark else "surface"
        art = thumb_pixmap(self.row.art, side, name_of(self.row), tile=tile if self.row.art else "tile")
        painter.drawPixmap((self.width() - side) // 2, max(8, (self.height() - words - side) // 2 + 2), art)
        line, bottom = 18 * scale, self.height() - 10.0
        name = QRectF(12, bottom - 2 * line, self.width() - 24, line)
        paint.text(painter, name, name_of(self.row), px=13, weight=600)
        below = QRectF(12, bottom - line, self.width() - 24, line)
        paint.text(painter, below, format_unit_price(self.row.price_e4), px=13, weight=500, token="text2")
        stock, token = self._stock_words()
        right = Qt.AlignmentFlag.AlignRight
        paint.text(painter, below, stock, px=12, weight=400 if token == "text3" else 600, token=token, align=right)
        if self.is_editing:
            icon = "star-fill" if self.row.quick_key else "star"
            theme().paint_icon(painter, icon, QRectF(self.width() - 34, 10, 24, 24), "accent_text")
        if self.hasFocus():
            paint.focus_ring(painter, rect, 10)
        painter.end()


class QuickKeys(Scroll):
    """The grid; it holds as many columns as fit and fills the height with whole rows.

    While it is edited, tiles are put elsewhere by drag, or with Shift and the arrows.

    Signals:
        picked: a tile was tapped; carries its row.
        moved: a tile was put elsewhere; carries its old and new place.
    """

    picked = Signal(object)
    moved = Signal(int, int)
    is_editing = False  # set here, because a scroll area filters events while it is made
    _drag: Drag | None = None

    def __init__(self) -> None:
        self._field = QWidget()
        super().__init__(self._field, name="sell.quick_keys")
        self._field.setObjectName("sell.tiles")
        self.setWidgetResizable(False)
        self.setAccessibleName(_("Quick keys"))
        self._tiles: list[Tile] = []
        self._rows: Sequence[Any] = ()
        theme().changed.connect(self._place)

    @property
    def rows(self) -> Sequence[Any]:
        """The products shown, in their order."""
        return self._rows

    def show_rows(self, rows: Sequence[Any], editing: bool = False) -> None:
        """Show the products of a category; tiles are used again."""
        self._rows, self.is_editing = rows, editing
        while len(self._tiles) < len(rows):
            tile = Tile(self._field)
            tile.clicked.connect(lambda _checked=False, tile=tile: self.picked.emit(tile.row))
            tile.installEventFilter(self)
            self._tiles.append(tile)
        for tile, row in zip(self._tiles, rows, strict=False):
            tile.show_row(row, editing)
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus if row is rows[0] else Qt.FocusPolicy.ClickFocus)
        for no, tile in enumerate(self._tiles):
            tile.setVisible(no < len(rows))
        self._place()

    def columns(self) -> int:
        """How many tiles stand side by side."""
        width = self.viewport().width() / theme().scale
        return 3 if width < NARROW - 120 else 4 if width < WIDE else 5

    def _place(self) -> None:
        width, height = self.viewport().width(), self.viewport().height()
        columns, scale = self.columns(), theme().scale
        lines = -(-len(self._rows) // columns)
        fitting = min(max(1, int((height + GAP) // (GOOD_HEIGHT * scale + GAP))), max(1, lines))
        filling = (height - (fitting - 1) * GAP) // fitting
        tall = max(round(LEAST_HEIGHT * scale), min(filling, round(MOST_HEIGHT * scale)))
        wide = (width - (columns - 1) * GAP) / columns
        for no, tile in enumerate(self._tiles[: len(self._rows)]):
            column, row = no % columns, no // columns
            left, right = round(column * (wide + GAP)), round(column * (wide + GAP) + wide)
            tile.setGeometry(left, row * (tall + GAP), right - left, tall)
        self._field.resize(width, max(height, lines * (tall + GAP) - GAP))
        self.verticalScrollBar().setSingleStep(tall + GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    # -- putting tiles elsewhere

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.is_editing and isinstance(watched, Tile) and isinstance(event, QMouseEvent):
            spot = self._field.mapFromGlobal(event.globalPosition().toPoint())
            if event.type() == QEvent.Type.MouseButtonPress:
                self._drag = Drag(watched, spot, spot - watched.pos())
            elif event.type() == QEvent.Type.MouseMove and self._drag is not None:
                return self._drag_to(spot)
            elif event.type() == QEvent.Type.MouseButtonRelease:
                return self._drop(spot)
        return super().eventFilter(watched, event)

    def _drag_to(self, spot: QPoint) -> bool:
        """The tile follows the finger once it has moved far enough to be no tap."""
        drag = self._drag
        assert drag is not None
        if not drag.tile.is_dragged and (spot - drag.start).manhattanLength() < LEAST_DRAG:
            return False
        drag.tile.is_dragged = True
        drag.tile.raise_()
        drag.tile.move(spot - drag.grip)
        return True

    def _drop(self, spot: QPoint) -> bool:
        drag, self._drag = self._drag, None
        if drag is None or not drag.tile.is_dragged:
            return False
        drag.tile.is_dragged = False
        drag.tile.setDown(False)
        was, now = self._tiles.index(drag.tile), self.place_at(spot)
        self._place()
        if was != now:
            self.moved.emit(was, now)
        return True

    def place_at(self, spot: QPoint) -> int:
        """The place of the grid that lies under a point."""
        tile = self._tiles[0]
        column = min(max(0, int(spot.x() // (tile.width() + GAP))), self.columns() - 1)
        row = max(0, spot.y() // (tile.height() + GAP))
        return min(len(self._rows) - 1, row * self.columns() + column)

    def focus_place(self, place: int) -> None:
        """Put the focus on a tile."""
        if 0 <= place < len(self._rows):
            self._tiles[place].setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(self._tiles[place], 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -self.columns(), Qt.Key.Key_Down: self.columns(),
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        now = next((no for no, tile in enumerate(self._tiles) if tile.hasFocus()), -1)
        if now < 0 or (step is None and event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            super().keyPressEvent(event)
        elif step is None:
            self._tiles[now].click()
        else:
            then = min(len(self._rows) - 1, max(0, now + step))
            if self.is_editing and event.modifiers() & Qt.KeyboardModifier.ShiftModifier and then != now:
                self.moved.emit(now, then)
            self.focus_place(then)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, LEAST_HEIGHT)
