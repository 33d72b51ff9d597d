"""Fields one types into: label above, edge that shows focus and error, and one line of help or error below."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QMouseEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app.core.i18n import _
from ui.common import paint
from ui.common.labels import Icon, Label, alignment
from ui.common.menu import show_edit_menu
from ui.common.panels import HBox, fill
from ui.theme import theme


class Frame(QFrame):
    """The edge round a field: grey, 2 px blue when the field has the focus, 2 px red when it is wrong."""

    def __init__(self, height: int = 40, *, icon: str = "", radius: float = 8) -> None:
        super().__init__()
        self._base, self._radius = height, radius
        self._wrong = False
        self._editor: QWidget | None = None
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(12, 2, 12, 2)
        self.row.setSpacing(8)
        self.icon = Icon(icon or "info", 18, "text3")
        if not icon:
            self.icon.hide()
        self.row.addWidget(self.icon)
        self._retheme()
        theme().changed.connect(self._retheme)

    def hold(self, editor: QWidget, stretch: int = 1) -> None:
        """Take in the widget that gets the focus."""
        self._editor = editor
        editor.installEventFilter(self)
        if isinstance(editor, QLineEdit | QPlainTextEdit):
            ground = editor.palette()
            ground.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)  # the frame paints it
            editor.setPalette(ground)
        self.setFocusProxy(editor)
        self.row.addWidget(editor, stretch)

    def set_height(self, height: int) -> None:
        """Be lower or higher, where a screen has less or more room."""
        self._base = height
        self._retheme()

    def set_wrong(self, wrong: bool) -> None:
        """Show the red edge or not."""
        self._wrong = wrong
        self.setProperty("state", "wrong" if wrong else "")
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.EnabledChange):
            self.update()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._editor is not None:
            self._editor.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def _retheme(self) -> None:
        if self._base:
            self.setFixedHeight(theme().control(self._base))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        focused = self._editor is not None and self._editor.hasFocus()
        on = self.isEnabled() and (self._editor is None or self._editor.isEnabled())
        edge = "bad" if self._wrong else "accent" if focused else "control" if on else "border"
        width = 2 if focused or self._wrong else 1
        paint.box(painter, QRectF(self.rect()), self._radius, "surface" if on else "sunken", edge, width)
        painter.end()


class Field(QWidget):
    """What all fields share: label, frame, help and error; `changed` and `submitted` tell the screen."""

    changed = Signal()
    submitted = Signal()

    def __init__(
        self, label: str = "", *, name: str, help: str = "", icon: str = "", height: int = 40, optional: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName(f"{name}.group" if name else "")
        self._name, self._label_text = name, label
        shown = _("{label} (optional)").format(label=label) if optional and label else label
        self._label = Label(shown, 13, 500, "text2")
        if not label:
            self._label.hide()
        self._help_text = help
        self._help = Label(help, 12, 400, "text3", wrap=True)
        self._mark = Icon("warning-circle-fill", 14, "bad_text")
        self._below = HBox(self._mark, (self._help, 1), gap=5)
        self.frame = Frame(height, icon=icon)
        fill(QVBoxLayout(self), (self._label, self.frame, self._below), 0, 5)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.set_error(None)

    def _hold(self, editor: QWidget) -> None:
        editor.setObjectName(self._name)
        editor.setAccessibleName(self._label_text)
        editor.setAccessibleDescription(self._help_text)
        editor.setFont(theme().font(14))
        self.frame.hold(editor)
        self.setFocusProxy(editor)
        self._label.setBuddy(editor)
        self._editor = editor
        theme().changed.connect(self._refont)

    def _refont(self) -> None:
        self._editor.setFont(theme().font(14))

    def set_label(self, label: str) -> None:
        """Show another label above the field."""
        self._label_text = label
        self._label.set_text(label)
        self._label.setVisible(bool(label))
        self._editor.setAccessibleName(label)

    def set_help(self, help: str) -> None:
        """Show another line of help below."""
        self._help_text = help
        self._editor.setAccessibleDescription(help)
        self.set_error(None)

    def set_error(self, message: str | None) -> None:
        """Show what is wrong below the field, or take it away with None."""
        self._mark.setVisible(bool(message))
        self._help.set_text(message or self._help_text)
        self._help.set_token("bad_text" if message else "text3")
        self._help.set_weight(500 if message else 400)
        self._below.setVisible(bool(message or self._help_text))
        self.frame.set_wrong(bool(message))
        if message and hasattr(self, "_editor"):
            self._editor.setAccessibleDescription(message)

    def error(self) -> str:
        """Return the error shown, or an empty text."""
        return self._help.text() if self._mark.isVisibleTo(self) else ""

    def focus(self) -> None:
        """Put the caret here and select what is there."""
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)


class TextField(Field):
    """A line of text; Enter emits submitted. `.edit` is the QLineEdit inside."""

    def __init__(
        self,
        label: str = "",
        *,
        name: str,
        placeholder: str = "",
        help: str = "",
        icon: str = "",
        height: int = 40,
        px: int = 14,
        weight: int = 400,
        align: str = "left",
        optional: bool = False,
        accessible: str = "",
    ) -> None:
        super().__init__(label, name=name, help=help, icon=icon, height=height, optional=optional)
        self._px, self._weight = px, weight
        self.edit = _LineEdit()
        self.edit.setFrame(False)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAlignment(alignment(align))
        self._hold(self.edit)
        self.edit.setAccessibleName(accessible or label or placeholder)
        self._refont()
        self.edit.textChanged.connect(self._edited)
        self.edit.returnPressed.connect(self.submitted.emit)

    def _refont(self) -> None:
        self.edit.setFont(theme().font(self._px, self._weight))

    def _edited(self) -> None:
        self.set_error(None)
        self.changed.emit()

    def text(self) -> str:
        """Return what is typed, without blanks round it."""
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        """Fill the field; `changed` is emitted only if the text is another."""
        if text != self.edit.text():
            self.edit.setText(text)

    def clear(self) -> None:
        """Empty the field."""
        self.edit.clear()

    def focus(self) -> None:
        super().focus()
        self.edit.selectAll()

    def set_secret(self, secret: bool = True) -> None:
        """Show dots for what is typed."""
        self.edit.setEchoMode(QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal)

    def set_read_only(self, read_only: bool = True) -> None:
        """Let the text be read and copied but not changed."""
        self.edit.setReadOnly(read_only)

    def press(self, key: str) -> None:
        """Type one key of a Keypad: digits and point are put in, "back" deletes, "clear" empties."""
        if key == "back":
            self.edit.backspace()
        elif key == "clear":
            self.edit.clear()
        else:
            self.edit.insert(key)


class NoteField(Field):
    """Several lines of text; Ctrl+Enter emits submitted. `.edit` is the QPlainTextEdit inside."""

    def __init__(
        self,
        label: str = "",
        *,
        name: str,
        placeholder: str = "",
        help: str = "",
        height: int = 88,
        optional: bool = False,
    ) -> None:
        super().__init__(label, name=name, help=help, height=height, optional=optional)
        self.edit = _NoteEdit()
        self.edit.setFrameShape(QFrame.Shape.NoFrame)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setTabChangesFocus(True)
        self.edit.document().setDocumentMargin(0)
        theme().dress_bars(self.edit)
        self.frame.row.setContentsMargins(12, 9, 6, 9)
        self._hold(self.edit)
        self.edit.setAccessibleName(label or placeholder)
        self.edit.textChanged.connect(self._edited)
        self.edit.submitted.connect(self.submitted.emit)

    def _edited(self) -> None:
        self.set_error(None)
        self.changed.emit()

    def text(self) -> str:
        """Return what is written, without blanks round it."""
        return self.edit.toPlainText().strip()

    def set_text(self, text: str) -> None:
        """Fill the field."""
        if text != self.edit.toPlainText():
            self.edit.setPlainText(text)

    def clear(self) -> None:
        """Empty the field."""
        self.edit.clear()


class _LineEdit(QLineEdit):
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_edit_menu(self, event)


class _NoteEdit(QPlainTextEdit):
    submitted = Signal()
    left = Signal()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_edit_menu(self, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.ensureCursorVisible()
