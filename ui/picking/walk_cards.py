"""The other parts of a walk: its head, the picture with the counts, the totes, what to scan, and what comes then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from app.orders.wrap import wrap_words
from ui.common import paint
from ui.common.boxes import Avatar, HBox, Panel, VBox, clear, fill
from ui.common.buttons import Button, IconButton
from ui.common.labels import Icon, Label
from ui.common.thumb import thumb_pixmap
from ui.picking.words import due_words, name_of, quantity_text
from ui.theme import theme

if TYPE_CHECKING:
    from app.picking.queries import PickScreen, Stop, ToteRow

MOST_SEGMENTS = 60
SECOND_MS = 1_000


class Segments(QWidget):
    """One piece of the walk each: done, now, to do; a plain bar for long walks."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pick.progress")
        self._done, self._all = 0, 0
        self.setFixedHeight(10)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_progress(self, done: int, total: int) -> None:
        """Show how many of all are picked."""
        self._done, self._all = done, total
        self.setAccessibleName(_("{done} of {total} pieces").format(done=done, total=total))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        if 0 < self._all <= MOST_SEGMENTS:
            gap = 4 if self._all <= 40 else 2
            wide = (self.width() - gap * (self._all - 1)) / self._all
            for at in range(self._all):
                token = "ok" if at < self._done else "accent" if at == self._done else "border"
                paint.box(painter, QRectF(at * (wide + gap), 0, wide, 10), 3, token)
        elif self._all:
            paint.box(painter, QRectF(self.rect()), 5, "border")
            paint.box(painter, QRectF(0, 0, self.width() * self._done / self._all, 10), 5, "ok")
        painter.end()


class WalkHead(QWidget):
    """Which list, how far, how long, and who picks it."""

    def __init__(self) -> None:
        super().__init__()
        self.close_button = IconButton("x", name="pick.back", accessible=_("Leave this list"), key="Esc", height=44)
        self._name = Label("", 16, 600, name="pick.batch")
        self._detail = Label("", 12, 400, "text3")
        self._segments = Segments()
        self._count = Label("", 20, 700, name="pick.done")
        self._of = Label("", 14, 500, "text2")
        self._time = Label("", 16, 600, name="pick.time")
        self._avatar, self._who = Avatar("", 0, 32), Label("", 13, 600)
        self._station = Label("", 12, 400, "text3")
        user = Panel(
            "surface", self._avatar, VBox(None, self._who, self._station, None, gap=0), edge="border", radius=8, row=True,
            margins=(4, 14, 4, 6), gap=8,
        )  # fmt: skip
        user.setFixedHeight(44)
        layout = fill(
            QHBoxLayout(self),
            (self.close_button, VBox(None, self._name, self._detail, None, gap=0), 12, (self._segments, 1), 12, self._count,
             self._of, 8, Icon("timer", 18), self._time, 8, user),
            (0, 20, 0, 16), 8,
        )  # fmt: skip
        layout.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.setFixedHeight(68)
        self._began: int | None = None
        self._timer = QTimer(self, interval=SECOND_MS)
        self._timer.timeout.connect(self._tick)
        theme().changed.connect(self.update)

    def show_person(self, name: str, station: str, color: int) -> None:
        """Who picks, and where."""
        words = name.split()
        self._avatar.set_person("".join(word[0] for word in (words[0], words[-1]) if word).upper(), color)
        self._who.set_text(words[0])
        self._station.set_text(station)

    def show_walk(self, screen: PickScreen) -> None:
        """Name, progress and time of a walk."""
        self._name.set_text(_("Batch {number}").format(number=screen.number))
        orders = len(screen.totes)
        parts = [ngettext("{count} order", "{count} orders", orders).format(count=orders)]
        if totes := sum(bool(tote.code) for tote in screen.totes):
            parts.append(ngettext("{count} tote", "{count} totes", totes).format(count=totes))
        if screen.due_at:
            parts.append(due_words(screen.due_at))
        self._detail.set_text(" · ".join(parts))
        self._began = screen.started_at
        self.show_count(screen.picked, screen.pieces)
        self._tick()
        self._timer.start()

    def show_count(self, picked: int, pieces: int) -> None:
        """How far the walk is."""
        self._segments.set_progress(picked, pieces)
        self._count.set_text(str(picked))
        self._of.set_text(ngettext("of {count} piece", "of {count} pieces", pieces).format(count=pieces))

    def stop_clock(self) -> None:
        """The walk is over or was left."""
        self._timer.stop()

    def _tick(self) -> None:
        if self._began is not None:
            seconds = max(0, clock.now_ms() - self._began) // 1000
            hours, minutes = divmod(seconds // 60, 60)
            shown = f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes:02}:{seconds % 60:02}"
            self._time.set_text(shown)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        painter.fillRect(self.rect(), theme().color("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme().color("border"))
        painter.end()


class Picture(QWidget):
    """A product's picture as large as there is room, on its tile."""

    def __init__(self, most: int = 300, least: int = 96) -> None:
        super().__init__()
        self._art, self._name, self._most = "", "", most
        self.setMinimumSize(least, least)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._most, self._most)

    def set_art(self, art: str, name: str) -> None:
        """Show another product."""
        if (art, name) != (self._art, self._name):
            self._art, self._name = art, name
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._name:
            return
        painter = paint.start(self)
        side = min(self._most, self.width(), self.height())
        picture = thumb_pixmap(self._art, side, self._name)
        painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, picture)
        painter.end()


