"""The Returns tab: find the sale, say what comes back and why, choose the outcome, F9; and what waits to be inspected."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.core.i18n import N_, _
from ui.common.keys import Key
from ui.common.tab import Tab
from ui.returns import keymap, reads
from ui.returns.asks import Asks
from ui.returns.doing import Doing
from ui.returns.draft import LOOSE, RETURN, SALE, Draft, draft_of_return, draft_of_sale
from ui.returns.finder import Finder
from ui.returns.page import Page
from ui.returns.start import Start

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from ui.common.desk import Desk


class ReturnsTab(Tab):
    """Start page and page of one return; the focus is never in a text field, so that letters act."""

    NAME = "returns"
    TITLE = N_("Returns")
    SCAN_HINT = N_("Scan a receipt, a return slip or an item")
    WATCHES = frozenset({"return"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.draft: Draft | None = None
        self.known = reads.Known()
        self._opening: object = None  # what is being read to be opened: only the last that was asked for comes
        self._product_ids: set[int] = set()
        self.finder = Finder(self)
        self.asks = Asks(self)
        self.doing = Doing(self)
        self.start = Start(desk.may("returns.quick"))
        self.page = Page()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self._stack.addWidget(self.page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.start.opened.connect(self.open_one)
        self.start.wanted.connect(lambda _what: self.begin_loose())
        self.start.view.chosen.connect(lambda _key: self.refresh())
        self.page.changed.connect(self.show_draft)
        self.page.wanted.connect(self._on_wanted)

    # -- what the shell asks

    def stands_on(self) -> object:
        return id(self.draft) if self.draft is not None else self.start.table().current_id()

    def keys(self) -> list[Key]:
        """The keys of the page that is shown."""
        return keymap.keys_of(self)

    def arrive(self) -> None:
        """The tab was chosen: the list or the page has the focus."""
        super().arrive()
        self.focus_work()

    def focus_work(self) -> None:
        """The list, or the page of a return, has the focus: letters act."""
        (self.page if self.draft is not None else self.start.table()).setFocus()

    def refresh(self) -> None:
        """Read the list anew, and the return that is shown."""
        view = self.start.view.current()
        self.desk.read(self, lambda: reads.queue(view), lambda found: self.start.show_queue(*found), merge="queue")
        if self.draft is not None and self.draft.kind == RETURN:
            self._read_again(self.draft)
        elif self.draft is not None:
            self.show_draft()

    # -- finding

    def typed(self, text: str) -> None:
        """Sales by name, phone or number while typing; on a page nothing is searched before Enter."""
        self.finder.typed(text.strip())

    def submitted(self, text: str) -> None:
        """Enter in the scan box: the sale, or without a receipt the product, that the text means."""
        if text.strip():
            self.finder.find(text.strip())

    def find(self, text: str) -> None:
        """Find the sale that a code, number, phone or name means, and open it when there is only one."""
        self.finder.find(text)

    def scanned(self, scan: Scan) -> None:
        """A product starts its return or counts a piece, a bin takes the goods, anything sold opens its sale."""
        self.finder.scanned(scan)

    def end_search(self) -> None:
        """Back to the list of what waits."""
        if self.start.searching:
            self.start.end_search()
            self.desk.window.scan_box.clear()
            self.keys_changed.emit()
            self.focus_work()

    def show_sales(self, text: str, found: reads.Found) -> None:
        """Show the sales that a search found."""
        self.close_page()
        self._product_ids = found.product_ids
        self.start.show_sales(text, found.sales)
        self.start.tell_done("", "")
        self.keys_changed.emit()
        if not found.sales:
            self.desk.feedback("wrong")

    # -- opening

    def open_record(self, kind: str, ref: int) -> None:
        """A return from another screen, or the sale of an order."""
        self.leave_for(lambda: self.open_one("return" if kind == "return" else "sale", ref))

    def open_current(self) -> None:
        """Enter in a list."""
        row = self.start.table().current()
        if row is not None:
            if self.start.searching:
                self.open_sale(row.order_id, self._product_ids)
            else:
                self.open_one("return", row.id)

    def open_one(self, kind: str, ref: int) -> None:
        """Show a return that was opened before, or a sale."""
        if kind == "sale":
            self.open_sale(ref, set())
            return

        def show(found: tuple[Any, reads.Known]) -> None:
            if self._opening == ("return", ref):
                detail, self.known = found
                self._begin(draft_of_return(detail, self.desk.may("returns.settle")))

        self._opening = ("return", ref)
        self.desk.read(self, lambda: reads.one_return(ref), show, urgent=True)

    def _read_again(self, draft: Draft) -> None:
        """Something changed: a return that is shown is shown as it is now, unless it was left or only looked at."""

        def show(found: tuple[Any, reads.Known]) -> None:
            detail, known = found
            if self.draft is draft and draft.state != str(detail.row.state.value) and not self.doing.is_busy:
                self.known = known
                self._begin(draft_of_return(detail, self.desk.may("returns.settle")))

        self.desk.read(self, lambda: reads.one_return(draft.detail.row.id), show, merge="again")

    def open_sale(self, order_id: int, product_ids: set[int]) -> None:
        """Begin a return of a sale, or show the one of it that waits."""

        def show(found: tuple[Any, int | None, reads.Known]) -> None:
            if self._opening != ("sale", order_id):
                return
            sale, return_id, self.known = found
            if return_id is not None:
                self.open_one("return", return_id)
            elif not self.desk.may("returns.quick"):
                self.desk.feedback("wrong")
                self.desk.window.notice.refuse(_("No return of order {number} waits.").format(number=sale.number))
            else:
                self._begin(draft_of_sale(sale, product_ids))

        self._opening = ("sale", order_id)
        self.desk.read(self, lambda: reads.one_sale(order_id), show, urgent=True)

    def begin_loose(self) -> None:
        """N: goods without a sale that can be found."""
        if self.desk.may("returns.quick"):
            self.known = reads.Known()
            self._begin(Draft(LOOSE, [], outcome="store_credit"))

    def _begin(self, draft: Draft) -> None:
        self.draft, self._opening = draft, None
        self.page.say("")
        self.start.tell_done("", "")
        self.start.end_search()
        self.desk.window.scan_box.clear()
        self._stack.setCurrentWidget(self.page)
        self.show_draft()
        self.page.setFocus()

    def leave_for(self, then: Callable[[], None]) -> None:
        """A scan never leaves unsaved work without being told to."""
        draft = self.draft
        if self.doing.is_busy:
            self.desk.feedback("wrong")
            self.desk.window.notice.warn(_("This return is just being booked. Do it again."))
            return
        if draft is None or draft.kind == RETURN or not any(line.reason for line in draft.chosen()):
            then()
            return
        self.desk.feedback("wrong")
        self.desk.window.notice.warn(_("This return is not finished yet."), [(_("Leave it, open the other one"), then)])

    def step_back(self) -> None:
        """Esc: back to the start; what was said so far can be had back."""
        if self.doing.is_busy:
            return  # it is being booked: what comes of it is shown in a moment
        draft = self.draft
        self.close_page()
        self.focus_work()
        if draft is not None and draft.kind != RETURN and any(line.reason for line in draft.chosen()):
            self.desk.toast(_("The return was left, nothing was booked"), lambda: self._begin(draft))
        self.refresh()

    def close_page(self) -> None:
        """Show the start page."""
        self.draft, self._opening = None, None
        self.doing.ready()
        self._stack.setCurrentWidget(self.start)
        self.keys_changed.emit()

    def step_back_quietly(self) -> None:
        """To the start without a word: the work is done."""
        self.close_page()
        self.refresh()
        self.focus_work()

    # -- showing

    def show_draft(self) -> None:
        """Show the draft, then work out anew what it comes to."""
        draft = self.draft
        if draft is None:
            return
        self.page.show_draft(draft, self.known.estimate_for(draft), self.known.policy, self.known.shelf)
        self.keys_changed.emit()
        if draft.kind != SALE:
            return

        def show(found: tuple[Any, list[Any]]) -> None:
            self.known.estimate, self.known.policy = found
            if self.draft is draft:
                self.page.show_draft(draft, *self.known.shown())
                self.keys_changed.emit()

        inputs = reads.inputs(draft)
        self.desk.read(self, lambda: reads.worth(draft.sale, inputs), show, merge="worth", urgent=True)

    def _on_wanted(self, what: str) -> None:
        if what == "go":
            self.doing.go_on()
        elif what == "customer":
            self.asks.customer()
        elif what == "order":
            self.open_order()

    def open_order(self) -> None:
        """O: the order that the return belongs to."""
        if self.draft is not None and self.draft.detail is not None:
            self.desk.open("order", self.draft.detail.row.order_id)

    def undo(self) -> None:
        """Ctrl+Z: this line stays with the customer after all."""
        draft = self.draft
        if draft is not None and draft.line is not None and draft.line.is_in:
            line = draft.line
            line.reason = line.condition = line.disposition = ""
            self.page.toggle()

    def show_again(self) -> None:
        """Show the draft with what is known of it."""
        if self.draft is not None:
            self.page.show_draft(self.draft, *self.known.shown(self.draft))
