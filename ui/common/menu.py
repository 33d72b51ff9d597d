"""Menus in our look: those of the screens, and the one for the right button that Qt makes for a text field."""

from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QWidget

from ui.theme import theme


class Menu(QMenu):
    """A menu that looks like the rest."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme().dress(self, "menu")


def show_edit_menu(editor: QLineEdit | QPlainTextEdit, event: QContextMenuEvent) -> None:
    """Undo, cut, copy, paste: Qt's own menu of a text field."""
    menu = editor.createStandardContextMenu()
    theme().dress(menu, "menu")
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(event.globalPos())
