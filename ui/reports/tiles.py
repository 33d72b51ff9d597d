"""The cards of the overview: key figures with their little line, and panels with a title that opens a report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from ui.common.boxes import Card, ClickCard, HBox, Item, VBox
from ui.common.buttons import Link
from ui.common.charts import Sparkline
from ui.common.labels import Icon, Label
from ui.reports import words

LEAST = 24  # px a line of a list is high, for a finger


class FigureCard(ClickCard):
    """One key figure; Enter or a click opens the rows behind it."""

    def __init__(self, name: str, on_click: Callable[[], None]) -> None:
        self._figure = name
        self._title = Label("", 13, 500, "text2", elide=True)
        self._value = Label("–", 26, 600, name=f"reports.figure.{name}.value")
        self._arrow = Icon("arrow-up-right", 14, "ok_text")
        self._change = Label("", 12, 600)
        self._against = Label("", 12, 400, "text3", elide=True)
        self._line = Sparkline()
        super().__init__(
            self._title, HBox((self._value, 1), self._line, gap=8),
            HBox(self._arrow, self._change, (self._against, 1), gap=3), on_click=on_click,
            name=f"reports.figure.{name}", accessible="", pad=(12, 12), gap=1,
        )  # fmt: skip

    def show_figure(self, figure: Any, against: str, *, so_far: bool) -> None:
        """Show a figure, how it changed and its last seven values."""
        title = _(words.FIGURES[figure.name][0])
        if so_far and figure.name == "sales":
            title = _("Sales so far")
        up = (figure.change_bp or 0) >= 0
        token = "ok" if up else "bad"
        self._title.set_text(title)
        self._value.set_text(words.figure_text(figure.name, figure.now))
        self._arrow.set_icon("arrow-up-right" if up else "arrow-down-right", f"{token}_text")
        self._arrow.setVisible(figure.change_bp is not None)
        change = words.change_text(figure.name, figure.change_bp)
        self._change.set_text(change)
        self._change.set_token(f"{token}_text" if figure.change_bp is not None else "text3")
        self._against.set_text(against)
        self._line.set_values(figure.trend, token if figure.change_bp is not None else "accent")
        self.setAccessibleName(f"{title} {self._value.text()}, {change} {against}")
        self.setAccessibleDescription(_("Enter opens the rows behind it"))


class Panel(Card):
    """A card with a title, a word at its right, and what it shows below."""

    def __init__(self, title: str, name: str, *items: Item, right: QWidget | None = None, gap: int = 10) -> None:
        self.title = Label(title, 15, 600)
        head = HBox((self.title, 1), *([right] if right is not None else []), gap=8)
        super().__init__(head, *items, pad=(14, 16), gap=gap, name=name)


class Opens(Link):
    """The link at the right of a panel that opens its report."""

    def __init__(self, report: str, open_report: Callable[[str], None], text: str = "") -> None:
        super().__init__(text or _("All rows"), f"reports.open.{report}")
        self.clicked.connect(lambda: open_report(report))


class RowLink(ClickCard):
    """A line of a list that opens what it tells of; click, Enter and Space."""

    def __init__(self, line: QWidget, name: str, on_click: Callable[[], None]) -> None:
        said = line.accessibleName()
        super().__init__(line, on_click=on_click, name=name, accessible=said, pad=(2, 0), gap=0)
        self.set_look("surface", "surface")
        self.setMinimumHeight(LEAST)
        self.setAccessibleDescription(_("Enter opens it"))


class RowLine(HBox):
    """One line of a list: something at the left, words, a figure at the right."""

    def __init__(self, left: QWidget | None, text: str, right: str, *, token: str = "text", detail: str = "") -> None:
        lead = [left] if left is not None else []
        parts = [Label(text, 13, 500, elide=True)]
        if detail:
            parts.append(Label(detail, 12, 400, "text3", elide=True))
        super().__init__(*lead, (VBox(*parts, gap=0), 1), Label(right, 13, 600, token, align="right"), gap=10)
        self.setAccessibleName(", ".join(part for part in (text, detail, right) if part))
