"""Colours, fonts, icons and sizes of every window: ask `theme()`, never write a colour."""

from ui.theme.look import Theme, theme

__all__ = ["Theme", "theme"]
