"""The scale card: the live weight against the expected one; red with the difference when it does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.i18n import _
from ui.common import paint
from ui.common.boxes import Card, HBox, VBox
from ui.common.chips import Chip
from ui.common.labels import Icon, Label
from ui.picking.words import kilos
from ui.theme import theme

if TYPE_CHECKING:
    from app.packing.weight import Expected


LARGE, SMALL = 84, 52


class Band(QWidget):
    """The expected weight as a band, the weight now as a dot."""

    def __init__(self) -> None:
        super().__init__()
        self._expected: Expected | None = None
        self._grams: int | None = None
        self._tone = "ok"
        self.setMinimumHeight(52)
        self.setMaximumHeight(64)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def show_weight(self, expected: Expected | None, grams: int | None, tone: str) -> None:
        """Show where a weight lies."""
        self._expected, self._grams, self._tone = expected, grams, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        expected = self._expected
        if expected is None or not expected.grams:
            return
        painter = paint.start(self)
        reach = max(expected.tolerance * 5, expected.grams // 5, 1)
        low, high = max(0, expected.grams - reach), expected.grams + reach
        wide = float(self.width())

        def x(grams: int) -> float:
            return wide * min(1.0, max(0.0, (grams - low) / (high - low)))

        paint.box(painter, QRectF(0, 12, wide, 14), 7, "hover")
        left, right = x(expected.grams - expected.tolerance), x(expected.grams + expected.tolerance)
        paint.box(painter, QRectF(left, 12, right - left, 14), 4, "ok_edge")
        if self._grams:
            painter.setPen(QPen(theme().color("surface"), 3))
            painter.setBrush(theme().color(self._tone))
            painter.drawEllipse(QPointF(min(wide - 13, max(13.0, x(self._grams))), 19), 12, 12)
        line = QRectF(0, 34, wide, 18)
        sides = Qt.AlignmentFlag
        paint.text(painter, line, kilos(low), px=12, token="text3")
        paint.text(painter, line, kilos(high), px=12, token="text3", align=sides.AlignRight)
        words = _("{low} – {high} expected").format(
            low=f"{max(0, expected.grams - expected.tolerance) / 1000:.2f}",
            high=f"{(expected.grams + expected.tolerance) / 1000:.2f}",
        )
        paint.text(painter, line, words, px=12, token="text3", align=sides.AlignHCenter)
        painter.end()


class _Figure(Label):
    """A label whose size can change."""

    def set_px(self, px: int) -> None:
        """Draw in another size."""
        if px != self._px:
            self._px = px
            self._retheme()
            self.updateGeometry()


class ScaleCard(Card):
    """Weight, expected weight and what the difference means; `state` is none, live, fits or off."""

    def __init__(self) -> None:
        self._chip = Chip("", "grey")
        self._weight = _Figure("–", LARGE, 700, name="pack.weight")
        self._unit = Label(_("kg"), 24, 500, "text3")
        self._expected = Label("", 20, 600, align="right", name="pack.expected")
        self._difference = Label("", 13, 600, "text2", align="right", name="pack.difference")
        self._band = Band()
        self._hint = Label("", 13, 500, "bad_text", wrap=True, name="pack.scale.hint")
        self._hint.hide()
        self._title = Label(_("Scale"), 15, 600)
        right = VBox(None, Label(_("Expected"), 12, 400, "text3", align="right"), self._expected, self._difference,
                     None, gap=0)  # fmt: skip
        super().__init__(
            HBox(Icon("scales", 20), self._title, None, self._chip, gap=8),
            (HBox(self._weight, self._unit, None, right, gap=8), 1), self._band, self._hint, pad=(12, 16), gap=2,
            name="pack.scale",
        )  # fmt: skip
        self.state = "none"

    def show_weight(
        self, expected: Expected | None, grams: int | None, *, is_steady: bool, is_typed: bool, is_complete: bool
    ) -> None:
        """Show a weight; it is judged only when everything is scanned and the scale stands still."""
        self._weight.set_text(kilos(grams, 3) if grams is not None else "–")
        self._expected.set_text(kilos(expected.grams) if expected else "–")
        fits = bool(expected and grams and expected.allows(grams))
        judged = is_complete and bool(grams) and is_steady
        self.state = "none" if not grams else "live" if not judged else "fits" if fits else "off"
        self.setProperty("state", self.state)
        self._show_chip(grams, is_steady, is_typed)
        difference = (grams or 0) - (expected.grams if expected else 0)
        tone = "ok" if fits else "bad" if judged else "accent"
        self._show_difference(grams, difference, fits, judged)
        off = self.state == "off"
        self.set_look("bad_tint" if off else "surface", "bad" if off else "border", edge_width=2 if off else 1)
        self._weight.set_token("bad_text" if off else "text" if grams is not None else "strong")
        self._band.show_weight(expected, grams, tone)
        if not off:
            self.show_hint("")
        said = self._weight.text() if grams is not None else _("no weight")
        self.setAccessibleName(
            _("Scale {weight} kg, expected {expected}, {difference}").format(
                weight=said, expected=self._expected.text(), difference=self._difference.text()
            )
        )

    def _show_chip(self, grams: int | None, is_steady: bool, is_typed: bool) -> None:
        if is_typed:
            self._chip.set_look(_("Typed"), "sky", "keyboard")
        elif grams is None:
            self._chip.set_look(_("No scale, F6 types it"), "grey")
        elif not grams:
            self._chip.set_look(_("Empty"), "grey")
        elif is_steady:
            self._chip.set_look(_("Steady"), "ok", "check-circle-fill")
        else:
            self._chip.set_look(_("Settling"), "grey", "hourglass-medium")

    def _show_difference(self, grams: int | None, difference: int, fits: bool, judged: bool) -> None:
        if not grams:
            self._difference.set_text("")
            return
        sign = "+" if difference > 0 else "−" if difference < 0 else "±"
        shown = f"{sign}{abs(difference):,} g"
        if fits:
            self._difference.set_text(_("{difference}, fine").format(difference=shown))
        elif difference < 0:
            self._difference.set_text(_("{difference}, too light").format(difference=shown))
        else:
            self._difference.set_text(_("{difference}, too heavy").format(difference=shown))
        self._difference.set_token("ok_text" if fits else "bad_text" if judged else "text2")

    def set_compact(self, compact: bool) -> None:
        """Smaller figures where the window is low."""
        self._weight.set_px(SMALL if compact else LARGE)

    def show_hint(self, text: str) -> None:
        """Say which piece explains the difference."""
        self._hint.set_text(text)
        self._hint.setVisible(bool(text))
