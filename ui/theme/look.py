"""The one theme object: which colours, fonts, icons and row heights are in force, and a signal when they change."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QToolTip, QWidget

from ui.theme import fonts, icons, tokens
from ui.theme.stylesheet import stylesheet

MODES = ("light", "dark", "system")
_PART = "sheet"  # the property that names the style sheet of a widget


class Theme(QObject):
    """Colours by name, fonts by size and weight, icons by name; `changed` tells every widget to draw itself anew."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mode = "light"
        self._scale = 1.0
        self._touch = False
        self._dense = False
        self._motion = True
        self._watching = False
        self._sheets: dict[str, str] = {}
        self._colors: dict[str, QColor] = {}
        self._fill()

    # -- mode and sizes

    @property
    def mode(self) -> str:
        """What was chosen: "light", "dark" or "system"."""
        return self._mode

    @property
    def is_dark(self) -> bool:
        """Whether the dark table is in force now."""
        return self._mode == "dark" or (self._mode == "system" and _system_is_dark())

    @property
    def touch(self) -> bool:
        """Whether rows and buttons are 8 px taller for fingers."""
        return self._touch

    @property
    def dense(self) -> bool:
        """Whether table rows are 36 px."""
        return self._dense

    @property
    def scale(self) -> float:
        """Text size from 1.0 to 1.5."""
        return self._scale

    @property
    def motion(self) -> bool:
        """Whether drawers slide and scanned rows fade."""
        return self._motion

    def set_mode(self, mode: str) -> None:
        """Choose "light", "dark" or "system"; open windows follow at once."""
        assert mode in MODES, f"no mode {mode!r}"
        if mode != self._mode:
            self._mode = mode
            self._renew()

    def set_sizes(
        self,
        *,
        touch: bool | None = None,
        dense: bool | None = None,
        scale: float | None = None,
        motion: bool | None = None,
    ) -> None:
        """Change the station's sizes; what is left out stays as it is."""
        before = (self._touch, self._dense, self._scale, self._motion)
        self._touch = self._touch if touch is None else touch
        self._dense = self._dense if dense is None else dense
        self._scale = self._scale if scale is None else min(1.5, max(1.0, scale))
        self._motion = self._motion if motion is None else motion
        if before != (self._touch, self._dense, self._scale, self._motion):
            self._renew()

    def control(self, height: int) -> int:
        """Return the height in px of a button or field under the station's setting."""
        return round(height * max(1.0, self._scale * 0.94)) + (tokens.TOUCH_EXTRA if self._touch else 0)

    def target(self) -> int:
        """Return the least side in px of what is tapped under the station's setting, for a finger or a pointer."""
        return tokens.TARGET_TOUCH if self._touch else tokens.TARGET

    def row(self, height: int = tokens.ROW_HEIGHT) -> int:
        """Return the height in px of a table row under the station's setting."""
        base = tokens.ROW_HEIGHT_DENSE if self._dense and height <= 50 else height
        return round(base * self._scale) + (tokens.TOUCH_EXTRA if self._touch else 0)

    # -- colours, fonts, icons

    def color(self, token: str) -> QColor:
        """Return the colour a token stands for now: the theme's own, so take a copy before changing it."""
        return self._colors[token]

    def font(self, px: int = 14, weight: int = 400, text: str = "") -> QFont:
        """Return Inter in a size in px (before text scale) and a weight of 400 to 700, tabular for a text of figures."""
        return QFont(fonts.make_font(round(px * self._scale), weight, fonts.is_figures(text)))

    def chinese_face(self) -> str | None:
        """Return the family that draws Chinese on this machine, or None."""
        return fonts.chinese_face()

    def pixmap(self, name: str, token: str = "text2", px: int = 20) -> QPixmap:
        """Return an icon as a picture of px logical pixels."""
        app = QGuiApplication.instance()
        ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
        pixmap = QPixmap(icons.tinted(name, self._colors[token], round(px * ratio)))
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def icon(self, name: str, token: str = "text2", px: int = 20) -> QIcon:
        """Return an icon for Qt's own widgets, grey when disabled."""
        icon = QIcon(self.pixmap(name, token, px))
        icon.addPixmap(self.pixmap(name, "control", px), QIcon.Mode.Disabled)
        return icon

    def paint_icon(self, painter: QPainter, name: str, rect: QRectF, token: str = "text2") -> None:
        """Draw an icon into a square with a painter that is already at work."""
        icons.paint(painter, name, rect, self._colors[token])

    # -- the application

    def apply(self, app: QApplication) -> None:
        """Give the application its style, palette and font, once now and again after each change."""
        if not self._watching:
            self._watching = True
            app.setStyle("Fusion")
            self._dress(app)
            app.styleHints().colorSchemeChanged.connect(self._system_changed)

    def _system_changed(self) -> None:
        if self._mode == "system":
            self._renew()

    def _renew(self) -> None:
        self._fill()
        app = QApplication.instance()
        if self._watching and isinstance(app, QApplication):
            self._dress(app)
        self.changed.emit()

    def dress(self, widget: QWidget, part: str) -> None:
        """Give a widget that Qt paints itself our style sheet for its sort, now and after each change."""
        widget.setProperty(_PART, part)
        widget.setStyleSheet(self._sheet(part))

    def set_tip(self, widget: QWidget, text: str) -> None:
        """Say a word at a widget when the pointer rests on it."""
        widget.setToolTip(text)
        self._dress_tip(widget)

    def show_tip(self, at: QPoint, text: str, widget: QWidget) -> None:
        """Say a word now, at a place on the screen; it goes when the pointer leaves the widget."""
        self._dress_tip(widget)
        QToolTip.showText(at, text, widget)

    def _dress_tip(self, widget: QWidget) -> None:
        if not widget.property(_PART):
            self.dress(widget, "tip")  # a tip takes its look from the widget that it is about

    def dress_bars(self, area: QAbstractScrollArea) -> None:
        """Give what scrolls our scroll bars, and let the ground behind it show."""
        for bar in (area.verticalScrollBar(), area.horizontalScrollBar()):
            self.dress(bar, "bar")
        area.viewport().setAutoFillBackground(False)

    def _sheet(self, part: str) -> str:
        if part not in self._sheets:
            self._sheets[part] = stylesheet(part, self._table(), self._scale)
        return self._sheets[part]

    def _dress(self, app: QApplication) -> None:
        app.setFont(self.font())
        app.setPalette(self.palette())
        self._sheets.clear()
        for widget in app.allWidgets():
            if part := widget.property(_PART):
                widget.setStyleSheet(self._sheet(part))
            else:
                app.sendEvent(widget, QEvent(QEvent.Type.StyleChange))  # room for other sizes, as Qt does under a sheet

    def _table(self) -> dict[str, str]:
        return {**(tokens.DARK if self.is_dark else tokens.LIGHT), **tokens.FIXED}

    def _fill(self) -> None:
        self._colors = {name: QColor(value) for name, value in self._table().items()}

    def palette(self) -> QPalette:
        """Return the Qt palette of the theme, for what Qt draws by itself."""
        role = QPalette.ColorRole
        palette = QPalette()
        roles = {
            role.Window: "app",
            role.WindowText: "text",
            role.Base: "surface",
            role.AlternateBase: "sunken",
            role.Text: "text",
            role.PlaceholderText: "text3",
            role.Button: "surface",
            role.ButtonText: "text",
            role.BrightText: "bad_text",
            role.Highlight: "accent",
            role.HighlightedText: "ontext",
            role.ToolTipBase: "ink",
            role.ToolTipText: "onink",
            role.Link: "accent_text",
            role.LinkVisited: "accent_text",
            role.Accent: "accent",
            role.Light: "surface",
            role.Midlight: "hover",
            role.Mid: "border",
            role.Dark: "strong",
            role.Shadow: "shadow",
        }
        for which, token in roles.items():
            palette.setColor(which, self._colors[token])
        for which in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, which, self._colors["text3"])
        return palette


def _system_is_dark() -> bool:
    app = QGuiApplication.instance()
    return isinstance(app, QGuiApplication) and app.styleHints().colorScheme() == Qt.ColorScheme.Dark


_theme: Theme | None = None


def theme() -> Theme:
    """Return the one theme of this process."""
    global _theme
    if _theme is None:
        _theme = Theme()
    return _theme
