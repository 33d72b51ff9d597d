"""A report on A4: head, period and what it is held against, the rows with their totals, and the comparison."""

from app.core.i18n import _
from app.documents.report_paper import ReportPaper
from printing.layout import Block, Column, Pages, Row, Rule, Size, Space, Table, Text
from printing.slips import heading, pages_of, who_and_facts

LANDSCAPE_FROM = 8  # columns


def report(paper: ReportPaper) -> Pages:
    """Upright up to seven columns, else across."""
    facts = [(_("Compared with"), paper.against), (_("Printed"), paper.at)]
    blocks: list[Block] = heading(paper, paper.shop, paper.title, "")
    blocks += [who_and_facts(_("Period"), tuple(part for part in (paper.period, paper.note) if part), facts), Space(20)]
    if paper.compared:
        blocks += [_comparison(paper), Space(24)]
    blocks.append(_rows(paper))
    if paper.totals:
        blocks += [Rule(heavy=True), _totals(paper)]
    if paper.left_out:
        blocks += [Space(8), Text(paper.left_out, size=Size.SMALL, quiet=True)]
    made = pages_of(blocks, paper.title, paper.shop)
    if len(paper.columns) < LANDSCAPE_FROM:
        return made
    return Pages(made.blocks, made.title, made.foot, width_mm=297, height_mm=210)


def _rows(paper: ReportPaper) -> Table:
    columns = tuple(
        Column(column.title, column.share, "right" if column.is_figure else "left", bold=at == 0)
        for at, column in enumerate(paper.columns)
    )
    if not paper.rows:
        return Table((Column("", 1),), (Row((_("Nothing in this period"),)),))
    return Table(columns, tuple(Row(row) for row in paper.rows))


def _totals(paper: ReportPaper) -> Table:
    columns = tuple(
        Column("", column.share, "right" if column.is_figure else "left", bold=True) for column in paper.columns
    )
    return Table(columns, (Row(paper.totals),))


def _comparison(paper: ReportPaper) -> Table:
    columns = (
        Column("", 8), Column(paper.period, 6, "right", bold=True), Column(paper.against, 6, "right"),
        Column(_("Change"), 4, "right"),
    )  # fmt: skip
    return Table(columns, tuple(Row((line.title, line.now, line.before, line.change)) for line in paper.compared))
