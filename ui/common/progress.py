"""How far something is: bars, a gauge, the stages of an order, and the card of long work."""

from typing import NamedTuple

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.i18n import _
from ui.common import paint
from ui.common.buttons import Button
from ui.common.labels import Label
from ui.common.panels import Card, HBox
from ui.theme import theme
from ui.theme.tokens import tone


class Bar(QWidget):
    """A thin bar, filled to a fraction of 0 to 1."""

    def __init__(self, fraction: float = 0.0, tone: str = "accent", *, height: int = 6) -> None:
        super().__init__()
        self._fraction, self._tone = fraction, tone
        self.setFixedHeight(height)
        theme().changed.connect(self.update)

    def set_fraction(self, fraction: float, tone: str = "") -> None:
        """Fill to another fraction, 0 to 1."""
        self._fraction = min(1.0, max(0.0, fraction))
        self._tone = tone or self._tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        paint_bar(painter, QRectF(self.rect()), self._fraction, fill_token(self._tone))
        painter.end()


def fill_token(name: str) -> str:
    """Return the token that fills a bar: amber as it is, other names by their tone."""
    return "amber" if name in ("amber", "warn") else tone(name).fill


def paint_bar(painter: QPainter, rect: QRectF, fraction: float, token: str) -> None:
    """Draw a bar on its groove."""
    radius = rect.height() / 2
    paint.box(painter, rect, radius, "hover")
    if fraction > 0:
        wide = max(rect.height(), rect.width() * min(1.0, fraction))
        paint.box(painter, QRectF(rect.left(), rect.top(), wide, rect.height()), radius, token)


class Gauge(QWidget):
    """Half a ring that shows a risk score of 0 to 100 with its number: green below 40, amber below 70, red above."""

    def __init__(self, score: int = 0, px: int = 96) -> None:
        super().__init__()
        self._px = px
        self.setFixedSize(px, round(px * 0.62))
        self.set_score(score)
        theme().changed.connect(self.update)

    def set_score(self, score: int) -> None:
        """Show another score, 0 to 100."""
        self._score = min(100, max(0, score))
        self.setAccessibleName(_("Risk {score} of 100").format(score=self._score))
        self.update()

    @property
    def tone(self) -> str:
        """The tone that belongs to the score."""
        return "bad" if self._score >= 70 else "warn" if self._score >= 40 else "ok"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        thick = self._px * 0.1
        ring = QRectF(thick / 2, thick / 2, self._px - thick, self._px - thick)
        cap = Qt.PenCapStyle.RoundCap
        painter.setPen(QPen(theme().color("hover"), thick, Qt.PenStyle.SolidLine, cap))
        painter.drawArc(ring, 0, 180 * 16)
        token = fill_token(self.tone)
        if self._score:
            painter.setPen(QPen(theme().color(token), thick, Qt.PenStyle.SolidLine, cap))
            painter.drawArc(ring, 180 * 16, round(-180 * 16 * self._score / 100))
        line = QRectF(0, self._px * 0.2, self._px, self._px * 0.42)
        words = tone(self.tone).text
        center = Qt.AlignmentFlag.AlignHCenter
        paint.text(painter, line, str(self._score), px=round(self._px * 0.3), weight=600, token=words, align=center)
        painter.end()


class Stage(NamedTuple):
    """One stage of an order: its word, a detail below, and "done", "now", "todo" or "bad"."""

    title: str
    detail: str = ""
    state: str = "todo"
    icon: str = ""


