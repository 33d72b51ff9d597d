"""Promotions and price lists: what runs, what is planned, what is over; each opens to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.i18n import _
from ui.common.boxes import Card, Divider, HBox
from ui.common.buttons import Button
from ui.common.inputs import Toggle
from ui.common.keys import Key
from ui.common.labels import Label
from ui.common.pieces import EmptyState
from ui.common.sheet import ask
from ui.common.table import Cell, Column, LiveTable
from ui.settings.coupon_sheet import CouponSheet
from ui.settings.page import Page
from ui.settings.price_list_sheet import PriceListSheet, load_price_list
from ui.settings.promotion_sheet import PromotionSheet, load_promotion
from ui.settings.promotion_words import gives, state, when

if TYPE_CHECKING:
    from ui.common.desk import Desk


class PromotionsPage(Page):
    """Section "Promotions and price lists"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, "promotions", _("Promotions and price lists"),
            _("Each piece gets the best that holds for it; orders that were placed keep what they got."),
        )  # fmt: skip
        self.table = LiveTable(
            [
                Column(_("Promotion"), lambda row: Cell(row.name, when(row)), None, kind="two"),
                Column(_("Gives"), lambda row: Cell(gives(row), weight=500), 130),
                Column("", lambda row: Cell(icon="ticket" if row.needs_coupon else "", text=""), 40, kind="icon"),
                Column("", _state, 110, kind="chip"),
            ],
            "setup.promotions", row_height=54, in_card=True, accessible=_("Promotions"),
        )  # fmt: skip
        self.table.setMinimumHeight(330)
        self.lists = LiveTable(
            [
                Column(_("Price list"), lambda row: Cell(row[0].name, when(row[0])), None, kind="two"),
                Column(_("For whom"), lambda row: Cell(row[1], token="text2"), 200),
                Column(_("Prices"), lambda row: Cell(f"{row[0].lines:,}"), 80, align="right"),
                Column("", lambda row: _state(row[0]), 110, kind="chip"),
            ],
            "setup.price_lists", key=lambda row: row[0].id, row_height=54, in_card=True, accessible=_("Price lists"),
        )  # fmt: skip
        self.lists.set_empty(
            EmptyState(
                "tag", _("No price list yet"), _("Members, groups or larger numbers can have prices of their own.")
            )
        )
        self.lists.setMinimumHeight(230)
        self._build()

    def _build(self) -> None:
        self.past = Toggle(_("Past ones too"), "setup.promotions.past")
        self.stop = Button(_("End it"), icon="stop", height=36, name="setup.button.stop_promotion")
        self.coupons = Button(_("Coupons"), icon="ticket", key="F8", height=36, name="setup.button.coupons")
        self.primary = Button(
            _("New promotion"), kind="primary", icon="plus-bold", key="F9", height=36, name="setup.primary"
        )
        self.new_list = Button(_("New price list"), icon="plus-bold", key="F7", height=36, name="setup.button.new_list")
        self.stop_list = Button(_("End it"), icon="stop", height=36, name="setup.button.stop_list")
        head = HBox(self.past, None, self.stop, self.coupons, self.primary, margins=(10, 12), gap=8)
        below = HBox(Label(_("Price lists"), 15, 600), None, self.stop_list, self.new_list, margins=(10, 12), gap=8)
        self.add(Card(head, Divider(), (self.table, 1), pad=1, gap=0))
        self.add(Card(below, Divider(), (self.lists, 1), pad=1, gap=0))
        self.past.toggled.connect(lambda _on: self.load())
        self.table.opened.connect(lambda row: self._open(row.id))
        self.table.chosen.connect(lambda _row: self._show_buttons())
        self.lists.opened.connect(lambda row: self._open_list(row[0].id))
        self.lists.chosen.connect(lambda _row: self._show_buttons())
        self.primary.clicked.connect(lambda: self._open(None))
        self.new_list.clicked.connect(lambda: self._open_list(None))
        self.coupons.clicked.connect(self.show_coupons)
        self.stop.clicked.connect(self.stop_current)
        self.stop_list.clicked.connect(self.stop_current_list)

    # -- showing

    def load(self) -> None:
        super().load()
        past = self.past.isChecked()

        def rows() -> tuple[list[Any], list[Any]]:
            from app.catalog.price_lists import price_lists
            from app.catalog.promotions import promotions
            from app.customers.queries import customer_names, groups

            names, lists = {row.id: row.name for row in groups()}, price_lists(past_too=past)
            people = customer_names([row.customer_id for row in lists if row.customer_id is not None])
            return promotions(past_too=past), [(row, _whom(row, names, people)) for row in lists]

        self.read(rows, self._show, "promotions")

    def _show(self, found: tuple[list[Any], list[Any]]) -> None:
        self.table.set_rows(found[0])
        self.lists.set_rows(found[1])
        if self.table.current() is None and found[0]:
            self.table.select_at(0)
        self._show_buttons()

    def _show_buttons(self) -> None:
        row, prices = self.table.current(), self.lists.current()
        self.coupons.setVisible(row is not None)
        self.stop.setVisible(row is not None and row.is_active)
        self.stop_list.setVisible(prices is not None and prices[0].is_active)

    def on_changes(self, kinds: set[str]) -> None:
        if kinds & {"promotion", "price_list", "setting"}:
            self.load()

    def keys(self) -> list[Key]:
        return [
            Key("F9", _("New promotion"), lambda: self._open(None)), Key("Enter", _("Change"), self.open_current),
            Key("F8", _("Coupons"), self.show_coupons), Key("F7", _("New price list"), lambda: self._open_list(None)),
            Key("Del", _("End it"), self.stop_current, False),
        ]  # fmt: skip

    # -- acts

    def open_current(self) -> None:
        """Enter: the promotion or price list that has the focus."""
        prices = self.lists.current()
        if self.lists.view.hasFocus() and prices is not None:
            self._open_list(prices[0].id)
        elif (row := self.table.current()) is not None:
            self._open(row.id)

    def _open(self, promotion_id: int | None) -> None:
        def show(loaded: Any) -> None:
            sheet = PromotionSheet(self.desk, loaded, promotion_id)
            sheet.open(sheet.name)

        self.desk.read_for_sheet(self, lambda: load_promotion(promotion_id), show)

    def _open_list(self, price_list_id: int | None) -> None:
        def show(loaded: Any) -> None:
            sheet = PriceListSheet(self.desk, loaded, price_list_id)
            sheet.open(sheet.name)

        self.desk.read_for_sheet(self, lambda: load_price_list(price_list_id), show)

    def show_coupons(self) -> None:
        """F8: the codes that open the current promotion."""
        row = self.table.current()
        if row is not None:
            CouponSheet(self.desk, row.id, row.name).open()

    def stop_current(self) -> None:
        """End the current promotion now."""
        from app.catalog.promotions import stop_promotion

        row = self.table.current()
        if row is not None and row.is_active:
            self._ask_stop(row.name, lambda: self.desk.write(self, stop_promotion, row.id))

    def stop_current_list(self) -> None:
        """Take the current price list out of use."""
        from app.catalog.price_lists import stop_price_list

        prices = self.lists.current()
        if prices is not None and prices[0].is_active:
            self._ask_stop(prices[0].name, lambda: self.desk.write(self, stop_price_list, prices[0].id))

    def _ask_stop(self, name: str, act: Any) -> None:
        ask(
            self.desk.surface, _("End {name}?").format(name=name),
            _("It holds for no sale from now on. What was sold keeps its price."), _("End it now"), act, danger=True,
        )  # fmt: skip


def _state(row: Any) -> Cell:
    word, tone = state(row, clock.now_ms())
    return Cell(word, tone=tone)


def _whom(row: Any, groups: dict[int, str], people: dict[int, str]) -> str:
    if row.group_id is not None:
        return groups.get(row.group_id, "–")
    if row.customer_id is not None:
        return people.get(row.customer_id, _("One customer"))
    return _("Everybody")
