"""How values of a report are said on the screen, and which reports there are, by group."""

from __future__ import annotations

from typing import Any

from app.core import clock
from app.core.i18n import N_, _
from app.core.money import currency_symbol, format_money, minor_digits
from ui.common.table import Cell, Column

OVERVIEW = "overview"
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("Sales"), ("days", "hours", "months", "channels", "products", "countries", "tenders")),
    (N_("Work"), ("late", "steps", "picking", "stock", "feedback")),
    (N_("Money and people"),
     ("taxes", "credit_notes", "cod", "gift_cards", "tips", "staff", "times", "exceptions", "exception-list")),
)  # fmt: skip
FIGURES = {
    "sales": (N_("Sales"), "days"), "orders": (N_("Orders"), "days"), "basket": (N_("Average basket"), "days"),
    "on_time": (N_("On time"), "late"), "margin": (N_("Margin"), "products"),
}  # fmt: skip
WIDTHS = {"money": 110, "count": 92, "percent": 100, "span": 110, "day": 150, "moment": 150, "flag": 120}


def grouped(names: Any) -> list[tuple[str, list[str]]]:
    """Every report in its group; what stands in none comes last."""
    known = [name for _title, group in GROUPS for name in group]
    rest = [name for name in names if name not in known]
    found = [(title, [name for name in group if name in names]) for title, group in GROUPS]
    return [*found, (N_("More"), rest)] if rest else found


def percent(bp: int) -> str:
    """Basis points as 91% or 38.2%."""
    return f"{bp / 100:.1f}%".replace(".0%", "%")


def round_money(minor: float) -> str:
    """An amount without its cents, for figures that are looked at from afar."""
    return format_money(round(minor / 10 ** minor_digits()) * 10 ** minor_digits()).removesuffix(_tail())


def _tail() -> str:
    zero = format_money(0)
    digits = minor_digits()
    return zero[-digits - 1 :] if digits and not zero[-1].isalpha() else ""


def axis_money(minor: float) -> str:
    """An amount at the side of a chart: €2k."""
    whole = minor / 10 ** minor_digits()
    if whole >= 1000:
        return f"{currency_symbol()}{whole / 1000:g}k"
    return f"{currency_symbol()}{whole:g}" if whole else "0"


def figure_text(name: str, value: int | None) -> str:
    """A key figure as it stands in its card."""
    if value is None:
        return "–"
    if name == "sales":
        return round_money(value)
    if name == "basket":
        return format_money(value)
    return f"{value:,}" if name == "orders" else percent(value)


def change_text(name: str, change_bp: int | None) -> str:
    """How much more or less than before: +20%, −5 pts."""
    if change_bp is None:
        return "–"
    sign = "+" if change_bp >= 0 else "−"
    if name in ("on_time", "margin"):
        return _("{sign}{points} pts").format(sign=sign, points=f"{abs(change_bp) / 100:.1f}".replace(".0", ""))
    return f"{sign}{abs(change_bp) / 100:.0f}%"


def cell_text(value: Any, kind: str) -> str:
    """A value of a report's cell in words."""
    if value is None or value == "":
        return ""
    if isinstance(value, str) and kind != "day":
        return value
    if kind == "money":
        return format_money(value)
    if kind == "percent":
        return percent(value).replace("-", "−")
    if kind == "span":
        return clock.format_span(value)
    if kind == "day":
        return clock.format_weekday(value)
    if kind == "moment":
        return clock.format_moment(value)
    if kind == "flag":
        return _("twice the usual") if value else ""
    return f"{value:,}".replace("-", "−") if isinstance(value, int) else str(value)


def columns_of(report: Any) -> list[Column]:
    """The columns of a report as the table takes them; a row is a pair of its place and its cells."""
    return [_column(at, column, report) for at, column in enumerate(report.columns)]


def _column(at: int, column: Any, report: Any) -> Column:
    kind = str(column.kind.value)
    texts = [other for other in report.columns if other.kind.value == "text"]
    is_wide = kind == "text" and (column is (texts[1] if len(texts) > 1 else texts[0]))
    right = kind in ("money", "count", "percent", "span")
    width = None if is_wide else WIDTHS.get(kind, 150)

    def cell(row: Any) -> Cell:
        text = cell_text(row[1][at], kind)
        weight = 600 if kind == "money" or row[0] < 0 else 500 if at == 0 else 0
        if kind == "flag" and text:
            return Cell(text, token="bad_text", weight=600)
        return Cell(text or "–", weight=weight)

    return Column(column.title, cell, width, align="right" if right else "", sort=column.name)