class ItemCard(Panel):
    """Picture and name, how many to take, how many are scanned."""

    def __init__(self) -> None:
        self._picture = Picture()
        self._name = Label("", 30, 600, align="center", wrap=True, name="pick.name")
        self._sku = Label("", 15, 400, "text2", align="center")
        self.take = Label("", 120, 700, align="center", name="pick.qty")
        self.scanned = Label("", 120, 700, "ok_text", align="center", name="pick.scanned")
        heads = [Label(words, 18, 600, "text2", align="center") for words in (_("Take"), _("Scanned"))]
        counts = HBox(
            None, VBox(heads[0], self.take, gap=0), VBox(heads[1], self.scanned, gap=0), None, gap=40
        )  # fmt: skip
        super().__init__(
            "surface", (self._picture, 1), self._name, self._sku, 10, counts, edge="border", radius=18,
            margins=(20, 20, 8, 20), gap=2,
        )  # fmt: skip

    def show_stop(self, stop: Stop) -> None:
        """Show the product of a stop."""
        name = name_of(stop)
        self._picture.set_art(stop.art, name)
        self._name.set_text(name)
        self._sku.set_text(stop.sku)
        self._unit = stop.unit
        self.show_count(stop.taken, stop.wanted)

    def show_count(self, taken: int, wanted: int) -> None:
        """How many of how many are scanned."""
        self.take.set_text(quantity_text(wanted, self._unit))
        self.scanned.set_text(quantity_text(taken, self._unit))
        self.scanned.set_token("ok_text" if taken else "text3")
        self.take.setAccessibleName(_("Take {count}").format(count=wanted))
        self.scanned.setAccessibleName(_("{count} scanned").format(count=taken))


