"""Measures what a finger can hit: every target's size, and the gap between one and the next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QScrollBar, QWidget

from tests.ui.cut_texts import name_of
from ui.common.choices import Segmented
from ui.common.sheet import top_sheet
from ui.counter.ticket_tabs import TicketTabs
from ui.shell.rail import Rail
from ui.shell.topbar import DeviceCluster

BARS = (Segmented, Rail, DeviceCluster, TicketTabs)


def small_targets(window: QWidget, least: int) -> Iterator[str]:
    """What can be tapped and is smaller than `least` px on a side."""
    for target in targets(window):
        if min(target.width(), target.height()) < least:
            yield f"{name_of(target)} is {target.width()} x {target.height()} px to tap"


def near_targets(window: QWidget, gap: int) -> Iterator[str]:
    """Targets that stand closer together than `gap` px; the parts of one switch, bar or rail may touch."""
    front = top_sheet(window) or window
    places = [(target, QRect(target.mapTo(front, QPoint(0, 0)), target.size())) for target in targets(window)]
    for (one, here), (other, there) in combinations(places, 2):
        if one.parentWidget() is other.parentWidget() and not isinstance(one.parentWidget(), BARS):
            aside = max(there.left() - here.right(), here.left() - there.right())
            below = max(there.top() - here.bottom(), here.top() - there.bottom())
            if max(aside, below) - 1 < gap:
                yield f"{name_of(one)} and {name_of(other)} are {max(aside, below) - 1} px apart"


def targets(window: QWidget) -> list[QWidget]:
    """What can be tapped in front."""
    front = top_sheet(window) or window
    found = [one for one in front.findChildren(QWidget) if isinstance(one, QAbstractButton) or one.property("presses")]
    return [one for one in found if one.isVisible() and one.isEnabled() and not _in_a_list(one)]


def _in_a_list(widget: QWidget) -> bool:
    return isinstance(widget.parentWidget(), (QScrollBar, QAbstractItemView))
