"""What to buy now, by supplier, with the quantities to check; one key writes and sends the purchases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from app.core.i18n import _, ngettext
from app.core.money import format_money, line_minor
from ui.common.boxes import Card, Divider, EmptyState, HBox, Scroll, VBox
from ui.common.inputs import CheckBox, NumberField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.inventory.chain import run_chain, step

if TYPE_CHECKING:
    from ui.common.desk import Desk


class _Line:
    """One product of the proposal: a tick, its figures and the quantity."""

    def __init__(self, wanted: Any, weigh: Any) -> None:
        self.wanted = wanted
        self.tick = CheckBox(wanted.name, f"order.line.{wanted.product_id}", checked=wanted.supplier_id is not None)
        self.tick.setEnabled(wanted.supplier_id is not None)
        self.quantity = NumberField(
            name=f"order.quantity.{wanted.product_id}", value=wanted.quantity, minimum=1, height=36, align="right"
        )
        self.quantity.edit.setAccessibleName(_("Quantity of {name}").format(name=wanted.name))
        self.quantity.setFixedWidth(96)
        self.tick.toggled.connect(lambda _on: weigh())
        self.quantity.changed.connect(weigh)
        here = _("{n} free, {coming} coming, order from {point}").format(
            n=f"{wanted.available:,}", coming=f"{wanted.incoming:,}", point=f"{wanted.reorder_point:,}"
        )
        self.widget = HBox(
            (self.tick, 3), (Label(here, 12, 400, "text3", elide=True), 2), self.quantity, margins=(2, 0), gap=10
        )

    def line(self) -> tuple[int, int] | None:
        count = self.quantity.value()
        return (self.wanted.product_id, count) if self.tick.isChecked() and count else None

    def cost_minor(self) -> int:
        found = self.line()
        return line_minor(found[1], self.wanted.cost_e4) if found else 0


class OrderSheet(Sheet):
    """F9 of the stock list."""

    RESTS: ClassVar[bool] = True

    def __init__(self, desk: Desk, wanted: list[Any]) -> None:
        super().__init__(desk.surface, _("Order from suppliers"), width=820, height=600, name="order_stock")
        self._desk = desk
        self._lines = [_Line(one, self._weigh) for one in wanted]
        groups: dict[str, list[_Line]] = {}
        for line in self._lines:
            groups.setdefault(line.wanted.supplier, []).append(line)
        cards = [self._card(name, lines) for name, lines in groups.items()]
        if cards:
            self.set_body((Scroll(VBox(*cards, None, margins=(16, 20), gap=12)), 1), margins=0)
        else:
            nothing = EmptyState("check-circle", _("Nothing runs low"), _("No product is below its reorder point."))
            self.set_body((nothing, 1))
        self.set_primary("", self._go)
        self._weigh()

    def _card(self, supplier: str, lines: list[_Line]) -> Card:
        title = supplier or _("Without a supplier: set one in the product")
        return Card(Label(title, 15, 600), Divider(), *(line.widget for line in lines), gap=8)

    def _chosen(self) -> dict[int, list[tuple[int, int]]]:
        chosen: dict[int, list[tuple[int, int]]] = {}
        for line in self._lines:
            found = line.line()
            if found:
                chosen.setdefault(line.wanted.supplier_id, []).append(found)
        return chosen

    def _weigh(self) -> None:
        count = sum(len(lines) for lines in self._chosen().values())
        cost = format_money(sum(line.cost_minor() for line in self._lines))
        self.primary.setEnabled(count > 0)
        words = ngettext("Order {n} product for {cost}", "Order {n} products for {cost}", count)
        self.primary.set_text(words.format(n=count, cost=cost))

    def _go(self) -> None:
        wrong = next((line for line in self._lines if line.tick.isChecked() and not line.quantity.check()), None)
        if wrong is not None:
            wrong.quantity.focus()
            return
        self.primary.setEnabled(False)
        self._send(list(self._chosen().items()), 0)

    def _send(self, left: list[tuple[int, list[tuple[int, int]]]], sent: int) -> None:
        """Write and send one purchase after the other."""
        from app.purchasing.order import WantedLine, create_purchase, send_purchase
        from app.purchasing.paper import print_purchase

        if not left:
            self.accept()
            self._desk.feedback("done")
            self._desk.toast(
                ngettext("{n} purchase written and sent", "{n} purchases written and sent", sent).format(n=sent)
            )
            return
        supplier, lines = left[0]

        def written(purchase_id: int) -> None:
            run_chain(
                self._desk, self, [step(send_purchase, purchase_id), step(print_purchase, purchase_id)],
                lambda: self._send(left[1:], sent + 1),
            )  # fmt: skip

        wanted = [WantedLine(product, count) for product, count in lines]
        self._desk.write(self, create_purchase, supplier, wanted, done=written)
