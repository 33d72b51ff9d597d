"""Why a shift's totals: the cash that should be there step by step, then every figure with the rows that made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.i18n import N_, _
from app.core.money import format_figure, format_money
from app.orders.why import TOTAL, Step, WhyLine
from app.payments import why_shift as why
from app.payments.why_shift import Figure, ShiftRow, WhyShift
from ui.common.boxes import Card
from ui.common.labels import Label
from ui.common.why_sheet import WhySheet, line_card, step_row, tax_name
from ui.payments import words
from ui.payments.cash_sheet import blind_word

if TYPE_CHECKING:
    from ui.common.desk import Desk

ROW = "row"  # a step that bears its own words
_STEPS = {
    why.FLOAT: N_("Float"), why.RECEIVED: N_("Cash received"), why.CHANGE: N_("Change given"),
    why.REFUNDS: N_("Cash paid back"), why.PAID_IN: N_("Paid in"), why.PAID_OUT: N_("Paid out"),
    why.TIPS: N_("Tips paid out"), why.DROPPED: N_("Into the safe"), why.HANDED: N_("Over or short at hand-overs"),
}  # fmt: skip
_PAPERS = {"sale": N_("Sales"), "payment": N_("Payments for orders"), "refund": N_("Refunds"), "void": N_("Voids")}
_MORE = {
    why.DISCOUNT: N_("Discounts"), why.ROUNDING: N_("Cash rounding"), why.PERPETUAL: N_("All sales of this till"),
}  # fmt: skip
_ROWS = {
    why.COUNTED: N_("Counted"), why.DUE: N_("Expected"), why.EARLIER: N_("Z report {number}"),
    why.BEFORE: N_("All up to Z report {number}"), why.NOW: N_("This shift"),
}  # fmt: skip
_HEADS = {
    **dict.fromkeys(_MORE, N_("More sums")),
    why.TENDER: N_("Tenders"), why.PAPER: N_("Receipts"), why.TAX: N_("Taxes"), why.DIFFERENCE: N_("Differences"),
}  # fmt: skip


def ask_why(desk: Desk, owner: QObject, shift_id: int) -> None:
    """Open the figures of a shift: of its frozen Z where it is closed, else of its X."""
    by = desk.actor
    if by is None:
        return
    show = desk.if_still_here(lambda shown: WhyShiftSheet(desk.surface, shown).open())
    desk.read(owner, lambda: why.why_shift(by, shift_id), show, failed=desk.explain, urgent=True)


class WhyShiftSheet(WhySheet):
    """Opens every figure of an X or Z report to its rows."""

    def __init__(self, window: QWidget, shown: WhyShift) -> None:
        of = (
            _("X report, shift {number}").format(number=shown.shift_id) if shown.z_number is None
            else _("Z report {number}").format(number=shown.z_number)
        )  # fmt: skip
        super().__init__(window, _parts(shown), of=of, amount_minor=None if shown.is_blind else shown.expected_minor)


def _parts(shown: WhyShift) -> list[QWidget]:
    """The sheet from top to bottom: expected cash, what moved the drawer, tenders, receipts, taxes, differences."""
    parts: list[QWidget] = [Label(_("Drawer"), 13, 600, "text2")]
    if shown.is_blind:
        parts.append(Label(blind_word(), 13, 400, "text2", wrap=True))
    else:
        steps = [Step(ROW, minor, _(_STEPS[kind])) for kind, minor in shown.expected if minor or kind == why.FLOAT]
        steps.append(Step(TOTAL, shown.expected_minor, _("Expected in the drawer")))
        parts.append(Card(*(step_row(step, "piece") for step in steps), gap=6, name="why.whole"))
    before = ""
    for figure in shown.figures:
        head = _HEADS.get(figure.kind, "")
        if head != before:
            parts.append(Label(_(head), 13, 600, "text2"))
        before = head
        parts.append(line_card(_line(figure)))
    return parts


def _line(figure: Figure) -> WhyLine:
    """A figure in words, its rows as steps; what is not named row by row follows in one."""
    steps = [Step(ROW, row.amount_minor, _row_words(row)) for row in figure.rows]
    if figure.left_off:
        steps.append(Step(ROW, figure.left_minor, _("and {count} more").format(count=f"{figure.left_off:,}")))
    if figure.since_minor:
        steps.append(Step(ROW, figure.since_minor, _("Changed since the close")))
    return WhyLine(_name(figure), "piece", tuple(steps), figure.total_minor)


def _name(figure: Figure) -> str:
    if figure.kind in (why.TENDER, why.DIFFERENCE):
        return words.tender_word(figure.name)
    if figure.kind == why.PAPER:
        return _(_PAPERS[figure.name])
    if figure.kind == why.TAX:
        net, rate = format_money(figure.base_minor), f"{figure.rate_bp / 100:g}"
        if figure.name:
            return _("{tax} of {net}").format(tax=tax_name(figure.name, figure.rate_bp), net=net)
        return _("{rate}% of {net}").format(rate=rate, net=net)
    return _((_STEPS | _MORE)[figure.kind])


def _row_words(row: ShiftRow) -> str:
    """When, the number or reason, and what else is known: 14:05 · T1-000123 · **** 4242."""
    of = _("of {amount}").format(amount=format_money(row.base_minor)) if row.base_minor else ""
    detail = row.detail if row.notes_minor is None else f"{row.detail} {format_figure(row.notes_minor, row.detail)}"
    word = _(_ROWS[row.kind]).format(number=row.word) if row.kind in _ROWS else row.word
    at = "" if row.kind in _ROWS and row.kind != why.EARLIER else words.short_moment(row.at)
    return " · ".join(filter(None, (at, word, detail, of)))
