"""The questions of the returns screen that need a sheet: note, way of the money, quantity, price, customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from ui.common.why_sheet import WhySheet
from ui.payments.ways_back import Ways
from ui.returns import reads, sheets
from ui.returns.draft import LOOSE, Draft

if TYPE_CHECKING:
    from ui.returns.tab import ReturnsTab


class Asks(QObject):
    """Opens the sheets and puts the answers into the draft."""

    def __init__(self, tab: ReturnsTab) -> None:
        super().__init__(tab)
        self._tab, self._desk = tab, tab.desk

    def note(self) -> None:
        """F7."""
        draft = self._tab.draft
        if draft is not None:
            sheets.ask_note(self._desk, draft, lambda note: self._keep(draft, note=note))

    def other_way(self) -> None:
        """F8 on a refund."""
        draft = self._tab.draft
        if draft is not None:
            sheets.ask_other_way(self._desk, draft, lambda to, why: self._keep(draft, to=to, note=why or draft.note))

    def why(self) -> None:
        """Ctrl+W: the steps of what the goods are credited with, and by which tenders it went back."""
        from app.overview.why_paper import why_return

        draft = self._tab.draft
        if draft is not None and draft.detail is not None:
            return_id, of = draft.detail.row.id, _("Return {number}").format(number=draft.detail.row.number)
            self._desk.read_for_sheet(
                self._tab, lambda: why_return(return_id),
                lambda why: WhySheet(self._desk.surface, why, of=of).open(),
            )  # fmt: skip

    def _keep(self, draft: Draft, **values: str) -> None:
        for name, value in values.items():
            setattr(draft, name, value)
        self._tab.page.say("")
        self._tab.show_draft()

    def slips(self, draft: Draft, then: Callable[[], None]) -> None:
        """Before F9 pays back to a card that was typed by hand: the code of the terminal's slip."""
        tab, order_id, lines = self._tab, draft.order_id or 0, reads.inputs(draft)
        return_id = draft.detail.row.id if draft.detail is not None else None

        def show(found: Ways | None) -> None:
            if tab.draft is not draft:
                return
            way = found.way(draft.to) or found.way("") if found is not None else None
            if found is None or way is None or not (way.slips or found.signs_for(way)):
                then()
                return

            def take(slips: tuple[Any, ...]) -> None:
                draft.slips = slips
                then()

            sheets.ask_slips(self._desk, found, way, draft.slips, take).finished.connect(
                lambda done: None if done else tab.doing.ready()
            )

        def failed(error: BaseException) -> None:
            tab.doing.ready()
            self._desk.explain(error)

        self._desk.read(self, lambda: reads.refund_ways(order_id, return_id, lines), show, failed=failed, urgent=True)

    def quantity(self) -> None:
        """F6."""
        tab = self._tab
        line = tab.draft.line if tab.draft is not None else None
        if line is not None and line.most >= 1:
            sheets.ask_quantity(self._desk, line, lambda count: tab.page.count_up(count - line.quantity))

    def price(self) -> None:
        """P without a receipt."""
        line = self._tab.draft.line if self._tab.draft is not None else None
        if line is None:
            return

        def take(price_e4: int) -> None:
            line.price_e4 = price_e4
            self._tab.show_draft()

        sheets.ask_price(self._desk, line, take)

    def photo(self) -> None:
        """Alt+P while the goods are looked at: a picture of the line that the hand is on."""
        from ui.common.photo_sheet import PhotoSheet

        draft = self._tab.draft
        line = draft.line if draft is not None and draft.looks else None
        if line is None or not line.is_in:
            self._desk.feedback("attention")
            return

        def keep(path: str) -> None:
            line.photos = (*line.photos, path)
            self._tab.show_draft()

        PhotoSheet(self._desk, _("Photo of the goods"), line.name, keep).open()

    def customer(self) -> None:
        """F3 without a receipt: who gets the credit."""
        from ui.counter.customer_sheet import CustomerSheet

        draft = self._tab.draft
        if draft is None or draft.kind != LOOSE:
            return

        def take(customer_id: int) -> None:
            def show(name: str) -> None:
                draft.customer_id, draft.customer_name = customer_id, name
                self._tab.show_draft()

            self._desk.read(self, lambda: reads.customer_name(customer_id), show)

        CustomerSheet(self._desk, take).open()
