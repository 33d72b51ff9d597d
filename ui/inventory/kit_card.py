"""The parts of a kit on the product's form: scanned or typed, the same again is one more of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from ui.common.boxes import Card
from ui.common.goods_field import Chosen, GoodsField
from ui.common.labels import Label

if TYPE_CHECKING:
    from ui.common.desk import Desk


class KitCard(Card):
    """Without a part the product is a plain one."""

    def __init__(self, desk: Desk, parts: list[Any]) -> None:
        self.goods = GoodsField(desk, "product.kit", counts=True, products_only=True)
        self.goods.set_chosen([Chosen("product", part.product_id, part.name, part.quantity) for part in parts])
        self._before = self.parts()
        super().__init__(
            Label(_("Kit"), 15, 600),
            Label(
                _("A kit is sold at its own price and takes its parts from the shelf. Scan a part again for one more."),
                13, 400, "text3", wrap=True,
            ),
            self.goods, gap=8, name="product.kit_card",
        )  # fmt: skip

    def parts(self) -> tuple[tuple[int, int], ...]:
        """The parts as they stand on the form: product and base units."""
        return tuple((one.id, one.quantity) for one in self.goods.chosen)

    @property
    def is_changed(self) -> bool:
        """Whether they are others than before."""
        return self.parts() != self._before

    def refuse(self, error: BaseException) -> None:
        """Say what is wrong where the parts are chosen."""
        self.goods.field.set_error(str(error))
        self.goods.field.focus()
