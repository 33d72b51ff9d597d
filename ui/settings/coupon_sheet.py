"""The coupons of a promotion: how often each was used, and new ones by a word of one's own or by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _, ngettext
from ui.common.boxes import Card, Divider
from ui.common.buttons import Button
from ui.common.inputs import NumberField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable
from ui.inventory.beside import beside

if TYPE_CHECKING:
    from ui.common.desk import Desk


class CouponSheet(Sheet):
    """F9 makes new ones; Del takes one out of use."""

    def __init__(self, desk: Desk, promotion_id: int, name: str) -> None:
        super().__init__(desk.surface, _("Coupons"), name, width=640, name="coupons")
        self._desk, self._promotion = desk, promotion_id
        self.table = LiveTable(
            [
                Column(_("Code"), lambda row: Cell(row.code, weight=600), None),
                Column(_("Used"), _used, 140, align="right"),
                Column("", _state, 110, kind="chip"),
            ],
            "coupons.table", row_height=40, in_card=True, accessible=_("Coupons"),
        )  # fmt: skip
        self.table.setMinimumHeight(260)
        self.code = TextField(
            _("Code"), name="coupons.field.code", optional=True, help=_("Empty: codes nobody can guess.")
        )
        self.count = NumberField(_("How many"), name="coupons.field.count", value=1, minimum=1, maximum=10_000)
        self.most = NumberField(
            _("Uses of each"), name="coupons.field.most", value=1, maximum=1_000_000, help=_("0: without limit.")
        )
        self.stop = Button(_("Take out of use"), icon="stop", key="Del", height=36, name="coupons.button.stop")
        self.stop.clicked.connect(self.stop_current)
        self.set_foot(self.stop)
        self.set_body(
            Card((self.table, 1), pad=1, gap=0), Divider(), Label(_("New coupons"), 15, 600),
            beside((self.code, 2), (self.count, 1), (self.most, 1)),
        )  # fmt: skip
        self.set_primary(_("Make coupons"), self._go)
        self.bind("Del", self.stop_current)
        self._load()

    def _load(self) -> None:
        promotion = self._promotion

        def rows() -> list[Any]:
            from app.catalog.coupons import coupons

            return coupons(promotion)

        self._desk.read(self, rows, self._show, merge="coupons")

    def _show(self, rows: list[Any]) -> None:
        self.table.set_rows(rows)
        if rows and self.table.current() is None:
            self.table.select_at(0)
        self.stop.setVisible(bool(rows))

    def stop_current(self) -> None:
        """Del: the chosen coupon opens nothing any more."""
        from app.catalog.coupons import stop_coupon

        row = self.table.current()
        if row is not None and row.is_active:
            self._desk.write(self, stop_coupon, row.id, done=lambda _n: self._load())

    def _go(self) -> None:
        from app.catalog.coupons import add_coupons

        def failed(error: BaseException) -> None:
            self.code.set_error(str(error))
            self.code.focus()
            self._desk.feedback("wrong")

        def done(codes: list[str]) -> None:
            self.code.clear()
            self._load()
            said = ngettext("{n} coupon is made.", "{n} coupons are made.", len(codes)).format(n=len(codes))
            self._desk.toast(said)

        if self.count.check() and self.most.check():
            self._desk.write(
                self, add_coupons, self._promotion, code=self.code.text(), count=self.count.value() or 1,
                most=self.most.value() or 0, done=done, failed=failed,
            )  # fmt: skip


def _used(row: Any) -> Cell:
    return Cell(_("{n} of {most}").format(n=row.used, most=row.most) if row.most else f"{row.used:,}")


def _state(row: Any) -> Cell:
    if not row.is_active:
        return Cell(_("Stopped"), tone="grey")
    return Cell(_("Used up"), tone="grey") if row.most and row.used >= row.most else Cell(_("Good"), tone="ok")