class StageLine(QWidget):
    """The line of stages on top of an order: done ones green and ticked, the present one blue, the rest empty."""

    def __init__(self, stages: list[Stage] | None = None, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._stages: list[Stage] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_stages(stages or [])
        theme().changed.connect(self.updateGeometry)
        theme().changed.connect(self.update)

    def set_stages(self, stages: list[Stage]) -> None:
        """Show other stages."""
        self._stages = [Stage(*stage) for stage in stages]
        now = next((stage for stage in self._stages if stage.state in ("now", "bad")), None)
        done = sum(stage.state == "done" for stage in self._stages)
        told = _("{done} of {all} stages done").format(done=done, all=len(self._stages))
        self.setAccessibleName(f"{now.title}. {told}" if now else told)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(max(1, len(self._stages)) * 110, round(66 * theme().scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._stages:
            return
        painter = paint.start(self)
        step = self.width() / len(self._stages)
        for index, stage in enumerate(self._stages):
            x = step * (index + 0.5)
            if index:
                reached = stage.state != "todo"
                painter.setPen(QPen(theme().color("ok" if reached else "strong"), 2))
                painter.drawLine(QPointF(x - step + 13, 12), QPointF(x - 13, 12))
        for index, stage in enumerate(self._stages):
            self._paint_stage(painter, stage, QRectF(step * index, 0, step, self.height()))
        painter.end()

    def _paint_stage(self, painter: QPainter, stage: Stage, rect: QRectF) -> None:
        x = rect.center().x()
        disc = QRectF(x - 11, 1, 22, 22)
        fills = {"done": "ok", "now": "accent", "bad": "bad"}
        fill = fills.get(stage.state)
        if fill:
            paint.box(painter, disc, 11, fill)
            icon = "check-bold" if stage.state == "done" else stage.icon or "circle-fill"
            theme().paint_icon(painter, icon, disc.adjusted(5, 5, -5, -5), "ontext")
        else:
            paint.box(painter, disc, 11, "surface", "strong", 2)
        words = {"now": "accent_text", "bad": "bad_text", "todo": "text2"}.get(stage.state, "text")
        center = Qt.AlignmentFlag.AlignHCenter
        big, small = 18 * theme().scale, 17 * theme().scale
        weight = 500 if stage.state == "todo" else 600
        title = QRectF(rect.left() + 4, 29, rect.width() - 8, big)
        paint.text(painter, title, stage.title, px=13, weight=weight, token=words, align=center)
        detail = QRectF(rect.left() + 4, 29 + big - 1, rect.width() - 8, small)
        paint.text(painter, detail, stage.detail, px=12, token="text3", align=center)


class ProgressCard(Card):
    """Long work in the corner of the content: "132 of 400 · about 40 s", with Pause and Stop."""

    paused = Signal(bool)
    stopped = Signal()

    def __init__(self, title: str, *, name: str = "progress", can_pause: bool = True) -> None:
        self._line = Label("", 13, 400, "text2")
        self._groove = Bar()
        self._pause = Button(_("Pause"), icon="pause", height=32, name=f"{name}.button.pause")
        self._stop = Button(_("Stop it"), kind="ghost", height=32, name=f"{name}.button.stop")
        if not can_pause:
            self._pause.hide()
        self._title = Label(title, 14, 600)
        super().__init__(self._title, self._line, self._groove, HBox(None, self._stop, self._pause), pad=14, name=name)
        self.setFixedWidth(340)
        self._is_paused = False
        self._clock = QElapsedTimer()
        self._clock.start()
        self._base: tuple[int, int] | None = None
        self._pause.clicked.connect(self._toggle)
        self._stop.clicked.connect(self.stopped.emit)

    def set_progress(self, done: int, total: int, now: str = "") -> None:
        """Tell how many of all are done and what is under way; the time left is guessed from the speed so far."""
        if self._base is None:
            self._base = (done, self._clock.elapsed())
        count = _("{done} of {total}").format(done=f"{done:,}", total=f"{total:,}")
        left = self._left_text(done, total)
        self._line.set_text(" · ".join(part for part in (count, now, left) if part))
        self._groove.set_fraction(done / total if total else 0)
        self.setAccessibleName(f"{self._title.text()}, {self._line.text()}")

    def _left_text(self, done: int, total: int) -> str:
        assert self._base is not None
        started, at = self._base
        spent = self._clock.elapsed() - at
        if done - started <= 0 or spent < 1000 or done >= total:
            return ""
        seconds = max(1, round(spent * (total - done) / (done - started) / 1000))
        if seconds < 90:
            return _("about {count} s").format(count=seconds)
        return _("about {count} min").format(count=round(seconds / 60))

    def finish(self, text: str) -> None:
        """Say how it ended and offer no more buttons."""
        self._groove.set_fraction(1.0, "ok")
        self._line.set_text(text)
        self._pause.hide()
        self._stop.hide()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _toggle(self) -> None:
        self._is_paused = not self._is_paused
        # What passed while paused must not make the rest look slow.
        self._base = None
        self._pause.set_text(_("Go on") if self._is_paused else _("Pause"))
        self._pause.set_icon("play" if self._is_paused else "pause")
        self.paused.emit(self._is_paused)
