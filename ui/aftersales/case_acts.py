"""What can be done about a case: each asks what it needs, runs its command and says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.core.money import format_money
from ui.aftersales import reads, sheets
from ui.aftersales.replace_sheet import ReplaceSheet
from ui.common.sheet import ask

if TYPE_CHECKING:
    from ui.aftersales.cases import CasesPage
    from ui.common.desk import Desk


class CaseActs(QObject):
    """The acts of the case that is shown."""

    def __init__(self, desk: Desk, page: CasesPage) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    def run(self, name: str, detail: Any) -> None:
        """Do what was touched."""
        acts: dict[str, Callable[[Any], None]] = {
            "order": self._open_order, "refund": self._refund, "replace": self._replace,
            "open_replacement": self._open_replacement, "voucher": self._voucher,
            "quote": self._quote, "answer_quote": self._answer_quote, "work": self._work, "hand_out": self._hand_out,
            "reopen": self._reopen,
        }  # fmt: skip
        acts[name](detail)

    def _write(self, command: Callable[..., Any], *args: Any, said: str) -> None:
        def done(_answer: Any) -> None:
            self._desk.feedback("done")
            self._desk.toast(said)

        self._desk.write(self, command, *args, done=done, once=True)

    # -- elsewhere

    def _open_order(self, detail: Any) -> None:
        self._desk.open("order", detail.row.order_id)

    def _refund(self, detail: Any) -> None:
        """The returns screen finds the sale and pays back the way it was paid."""
        tab = self._desk.go("returns")
        if tab is not None and detail.row.order_number:
            tab.find(detail.row.order_number)

    def _replace(self, detail: Any) -> None:
        """Ask what is sent again; the order is placed with its goods reserved, and can be opened from the toast."""
        row = detail.row

        def show(found: tuple[list[Any], str]) -> None:
            lines, method = found
            if not lines:
                self._desk.feedback("wrong")
                self._desk.window.notice.refuse(_("Nothing in order {number} can be sent again.").format(
                    number=row.order_number))  # fmt: skip
                return
            ReplaceSheet(self._desk, detail, lines, method, place).open()

        def place(lines: list[tuple[int, int]], charge: str, way: str) -> None:
            from app.aftersales.replace import ReplacedLine, replace_goods

            wanted = [ReplacedLine(*line) for line in lines]
            self._desk.write(self, replace_goods, row.id, wanted, charge, way or None, done=told)

        def told(placed: Any) -> None:
            self._desk.feedback("done")
            self._desk.toast(_("Order {number} replaces it").format(number=placed.number))

        self._desk.read_for_sheet(self, lambda: reads.replaceable_of(row.id, row.order_id), show)

    def _open_replacement(self, detail: Any) -> None:
        self._desk.open("order", detail.replacement_id)

    # -- who, when, the end

    def open_case(self, new: dict[str, Any]) -> None:
        """Open a case with what the sheet asked."""
        from app.aftersales.open import NewCase, open_case

        def done(case_id: int) -> None:
            self._desk.feedback("done")
            self._page.view.set_current("open")
            self._page.stand_on(case_id)

        self._desk.write(self, open_case, NewCase(**new), done=done)

    def assign(self, detail: Any) -> None:
        """Ask who takes care of it."""
        from app.aftersales.thread import assign

        row = detail.row

        def show(people: list[Any]) -> None:
            names = {person.id: person.name for person in people}

            def chosen(person_id: int | None) -> None:
                who = names.get(person_id or 0, _("everybody"))
                self._write(assign, row.id, person_id, said=_("Case {number} is with {name}").format(
                    number=row.number, name=who))  # fmt: skip

            sheets.ask_person(self._desk, people, row.assigned_to, chosen)

        self._desk.read_for_sheet(self, reads.people, show)

    def wait(self, detail: Any) -> None:
        """Ask until when it rests."""
        from app.aftersales.thread import wait

        said = _("Case {number} rests").format(number=detail.row.number)
        sheets.ask_wait(self._desk, lambda until, why: self._write(wait, detail.row.id, until, why, said=said))

    def close(self, detail: Any) -> None:
        """Ask for cause and outcome; a resolved case needs neither again."""
        from app.aftersales.resolve import close, reopen

        row = detail.row

        def back() -> None:
            self._desk.write(self, reopen, row.id, _("Closed by mistake"))

        def done(_nothing: Any) -> None:
            self._desk.feedback("done")
            self._desk.toast(_("Case {number} is closed").format(number=row.number), back)

        if row.state.value == "resolved":
            self._desk.write(self, close, row.id, done=done)
            return
        sheets.ask_close(
            self._desk, detail, lambda cause, outcome: self._desk.write(self, close, row.id, cause, outcome, done=done)
        )

    def _reopen(self, detail: Any) -> None:
        from app.aftersales.resolve import reopen

        self._write(reopen, detail.row.id, _("The customer came back"), said=_("The case is open again"))

    # -- money and repair

    def _voucher(self, detail: Any) -> None:
        from app.payments.refund import refund_order

        row = detail.row

        def give(minor: int, reason: str) -> None:
            said = _("{name} has {amount} credit").format(name=row.customer_name, amount=format_money(minor))
            self._write(refund_order, row.order_id, minor, "store_credit", reason, True, said=said)

        sheets.ask_goodwill(self._desk, row.customer_name, give)

    def _quote(self, detail: Any) -> None:
        from app.aftersales.repair import quote

        said = _("The quote is noted")
        sheets.ask_quote(self._desk, detail, lambda minor: self._write(quote, detail.row.id, minor, said=said))

    def _answer_quote(self, detail: Any) -> None:
        from app.aftersales.repair import answer_quote

        amount = format_money(detail.quote_minor or 0)
        said = _("The customer’s answer is noted")
        sheets.ask_quote_answer(
            self._desk, amount, lambda accepted: self._write(answer_quote, detail.row.id, accepted, said=said)
        )

    def _work(self, detail: Any) -> None:
        from app.aftersales.repair import work

        said = _("The work is noted")
        sheets.ask_work(
            self._desk, detail, lambda minor, text, test: self._write(work, detail.row.id, minor, text, test, said=said)
        )

    def _hand_out(self, detail: Any) -> None:
        from app.aftersales.repair import hand_out

        said, name = _("The goods are handed out"), detail.row.customer_name or _("the customer")
        ask(
            self._desk.surface, _("Hand the goods out?"),
            _("They leave the repair place and go back to {name}.").format(name=name),
            _("Hand the goods out"), lambda: self._write(hand_out, detail.row.id, said=said), name="service.hand_out",
        )  # fmt: skip
