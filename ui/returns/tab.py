"""The Returns tab: find the sale, say what comes back and why, choose the outcome, F9; and what waits to be inspected."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.core.i18n import N_, _
from ui.common.keys import Key
from ui.common.tab import Tab
from ui.returns import acts, reads, sheets, words
from ui.returns.draft import LOOSE, REFUND, RETURN, SALE, Draft, draft_of_return, draft_of_sale, loose_line
from ui.returns.page import Page
from ui.returns.start import Start

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from ui.common.desk import Desk

LEAST_TYPED = 3
_FINDS = frozenset({"order", "parcel", "receipt", "shipment", "customer"})


class ReturnsTab(Tab):
    """Start page and page of one return; the focus is never in a text field, so that letters act."""

    NAME = "returns"
    TITLE = N_("Returns")
    SCAN_HINT = N_("Scan a receipt, a return slip or an item")
    WATCHES = frozenset({"return"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.draft: Draft | None = None
        self._known = reads.Known()
        self._busy = False
        self._last_return = 0
        self.start = Start(desk.may("returns.quick"))
        self.page = Page()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self._stack.addWidget(self.page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.start.opened.connect(self._open)
        self.start.wanted.connect(lambda _what: self.begin_loose())
        self.start.view.chosen.connect(lambda _key: self.refresh())
        self.page.changed.connect(self._show)
        self.page.wanted.connect(self._on_wanted)

    # -- what the shell asks

    def keys(self) -> list[Key]:
        """The keys of the page that is shown."""
        draft = self.draft
        if draft is None:
            return self._start_keys()
        keys = [
            Key("Esc", _("Step back"), self.step_back), Key("Up", _("Line before"), lambda: self.page.move(-1), False),
            Key("Down", _("Next line"), lambda: self.page.move(1), False), Key("F10", _("Return slip"), self.print_slip),
        ]  # fmt: skip
        keys += self._keys_of(draft)
        if said := words.primary_words(draft, self._known.estimate_for(draft)):
            keys += [Key("F9", said, self.go_on), Key("Ctrl+Enter", said, self.go_on, False)]
        if draft.detail is not None and draft.detail.row.order_id is not None:
            keys.append(Key("O", _("Open order"), lambda: self._on_wanted("order")))
        return keys

    def _start_keys(self) -> list[Key]:
        keys = [
            Key("Enter", _("Open"), self._open_current), Key("F5", _("Refresh"), self.refresh, False),
            Key("L", _("Next list"), self.start.view.next, False),
        ]  # fmt: skip
        if self.start.searching:
            keys.append(Key("Esc", _("Back to the list"), self.end_search))
        if self.desk.may("returns.quick"):
            keys.append(Key("N", _("Without a receipt"), self.begin_loose))
        if self._last_return:
            keys.append(Key("F10", _("Return slip again"), self.print_slip))
        return keys

    def _keys_of(self, draft: Draft) -> list[Key]:
        keys: list[Key] = []
        if draft.kind != RETURN:
            keys += [
                Key("Space", _("Comes back, or stays"), self.page.toggle, False),
                Key("+", _("One more"), lambda: self.page.count_up(1), False),
                Key("-", _("One less"), lambda: self.page.count_up(-1), False),
                Key("F6", _("Quantity"), self.ask_quantity), Key("F7", _("Note"), self.ask_note),
                Key("Ctrl+Z", _("Undo"), self.undo, False),
            ]  # fmt: skip
            keys += [
                Key(cap, words.reason_word(code), lambda code=code: self.page.answer("reason", code), False)
                for code, cap in words.REASON_KEYS
            ]
        if draft.kind == SALE:
            keys.append(Key("F4", _("Inspect later"), self.inspect_later))
        if draft.kind == LOOSE:
            keys += [Key("F3", _("Customer"), self.ask_customer), Key("P", _("Price"), self.ask_price)]
        if draft.looks:
            keys += [
                Key(cap, words.condition_word(code), lambda code=code: self.page.answer("condition", code), False)
                for code, cap in words.CONDITION_KEYS
            ] + [
                Key(cap, words.place_word(code), lambda code=code: self.page.answer("place", code), False)
                for code, cap in words.PLACE_KEYS
            ]
        if draft.settles:
            keys += [
                Key(cap, _("Outcome"), lambda outcome=outcome: self.page.choose(outcome), False)
                for outcome, cap in words.OUTCOME_KEYS
            ]
            if draft.kind != LOOSE and draft.outcome == REFUND:
                keys.append(Key("F8", _("Refund another way"), self.ask_other_way))
        if draft.state in ("requested", "approved"):
            keys.append(Key("F8", _("Decline"), self.decline))
        if draft.state in ("received", "inspected"):
            keys.append(Key("G", _("Give it back to the customer"), self.hand_back))
        return keys

    def arrive(self) -> None:
        """The tab was chosen: the list or the page has the focus."""
        super().arrive()
        self._focus()

    def _focus(self) -> None:
        (self.page if self.draft is not None else self.start.table()).setFocus()

    def refresh(self) -> None:
        """Read the list anew, and the return that is shown."""
        view = self.start.view.current()
        self.desk.read(self, lambda: reads.queue(view), self._show_queue, merge="queue")
        if self.draft is not None and self.draft.kind == RETURN:
            self._open("return", self.draft.detail.row.id)
        elif self.draft is not None:
            self._show()

    def _show_queue(self, found: tuple[list[Any], int]) -> None:
        self.start.show_queue(*found)

    # -- finding

    def typed(self, text: str) -> None:
        """Sales by name, phone or number while typing; on a page nothing is searched before Enter."""
        text = text.strip()
        if self.draft is not None:
            return
        if len(text) < LEAST_TYPED:
            self.end_search()
            return
        self.desk.read(self, lambda: reads.find(text), lambda found: self._show_sales(text, found), merge="find")

    def submitted(self, text: str) -> None:
        """Enter in the scan box: the sale, or without a receipt the product, that the text means."""
        if text.strip():
            self.find(text.strip())

    def find(self, text: str) -> None:
        """Find the sale that a code, number, phone or name means, and open it when there is only one."""
        if self.draft is not None and self.draft.kind == LOOSE:
            self.desk.read(self, lambda: reads.product(text), lambda row: self._add_loose(row, text), urgent=True)
            return

        def show(found: reads.Found) -> None:
            if found.return_id:
                self._leave_for(lambda: self._open("return", found.return_id))
            elif len(found.sales) == 1:
                self._leave_for(lambda: self._open_sale(found.sales[0].order_id, found.product_ids))
            else:
                self._leave_for(lambda: self._show_sales(text, found))

        self.desk.read(self, lambda: reads.find(text), show, urgent=True)

    def _show_sales(self, text: str, found: reads.Found) -> None:
        self._close()
        self._product_ids = found.product_ids
        self.start.show_sales(text, found.sales)
        self.start.tell_done("", "")
        self.keys_changed.emit()
        if not found.sales:
            self.desk.feedback("wrong")

    def end_search(self) -> None:
        """Back to the list of what waits."""
        if self.start.searching:
            self.start.end_search()
            self.keys_changed.emit()
            self._focus()

    # -- scans

    def scanned(self, scan: Scan) -> None:
        """A product starts its return or counts a piece, a bin takes the goods, anything sold opens its sale."""
        draft = self.draft
        if scan.kind == "product":
            self._scan_product(scan)
        elif scan.kind == "place" and draft is not None and draft.looks and draft.line is not None:
            draft.line.place_id, draft.line.place_code = scan.ref, scan.text.upper()
            self.page.answer("place", "restock")
            self.desk.feedback("ok")
        elif scan.kind == "customer" and draft is not None and draft.kind == LOOSE:
            draft.customer_id, draft.customer_name = scan.ref, scan.title
            self._show()
            self.desk.feedback("ok")
        elif scan.kind in _FINDS or scan.kind in ("return", "gift_card"):
            self._find_scanned(scan)
        else:
            self.desk.does_not_fit(scan)

    def _find_scanned(self, scan: Scan) -> None:
        def show(found: reads.Found) -> None:
            if not found.sales and not found.return_id:
                self.desk.does_not_fit(scan)
                return
            self.desk.feedback("ok")
            if found.return_id:
                self._leave_for(lambda: self._open("return", found.return_id))
            elif len(found.sales) == 1:
                self._leave_for(lambda: self._open_sale(found.sales[0].order_id, set()))
            else:
                self._leave_for(lambda: self._show_sales(scan.title, found))

        self.desk.read(self, lambda: reads.find(scan.text), show, urgent=True)

    def _scan_product(self, scan: Scan) -> None:
        draft = self.draft
        if draft is not None and draft.kind == LOOSE:
            self.desk.read(
                self, lambda: reads.product(scan.text), lambda row: self._add_loose(row, scan.text), urgent=True
            )
            return
        if draft is None:
            self.find(scan.text)
            return
        place = draft.find_product({scan.ref, *scan.also})
        if place is None or not draft.lines[place].most:
            self.desk.feedback("wrong")
            self.desk.window.notice.refuse(_("{name} is not part of this sale.").format(name=scan.title))
            return
        draft.at = place
        line = draft.lines[place]
        if draft.kind == SALE:
            if line.quantity >= line.most:
                self.desk.feedback("wrong")
                self.desk.window.notice.refuse(_("All of {name} comes back already.").format(name=line.name))
                return
            draft.count_up(line, max(scan.quantity, 1))
        self.desk.feedback("ok")
        self._show()

    # -- opening

    def open_record(self, kind: str, ref: int) -> None:
        """A return from another screen, or the sale of an order."""
        self._leave_for(lambda: self._open("return" if kind == "return" else "sale", ref))

    def _open_current(self) -> None:
        row = self.start.table().current()
        if row is not None:
            if self.start.searching:
                self._open_sale(row.order_id, getattr(self, "_product_ids", set()))
            else:
                self._open("return", row.id)

    def _open(self, kind: str, ref: int) -> None:
        if kind == "sale":
            self._open_sale(ref, set())
            return

        def show(found: tuple[Any, reads.Known]) -> None:
            detail, self._known = found
            old = self.draft
            if (
                old is not None
                and old.kind == RETURN
                and old.detail.row.id == ref
                and old.state == str(detail.row.state.value)
            ):
                return  # the same step of the same return: what was found out so far stays
            self._begin(draft_of_return(detail))

        self.desk.read(self, lambda: reads.one_return(ref), show, urgent=True)

    def _open_sale(self, order_id: int, product_ids: set[int]) -> None:
        def show(found: tuple[Any, int | None, reads.Known]) -> None:
            sale, return_id, self._known = found
            if return_id is not None:
                self._open("return", return_id)
            elif not self.desk.may("returns.quick"):
                self.desk.feedback("wrong")
                self.desk.window.notice.refuse(_("No return of order {number} waits.").format(number=sale.number))
            else:
                self._begin(draft_of_sale(sale, product_ids))

        self.desk.read(self, lambda: reads.one_sale(order_id), show, urgent=True)

    def begin_loose(self) -> None:
        """N: goods without a sale that can be found."""
        if self.desk.may("returns.quick"):
            self._known = reads.Known()
            self._begin(Draft(LOOSE, [], outcome="store_credit"))

    def _add_loose(self, row: Any, text: str) -> None:
        draft = self.draft
        if draft is None or draft.kind != LOOSE:
            return
        if row is None:
            self.desk.unknown_code(text)
            return
        known = next((at for at, line in enumerate(draft.lines) if line.ref == row.product_id), None)
        if known is not None:
            draft.at = known
            draft.count_up(draft.lines[known], max(row.quantity, 1))
        else:
            draft.lines.append(loose_line(row))
            draft.at = len(draft.lines) - 1
        self.desk.feedback("ok")
        self.desk.window.scan_box.clear()
        self._focus()
        self._show()

    def _begin(self, draft: Draft) -> None:
        self.draft = draft
        self.page.say("")
        self.start.tell_done("", "")
        self.start.end_search()
        self.desk.window.scan_box.clear()
        self._stack.setCurrentWidget(self.page)
        self._show()
        self.page.setFocus()

    def _leave_for(self, then: Callable[[], None]) -> None:
        """A scan never leaves unsaved work without being told to."""
        draft = self.draft
        if draft is None or draft.kind == RETURN or not any(line.reason for line in draft.chosen()):
            then()
            return
        self.desk.feedback("wrong")
        self.desk.window.notice.warn(_("This return is not finished yet."), [(_("Leave it, open the other one"), then)])

    def step_back(self) -> None:
        """Esc: back to the start; what was said so far can be had back."""
        draft = self.draft
        self._close()
        self._focus()
        if draft is not None and draft.kind != RETURN and any(line.reason for line in draft.chosen()):
            self.desk.toast(_("The return was left, nothing was booked"), lambda: self._begin(draft))
        self.refresh()

    def _close(self) -> None:
        self.draft = None
        self._busy = False
        self._stack.setCurrentWidget(self.start)
        self.keys_changed.emit()

    # -- showing

    def _show(self) -> None:
        """Show the draft, then work out anew what it comes to."""
        draft = self.draft
        if draft is None:
            return
        self.page.show_draft(draft, self._known.estimate_for(draft), self._known.policy, self._known.shelf)
        self.keys_changed.emit()
        if draft.kind != SALE:
            return

        def show(found: tuple[Any, list[Any]]) -> None:
            self._known.estimate, self._known.policy = found
            if self.draft is draft:
                self.page.show_draft(draft, *self._known.shown())
                self.keys_changed.emit()

        inputs = reads.inputs(draft)
        self.desk.read(self, lambda: reads.worth(draft.sale, inputs), show, merge="worth", urgent=True)

    def _on_wanted(self, what: str) -> None:
        if what == "go":
            self.go_on()
        elif what == "customer":
            self.ask_customer()
        elif what == "order" and self.draft is not None:
            self.desk.open("order", self.draft.detail.row.order_id)

    # -- sheets

    def ask_note(self) -> None:
        """F7."""
        draft = self.draft
        if draft is not None:
            sheets.ask_note(self.desk, draft, lambda note: self._keep(draft, note=note))

    def ask_other_way(self) -> None:
        """F8 on a refund."""
        draft = self.draft
        if draft is not None:
            sheets.ask_other_way(self.desk, draft, lambda to, why: self._keep(draft, to=to, note=why or draft.note))

    def _keep(self, draft: Draft, **values: str) -> None:
        for name, value in values.items():
            setattr(draft, name, value)
        self.page.say("")
        self._show()

    def ask_quantity(self) -> None:
        """F6."""
        draft = self.draft
        if draft is None or draft.line is None or draft.line.most < 1:
            return
        line = draft.line
        sheets.ask_quantity(self.desk, line, lambda count: self.page.count_up(count - line.quantity))

    def ask_price(self) -> None:
        """P without a receipt."""
        draft = self.draft
        if draft is None or draft.line is None:
            return
        line = draft.line

        def take(price_e4: int) -> None:
            line.price_e4 = price_e4
            self._show()

        sheets.ask_price(self.desk, line, take)

    def ask_customer(self) -> None:
        """F3 without a receipt: who gets the credit."""
        from ui.counter.customer_sheet import CustomerSheet

        draft = self.draft
        if draft is None or draft.kind != LOOSE:
            return

        def take(customer_id: int) -> None:
            def show(name: str) -> None:
                draft.customer_id, draft.customer_name = customer_id, name
                self._show()

            self.desk.read(self, lambda: reads.customer_name(customer_id), show)

        CustomerSheet(self.desk, take).open()

    def undo(self) -> None:
        """Ctrl+Z: this line stays with the customer after all."""
        draft = self.draft
        if draft is not None and draft.line is not None and draft.line.is_in:
            line = draft.line
            line.reason = line.condition = line.disposition = ""
            self.page.toggle()

    # -- doing it

    def go_on(self) -> None:
        """F9: the next thing; where something is missing, the hand goes there."""
        draft = self.draft
        if draft is None or self._busy:
            return
        missing = acts.missing(draft)
        if missing:
            at, sentence = missing
            draft.at = at if at is not None else draft.at
            self.page.say(sentence)
            self.desk.feedback("wrong")
            self._show_again()
            if draft.kind == LOOSE and not draft.note and draft.lines and at is None:
                self.ask_note()
            return
        self._run(acts.go_on(draft))

    def _show_again(self) -> None:
        if self.draft is not None:
            self.page.show_draft(self.draft, *self._known.shown(self.draft))

    def _run(self, act: acts.Act) -> None:
        self._busy = True

        def failed(error: BaseException) -> None:
            self._busy = False
            self.desk.explain(error)

        self.desk.write(
            self, act.command, *act.args, done=lambda answer: self._done(act, answer), failed=failed, key=act.key,
            urgent=True,
        )  # fmt: skip

    def _done(self, act: acts.Act, answer: Any) -> None:
        self._busy = False
        draft = self.draft
        self.desk.feedback("done")
        if act.then is not None:
            self._run(act.then(answer))
        elif hasattr(answer, "outcome"):
            self._settled(answer, draft)
        elif act.said:
            self.desk.toast(act.said)
            if act.opens and draft is not None and draft.kind == RETURN and self.desk.may("returns.settle"):
                self._open("return", draft.detail.row.id)
            else:
                self.step_back_quietly()

    def step_back_quietly(self) -> None:
        """To the start without a word: the work is done."""
        self._close()
        self.refresh()
        self._focus()

    def _settled(self, answer: Any, draft: Draft | None) -> None:
        self._last_return = answer.return_id
        title, text = words.settled_words(answer)
        if answer.outcome == "exchange" and answer.credit_code:
            self.step_back_quietly()
            acts.sell_for_credit(self.desk, answer, draft)
            return
        self.start.tell_done(title, text)
        self.step_back_quietly()
        self.desk.toast(f"{title}. {text}" if text else title)

    def inspect_later(self) -> None:
        """F4: take the goods in now; somebody looks at them and settles later."""
        draft = self.draft
        if draft is None or draft.kind != SALE or self._busy:
            return
        if not draft.chosen() or any(not line.reason for line in draft.chosen()):
            self.go_on()
            return
        self._run(acts.inspect_later(draft))

    def decline(self) -> None:
        """F8 on a request."""
        draft = self.draft
        if draft is not None and draft.detail is not None:
            sheets.ask_decline(self.desk, draft.detail.row.number, lambda why: self._run(acts.decline(draft, why)))

    def hand_back(self) -> None:
        """G: no money, the goods leave again."""
        from ui.common.sheet import ask

        draft = self.draft
        if draft is not None and draft.detail is not None and self.desk.may("returns.settle"):
            ask(
                self.desk.surface, _("Give the goods back?"), _("The customer gets no money and takes the goods home."),
                _("Give the goods back"), lambda: self._run(acts.hand_back(draft)), name="returns.hand_back",
            )  # fmt: skip

    def print_slip(self) -> None:
        """F10: the slip of this return, or of the last one, again."""
        from app.returns.slip import print_slip

        draft = self.draft
        ref = draft.detail.row.id if draft is not None and draft.detail is not None else self._last_return
        if ref:
            self.desk.write(
                self, print_slip, ref, done=lambda _wish: self.desk.toast(_("The return slip is in the print queue"))
            )
