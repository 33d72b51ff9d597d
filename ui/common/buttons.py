"""Buttons of every kind, key caps and links: painted, with the key they answer to and a ring when focused."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.common import paint
from ui.common.choices import FilterChips, Segmented
from ui.theme import theme

__all__ = ["KINDS", "Button", "FilterChips", "IconButton", "KeyCap", "Link", "Segmented", "radius_of", "text_px"]


class _Look(NamedTuple):
    fill: str | None
    edge: str | None
    text: str
    hover: str


KINDS: dict[str, _Look] = {
    "primary": _Look("accent", None, "ontext", "accent_hover"),
    "default": _Look("surface", "strong", "text", "hover"),
    "ghost": _Look(None, None, "text2", "hover"),
    "danger": _Look("surface", "bad_edge", "bad_text", "bad_tint"),
    "bad": _Look("bad", None, "ontext", "bad"),
    "ok": _Look("ok", None, "ontext", "ok"),
    "ink": _Look("ink", None, "onink", "ink"),
    "amber": _Look("amber", None, "onamber", "amber"),
    "tint": _Look("accent_tint", "accent_edge", "accent_text", "accent_tint"),
    "soft": _Look("hover", None, "text", "border"),
    "tint_ok": _Look("ok_tint", "ok_edge", "ok_text", "ok_tint"),
    "tint_warn": _Look("warn_tint", "warn_edge", "warn_text", "warn_tint"),
    "tint_bad": _Look("bad_tint", "bad_edge", "bad_text", "bad_tint"),
}
_OFF = _Look("hover", "border", "text3", "hover")
_FILLED = ("primary", "bad", "ok")


def text_px(height: int) -> int:
    """Return the type size that belongs to a button height."""
    return 13 if height <= 32 else 14 if height <= 44 else 16 if height <= 56 else 20


def radius_of(height: int) -> int:
    """Return the corner radius that belongs to a button height."""
    return 12 if height >= 76 else 10 if height >= 56 else 8 if height >= 36 else 7


class Button(QAbstractButton):
    """A verb with its object; shows its icon and key cap, and is disabled only with the reason beside it.

    The key is only drawn here: screens register their keys with the shell's key bar.
    """

    def __init__(
        self,
        text: str = "",
        *,
        kind: str = "default",
        icon: str = "",
        key: str = "",
        height: int = 40,
        px: int = 0,
        name: str = "",
        accessible: str = "",
    ) -> None:
        super().__init__()
        assert kind in KINDS, f"no kind of button {kind!r}"
        self._kind, self._icon, self._key, self._base = kind, icon, key, height
        self._px = px or text_px(height)
        self._accessible = accessible
        self.setObjectName(name)
        self.setText(text.replace("&", "&&"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty("kind", kind)
        self._rename()
        theme().changed.connect(self._retheme)

    def set_text(self, text: str) -> None:
        """Say something else, as when the total on the Pay button changes."""
        if text != self.label():
            self.setText(text.replace("&", "&&"))
            self._rename()
            self._retheme()

    def label(self) -> str:
        """Return the text as a person reads it."""
        return self.text().replace("&&", "&")

    def set_key(self, key: str) -> None:
        """Show another key cap; an empty one shows none."""
        self._key = key
        self._rename()
        self._retheme()

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self._retheme()

    def set_kind(self, kind: str) -> None:
        """Change between the kinds, as when a state turns red."""
        assert kind in KINDS, f"no kind of button {kind!r}"
        self._kind = kind
        self.setProperty("kind", kind)
        self.update()

    def grow(self, stretches: bool = True) -> "Button":
        """Let the button take all the width it can get; returns itself for use in layouts."""
        policy = QSizePolicy.Policy.Expanding if stretches else QSizePolicy.Policy.Maximum
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        return self

    def _rename(self) -> None:
        said = self._accessible or self.label()
        self.setAccessibleName(f"{said}, {self._key}" if self._key and said else said)
        self.setAccessibleDescription(self._key)

    def _retheme(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        height = max(theme().control(self._base), theme().target())
        if not self.text() and not self._key:
            return QSize(height, height)
        return QSize(round(self._content_width()) + 2 * self._padding(), height)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        stretches = self.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding
        # A button of its own width never cuts its words; one that fills a row may, where the window is narrow.
        return QSize(min(hint.width(), 2 * hint.height()), hint.height()) if stretches else hint

    def _padding(self) -> int:
        return 14 if self._base >= 48 else 12

    def _icon_px(self) -> int:
        return round(max(16, int(self._px * 1.25)) * theme().scale)

    def _weight(self) -> int:
        return 500 if self._kind == "ghost" else 600

    def _gap(self) -> int:
        return 8

    def _cap(self) -> QSize:
        return paint.cap_size(self._key, large=self._base >= 56) if self._key else QSize(0, 0)

    def _parts(self) -> list[float]:
        """Widths of icon, text and cap, those that are there."""
        widths = [float(self._icon_px())] if self._icon else []
        if self.text():
            widths.append(paint.advance(self.label(), self._px, self._weight()) + 1)
        if self._key:
            widths.append(self._cap().width() + (6 if self._base >= 56 else 0))
        return widths

    def _content_width(self) -> float:
        parts = self._parts()
        return sum(parts) + self._gap() * max(0, len(parts) - 1)

    def _look(self) -> _Look:
        if not self.isEnabled():
            return _OFF if self._kind != "ghost" else _Look(None, None, "text3", "hover")
        return KINDS[self._kind]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        look = self._look()
        hot = self.isEnabled() and (self.underMouse() or self.isDown() or self.isChecked())
        fill = look.hover if hot else look.fill
        rect = QRectF(self.rect())
        radius = radius_of(self._base)
        if self.isDown():
            painter.setOpacity(0.86)
        paint.box(painter, rect, radius, fill, look.edge)
        self._paint_content(painter, look)
        painter.setOpacity(1)
        if self.hasFocus():
            self._paint_ring(painter, rect, radius)
        painter.end()

    def _paint_ring(self, painter: QPainter, rect: QRectF, radius: int) -> None:
        paint.focus_ring(painter, rect, radius)
        if self._kind in (*_FILLED, "ink", "amber"):
            # A blue ring on a blue button is not seen; a second one in the text's colour lies inside it.
            token = KINDS[self._kind].text if self.isEnabled() else "text3"
            paint.box(painter, rect.adjusted(3, 3, -3, -3), max(2, radius - 3), None, token, 1.5)

    def _paint_content(self, painter: QPainter, look: _Look) -> None:
        room = self.width() - 16.0
        x = max(8.0, (self.width() - self._content_width()) / 2)
        middle = self.height() / 2
        if self._icon:
            px = self._icon_px()
            theme().paint_icon(painter, self._icon, QRectF(x, middle - px / 2, px, px), look.text)
            x += px + self._gap()
        cap = self._cap()
        if self.text():
            taken = (x - 8) + (cap.width() + self._gap() if self._key else 0)
            want = paint.advance(self.label(), self._px, self._weight()) + 1
            width = max(0.0, min(want, room - taken))
            line = QRectF(x, 0, width, self.height())
            paint.text(painter, line, self.label(), px=self._px, weight=self._weight(), token=look.text)
            x += width + self._gap()
        if self._key:
            x += 6 if self._base >= 56 else 0
            spot = QRectF(x, middle - cap.height() / 2, cap.width(), cap.height())
            inverted = self._kind in _FILLED and self.isEnabled()
            paint.key_cap(painter, spot, self._key, inverted=inverted, faint=not self.isEnabled())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()


class IconButton(Button):
    """A square button with an icon alone; it must say in words what it does."""

    def __init__(
        self,
        icon: str,
        *,
        name: str,
        accessible: str,
        tooltip: str = "",
        kind: str = "ghost",
        height: int = 36,
        key: str = "",
    ) -> None:
        super().__init__("", kind=kind, icon=icon, height=height, name=name, accessible=accessible)
        theme().set_tip(self, tooltip or accessible)
        self.setAccessibleDescription(tooltip or key or accessible)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class Link(QAbstractButton):
    """A blue word that opens something."""

    def __init__(self, text: str, name: str = "", *, px: int = 13, icon: str = "") -> None:
        super().__init__()
        self._px, self._icon = px, icon
        self.setObjectName(name)
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def set_text(self, text: str) -> None:
        """Say something else."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.updateGeometry()

    def _indent(self) -> int:
        return self._px + 9 if self._icon else 0

    def sizeHint(self) -> QSize:
        words = paint.advance(self.text().replace("&&", "&"), self._px, 600)
        least = theme().target()
        return QSize(max(least, round(words) + 6 + self._indent()), max(least, round(self._px * 1.9 * theme().scale)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect = QRectF(self.rect())
        token = "accent_text" if self.isEnabled() else "text3"
        if self._icon:
            px = self._px + 3
            theme().paint_icon(painter, self._icon, QRectF(2, (self.height() - px) / 2, px, px), token)
        line = rect.adjusted(2 + self._indent(), 0, 0, 0)
        label = self.text().replace("&&", "&")
        paint.text(painter, line, label, px=self._px, weight=600, token=token)
        if self.underMouse() and self.isEnabled():
            y = rect.center().y() + self._px * 0.62
            right = line.left() + paint.advance(label, self._px, 600)
            painter.setPen(theme().color(token))
            painter.drawLine(line.left(), y, right, y)
        if self.hasFocus():
            paint.focus_ring(painter, rect, 5)
        painter.end()


class KeyCap(QWidget):
    """The picture of a key, as F9 or Esc."""

    def __init__(self, text: str, *, large: bool = False) -> None:
        super().__init__()
        self._key, self._large = text, large
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._retheme()
        theme().changed.connect(self._retheme)

    def set_text(self, text: str) -> None:
        """Show another key."""
        self._key = text
        self._retheme()

    def _retheme(self) -> None:
        self.setFixedSize(paint.cap_size(self._key, large=self._large))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        paint.key_cap(painter, QRectF(self.rect()), self._key)
        painter.end()
