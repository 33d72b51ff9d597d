"""Text on screens: plain text in the theme's fonts and colours, amounts of money, and icons."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.core.money import format_money
from ui.theme import theme
from ui.theme.fonts import is_figures

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}


def alignment(name: str) -> Qt.AlignmentFlag:
    """Return Qt's flag for "left", "right" or "center", vertically centred."""
    return _ALIGN[name] | Qt.AlignmentFlag.AlignVCenter


class Label(QLabel):
    """A text that never reads markup; elide=True shortens it with … and shows all of it as a tooltip."""

    def __init__(
        self,
        text: str = "",
        px: int = 14,
        weight: int = 400,
        token: str = "text",
        *,
        align: str = "left",
        wrap: bool = False,
        elide: bool = False,
        strike: bool = False,
        selectable: bool = False,
        name: str = "",
    ) -> None:
        super().__init__()
        self._px, self._weight, self._token = px, weight, token
        self._elide, self._strike = elide, strike
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(alignment(align))
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if name:
            self.setObjectName(name)
        self._retheme()
        self.setText(text)
        theme().changed.connect(self._retheme)

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text != self.text():
            self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        if is_figures(text) != self._is_figures:
            self._retheme()

    def set_token(self, token: str) -> None:
        """Draw in another colour of the theme."""
        if token != self._token:
            self._token = token
            self._retheme()

    def set_weight(self, weight: int) -> None:
        """Draw in another weight, 400 to 700."""
        if weight != self._weight:
            self._weight = weight
            self._retheme()

    @property
    def token(self) -> str:
        """The name of the colour the text has now."""
        return self._token

    def _retheme(self) -> None:
        self._is_figures = is_figures(self.text())
        font = theme().font(self._px, self._weight, self.text())
        font.setStrikeOut(self._strike)
        self.setFont(font)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme().color(self._token))
        self.setPalette(palette)
        self.update()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(16, hint.height()) if self._elide else hint

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if not self.wordWrap() and self.text():
            # QLabel rounds the advance of a tracked, variable font down and would cut the last letter.
            hint.setWidth(hint.width() + 1)
        return hint

    @property
    def elides(self) -> bool:
        """Whether a text that is too long is shortened with …, all of it in the tooltip."""
        return self._elide

    def is_cut(self) -> bool:
        """Tell whether the text is too long for its place."""
        return self._elide and QFontMetrics(self.font()).horizontalAdvance(self.text()) > self.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.is_cut():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(theme().color(self._token))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), self.alignment(), shown)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and not self.toolTip() and self.is_cut():
            assert isinstance(event, QHelpEvent)
            theme().show_tip(event.globalPos(), self.text(), self)
            return True
        return super().event(event)


class MoneyLabel(Label):
    """An amount in minor units of the shop's currency, right-aligned; None shows an en dash."""

    def __init__(
        self,
        minor: int | None = None,
        px: int = 14,
        weight: int = 600,
        token: str = "text",
        *,
        sign: bool = False,
        align: str = "right",
        name: str = "",
    ) -> None:
        self._sign = sign
        self._minor = minor
        super().__init__(self._worded(), px, weight, token, align=align, name=name)

    def set_minor(self, minor: int | None) -> None:
        """Show another amount in minor units."""
        self._minor = minor
        self.set_text(self._worded())

    @property
    def minor(self) -> int | None:
        """The amount shown, in minor units."""
        return self._minor

    def _worded(self) -> str:
        return "–" if self._minor is None else format_money(self._minor, sign=self._sign)


class Icon(QWidget):
    """A picture from resources/icons in one colour of the theme; says nothing to screen readers."""

    def __init__(self, name: str, px: int = 18, token: str = "text2") -> None:
        super().__init__()
        self._icon, self._px, self._token = name, px, token
        self.setFixedSize(px, px)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme().changed.connect(self.update)

    def set_icon(self, name: str, token: str = "") -> None:
        """Show another icon, and keep the colour unless one is given."""
        self._icon, self._token = name, token or self._token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        theme().paint_icon(painter, self._icon, QRectF(0, 0, self._px, self._px), self._token)
        painter.end()
