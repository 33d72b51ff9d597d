"""F8: cash in and out of the drawer without a sale, with a reason; and the X report with the totals so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import N_, _
from app.core.money import format_money
from ui.common.boxes import Divider, KeyValue, Scroll, VBox
from ui.common.buttons import Button
from ui.common.choices import Segmented
from ui.common.inputs import MoneyField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.common.why_sheet import tax_name
from ui.payments import words

if TYPE_CHECKING:
    from ui.common.desk import Desk

REASONS = {
    "drop": N_("Too much in the drawer"), "pay_in": N_("Change from the bank"), "pay_out": "",
    "no_sale": N_("Change a note"),
}  # fmt: skip
KEYS = {"1": "drop", "2": "pay_in", "3": "pay_out", "4": "no_sale"}


class CashSheet(Sheet):
    """Which way, how much, why."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(desk.surface, _("Cash in or out"), _("Without a sale"), width=600, name="shift.cash")
        self._desk, self._owner = desk, owner
        self.kind = Segmented([(kind, _(words.MOVES[kind][0])) for kind in words.MOVES], "shift.cash.kind")
        self.kind.chosen.connect(lambda _kind: self._show())
        self._told = Label("", 13, 400, "text2", wrap=True)
        self.amount = MoneyField(_("Amount"), name="shift.field.amount", height=48, px=20)
        self.reason = TextField(_("Reason"), name="shift.field.reason", icon="note-pencil", height=44)
        self.amount.submitted.connect(self.reason.focus)
        self.reason.submitted.connect(self.go_on)
        for digit, kind in KEYS.items():
            self.bind(f"Alt+{digit}", lambda kind=kind: self._choose(kind))
        self.set_body(self.kind, self._told, self.amount, self.reason)
        self.set_primary(_("Book"), self._book)
        self._show()

    def open_ready(self) -> None:
        """Open with the caret in the amount."""
        self.open(self.amount.edit)

    def _choose(self, kind: str) -> None:
        self.kind.set_current(kind)
        self._show()

    def _show(self) -> None:
        kind = self.kind.current()
        self._told.set_text(_(words.MOVES[kind][2]))
        self.amount.setVisible(kind != "no_sale")
        known = {_(text) for text in REASONS.values() if text}
        if not self.reason.text() or self.reason.text() in known:
            self.reason.set_text(_(REASONS[kind]) if REASONS[kind] else "")
        self.primary.set_text(_("Open the drawer") if kind == "no_sale" else _("Book it"))
        (self.reason if kind == "no_sale" else self.amount).focus()

    def _book(self) -> None:
        from app.payments.shift import move_cash

        kind, minor, reason = self.kind.current(), self.amount.minor() or 0, self.reason.text()
        if kind != "no_sale" and minor <= 0:
            self.amount.set_error(_("Type an amount of more than nought."))
            self.amount.focus()
            return
        if not reason:
            self.reason.set_error(_("Say why."))
            self.reason.focus()
            return
        desk = self._desk
        amount = 0 if kind == "no_sale" else minor

        def told(_move: int) -> None:
            self.accept()
            desk.feedback("done")
            said = words.move_word(kind)
            desk.toast(f"{said}: {format_money(amount)}" if amount else _("The drawer is open"))

        desk.write(self, move_cash, kind, amount, reason, done=told, failed=self._refused)

    def _refused(self, error: BaseException) -> None:
        self._desk.feedback("wrong")
        (self.amount if self.amount.isVisibleTo(self) else self.reason).set_error(str(error))


def show_x_report(desk: Desk, owner: QObject) -> None:
    """Work out the totals so far and show them; nothing is closed."""
    from app.payments.close import x_report

    def refused(error: BaseException) -> None:
        desk.explain(error)

    def show(report: dict[str, Any]) -> None:
        sheet = XReportSheet(desk, owner, report)
        sheet.open(sheet.back)

    desk.write(owner, x_report, done=desk.if_still_here(show), failed=refused, once=True)


class XReportSheet(Sheet):
    """The totals of an open shift; whoever may not accept a difference gets them without what would betray the cash."""

    def __init__(self, desk: Desk, owner: QObject, report: dict[str, Any]) -> None:
        title = _("X report, shift {number}").format(number=report["shift_id"])
        super().__init__(
            desk.surface, title, _("Nothing is closed"), width=560, name="shift.x_report", back_text=_("Close")
        )
        self._desk, self._owner, self._number = desk, owner, report["shift_id"]
        body = Scroll(VBox(*_x_rows(report), None, gap=6), name="shift.x_report.body")
        body.setMinimumHeight(420)
        self.set_body(body)
        self.set_primary(_("Print"), self._print, key="F10")
        self.bind("F10", self._print)
        why = Button(_("Why this total"), icon="question", key="Ctrl+W", height=48, name="shift.x_report.why")
        why.clicked.connect(self._show_why)
        self.bind("Ctrl+W", self._show_why)
        self.set_foot(why)

    def _show_why(self) -> None:
        from ui.payments.why_shift import ask_why

        self.accept()
        ask_why(self._desk, self._owner, self._number)

    def _print(self) -> None:
        from app.payments.close import x_report

        desk = self._desk
        desk.write(self._owner, x_report, print_it=True, once=True,
                   done=lambda report: desk.toast(
                       _("X report {number} is in the print queue").format(number=report["x_number"])
                   ))  # fmt: skip
        self.accept()


def _x_rows(report: dict[str, Any]) -> list[Any]:
    """The figures of an X report; of a blinded one those that are told, and why the others are not."""
    is_blind = bool(report.get("is_blind"))
    rows: list[Any] = [_head(_("Tenders"))]
    for tender, times in report["tender_counts"].items():
        said = _("{tender}, {count} times").format(tender=words.tender_word(tender), count=times)
        rows.append(_row(said, report["tenders"].get(tender)))
    if not report["tender_counts"]:
        rows.append(Label(_("No payment yet"), 13, 400, "text3"))
    rows += [Divider(), _head(_("Sales"))]
    for kind, title in (("sale", _("Sales")), ("refund", _("Refunds")), ("void", _("Voids"))):
        count, minor = report["papers"].get(kind, (0, 0))
        rows.append(KeyValue(title, f"{count:,}") if is_blind else _row(f"{title} ({count})", minor))
    if not is_blind:
        rows += [_row(_("Discounts"), -report["discount_minor"]), Divider(), _head(_("Taxes"))]
    for rate_bp, net, tax in report["taxes"]:
        rows.append(_row(_("{rate}% of {net}").format(rate=f"{rate_bp / 100:g}", net=format_money(net)), tax))
    for _code, name, rate_bp, base, tax in report["named_taxes"]:
        rows.append(_row(_("{tax} of {net}").format(tax=tax_name(name, rate_bp), net=format_money(base)), tax))
    rows += [Divider(), _head(_("Drawer"))]
    rows += [_row(_("Float"), report["float_minor"]), _row(_("Paid in"), report["paid_in_minor"])]
    rows += [_row(_("Paid out"), -report["paid_out_minor"]), _row(_("Into the safe"), -report["dropped_minor"])]
    if is_blind:
        return [*rows, Label(blind_word(), 13, 400, "text2", wrap=True)]
    return [*rows, _row(_("Expected in the drawer"), report["expected_cash_minor"])]


def blind_word() -> str:
    """Why some figures of an open shift are not told."""
    return _("The count is blind: what the drawer should hold, and the sums it could be worked out from, are not told.")


def _head(text: str) -> Label:
    return Label(text, 14, 600)


def _row(title: str, minor: int | None) -> KeyValue:
    return KeyValue(title, "–" if minor is None else format_money(minor))
