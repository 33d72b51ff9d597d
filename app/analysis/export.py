"""Reports as files: CSV that no spreadsheet takes for a formula, and XLSX in which numbers are numbers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from app.analysis.report import Cell, Kind, Report
from app.core import clock
from app.core.money import minor_digits

BOM = "\ufeff"  # so that a spreadsheet reads UTF-8
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(report: Report) -> str:
    """The report as comma-separated text with a byte order mark; amounts as plain decimals."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_safe(column.title) for column in report.columns])
    for row in _with_totals(report):
        writer.writerow([_plain(cell, column.kind) for cell, column in zip(row, report.columns, strict=True)])
    return BOM + out.getvalue()


def to_xlsx(report: Report) -> bytes:
    """The report as a workbook of one sheet: money, percentages and spans as numbers with their formats."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(_sheet_name(report.title))
        bold, formats = book.add_format({"bold": True}), _formats(book)
        sheet.write_row(0, 0, [column.title for column in report.columns], bold)
        for at, row in enumerate(_with_totals(report), 1):
            for place, (cell, column) in enumerate(zip(row, report.columns, strict=True)):
                value = _number(cell, column.kind)
                if value is not None:
                    sheet.write(at, place, value, formats.get(column.kind))
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return out.getvalue()


def to_json(report: Report) -> str:
    """The report as JSON: the plain values of each row by the names of their columns."""
    names = [column.name for column in report.columns]
    body = {
        "name": report.name, "title": report.title, "note": report.note,
        "columns": [{"name": column.name, "title": column.title, "kind": column.kind} for column in report.columns],
        "rows": [dict(zip(names, row, strict=True)) for row in report.rows],
        "totals": dict(zip(names, report.totals, strict=True)) if report.totals else None,
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False, indent=1)


def _with_totals(report: Report) -> Iterator[tuple[Cell, ...]]:
    yield from report.rows
    if report.totals:
        yield report.totals


def _safe(text: str) -> str:
    """A text that begins like a formula is marked as text."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(cell: Cell, kind: Kind) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str):
        return _safe(cell)
    if kind == Kind.MONEY:
        return _decimal(cell, minor_digits())
    if kind == Kind.PERCENT:
        return _decimal(cell, 2)
    if kind == Kind.SPAN:
        return _decimal(round(cell / 600), 2)  # minutes
    if kind == Kind.MOMENT:
        return _stamp(cell)
    if kind == Kind.FLAG:
        return "1" if cell else ""
    return str(cell)


def _number(cell: Cell, kind: Kind) -> float | str | None:
    if cell is None or cell == "" or isinstance(cell, str):
        return cell or None
    if kind == Kind.MONEY:
        return float(cell / 10 ** minor_digits())
    if kind == Kind.PERCENT:
        return cell / 10_000
    if kind == Kind.SPAN:
        return cell / clock.DAY_MS
    if kind == Kind.MOMENT:
        return _stamp(cell)
    if kind == Kind.FLAG:
        return "!" if cell else None
    return int(cell)


def _formats(book: Any) -> dict[Kind, Any]:
    digits = minor_digits()
    money = "#,##0" + ("." + "0" * digits if digits else "")
    shapes = {Kind.MONEY: money, Kind.PERCENT: "0.0%", Kind.SPAN: "[h]:mm:ss", Kind.COUNT: "#,##0"}
    return {kind: book.add_format({"num_format": shape}) for kind, shape in shapes.items()}


def _decimal(number: int, digits: int) -> str:
    if not digits:
        return str(number)
    whole, rest = divmod(abs(number), 10**digits)
    return f"{'-' if number < 0 else ''}{whole}.{rest:0{digits}}"


def _stamp(at_ms: int) -> str:
    return clock.local(at_ms).strftime("%Y-%m-%d %H:%M")


def _sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\")[:31] or "Report"
