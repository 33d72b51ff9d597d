"""The Review tab: stopped orders by deadline, why they were stopped, and A, H or R to decide, with a way back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import N_, _
from app.core.money import format_money
from ui.common.boxes import Divider, EmptyState, HBox, Panel, VBox, fill
from ui.common.buttons import Button
from ui.common.choices import Segmented
from ui.common.keys import Key
from ui.common.labels import Icon, Label
from ui.common.tab import Tab
from ui.orders import message_sheet
from ui.review import list_sheet, sheets
from ui.review.case import Case
from ui.review.clearing import Clearing
from ui.review.deciding import Deciding
from ui.review.queue import Queue

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from ui.common.desk import Desk

LIST_WIDTH = 372
LIST_NARROW = 320
NARROW = 1250


class ReviewTab(Tab):
    """Queue left, case and decision bar right; the focus is in the list."""

    NAME = "review"
    TITLE = N_("Review")
    SCAN_HINT = N_("Scan a label or type an order number")
    WATCHES = frozenset({"review", "order"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._detail: Any = None
        self._paid_minor = 0
        self._wanted: int | None = None
        self.queue = Queue()
        self.clearing = Clearing(desk, lambda: self._detail, self)
        self.deciding = Deciding(desk, lambda: self._detail, self._money_words, self._stand_on, self)
        self.case = Case(self._show_proof, self.clearing.tick)
        self._build()

    def _build(self) -> None:
        self._count = Label("", 15, 600, name="review.count")
        self.view = Segmented(
            [("open", _("To do")), ("held", _("Held")), ("decided", _("Decided"))], "review.view", px=12
        )
        self.view.chosen.connect(lambda _key: self.refresh())
        self._passed = Label("", 13, 500, wrap=True)
        self._median = Label("", 12, 400, "text3", elide=True)
        foot = Panel(
            "sunken", Icon("shield-check", 20, "ok_text"), (VBox(self._passed, self._median, gap=1), 1), row=True,
            margins=(12, 16), gap=10, name="review.foot",
        )  # fmt: skip
        foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        head = HBox(self._count, None, self.view, margins=(10, 16))
        self._left = Panel("surface", head, Divider(), (self.queue, 1), Divider(), foot, gap=0)
        self._left.setFixedWidth(LIST_WIDTH)
        work = VBox((self.case, 1), Divider(), self._make_bar(), gap=0)
        self._empty = EmptyState("shield-check", _("Nothing to check"), " ", name="review.empty")
        self._stack = QStackedWidget()
        self._stack.addWidget(work)
        self._stack.addWidget(self._empty)
        fill(QVBoxLayout(self), (HBox(self._left, Divider(upright=True), (self._stack, 1), gap=0),), 0, 0)
        self.setFocusProxy(self.queue)
        self.queue.moved.connect(self._on_moved)
        self.queue.opened.connect(lambda _row: self.open_order())

    def _make_bar(self) -> QWidget:
        def button(text: str, kind: str, icon: str, key: str, verb: str, act: Any) -> Button:
            made = Button(text, kind=kind, icon=icon, key=key, height=60, px=17, name=f"review.button.{verb}")
            made.clicked.connect(act)
            return made

        self.approve_button = button(
            _("Approve"), "tint_ok", "check-bold", "A", "approve", lambda: self.deciding.approve()
        )
        self.hold_button = button(_("Hold and ask"), "tint_warn", "pause-bold", "H", "hold", self.deciding.hold)
        self.reject_button = button(_("Reject"), "tint_bad", "x-bold", "R", "reject", self.deciding.reject)
        self._stays = Label(_("Stock stays reserved while you decide."), 13, 500, wrap=True)
        self._refund = Label("", 13, 400, "text2", wrap=True)
        self._bar = Panel(
            "surface", self.approve_button, self.hold_button, self.reject_button,
            (VBox(None, self._stays, self._refund, None, gap=1), 1), row=True, margins=(14, 20), gap=12, name="review.bar",
        )  # fmt: skip
        self._bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        return self._bar

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._left.setFixedWidth(LIST_NARROW if self.width() < NARROW else LIST_WIDTH)

    # -- what the shell asks

    def keys(self) -> list[Key]:
        """The decision keys and the ways around them."""
        decide = self.deciding
        return [
            Key("A", _("Approve"), decide.approve), Key("H", _("Hold"), decide.hold), Key("R", _("Reject"), decide.reject),
            Key("C", _("Call customer"), self.call), Key("Enter", _("Open order"), self.open_order),
            Key("Ctrl+Z", _("Undo"), decide.undo), Key("M", _("Message"), self.write, False),
            Key("N", _("Approve with a remark"), decide.approve_with_remark, False),
            Key("O", _("Back to open"), decide.reopen, False), Key("J", _("Next order"), lambda: self.queue.step(1), False),
            Key("K", _("Order before"), lambda: self.queue.step(-1), False),
            Key("T", _("Next list"), self.view.next, False),
            Key("P", _("Phone answered a code"), self.clearing.confirm_phone, False),
            Key("B", _("Trust or block"), self.put_on_list, False), Key("L", _("Rules"), self.open_rules, False),
            *(Key(str(digit), _("Tick reason {n}").format(n=digit), partial(self.clearing.tick_at, digit), False)
              for digit in range(1, 10)),
        ]  # fmt: skip

    def stands_on(self) -> object:
        row = self.queue.current()
        return row.order_id if row is not None else None

    def arrive(self) -> None:
        """The tab was chosen: the list has the focus."""
        super().arrive()
        self.queue.setFocus()

    def refresh(self) -> None:
        """Read the queue and the counts."""
        view = self.view.current()

        def load() -> tuple[list[Any], Any]:
            from app.review.queries import counts, queue

            return queue(view), counts()

        self.desk.read(self, load, self._show, merge="queue")

    def open_record(self, kind: str, ref: int) -> None:
        """Stand on an order's review, in whichever list it is."""
        self._wanted = ref

        def load() -> str:
            from app.review.queries import review_detail

            return str(review_detail(ref).state)

        def show(state: str) -> None:
            self.view.set_current(state if state in ("open", "held") else "decided")
            self.refresh()

        self.desk.read(self, load, show)

    def _stand_on(self, order_id: int) -> None:
        """A decision was taken back: its order is to be decided again."""
        self._wanted = order_id
        self.view.set_current("open")
        self.refresh()

    def scanned(self, scan: Scan) -> None:
        """An order's code stands on its review, or opens the order."""
        if scan.kind != "order":
            self.desk.does_not_fit(scan)
        elif self.queue.select(scan.ref):
            self.desk.feedback("ok")
        else:
            self.desk.open("order", scan.ref)

    # -- what is shown

    def _show(self, found: tuple[list[Any], Any]) -> None:
        rows, counts = found
        self.view.set_count("open", counts.open)
        self.view.set_count("held", counts.held)
        words = {
            "open": _("{count} to decide"), "held": _("{count} wait for an answer"), "decided": _("{count} decided"),
        }  # fmt: skip
        self._count.set_text(words[self.view.current()].format(count=len(rows)))
        passed = _("{passed} of {all} orders passed on their own today").format(
            passed=counts.passed_today, all=counts.looked_at_today
        )
        self._passed.set_text(passed)
        median = clock.format_span(counts.median_decide_ms) if counts.median_decide_ms else "–"
        self._median.set_text(_("Median time to decide: {span}").format(span=median))
        self.queue.set_rows(rows)
        if self._wanted is not None and self.queue.select(self._wanted):
            self._wanted = None
        if not rows:
            self._show_empty(passed)
        self._stack.setCurrentIndex(0 if rows else 1)

    def _show_empty(self, passed: str) -> None:
        title = {"open": _("Nothing to check"), "held": _("Nobody is asked"), "decided": _("Nothing decided yet")}
        text = {"open": passed, "held": _("H on an open review asks the customer."), "decided": ""}
        view = self.view.current()
        fresh = EmptyState("shield-check", title[view], text[view], name="review.empty")
        self._stack.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = fresh
        self._stack.addWidget(fresh)

    def _on_moved(self, row: Any) -> None:
        if row is None or self._detail is None or self._detail.order_id != row.order_id:
            self._detail = None  # until the other one is read, no key may decide what is still to be seen
        if row is None:
            return
        order_id = row.order_id

        def load() -> tuple[Any, dict[int, str], int]:
            from app.overview.order_table import pictures_of
            from app.payments.queries import order_money
            from app.review.queries import review_detail

            money = order_money(order_id)
            return review_detail(order_id), pictures_of(order_id), money.paid_minor - money.refunded_minor

        self.desk.read(self, load, self._show_case, merge="case")

    def _show_case(self, found: tuple[Any, dict[int, str], int]) -> None:
        detail, pictures, paid_minor = found
        row = self.queue.current()
        if row is None or row.order_id != detail.order_id:
            return
        self._detail, self._paid_minor = detail, paid_minor
        self.case.show_detail(self._detail, pictures)
        waits = self._detail.state in ("open", "held")
        self._bar.setVisible(waits)
        self.hold_button.setVisible(self._detail.state == "open")
        self.reject_button.set_text(_("Reject, refund") if self._paid_minor else _("Reject"))
        self._refund.set_text(self._money_words())
        self.keys_changed.emit()

    def _money_words(self) -> str:
        if self._paid_minor:
            return _("A rejection pays {amount} back.").format(amount=format_money(self._paid_minor))
        return _("Nothing was paid yet; a rejection cancels the order.")

    # -- ways around

    def open_order(self) -> None:
        """Enter: the order's whole life."""
        if self._detail is not None:
            self.desk.open("order", self._detail.order_id)

    def call(self) -> None:
        """C: the number to dial, in large, with what to ask."""
        detail = self._detail
        if detail is None:
            return
        if not detail.phone:
            self.desk.window.notice.refuse(_("There is no phone number to reach the customer."))
            return
        sheets.show_call(self.desk, detail)

    def write(self) -> None:
        """M: write to the customer."""
        if self._detail is not None:
            message_sheet.open_message(self.desk, self, self._detail.order_id)

    def put_on_list(self) -> None:
        """B: trust or block what this order bears, from the next order on."""
        if self._detail is not None:
            list_sheet.open_list_sheet(self.desk, self, self._detail)

    def open_rules(self) -> None:
        """L: the rules, their limits, and what they would have held."""
        self.desk.go("settings").show_section("risk")

    def _show_proof(self, code: str) -> None:
        if self._detail is None:
            return
        order_id = self._detail.order_id

        def load() -> Any:
            from app.review.evidence import evidence

            return evidence(order_id, code)

        self.desk.read_for_sheet(self, load, lambda found: sheets.show_proof(self.desk, found))
