"""Ready pieces of a page: banners, empty states, people in circles, and a word with its value."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.common import paint
from ui.common.labels import Icon, Label
from ui.common.panels import HBox, Item, Panel, VBox, fill
from ui.theme import theme
from ui.theme.tokens import AVATARS, tone


class Banner(Panel):
    """A tinted bar in the page for something that goes on: icon, title, sentence and what can be done."""

    def __init__(
        self, icon: str, tone_name: str, title: str, text: str = "", *buttons: QWidget, name: str = ""
    ) -> None:
        look = tone(tone_name)
        self._icon = Icon(icon, 22, look.text)
        self._title = Label(title, 14, 600, look.text, wrap=True)
        self._text = Label(text, 13, 400, "text", wrap=True)
        self._text.setVisible(bool(text))
        words = VBox(self._title, self._text, gap=1)
        super().__init__(
            look.tint,
            self._icon,
            (words, 1),
            *buttons,
            edge=look.edge,
            radius=10,
            margins=(10, 14),
            gap=12,
            row=True,
            name=name,
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._say()

    def set_banner(self, icon: str, tone_name: str, title: str, text: str = "") -> None:
        """Show another state in the same place."""
        look = tone(tone_name)
        self.set_look(look.tint, look.edge)
        self._icon.set_icon(icon, look.text)
        self._title.set_text(title)
        self._title.set_token(look.text)
        self._text.set_text(text)
        self._text.setVisible(bool(text))
        self._say()

    def _say(self) -> None:
        self.setAccessibleName(f"{self._title.text()}. {self._text.text()}".strip(". "))


class EmptyState(QWidget):
    """What a place says that holds nothing yet: picture, one sentence, and the ways to begin."""

    def __init__(self, picture: str, title: str, text: str = "", *buttons: QWidget, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(f"{title}. {text}".strip(". "))
        head = Label(title, 18, 600, align="center", wrap=True)
        body = Label(text, 14, 400, "text2", align="center", wrap=True)
        body.setVisible(bool(text))
        for label in (head, body):
            label.setMaximumWidth(460)
            label.setMinimumWidth(260)
        middle = Qt.AlignmentFlag.AlignHCenter
        items: list[Item] = [None, (_picture(picture), 0, middle), 8, (head, 0, middle), (body, 0, middle)]
        if buttons:
            items += [8, HBox(None, *buttons, None, gap=8)]
        fill(QVBoxLayout(self), (*items, None), 24, 6)


def _picture(picture: str) -> QWidget:
    """An icon on a round tint, or the drawing itself if SVG text is given."""
    if picture.lstrip().startswith("<svg"):
        drawing = QSvgWidget()
        drawing.load(QByteArray(picture.encode()))
        drawing.setFixedSize(160, 120)
        return drawing
    disc = Panel("hover", Icon(picture, 32, "text2"), radius=36, margins=20)
    disc.setFixedSize(72, 72)
    return disc


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
