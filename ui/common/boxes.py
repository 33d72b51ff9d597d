"""Everything that holds or frames other things, in one place to import from."""

from ui.common.panels import (
    Avatar,
    Card,
    ClickCard,
    Divider,
    HBox,
    Item,
    KeyValue,
    Panel,
    Scroll,
    VBox,
    add,
    clear,
    fill,
    initials_of,
    paint_avatar,
)
from ui.common.pieces import Banner, EmptyState
from ui.common.progress import Bar, Gauge, ProgressCard, Stage, StageLine, paint_bar

__all__ = [
    "Avatar",
    "Banner",
    "Bar",
    "Card",
    "ClickCard",
    "Divider",
    "EmptyState",
    "Gauge",
    "HBox",
    "Item",
    "KeyValue",
    "Panel",
    "ProgressCard",
    "Scroll",
    "Stage",
    "StageLine",
    "VBox",
    "add",
    "clear",
    "fill",
    "initials_of",
    "paint_avatar",
    "paint_bar",
]