class ToteCard(QWidget):
    """One tote: its order, what is in it, and what of this stop goes into it; the next one has a blue frame."""

    def __init__(self, row: ToteRow, place: int) -> None:
        super().__init__()
        self.setObjectName(f"pick.tote.{row.code or row.order_number}")
        self.setMinimumHeight(64)
        self.setMaximumHeight(160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.row, self._place = row, place
        self._say()
        theme().changed.connect(self.update)

    def set_row(self, row: ToteRow) -> None:
        """Show another count."""
        if row != self.row:
            self.row = row
            self._say()
            self.update()

    def _title(self) -> str:
        return self.row.code or _("Order {number}").format(number=self.row.order_number)

    def _say(self) -> None:
        row = self.row
        parts = [self._title(), row.order_number if row.code else "", _("{count} in").format(count=row.inside)]
        if row.coming:
            parts.append(f"+{row.coming}")
        parts += [row.chosen, wrap_words(row.wrap)]
        self.setProperty("state", "next" if row.is_next else "")
        self.setAccessibleName(", ".join(part for part in parts if part))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        row, rect = self.row, QRectF(self.rect())
        edge, width = ("accent", 4) if row.is_next else ("accent_edge", 2) if row.coming else ("border", 1)
        paint.box(painter, rect, 12, "accent_tint" if row.is_next else "surface", edge, width)
        inner = rect.adjusted(14, 8, -14, -8)
        top = QRectF(inner.left(), inner.top(), inner.width(), 24)
        right = Qt.AlignmentFlag.AlignRight
        token = "accent_text" if row.coming else "text2"
        paint.text(painter, top, self._title(), px=14, weight=600, token=token)
        if row.wrap is not None:
            after = inner.left() + paint.advance(self._title(), 14, 600) + 8
            theme().paint_icon(painter, "gift-fill", QRectF(after, top.center().y() - 8, 16, 16), "violet_text")
        if row.code:
            paint.text(painter, top, row.order_number, px=12, token="text3", align=right)
        if row.chosen:
            inner = inner.adjusted(0, 0, 0, -18)
            words = QRectF(inner.left(), inner.bottom(), inner.width(), 18)
            paint.text(painter, words, row.chosen, px=12, weight=600, token="accent_text")
        line = QRectF(inner.left(), top.bottom(), inner.width(), inner.bottom() - top.bottom())
        inside = _("{count} in").format(count=row.inside)
        if row.coming:
            px = 40 if line.height() > 48 else 26
            paint.text(painter, line, f"+{row.coming}", px=px, weight=700, token="accent_text")
            paint.text(painter, line, inside, px=13, weight=500, token="text2", align=right)
        else:
            paint.text(painter, line, inside, px=18, weight=600, token="text2")
        painter.end()


class Totes(QWidget):
    """The totes of the walk, those of this stop first when there are too many to show."""

    MOST = 6

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(216)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(10)
        self._cards: dict[int, ToteCard] = {}

    def show_totes(self, rows: tuple[ToteRow, ...]) -> None:
        """Show the totes; cards that stay only change their counts."""
        if len(rows) > self.MOST:
            wanted = sorted(rows, key=lambda row: (not row.is_next, not row.coming, row.code))[: self.MOST]
            rows = tuple(row for row in rows if row in wanted)
        keys = [row.fulfillment_id for row in rows]
        if keys != list(self._cards):
            clear(self._box)
            self._cards = {row.fulfillment_id: ToteCard(row, at) for at, row in enumerate(rows, 1)}
            for card in self._cards.values():
                self._box.addWidget(card, 1)
            if len(rows) < 4:
                self._box.addStretch(4 - len(rows))
        for row in rows:
            self._cards[row.fulfillment_id].set_row(row)


class ScanBar(Panel):
    """What to scan now, and the three ways round it."""

    def __init__(self) -> None:
        self._title = Label("", 22, 600, elide=True, name="pick.say")
        self._detail = Label("", 14, 400, "text2", elide=True, name="pick.detail")
        self.missing = Button(_("Not there"), icon="warning", key="F7", height=56, name="pick.button.short")
        self.skip = Button(_("Skip for now"), key="F4", height=56, name="pick.button.skip")
        self.typing = Button(_("Type a code"), key="F2", height=56, name="pick.button.type")
        for button in (self.missing, self.skip, self.typing):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._icon = Icon("barcode", 34, "accent_text")
        super().__init__(
            "surface", self._icon, (VBox(None, self._title, self._detail, None, gap=0), 1), self.missing, self.skip,
            self.typing, edge="accent", edge_width=3, radius=16, row=True, margins=(8, 24), gap=16,
        )  # fmt: skip
        self.setFixedHeight(92)

    def say(self, title: str, detail: str, *, tone: str = "accent") -> None:
        """Say what to do; the edge takes the tone."""
        self._title.set_text(title)
        self._detail.set_text(detail)
        icons = {"accent": "barcode", "ok": "check-circle-fill"}
        self._icon.set_icon(icons.get(tone, "warning"), f"{tone}_text")
        self.set_look("surface", "amber" if tone == "warn" else tone, edge_width=3)
        self.setAccessibleName(f"{title}. {detail}".strip(". "))
