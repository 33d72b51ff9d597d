"""The way of the Tab key: part by part as one reads, left to right and top to bottom, and the jumps between parts.

Qt goes in the order in which widgets were made, which nobody sees.  Windows and sheets ask here instead: what stands
in one frame stays together, and what is built or shown later is in its place by itself.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

SLACK = 4  # px by which neighbours may overlap and still stand beside each other
LOW_BAR = 120  # px: what is lower is a bar of controls and no pane of its own parts


class _Part(NamedTuple):
    """Where a child stands in its parent, and what Tab reaches in it."""

    rect: QRect
    widget: QWidget
    stops: list[QWidget]


def stops(root: QWidget) -> list[QWidget]:
    """All that Tab reaches in a widget, in the order one reads it."""
    here = [root] if _is_stop(root) else []
    return here + [stop for part in _in_order([part for part in _parts(root) if part.stops]) for stop in part.stops]


def panes(root: QWidget, levels: int = 2) -> list[list[QWidget]]:
    """What Tab reaches, by the panes that stand beside or below each other; a low bar of controls is one."""
    parts = _in_order([part for part in _parts(root) if part.stops])
    if len(parts) == 1 and not _is_stop(root):
        return panes(parts[0].widget, levels)
    if not levels or not parts or root.height() < LOW_BAR:
        found = stops(root)
        return [found] if found else []
    return [pane for part in parts for pane in panes(part.widget, levels - 1)]


def go_on(order: Sequence[QWidget], *, back: bool = False) -> None:
    """Move the focus to the next or the last stop before, round the end."""
    if not order:
        return
    now = QApplication.focusWidget()
    at = order.index(now) if now in order else (0 if back else -1)
    reason = Qt.FocusReason.BacktabFocusReason if back else Qt.FocusReason.TabFocusReason
    _focus(order[(at + (-1 if back else 1)) % len(order)], reason)


def jump(between: Sequence[Sequence[QWidget]], *, back: bool = False) -> None:
    """Move the focus to the first stop of the next pane or the one before."""
    if not between:
        return
    now = QApplication.focusWidget()
    at = next((at for at, pane in enumerate(between) if now in pane), 0 if back else -1)
    _focus(between[(at + (-1 if back else 1)) % len(between)][0], Qt.FocusReason.TabFocusReason)


def _focus(stop: QWidget, reason: Qt.FocusReason) -> None:
    stop.setFocus(reason)
    at = stop.parentWidget()
    while at is not None:
        if isinstance(at, QScrollArea):
            at.ensureWidgetVisible(stop)
        at = at.parentWidget()


def _is_stop(widget: QWidget) -> bool:
    tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tabbed and widget.focusProxy() is None and widget.isEnabled() and widget.isVisible()


def _parts(widget: QWidget) -> Iterator[_Part]:
    for child in widget.children():
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow():
            yield _Part(child.geometry(), child, stops(child))


def _in_order(parts: list[_Part]) -> list[_Part]:
    """Row by row where a straight line runs between rows, else column by column."""
    for upright in (False, True):
        groups = _cut(parts, upright=upright)
        if len(groups) > 1:
            return [part for group in groups for part in _in_order(group)]
    return parts  # they lie over each other: in the order they were put there


def _cut(parts: list[_Part], *, upright: bool) -> list[list[_Part]]:
    """Groups with a line between them that crosses none: upright lines between columns, or level ones between rows."""

    def span(part: _Part) -> tuple[int, int]:
        rect = part.rect
        return (rect.left(), rect.right()) if upright else (rect.top(), rect.bottom())

    groups: list[list[_Part]] = []
    end = 0
    for part in sorted(parts, key=span):
        first, last = span(part)
        if groups and first <= end - SLACK:
            groups[-1].append(part)
            end = max(end, last)
        else:
            groups.append([part])
            end = last
    return groups
