"""The close of a till, step by step: blind count, comparison with the detective, bank and float, Z report; or hand-over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from app.core.money import currency
from ui.common.keys import Key
from ui.payments import words
from ui.payments.bank_page import BankPage
from ui.payments.compare_page import ComparePage, compare
from ui.payments.count_page import CountPage
from ui.payments.side import BANK, COMPARE, COUNT, EXPLAIN, SIGN
from ui.payments.tickets_sheet import TicketsSheet

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.payments.clue_words import Act


FOUND_AT_CLOSE = "CLOSE"  # in place of the authorization code that nobody typed


class Closing(QObject):
    """Signals: turned: another step is shown; ended: the shift changed, read it anew; weighs: a scale is there."""

    turned = Signal()
    ended = Signal()
    weighs = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._day: Any = None
        self._is_busy = False
        desk.device_signals.weight.connect(self._on_weight)
        self._grams: int | None = None
        self.count, self.compare, self.bank = CountPage(), ComparePage(), BankPage()
        self.page: QWidget = self.count
        self.count.finished.connect(self.finish_count)
        self.compare.finished.connect(self.go_to_bank)
        self.compare.again.connect(self.count_again)
        self.compare.handed.connect(self.ask_hand_over)
        self.compare.clues.wanted.connect(self.take_clue)
        self.bank.finished.connect(self.close_till)
        self.bank.tickets_wanted.connect(self.show_tickets)

    # -- what is shown

    @property
    def step(self) -> int:
        """Which of the five steps is under way."""
        if self.page is self.count:
            return COUNT
        if self.page is self.bank:
            return SIGN if self._is_busy else BANK
        return EXPLAIN if self.compare.needs_reason() else COMPARE

    def show_day(self, day: Any, *, is_counting: bool) -> None:
        """Take what was read; a shift that is not counted begins at the count again."""
        self._day = day
        if not is_counting:
            self.page = self.count
        self.bank.show_tickets(day.things.tickets)
        self.count.show_scale(self._grams is not None)
        self.count.show_foreign(day.foreign)

    def focus(self) -> None:
        """Put the focus where work goes on."""
        self.page.focus_next()  # type: ignore[attr-defined]

    def keys(self) -> list[Key]:
        """The keys of the step that is shown."""
        back = Key("F4", _("Go on selling"), self.cancel)
        if self.page is self.count:
            return [
                back, Key("F6", _("Weigh coins"), self.weigh, self._grams is not None),
                Key("F9", _("Finish count"), self.finish_count), Key("Esc", _("Leave, keep numbers"), self.leave),
            ]  # fmt: skip
        if self.page is self.bank:
            return [
                back, Key("F5", _("Open tickets"), self.show_tickets), Key("F9", _("Close shift"), self.close_till),
                Key("Esc", _("Back to the comparison"), self.back_to_comparison),
            ]  # fmt: skip
        clues = [
            Key(str(at), _("Explanation {number}").format(number=at), lambda at=at: self.compare.clues.choose(at), False)
            for at in range(1, self.compare.clues.count() + 1)
        ]  # fmt: skip
        return [
            back, Key("F6", _("Count again"), self.count_again), Key("F7", _("Hand over till"), self.ask_hand_over),
            Key("F9", _("Bank and float"), self.go_to_bank), *clues, Key("Esc", _("Leave"), self.leave, False),
        ]  # fmt: skip

    def _turn(self, page: QWidget) -> None:
        self.page = page
        self.turned.emit()

    # -- counting

    def begin(self) -> None:
        """F9 on the open till: selling stops here, the drawer is counted."""
        from app.payments.shift import begin_count

        self._desk.write(self, begin_count, done=lambda _shift: self.ended.emit(), once=True)

    def cancel(self) -> None:
        """F4: go on selling; the numbers stay for the next count."""
        from app.payments.shift import cancel_count

        def told(_shift: int) -> None:
            self.page = self.count
            self._desk.toast(_("The till is open again"))
            self.ended.emit()

        self._desk.write(self, cancel_count, done=told, once=True)

    def leave(self) -> None:
        """Esc: to the Sell tab; the count stays as it is."""
        self._desk.go("sell" if self._desk.actor and self._desk.actor.role != "warehouse" else "orders")

    def _on_weight(self, grams: int, is_steady: bool) -> None:
        first = self._grams is None
        self._grams = grams if is_steady else 0
        if first:
            self.count.show_scale(True)
            self.weighs.emit()

    def weigh(self) -> None:
        """F6: the coins on the scale go into the row that has the caret."""
        from app.payments.coins import coins_by_weight

        row = self.count.current_row()
        pieces = coins_by_weight(currency(), row.money.minor, self._grams or 0) if row is not None else None
        if row is None or pieces is None:
            self._desk.feedback("wrong")
            said = _("Stand on a coin and put only that kind on the scale, at most 80 of it; then F6.")
            self._desk.window.notice.refuse(said)
            return
        row.field.set_value((row.count() or 0) + pieces)
        self._desk.feedback("ok")

    # -- comparing

    def finish_count(self) -> None:
        """F9 on the count: only now the books are read and shown beside it."""
        if not self.count.is_begun():
            self._desk.feedback("wrong")
            self._desk.window.notice.refuse(_("Count the drawer first; an empty drawer has a 0 in one field."))
            self.count.focus_next()
            return
        if (wrong := self.count.bad_field()) is not None:
            wrong.focus()
            return
        if self._day is None or self._day.shift is None:
            return
        self._read_books(self._show_comparison)

    def _read_books(self, then: Any) -> None:
        shift_id, pieces = self._day.shift.id, self.count.pieces()
        counted = {"cash": self.count.counted_minor()}
        if self.count.card_minor() is not None:
            counted["card"] = self.count.card_minor() or 0
        worths = tuple(row.money.minor for row in self.count.rows)
        notes = tuple(row.money.minor for row in self.count.notes)

        def load() -> Any:
            from app.payments.detective import explain
            from app.payments.look_into import case_of
            from app.payments.totals import shift_totals

            case = case_of(shift_id, counted, pieces, worths=worths, notes=notes)
            return shift_totals(shift_id), explain(case)

        self._desk.read(self, load, then, urgent=True)

    def _show_comparison(self, found: Any) -> None:
        totals, clues = found
        count, actor = self.count, self._desk.actor
        limit = actor.limit("till_difference_minor") if actor is not None else 0
        papers = count.vouchers.minor(), count.pay_outs.minor()
        rows = compare(totals, count.counted_minor(), count.card_minor(), *papers, foreign=count.foreign_counted())
        self.compare.show_totals(totals, rows, clues, limit)
        self._desk.feedback("attention" if self.compare.needs_reason() else "ok")
        self._turn(self.compare)

    def take_clue(self, act: Act, reason: str) -> None:
        """An explanation was chosen: mend it, count that row again, or keep it as the reason."""
        if act.kind == "recount":
            self._turn(self.count)
            self.count.focus_row(act.ref)
        elif act.kind == "reason":
            self.compare.take_reason(reason)
        elif act.kind == "change_tender":
            from app.payments.change_tender import change_tender

            self._mend(change_tender, act.ref, act.tender, reason[:200], FOUND_AT_CLOSE if act.tender == "card" else "")
        else:
            from app.payments.correct_move import correct_move

            self._mend(correct_move, act.ref, act.minor, reason[:200])

    def _mend(self, command: Any, *args: Any) -> None:
        def told(_answer: Any) -> None:
            self._desk.toast(_("Mended; the books are compared anew"))
            self._read_books(self._show_comparison)

        self._desk.write(self, command, *args, done=told, once=True)

    def count_again(self) -> None:
        """F6: the drawer is counted once more; the log keeps that it was."""
        from app.payments.shift import begin_count, cancel_count

        self.page = self.count

        def begun(_shift: int) -> None:
            self.ended.emit()
            self.turned.emit()

        self._desk.write(
            self,
            cancel_count,
            done=lambda _shift: self._desk.write(self, begin_count, done=begun, once=True),
            once=True,
        )

    def ask_hand_over(self) -> None:
        """F7: the counted drawer goes to another clerk."""
        from ui.payments.hand_over_sheet import HandOverSheet

        def told(answer: Any) -> None:
            self.count.clear()
            self.page = self.count
            self._desk.feedback("done")
            self._desk.toast(_("{name} has the drawer now").format(name=answer.to_name))
            self.ended.emit()

        HandOverSheet(
            self._desk, self, counted_minor=self.count.counted_minor(), off_minor=self.compare.cash_off_minor(),
            pieces=self.count.pieces(), done=told,
        ).open()  # fmt: skip

    # -- bank, float and the end

    def go_to_bank(self) -> None:
        """F9 on the comparison: what is above the limit needs a reason first."""
        if self.compare.needs_reason() and not self.compare.reason.text():
            self._desk.feedback("wrong")
            self.compare.reason.set_error(_("Say what is known about the difference."))
            self.compare.reason.focus()
            return
        self.bank.show_close(self.count.counted_minor(), self._day.shift.float_minor, self._day.things.tickets)
        self._turn(self.bank)

    def back_to_comparison(self) -> None:
        """Esc on bank and float."""
        self._turn(self.compare)

    def show_tickets(self) -> None:
        """F5: finish, park or throw away what is open."""

        def finish() -> None:
            if self._day is not None and self._day.shift is not None and self._day.shift.state == "counting":
                self.cancel()
            self._desk.go("sell")

        sheet = TicketsSheet(self._desk, self, finish)
        sheet.finished.connect(lambda _done: self.ended.emit())
        sheet.open(sheet.table.view)

    def close_till(self) -> None:
        """F9: book the difference, close, print the Z report."""
        from app.payments.close import ClosePapers, close_shift

        if self._is_busy or not self.bank.check():
            return
        self._is_busy = True
        papers = ClosePapers(
            self.count.vouchers.minor(),
            self.count.pay_outs.minor(),
            self.bank.bag.text(),
            self.bank.next_float_minor(),
            self.count.foreign_counted(),
        )
        self._desk.write(
            self, close_shift, self.compare.counted(), self.count.pieces(), self.compare.reason.text(), papers,
            done=self._closed, failed=self._refused,
        )  # fmt: skip
        self.turned.emit()

    def _closed(self, answer: Any) -> None:
        self._is_busy = False
        self.page = self.count
        self.count.clear()
        self.bank.clear()
        self.compare.reason.clear()
        self._desk.feedback("done")
        told = _("Shift {shift} is closed with Z report {number}").format(shift=answer.shift_id, number=answer.z_number)
        self._desk.toast(f"{told} · {words.difference_text(answer.difference_minor)}")
        self.ended.emit()

    def _refused(self, error: BaseException | None = None) -> None:
        self._is_busy = False
        self.turned.emit()
        if error is not None:
            self._desk.explain(error)
