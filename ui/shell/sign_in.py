"""Sign-in: names at the left, PIN at the right; a badge scan does both at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _
from ui.common import paint
from ui.common.boxes import Avatar, HBox, Panel, VBox, paint_avatar
from ui.common.buttons import KeyCap, Link
from ui.common.labels import Label
from ui.shell.pin_pad import PinPad
from ui.shell.rail import Logo
from ui.theme import theme

if TYPE_CHECKING:
    from app.staff.queries import Tile

COLUMNS, MANY_COLUMNS = 3, 4
TILE, SMALL_TILE, GAP = QSize(244, 190), QSize(184, 138), 16
TALL_TILE = 138  # px from which the circle is large
PAD_WIDTH = 520
LEFT_MARGINS = 64 + 36
AROUND_TILES = 200  # px: margins, the line of keys and what stands between
TILE_WORDS = 58  # px for two lines below it


class NameTile(QAbstractButton):
    """One person to choose."""

    def __init__(self, tile: Tile) -> None:
        super().__init__()
        self.tile = tile
        self.setObjectName(f"sign_in.tile.{tile.id}")
        self.setAccessibleName(f"{tile.name}, {tile.role_title}")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return TILE

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        chosen = self.isChecked()
        paint.box(painter, QRectF(self.rect()), 14, "surface", "accent" if chosen else "border", 2 if chosen else 1)
        round_px = 64 if self.height() >= TALL_TILE else 48
        if self.height() >= round_px + TILE_WORDS:
            self._paint_below(painter, round_px)
        else:
            self._paint_beside(painter)
        painter.end()

    def _paint_below(self, painter: QPainter, round_px: int) -> None:
        """The name below the circle."""
        middle, top = self.width() / 2, (self.height() - round_px - TILE_WORDS) / 2
        paint_avatar(painter, QRectF(middle - round_px / 2, top, round_px, round_px), *self._person())
        center = Qt.AlignmentFlag.AlignHCenter
        room = QRectF(8, top + round_px + 10, self.width() - 16, 22)
        px = 16 if paint.advance(self.tile.name, 16, 600) <= room.width() else 14
        paint.text(painter, room, self.tile.name, px=px, weight=600, align=center)
        words, token = self._state()
        paint.text(painter, room.translated(0, 24), words, px=13, token=token, align=center)

    def _paint_beside(self, painter: QPainter) -> None:
        """Many people: the name beside the circle."""
        middle = self.height() / 2
        paint_avatar(painter, QRectF(10, middle - 18, 36, 36), *self._person())
        room = QRectF(54, middle - 20, self.width() - 62, 20)
        paint.text(painter, room, self.tile.name, px=14, weight=600)
        words, token = self._state()
        paint.text(painter, room.translated(0, 20), words, px=12, token=token)

    def _person(self) -> tuple[str, int]:
        return self.tile.initials, self.tile.color

    def _state(self) -> tuple[str, str]:
        """Under the name: locked, here since when, or the role."""
        if self.tile.locked:
            return _("Locked"), "bad_text"
        if self.tile.in_since is not None:
            return _("Here since {time}").format(time=clock.format_clock(self.tile.in_since)), "ok_text"
        return self.tile.role_title, "text2"


class SignIn(QWidget):
    """The page in front of the frame.

    Signals:
        pin_entered: person id and PIN; with `clocks_only` it only comes or goes.
        help_wanted: somebody forgot the PIN.
    """

    pin_entered = Signal(int, str)
    help_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sign_in.page")
        self._tiles: list[NameTile] = []
        self._chosen: NameTile | None = None
        self._columns = COLUMNS
        self.clocks_only = False
        self.shop = Label("", 13, 400, "text2")
        self.greeting = Label("", 34, 600)
        self.ask = Label("", 16, 400, "text2")
        self.place = Label("", 13, 400, "text2")
        self.station = Label("", 13, 600)
        self.shift = Label("", 13, 400, "text3", align="center")
        self._avatar, self._name = Avatar("", 0, 84), Label("", 24, 600, align="center")
        self.pad = PinPad("sign_in.pin")
        self.pad.entered.connect(self._on_pin)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left(), 1)
        row.addWidget(self._right())
        self.setFocusProxy(self.pad)
        theme().changed.connect(self.update)

    def _left(self) -> QWidget:
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP)
        self._grid.setContentsMargins(0, 0, 0, 0)
        grid = QWidget()
        grid.setLayout(self._grid)
        head = HBox(Logo(44), VBox(Label("Kontor", 22, 600), self.shop, gap=0), None, gap=12)
        self._keys = [Label("", 13, 400, "text2") for _place in range(3)]
        caps = [KeyCap("← ↑ ↓ →"), self._keys[0], 12, KeyCap("0–9"), self._keys[1], 12, KeyCap("Enter"), self._keys[2]]
        foot = HBox(self.station, self.place, None, gap=8)
        self._beside = (head, self.greeting, self.ask, foot)
        return VBox(
            head, None, self.greeting, self.ask, 22, grid, 14, HBox(*caps, None, gap=7), None, foot,
            margins=(44, 36, 36, 64), gap=4,
        )  # fmt: skip

    def _right(self) -> QWidget:
        column = QVBoxLayout()
        self.forgot = Link("", "sign_in.forgot")
        self.forgot.clicked.connect(self.help_wanted)
        self.clock_link = Link("", "sign_in.clock")
        self.clock_link.clicked.connect(self.turn_clock)
        self._clock_row = HBox(None, KeyCap("F8"), self.clock_link, None, gap=8)
        for item in (
            HBox(None, self._avatar, None),
            self._name,
            HBox(None, self.pad, None),
            self._clock_row,
            HBox(None, self.forgot, None),
        ):
            column.addWidget(item)
        column.setSpacing(10)
        middle = QWidget()
        middle.setLayout(column)
        panel = Panel("surface", VBox(None, middle, None, self.shift, margins=(36, 40, 32, 40)))
        panel.setFixedWidth(PAD_WIDTH)
        return panel

    def show_people(self, tiles: Sequence[Tile], *, shop: str, station: str, place: str, shift: str) -> None:
        """Show who may sign in here, and what is going on at this station."""
        for tile in self._tiles:
            self._grid.removeWidget(tile)
            tile.deleteLater()
        self._tiles = [NameTile(tile) for tile in tiles]
        self._columns = MANY_COLUMNS if len(tiles) > 2 * COLUMNS else COLUMNS
        for at, tile in enumerate(self._tiles):
            tile.clicked.connect(lambda _checked=False, chosen=tile: self.choose(chosen))
            self._grid.addWidget(tile, at // self._columns, at % self._columns)
        self._grid.setColumnStretch(self._columns, 1)
        self._fit_tiles()
        hour = clock.local(clock.now_ms()).hour
        self.greeting.set_text(
            _("Good morning") if hour < 12 else _("Good afternoon") if hour < 18 else _("Good evening")
        )
        self.ask.set_text(_("Choose your name, or scan your staff badge."))
        for label, words in zip(self._keys, (_("choose"), _("PIN"), _("sign in")), strict=True):
            label.set_text(words)
        self.forgot.set_text(_("Forgot PIN? Ask a manager"))
        for label, words in ((self.shop, shop), (self.station, station), (self.place, place), (self.shift, shift)):
            label.set_text(words)
        kept = self._chosen.tile.id if self._chosen is not None else 0
        self._chosen = next((tile for tile in self._tiles if tile.tile.id == kept), None)
        if self._chosen is not None:  # somebody has begun to type
            self._chosen.setChecked(True)
        elif self._tiles:
            self.choose(self._tiles[0])
        self.pad.setFocus()

    def _fit_tiles(self) -> None:
        """All names are seen without scrolling: on a small screen, or of many people, their tiles are smaller."""
        wish = SMALL_TILE if self._columns == MANY_COLUMNS else TILE
        rows = max(1, -(-len(self._tiles) // self._columns))
        wide = self.width() - PAD_WIDTH - LEFT_MARGINS - GAP * (self._columns - 1)
        high = self.height() - AROUND_TILES - sum(part.sizeHint().height() for part in self._beside) - GAP * (rows - 1)
        for tile in self._tiles:
            tile.setFixedSize(min(wish.width(), wide // self._columns), max(56, min(wish.height(), high // rows)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_tiles()

    def wait(self) -> None:
        """Somebody comes to the door: until the names are read, a PIN is asked of nobody."""
        self._chosen = None
        self.pad.wait()
        self.pad.setFocus()

    def say(self, words: str) -> None:
        """Say something above the pad to whoever is chosen."""
        if self._chosen is not None:
            self.pad.ask(self._chosen.tile.pin_length, words)

    def choose(self, tile: NameTile) -> None:
        """Choose a name; its PIN is asked for."""
        self._chosen = tile
        self.clocks_only = False
        tile.setChecked(True)
        person = tile.tile
        self._avatar.set_person(person.initials, person.color)
        self._name.set_text(person.name)
        self._ask()
        self.pad.setFocus()

    def turn_clock(self) -> None:
        """F8: the PIN only clocks in or out, without signing in; once more and it signs in again."""
        if self._chosen is not None:
            self.clocks_only = not self.clocks_only
            self._ask()

    def _ask(self) -> None:
        assert self._chosen is not None
        person = self._chosen.tile
        act = _("Clock in") if person.in_since is None else _("Clock out")
        words = _("Enter your {length}-digit PIN").format(length=person.pin_length)
        self.clock_link.set_text(_("Sign in instead") if self.clocks_only else act)
        self.clock_link.setAccessibleName(self.clock_link.text())
        words = f"{act}: {words}" if self.clocks_only else words
        self.pad.ask(person.pin_length, words, only=len(self._tiles) == 1)

    def _on_pin(self, pin: str) -> None:
        if self._chosen is not None:
            self.pin_entered.emit(self._chosen.tile.id, pin)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F8:
            self.turn_clock()
            return
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
        }
        step: Any = steps.get(Qt.Key(event.key()))
        if step is not None and self._chosen is not None:
            at = self._tiles.index(self._chosen) + step
            if 0 <= at < len(self._tiles):
                self.choose(self._tiles[at])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("app"))
        painter.end()
