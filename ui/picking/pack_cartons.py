"""The cartons that come into question, four cards with digits, the proposed one marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from app.core.i18n import _
from ui.common import paint
from ui.common.boxes import Card, HBox
from ui.common.chips import chip_size, paint_chip
from ui.common.labels import Label
from ui.common.progress import paint_bar
from ui.theme import theme

if TYPE_CHECKING:
    from app.packing.cartons import CartonFit

SHOWN = 4
HEIGHT, COMPACT = 190, 124


class CartonCard(QAbstractButton):
    """One carton: its drawing, inner sides, and how full it would be."""

    def __init__(self, fit: CartonFit, key: str, is_best: bool, share: float) -> None:
        super().__init__()
        self.fit, self._key, self._is_best, self._share = fit, key, is_best, share
        self._is_compact = False
        self.setObjectName(f"pack.carton.{fit.carton.code}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{fit.carton.name}, {self._fit_words()}, {key}")
        theme().set_tip(self, fit.carton.name)
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(110, round((COMPACT if self._is_compact else HEIGHT) * (0.5 + theme().scale / 2)))

    def set_compact(self, compact: bool) -> None:
        """Leave most of the drawing out where the window is low."""
        self._is_compact = compact
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(84, self.sizeHint().height())

    def _fit_words(self) -> str:
        if self.fit.why == "too_heavy":
            return _("too weak")
        if self.fit.why == "too_small":
            return _("too small")
        return _("{percent}% full").format(percent=self.fit.fill_percent)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect, on = QRectF(self.rect()), self.isChecked()
        edge, width = ("accent", 2) if on else ("border", 1)
        paint.box(painter, rect, 12, "accent_tint" if on else "surface", edge, width)
        cap = paint.cap_size(self._key)
        paint.key_cap(painter, QRectF(10, 10, cap.width(), cap.height()), self._key)
        if self._is_best:
            words = _("Best fit")
            size = chip_size(words, "", 20)
            if size.width() < rect.width() - 44:
                paint_chip(painter, QRectF(rect.right() - 8 - size.width(), 10, size.width(), 20), words, "ok")
            else:
                theme().paint_icon(painter, "check-circle-fill", QRectF(rect.right() - 30, 9, 22, 22), "ok")
        if not self._is_compact:
            self._paint_box(painter, QRectF(10, 36, rect.width() - 20, 54))
        self._paint_words(painter, rect)
        if self.hasFocus():  # inside the edge, which is blue too where the carton is chosen
            paint.focus_ring(painter, rect.adjusted(3, 3, -3, -3), 9)
        painter.end()

    def _paint_words(self, painter: QPainter, rect: QRectF) -> None:
        middle, scale = Qt.AlignmentFlag.AlignHCenter, theme().scale
        carton, y = self.fit.carton, 40.0 if self._is_compact else 96.0
        bold, small = 20 * scale, 17 * scale
        room = rect.width() - 12
        px = 15 if paint.advance(carton.name, 15, 600) <= room else 13
        paint.text(painter, QRectF(6, y, room, bold), carton.name, px=px, weight=600, align=middle)
        sides = " × ".join(f"{side / 10:g}" for side in (carton.length_mm, carton.width_mm, carton.height_mm))
        paint.text(painter, QRectF(4, y + bold, rect.width() - 8, small), sides, px=12, token="text3", align=middle)
        fill = "bad" if not self.fit.fits else "ok" if self._is_best else "accent"
        y += bold + small + 6
        paint_bar(painter, QRectF(10, y, rect.width() - 20, 6), min(1.0, self.fit.fill_percent / 100), fill)
        token = "text2" if self.fit.fits else "bad_text"
        line = QRectF(4, y + 9, rect.width() - 8, small)
        paint.text(painter, line, self._fit_words(), px=12, weight=600, token=token, align=middle)

    def _paint_box(self, painter: QPainter, rect: QRectF) -> None:
        """A carton seen from the front, as large as it is beside the others."""
        body, tape, flap = ("coin_copper", "coin_text", "avatar_5") if self.fit.fits else ("strong", "text3", "border")
        wide, high = min(rect.width(), 76 * self._share), 54 * self._share
        box = QRectF(rect.center().x() - wide / 2, rect.bottom() - high, wide, high)
        paint.box(painter, box, 3, body)
        painter.fillRect(QRectF(box.left(), box.top(), wide, high * 0.16), paint.faded(flap, 150))
        painter.fillRect(QRectF(box.left() + wide * 0.42, box.top(), wide * 0.16, high), paint.faded(tape, 60))


class Cartons(Card):
    """The row of cards.

    Signals:
        chosen: a carton; carries its id.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        self._row = QHBoxLayout()
        self._row.setSpacing(10)
        hint = Label(_("1–4 to choose, or scan the carton"), 12, 400, "text3")
        super().__init__(
            HBox(Label(_("Carton"), 15, 600), None, hint), self._row, pad=(14, 16), gap=10, name="pack.cartons"
        )
        self._cards: list[CartonCard] = []
        self._is_compact = False
        self._fits: Sequence[CartonFit] = ()
        self.current: int | None = None

    def show_fits(self, fits: Sequence[CartonFit], current: int | None) -> None:
        """Show the four that come nearest, smallest first; `current` is the chosen one."""
        if fits != self._fits:
            self._fits = fits
            self._build(fits, current)
        self.current = current
        for card in self._cards:
            card.setChecked(card.fit.carton.id == current)
            card.update()

    def _build(self, fits: Sequence[CartonFit], current: int | None) -> None:
        while self._row.count():
            item = self._row.takeAt(0)
            if item is not None and item.widget():
                item.widget().deleteLater()
        by_size = sorted(fits, key=lambda fit: fit.carton.volume)
        best = next((fit for fit in fits if fit.fits), None)
        at = by_size.index(best) if best else len(by_size) - 1
        first = max(0, min(at - 1, len(by_size) - SHOWN))
        shown = by_size[first : first + SHOWN]
        most = max((fit.carton.volume for fit in shown), default=1) ** (1 / 3)
        self._cards = []
        for no, fit in enumerate(shown, 1):
            share = 0.45 + 0.55 * (fit.carton.volume ** (1 / 3)) / most
            card = CartonCard(fit, str(no), fit is best, share)
            card.set_compact(self._is_compact)
            card.clicked.connect(lambda _checked=False, carton=fit.carton.id: self.chosen.emit(carton))
            self._cards.append(card)
            self._row.addWidget(card, 1)
        if not shown:
            self._row.addWidget(_none())

    def carton_of_key(self, number: int) -> int | None:
        """The carton behind a digit."""
        return self._cards[number - 1].fit.carton.id if 0 < number <= len(self._cards) else None

    def set_compact(self, compact: bool) -> None:
        """Leave the drawings out where the window is low."""
        self._is_compact = compact
        for card in self._cards:
            card.set_compact(compact)

    @property
    def shown(self) -> int:
        """How many cards there are."""
        return len(self._cards)

    def place_of(self, carton_id: int | None) -> int:
        """The digit of a carton, nought when it has none."""
        return next((no for no, card in enumerate(self._cards, 1) if card.fit.carton.id == carton_id), 0)


def _none() -> QWidget:
    return Label(_("No cartons are set up; the box is closed without one."), 13, 400, "text2", wrap=True)
