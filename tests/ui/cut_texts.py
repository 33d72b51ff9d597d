"""Finds texts that a window cuts: words wider than their place, lines below their frame, parts outside their parents."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QScrollArea, QWidget

from ui.common.labels import Label

LEAST_WORDS = 48  # px
SLACK = 1  # px: hints are rounded up


def cut_texts(window: QWidget) -> list[str]:
    """What is shown and cut, each with its name, its words and by how much."""
    return [f"{name_of(widget)}: {_words(widget)!r} {why}" for widget in _texts(window) for why in _cuts(widget)]


def _texts(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if isinstance(widget, (QLabel, QAbstractButton)) and widget.isVisible() and _words(widget):
            yield widget


def _words(widget: QWidget) -> str:
    return str(widget.text()) if isinstance(widget, (QLabel, QAbstractButton)) else ""


def _cuts(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, Label) and widget.elides:
        wanted = 0
        if widget.is_cut() and widget.width() < LEAST_WORDS:
            yield f"has {widget.width()} px, too few to say anything before the …"
    elif isinstance(widget, QLabel) and widget.wordWrap():
        wanted = 0
        lines = widget.heightForWidth(widget.width())
        if lines > widget.height() + SLACK:
            yield f"needs {lines} px in height and has {widget.height()}"
    else:
        wanted = widget.sizeHint().width()
    if wanted > widget.width() + SLACK:
        yield f"needs {wanted} px and has {widget.width()}"
    yield from _outside(widget)


def _outside(widget: QWidget) -> Iterator[str]:
    """Whether a frame around the widget cuts it off; what can be scrolled up and down is only cut at the sides."""
    inner, scrolls = widget, False
    while (outer := inner.parentWidget()) is not None and not inner.isWindow():
        at = widget.mapTo(outer, widget.rect().topLeft())
        if at.x() < -SLACK or at.x() + widget.width() > outer.width() + SLACK:
            yield f"stands at {at.x()} to {at.x() + widget.width()} of {outer.width()} px of {name_of(outer)}"
            return
        scrolls = scrolls or isinstance(outer.parentWidget(), (QScrollArea, QAbstractItemView))
        if not scrolls and (at.y() < -SLACK or at.y() + widget.height() > outer.height() + SLACK):
            yield f"stands at {at.y()} to {at.y() + widget.height()} of {outer.height()} px down of {name_of(outer)}"
            return
        inner = outer


def name_of(widget: QWidget) -> str:
    """The name of a widget, or of the nearest part around it that has one."""
    at: QWidget | None = widget
    while at is not None and (not at.objectName() or at.objectName().startswith("qt_")):
        at = at.parentWidget()
    return f"{type(widget).__name__} in {at.objectName() if at is not None else 'nothing'}"
