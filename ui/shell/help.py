"""F1: the keys of the screen that is shown, and its page of the manual."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPaintEvent, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QGridLayout, QTextBrowser, QWidget

from app.core.i18n import _, language
from ui.common import paint
from ui.common.boxes import Divider, HBox, Scroll, VBox
from ui.common.buttons import KeyCap
from ui.common.keys import Key
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.theme import theme

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "help"

HEAD_AIR, TEXT_AIR, ITEM_AIR, LINE_PERCENT = 18, 8, 4, 120
PARTS = {"receive": "receiving"}  # a page that bears another name than its mode


def page_of(part: str, tab: str) -> str:
    """The page of a part of a tab where it has one of its own, else that of the tab."""
    own = PARTS.get(part, part)
    return own if (FOLDER / "en" / f"{own}.md").is_file() else tab


def help_text(name: str) -> str:
    """The manual's page of a screen, in the window's language, as Markdown."""
    for place in (FOLDER / language() / f"{name}.md", FOLDER / "en" / f"{name}.md"):
        if place.is_file():
            return place.read_text(encoding="utf-8")
    return ""


class HelpSheet(Sheet):
    """Keys at the left, the page at the right."""

    GIVES_WAY = True

    def __init__(self, window: QWidget, name: str, keys: Sequence[Key]) -> None:
        super().__init__(window, _("Keys and help"), width=1080, height=660, name="help", back_text=_("Close"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(9)
        grid.setColumnStretch(1, 1)
        for row, key in enumerate(keys):
            grid.addWidget(HBox(None, KeyCap(key.cap)), row, 0)
            grid.addWidget(Label(key.text, 13, 500, elide=True), row, 1)
        grid.setRowStretch(len(keys), 1)
        left = QWidget()
        left.setLayout(grid)
        keys_side = Scroll(VBox(Label(_("Keys"), 15, 600), left, margins=(16, 20), gap=12), name="help.keys")
        keys_side.setFixedWidth(330)
        page = _Page()
        page.setObjectName("help.page")
        page.setAccessibleName(_("Help"))
        page.setFrameShape(QFrame.Shape.NoFrame)
        theme().dress_bars(page)
        page.setOpenLinks(False)
        page.setFont(theme().font(14))
        page.document().setDocumentMargin(20)
        page.setMarkdown(help_text(name) or _("There is no page for this screen yet."))
        _air(page.document())
        page.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.set_body(HBox(keys_side, Divider(upright=True), (page, 1), gap=0), margins=0)


class _Page(QTextBrowser):
    """The text, with a ring when the arrow keys scroll it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = paint.start(self.viewport())
            paint.focus_ring(painter, QRectF(self.viewport().rect()), 2)
            painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


def _air(document: QTextDocument) -> None:
    """Room above headings and between paragraphs, which Qt's Markdown leaves out."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        shape = block.blockFormat()
        above = HEAD_AIR if shape.headingLevel() else ITEM_AIR if block.textList() is not None else TEXT_AIR
        shape.setTopMargin(0 if block == document.begin() else above)
        shape.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setPosition(block.position())
        cursor.setBlockFormat(shape)
        block = block.next()
