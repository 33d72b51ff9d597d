"""Colours, fonts, icons and sizes of every window: ask `theme()`, never write a colour.

The first picture of the window needs the colour tables alone, so the rest is loaded when it is asked for.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.theme.look import Theme, theme

__all__ = ["Theme", "theme"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from ui.theme import look

    globals().update(Theme=look.Theme, theme=look.theme)
    return globals()[name]
