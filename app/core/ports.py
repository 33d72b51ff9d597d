"""What the shop needs of the rooms above it, filled in by `main.py`: a paper drawn as bytes."""

from __future__ import annotations

from typing import Any, Protocol

from app.core.i18n import _
from app.core.refusal import Refusal


class Renderer(Protocol):
    """Draws a paper as the bytes of a medium: pdf, png, text, zpl, escpos80."""

    def __call__(self, paper: Any, medium: str) -> bytes: ...


class NoRenderer(Refusal):
    """Nothing that draws papers was plugged in."""


_renderer: Renderer | None = None


def set_renderer(renderer: Renderer | None) -> None:
    """Plug in what draws papers, or take it out with None."""
    global _renderer
    _renderer = renderer


def renderer() -> Renderer:
    """What draws papers; NoRenderer when nothing was plugged in."""
    if _renderer is None:
        raise NoRenderer(_("Papers cannot be drawn here."))
    return _renderer
