"""All reports by name: the window and `main.py report` make them here."""

from __future__ import annotations

from app.analysis import money_reports, sales, tax_report, work
from app.analysis.report import REPORTS, TITLES, Cell, Column, Kind, Link, NoSuchReport, Report, make_report

MODULES = (sales, work, money_reports, tax_report)  # importing them registers their reports

__all__ = ["MODULES", "REPORTS", "TITLES", "Cell", "Column", "Kind", "Link", "NoSuchReport", "Report", "make_report"]
