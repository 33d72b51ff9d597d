"""Ready pieces of a page: banners for what goes on, and what a place says that holds nothing yet."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.common.labels import Icon, Label
from ui.common.panels import HBox, Item, Panel, VBox, fill
from ui.theme.tokens import tone


class Banner(Panel):
    """A tinted bar in the page for something that goes on: icon, title, sentence and what can be done."""

    def __init__(
        self, icon: str, tone_name: str, title: str, text: str = "", *buttons: QWidget, name: str = ""
    ) -> None:
        look = tone(tone_name)
        self._icon = Icon(icon, 22, look.text)
        self._title = Label(title, 14, 600, look.text, wrap=True)
        self._text = Label(text, 13, 400, "text", wrap=True)
        if not text:
            self._text.hide()
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
        if not text:
            body.hide()
        for label in (head, body):
            wide = min(460, max(260, label.fontMetrics().horizontalAdvance(label.text()) + 8))
            label.setFixedWidth(wide)
            label.setMinimumHeight(max(0, label.heightForWidth(wide)))
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
