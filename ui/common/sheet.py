"""The dialog inside the window: a card over a scrim that keeps the focus and gives it back when it closes."""

from collections.abc import Callable
from typing import ClassVar

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app.core.i18n import N_, _
from ui.common import paint
from ui.common.announce import announce
from ui.common.buttons import Button, IconButton, KeyCap
from ui.common.desk import AT_THE_DOOR
from ui.common.keys import is_plain_enter, press, repeats
from ui.common.labels import Label
from ui.common.panels import Divider, HBox, Item, Panel, fill
from ui.common.tab_order import go_on, jump, panes, stops
from ui.theme import theme
from ui.theme.tokens import RADIUS_DIALOG

_SHADOW_STEPS = 24
_PASS = (Qt.Key.Key_F12,)
FREE_ABOVE = "free_above"  # a property of the window: so many pixels at its top stay uncovered
_MOVES = (QEvent.Type.Resize, QEvent.Type.DynamicPropertyChange)


class Sheet(QWidget):
    """A dialog over the whole window: Esc goes back, F9 or Ctrl+Enter does what the blue button says.

    Put the content in with set_body; `finished(True)` tells that accept() was called, `finished(False)` that the
    sheet was left. The sheet takes every key that none of its fields wants, so nothing below it reacts; give it
    its own letters with bind(). It deletes itself after it has closed.
    """

    ACTS_ONCE: ClassVar[bool] = True  # its commands: F9 pressed twice before the answer is pressed once
    PASSES_SCANS: ClassVar[bool] = False  # a question about one piece: the next scans reach the screen and wait there
    GIVES_WAY: ClassVar[bool] = False  # it only shows something: a scan closes it and goes on
    ENDS_TICKET: ClassVar[bool] = False  # what was scanned meanwhile does not belong to the sale that it ends
    # What becomes of what is scanned meanwhile.
    SCANS_GO: ClassVar[str] = N_("What was scanned goes on the ticket when this is closed.")
    RESTS: ClassVar[bool] = False  # takes long to fill in: the automatic lock keeps it for who left it
    TAKES_BADGES: ClassVar[bool] = False  # what is scanned here is somebody's badge, and shown nowhere

    finished = Signal(bool)

    def __init__(
        self,
        parent_window: QWidget,
        title: str,
        subtitle: str = "",
        *,
        width: int = 640,
        height: int = 0,
        name: str,
        back_text: str = "",
        foot_height: int = 48,
    ) -> None:
        """`foot_height` is that of the buttons below: 60 where a sale is ended in passing."""
        super().__init__(parent_window)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a click on it, or the second of a double click, leaves the caret
        self._wish = (width, height)
        self._keys: dict[str, Callable[[], object]] = {}
        self._on_primary: Callable[[], object] = self.accept
        # A field that is focused before the sheet is shown takes the focus away at once.
        self._before = QApplication.focusWidget()
        self._focused: QWidget | None = None
        self.is_over = False  # closed; it gets no more answers
        self.title = Label(title, 20, 600)
        self.subtitle = Label(subtitle, 14, 400, "text3", elide=True)
        self.back = Button(back_text or _("Back"), key="Esc", height=foot_height, px=15, name=f"{name}.back")
        self.primary = Button("", kind="primary", key="F9", height=foot_height, px=16, name=f"{name}.primary")
        self.primary.setMinimumWidth(240)
        self.primary.hide()
        self._head = self._make_head(name)
        self._foot_left = HBox(gap=16)
        self._foot = HBox((self._foot_left, 1), self.back, self.primary, margins=(14, 20, 14, 24), gap=12)
        self._foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._body = Panel("surface")
        self._told = Label("", 14, 600, "warn_text", wrap=True, name=f"{name}.told")
        self._tells = Panel("warn_tint", self._told, margins=(10, 24))
        self._tells.hide()
        self.card = Panel(
            "surface", self._head, Divider(), (self._body, 1), self._tells, Divider(), self._foot, radius=RADIUS_DIALOG,
            gap=0,
        )  # fmt: skip
        self.card.setParent(self)
        self.card.installEventFilter(self)
        self.back.clicked.connect(self.reject)
        self.primary.clicked.connect(self.go_on)
        parent_window.installEventFilter(self)
        theme().changed.connect(self._place, Qt.ConnectionType.QueuedConnection)  # when all its parts have changed
        self.hide()

    def _make_head(self, name: str) -> QWidget:
        close = IconButton("x", name=f"{name}.close", accessible=_("Close"), key="Esc")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.reject)
        head = HBox(self.title, (self.subtitle, 1), close, KeyCap("Esc"), margins=(10, 20, 10, 24), gap=10)
        head.setFixedHeight(round(64 * theme().scale))
        return head

    # -- content

    def set_body(self, *items: Item, margins: int | tuple[int, ...] = (20, 24), gap: int = 12) -> None:
        """Put the content in, from top to bottom."""
        fill(self._body.box, items, margins, gap)
        self._place()

    def set_primary(
        self, text: str, on_click: Callable[[], object] | None = None, *, kind: str = "primary", key: str = "F9"
    ) -> None:
        """Say what the button that goes on does; without a function it closes the sheet as accepted."""
        self.primary.set_text(text)
        self.primary.set_kind(kind)
        self.primary.set_key(key)
        self.primary.show()
        if self.isVisible():
            self._place()
        if on_click is not None:
            self._on_primary = on_click

    def set_foot(self, *items: Item) -> None:
        """Put things at the left of the foot, as ticks or a second button."""
        fill(self._foot_left.box, (*items, None), 0, 16)

    def set_subtitle(self, text: str) -> None:
        """Say more behind the title."""
        self.subtitle.set_text(text)

    def tell(self, sentence: str) -> None:
        """Say something above the buttons that came from outside, such as a scan that waits."""
        self._told.set_text(sentence)
        self._tells.show()
        announce(self, sentence)

    def bind(self, key: str, do: Callable[[], object]) -> None:
        """Call a function for a key such as "C", "F4" or "Alt+1", unless a field wants the key itself."""
        self._keys[QKeySequence(key).toString()] = do

    # -- opening and closing

    def open(self, focus: QWidget | None = None) -> "Sheet":
        """Show the sheet and put the focus on a widget, or on the first that takes it.

        Nothing is asked before the door: a sheet that comes when somebody has signed out already is left at once.
        """
        if self.parentWidget().property(AT_THE_DOOR):
            self.reject()
            return self
        now = QApplication.focusWidget()
        if now is not None and not self.isAncestorOf(now):
            self._before = now
        self._place()
        self.show()
        self.raise_()
        target = focus or next(iter(stops(self.card)), None) or self
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self.title.text()}. {self.subtitle.text()}".strip(". "))
        return self

    def accept(self) -> None:
        """Close as done."""
        self._close(True)

    def reject(self) -> None:
        """Close without doing it."""
        self._close(False)

    def rest(self) -> None:
        """Be put away as it stands, until `wake` or `drop`."""
        now = QApplication.focusWidget()
        self._focused = now if now is not None and self.isAncestorOf(now) else None
        self.hide()

    def wake(self) -> None:
        """Stand there again as it was left."""
        self._place()
        self.show()
        self.raise_()
        before = self._focused
        target = (
            before if before is not None and shiboken6.isValid(before) else next(iter(stops(self.card)), None) or self
        )
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def drop(self) -> None:
        """Close without a question: who left it does not come back to it."""
        self._close(False)

    def go_on(self) -> None:
        """Do what the blue button says, if it is there and enabled."""
        if self.primary.isVisibleTo(self) and self.primary.isEnabled():
            self._on_primary()

    def _close(self, done: bool) -> None:
        if self.is_over:
            return
        self.is_over = True
        self.hide()
        before = self._before
        self._before = None
        if before is not None and _alive(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.finished.emit(done)
        self.deleteLater()

    # -- place

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moved = watched is self.parentWidget() and event.type() in _MOVES
        grown = watched is self.card and event.type() == QEvent.Type.LayoutRequest
        if moved or (grown and self._lacks_room()):
            self._place()
        return super().eventFilter(watched, event)

    def _lacks_room(self) -> bool:
        """Whether something that appeared, such as what is wrong with a field, no longer fits into the card."""
        layout, room = self.card.layout(), self.height() - 32
        if not self.isVisible() or layout is None:
            return False
        return self.card.height() < min(layout.totalMinimumHeightForWidth(self.card.width()), room)

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        self.setGeometry(window.rect().adjusted(0, int(window.property(FREE_ABOVE) or 0), 0, 0))
        width, height = (round(side * theme().scale) for side in self._wish)
        layout = self.card.layout()
        assert layout is not None
        for part in (self._foot_left, self._foot, self._body):
            part.updateGeometry()  # what was put in a moment ago counts at once
        # Wide enough for what stands in it, buttons at the foot above all, in every language.
        width = min(max(width, layout.totalMinimumSize().width()), self.width() - 32)
        self.card.setFixedWidth(width)
        if not height:
            height = max(layout.totalHeightForWidth(width), layout.totalSizeHint().height())
        height = max(height, layout.totalMinimumHeightForWidth(width))
        height = min(height, self.height() - 32)
        self.card.setFixedHeight(height)
        self.card.move((self.width() - width) // 2, (self.height() - height) // 2)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        painter.fillRect(self.rect(), theme().color("scrim"))
        rect = QRectF(self.card.geometry())
        shade = paint.faded("shadow", 5 if not theme().is_dark else 9)
        for step in range(_SHADOW_STEPS, 0, -2):
            spread = QRectF(rect).adjusted(-step, -step + 12, step, step + 12)
            paint.box(painter, spread, RADIUS_DIALOG + step, shade)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # A click beside the card does nothing: what is typed must not be lost by a slip.
        event.accept()

    # -- keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if not self._own_shortcut(event) and Qt.Key(event.key()) not in _PASS:
                event.accept()
            return True
        return super().event(event)

    def on_card(self, word: str) -> bool:
        """A command card stands for a key, for hands that hold the scanner; False when it is none of this sheet."""
        bound = self._keys.get(QKeySequence(word).toString())
        act = bound or {"F9": self.go_on, "ESC": self.reject}.get(word.upper())
        if act is not None:
            act()
        return act is not None

    def _own_shortcut(self, event: QKeyEvent) -> bool:
        pressed = QKeySequence(event.keyCombination()).toString()
        if pressed in self._keys:
            return False
        return any(pressed == short.key().toString() for short in self.findChildren(QShortcut))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() and not repeats(event):
            event.accept()  # a key that is held acts once
            return
        key = Qt.Key(event.key())
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        bound = self._keys.get(QKeySequence(event.keyCombination()).toString())
        if bound is not None:
            bound()
        elif key == Qt.Key.Key_Escape:
            self.reject()
        elif key == Qt.Key.Key_F9 or (ctrl and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            self.go_on()
        elif is_plain_enter(event):
            press(event, QApplication.focusWidget())
        elif ctrl and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            jump(panes(self.card), back=key == Qt.Key.Key_Up)
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:
        if not self.isVisible():
            return super().focusNextPrevChild(next)
        go_on(stops(self.card), back=not next)
        return True


def _alive(widget: QWidget) -> bool:
    try:
        return widget.isVisible()
    except RuntimeError:  # the widget went with its screen while the sheet was open
        return False


def sheets_of(window: QWidget) -> list[Sheet]:
    """Return the sheets that lie over a window now, the lowest first."""
    return [child for child in window.children() if isinstance(child, Sheet) and child.isVisible()]


def top_sheet(window: QWidget) -> Sheet | None:
    """Return the sheet that lies on top of a window now, or None."""
    return next(reversed(sheets_of(window)), None)


def ask(
    parent: QWidget,
    title: str,
    text: str,
    yes_text: str,
    on_yes: Callable[[], object] | None = None,
    *,
    no_text: str = "",
    danger: bool = False,
    name: str = "confirm",
) -> Sheet:
    """Ask before something that cannot be undone; the question names amount and effect. Returns the open sheet."""
    sheet = Sheet(parent.window(), title, width=480, name=name, back_text=no_text)
    sheet.set_body(Label(text, 15, 400, "text2", wrap=True))
    sheet.set_primary(yes_text, kind="bad" if danger else "primary")
    if on_yes is not None:
        sheet.finished.connect(lambda done: on_yes() if done else None)
    # A sheet that destroys something opens with the focus on the way back.
    return sheet.open(sheet.back if danger else sheet.primary)
