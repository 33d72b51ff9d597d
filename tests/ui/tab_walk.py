"""Walks a window with the Tab key: who is reached, in which order, whether it shows, and whether one comes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDateTimeEdit, QScrollArea, QWidget

from tests.ui.cut_texts import name_of
from ui.common.sheet import top_sheet
from ui.shell.popover import Popover

BAND = 12  # px by which neighbours of one row may differ
ALIKE = 3  # controls of one kind whose rings are looked at in a window
AROUND = 14  # px around a control in which its ring may be drawn, as the frame of a field


def walk_faults(window: QWidget) -> list[str]:
    """What is wrong with the way of the Tab key through what is in front."""
    _to_front(window)
    front = top_sheet(window) or next((one for one in window.findChildren(Popover) if one.isVisible()), window)
    wanted = [widget for widget in front.findChildren(QWidget) if _takes_tab(widget)]
    if not wanted:
        return []
    unseen: list[str] = []
    way = list(_walk(wanted[0], len(wanted), back=False, unseen=unseen))
    faults = [f"{name_of(one)} is never reached by Tab" for one in wanted if one not in way]
    faults += [f"{name_of(one)} is reached, but is no part of what is in front" for one in way if one not in wanted]
    back = list(_walk(wanted[0], len(wanted), back=True, unseen=[]))
    if [way[0], *reversed(way[1:])] != back:
        faults.append(f"Shift+Tab goes another way: {[name_of(one) for one in back]}")
    return [*faults, *_out_of_order(way, front), *unseen]


def _takes_tab(widget: QWidget) -> bool:
    """Of a group of radio buttons Tab stops at the chosen one, arrows go to the others."""
    if isinstance(widget, QAbstractButton) and widget.autoExclusive() and not widget.isChecked():
        return False
    tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return tabbed and widget.isEnabled() and widget.isVisible()


def _walk(start: QWidget, most: int, *, back: bool, unseen: list[str]) -> Iterator[QWidget]:
    """Where the focus stands, key by key, until it is back at the start or has moved often enough."""
    start.setFocus(Qt.FocusReason.TabFocusReason)
    now: QWidget | None = start
    looked_at: Counter[type] = Counter()
    for _step in range(most + 1):
        if now is None:
            return
        yield now
        for _section in range(6 if isinstance(now, QDateTimeEdit) else 1):  # Tab goes through day, month and year
            _press_tab(now, back=back)
            if QApplication.focusWidget() is not now:
                break
        now = QApplication.focusWidget()
        if now is not None and not back and looked_at[type(now)] < ALIKE:
            looked_at[type(now)] += 1
            if not _shows_focus(now):
                unseen.append(f"{name_of(now)} does not show that it has the focus")
        if now is start:
            return


def _press_tab(target: QWidget, *, back: bool) -> None:
    key, held = (Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier) if back else (Qt.Key.Key_Tab, _NONE)
    QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key, held, "\t"))


_NONE = Qt.KeyboardModifier.NoModifier


def _rect(widget: QWidget, front: QWidget) -> QRect:
    return QRect(widget.mapTo(front, QPoint(0, 0)), widget.size())


def _seen(widget: QWidget, beside: QWidget, front: QWidget) -> QRect:
    """Where a control stands; scrolled out of sight it stands at the edge of its page for what does not scroll with it."""
    rect = _rect(widget, front)
    page = widget.parentWidget()
    while page is not None and not isinstance(page, QScrollArea):
        page = page.parentWidget()
    if page is None or page.isAncestorOf(beside):
        return rect
    view = _rect(page, front)
    rect.moveTop(min(rect.top(), max(view.top(), view.bottom() - rect.height())))
    return rect


def _out_of_order(way: list[QWidget], front: QWidget) -> Iterator[str]:
    """Steps up or to the left within a row, but for the one that begins the round again; and the scan box."""
    boxes = [one for one in way if one.objectName() == "shell.scan_box"]
    steps = [one for one in way if one not in boxes]
    wrong = [words for one, other in pairwise([*steps, steps[0]]) if (words := _step_back(one, other, front))]
    if len(wrong) > 1:
        yield from wrong
    if boxes:
        after = way[(way.index(boxes[0]) + 1) % len(way)]
        if not after.objectName().startswith("shell.nav"):
            yield f"{name_of(after)} comes after the scan box, which is the last"


def _step_back(one: QWidget, other: QWidget, front: QWidget) -> str:
    """Whether one goes back from a control to the next: to the left in its row, or up in its own column."""
    here, there = _seen(one, other, front), _rect(other, front)
    if abs(here.center().y() - there.center().y()) <= BAND:
        return f"{name_of(other)} stands left of {name_of(one)} and comes after it" if there.x() < here.x() else ""
    if there.bottom() <= here.top() and there.left() <= here.left():
        return f"{name_of(other)} stands above {name_of(one)} and comes after it"
    return ""


def _shows_focus(widget: QWidget) -> bool:
    """Whether a line around the control, or most of it, looks different with the focus."""
    window = widget.window()
    rect = _rect(widget, window).adjusted(-AROUND, -AROUND, AROUND, AROUND) & window.rect()
    if rect.isEmpty():
        return False
    with_focus = window.grab(rect).toImage()
    widget.clearFocus()
    without = window.grab(rect).toImage()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    return _differing(with_focus, without) >= 2 * min(widget.width(), widget.height())


def _differing(one: QImage, other: QImage) -> int:
    """About how many pixels differ clearly: another color differs in the high bits of two or three of its bytes."""
    first, second = (int.from_bytes(bytes(image.constBits()), "little") for image in (one, other))
    clearly = (first ^ second) & int.from_bytes(b"\xc0" * one.sizeInBytes(), "little")
    return len(clearly.to_bytes(one.sizeInBytes(), "little").translate(None, b"\0")) // 3


def _to_front(window: QWidget) -> None:
    """What a window manager does: give the keys to this window."""
    while not window.isActiveWindow():
        window.activateWindow()
        QApplication.processEvents()
