"""The variants of a product on its form: which products stand under it, and what tells each apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from ui.common.boxes import Card, HBox, VBox, clear
from ui.common.goods_field import Chosen, GoodsField
from ui.common.inputs import TextField
from ui.common.labels import Label

if TYPE_CHECKING:
    from ui.common.desk import Desk


class VariantCard(Card):
    """Products are scanned or typed into it; beside each stand its size, color and the like."""

    def __init__(self, desk: Desk, variants: list[Any]) -> None:
        self._fields: dict[int, TextField] = {}
        self._typed = {row.product_id: ", ".join(row.attributes.values()) for row in variants}
        first = variants[0].attributes if variants else {}
        self.names = TextField(
            _("What tells them apart"), name="product.variants.names", placeholder=_("Size, Color"), optional=True
        )
        self.names.set_text(", ".join(first))
        self.goods = GoodsField(desk, "product.variants", products_only=True, nothing=_("No variant yet."))
        self.goods.set_chosen([Chosen("product", row.product_id, row.name) for row in variants])
        self._values = VBox(gap=6)
        super().__init__(
            Label(_("Variants"), 15, 600),
            Label(
                _("Sizes and colors are products with codes and stock of their own. This one’s code opens the choice."),
                13, 400, "text3", wrap=True,
            ),
            self.names, self.goods, self._values, gap=8, name="product.variant_card",
        )  # fmt: skip
        self.goods.changed.connect(self._show_values)
        self._show_values()
        self._before = self.variants()

    def _show_values(self) -> None:
        self._typed |= {product: field.text() for product, field in self._fields.items()}
        clear(self._values.box)
        self._fields = {}
        for one in self.goods.chosen:
            field = TextField(
                name=f"product.variants.value.{one.id}", placeholder=_("M, Red"),
                accessible=_("What tells {name} apart").format(name=one.name),
            )  # fmt: skip
            field.set_text(self._typed.get(one.id, ""))
            self._fields[one.id] = field
            self._values.add(HBox((Label(one.name, 13, 500, elide=True), 1), (field, 1), gap=8))

    def variants(self) -> tuple[tuple[int, dict[str, str]], ...]:
        """The variants as they stand on the form: product and attributes."""
        names = _split(self.names.text())
        return tuple(
            (one.id, dict(zip(names, _split(self._fields[one.id].text()), strict=False))) for one in self.goods.chosen
        )

    @property
    def is_changed(self) -> bool:
        """Whether they are others than before."""
        return self.variants() != self._before

    def refuse(self, error: BaseException) -> None:
        """Say what is wrong where the variants are named."""
        self.names.set_error(str(error))
        self.names.focus()


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
