"""One group of options: its name, how many are chosen, the products that they are, and the goods it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from PySide6.QtWidgets import QWidget

from app.core.i18n import _, spoken_name
from app.core.money import parse_unit_price
from app.core.refusal import Refusal
from ui.common.boxes import Divider, HBox, Scroll, VBox, clear
from ui.common.buttons import Button
from ui.common.goods_field import Chosen, GoodsField, named
from ui.common.inputs import CheckBox, ComboField, NumberField, TextField, Toggle
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.inventory.beside import beside

if TYPE_CHECKING:
    from ui.common.desk import Desk


class Loaded(NamedTuple):
    """A group as it is kept, with the names of its products and categories, and the shop's taxes."""

    found: Any
    options: list[Chosen]
    goods: list[Chosen]
    taxes: list[tuple[int, str]]
    usual_tax: int


class OptionGroupSheet(Sheet):
    """F9 saves; a scan goes into the list that is being filled."""

    RESTS: ClassVar[bool] = True

    def __init__(self, desk: Desk, loaded: Loaded, group_id: int | None) -> None:
        found = loaded.found
        title = _("Group of options") if group_id else _("New group of options")
        super().__init__(
            desk.surface, title, found.name if found else "", width=980, height=720, name="option_group"
        )  # fmt: skip
        self._desk, self._id, self._found = desk, group_id, found
        self._words = {one.product_id for one in found.options if one.asks_words} if found else set()
        self._make_fields(loaded)
        self.set_body(
            HBox(
                (Scroll(self._left(), name="option_group.scroll"), 1), Divider(upright=True),
                (Scroll(self._right(), name="option_group.goods.scroll"), 1), gap=0,
            ), margins=0,
        )  # fmt: skip
        self.set_primary(_("Save"), self._go)
        if found is not None:
            self._fill(found)
        self.options.set_chosen(loaded.options)
        self.goods.set_chosen(loaded.goods)
        self.options.changed.connect(self._show_words)
        self._show_words()

    def _make_fields(self, loaded: Loaded) -> None:
        self.name = TextField(_("Name, like “Grind”"), name="option_group.field.name")
        self.name_zh = TextField(_("Name in Chinese"), name="option_group.field.name_zh", optional=True)
        self.least = NumberField(
            _("Choose at least"), name="option_group.field.least", value=0, maximum=60,
            help=_("0: asked only on demand."),
        )  # fmt: skip
        self.most = NumberField(_("and at most"), name="option_group.field.most", value=1, minimum=1, maximum=60)
        self.is_asked = Toggle(_("Asked"), "option_group.field.asked")
        self.is_asked.setChecked(True)
        self.options = GoodsField(
            self._desk,
            "option_group.options",
            products_only=True,
            nothing=_("No option yet. Make one below, or scan it."),
        )
        self.new_name = TextField(_("New option"), name="option_group.field.new_name")
        self.new_price = TextField(_("Price"), name="option_group.field.new_price")
        self.new_price.set_text("0.00")
        self.new_tax = ComboField(_("Tax"), loaded.taxes, "option_group.field.new_tax")
        self.new_tax.set_current(loaded.usual_tax)
        self.make = Button(_("Make it"), icon="plus-bold", key="Alt+N", height=40, name="option_group.button.make")
        self.make.clicked.connect(self._make_option)
        self.new_price.submitted.connect(self._make_option)
        self.new_name.submitted.connect(self._make_option)
        self.bind("Alt+N", self._make_option)
        self.goods = GoodsField(self._desk, "option_group.goods", nothing=_("It is asked for nothing yet."))

    def _left(self) -> QWidget:
        self._word_rows = VBox(gap=6)
        return VBox(
            beside((self.name, 3), (self.name_zh, 2)), beside(self.least, self.most), self.is_asked, Divider(),
            Label(_("Options"), 15, 600), self.options,
            beside((self.new_name, 3), (self.new_price, 1)), HBox((self.new_tax, 1), VBox(None, self.make), gap=12),
            self._word_rows, None, margins=(16, 20, 20, 24), gap=10,
        )  # fmt: skip

    def _right(self) -> QWidget:
        return VBox(
            Label(_("For which goods"), 15, 600),
            Label(_("Products or whole categories; a product with variants stands for all of them."), 13, 400, "text3",
                  wrap=True),
            self.goods, None, margins=(16, 24, 20, 20), gap=10,
        )  # fmt: skip

    def _fill(self, found: Any) -> None:
        self.name.set_text(found.name)
        self.name_zh.set_text(found.name_zh)
        self.least.set_value(found.least)
        self.most.set_value(found.most)
        self.is_asked.setChecked(found.is_active)

    def _show_words(self) -> None:
        """A tick for each option: whether words are typed with it."""
        clear(self._word_rows.box)
        for one in self.options.chosen:
            box = CheckBox(
                _("Words are typed for {name}").format(name=one.name), f"option_group.words.{one.id}",
                checked=one.id in self._words, px=13,
            )  # fmt: skip
            box.toggled.connect(lambda on, number=one.id: self._set_words(number, on))
            self._word_rows.add(box)

    def _set_words(self, product_id: int, on: bool) -> None:
        self._words = self._words | {product_id} if on else self._words - {product_id}

    def on_code(self, code: str) -> None:
        """A scanned product goes into the list whose field has the caret: options, else the goods."""
        (self.options if self.options.field.edit.hasFocus() else self.goods).find(code)

    # -- acts

    def _make_option(self) -> None:
        from app.catalog.options import new_option

        name = self.new_name.text().strip()
        if not name:
            self.new_name.set_error(_("What is it called?"))
            self.new_name.focus()
            return
        try:
            price = parse_unit_price(self.new_price.text())
        except Refusal as error:
            self.new_price.set_error(str(error))
            return

        def done(product_id: int) -> None:
            self.new_name.clear()
            self.new_price.set_text("0.00")
            self.options.set_chosen([*self.options.chosen, Chosen("product", product_id, name)])
            self._show_words()
            self.new_name.focus()
            self._desk.feedback("ok")

        def failed(error: BaseException) -> None:
            self.new_name.set_error(str(error))

        self._desk.write(self, new_option, name, price, self.new_tax.current(), done=done, failed=failed)

    def wanted(self) -> Any:
        """The group as it stands in the form."""
        from app.catalog.options import GroupInput, OptionInput

        chosen = self.goods.chosen
        return GroupInput(
            self.name.text(), tuple(OptionInput(one.id, one.id in self._words) for one in self.options.chosen),
            self.name_zh.text(), self.least.value() or 0, self.most.value() or 1, named(chosen, "product"),
            named(chosen, "category"), None, self.is_asked.isChecked(),
        )  # fmt: skip

    def _go(self) -> None:
        from app.catalog.options import save_options

        def failed(error: BaseException) -> None:
            at = error.facts.get("field", "") if isinstance(error, Refusal) else ""
            field = {"options": self.options.field, "uses": self.goods.field, "least": self.least, "most": self.most}
            shown = field.get(at, self.name)
            shown.set_error(str(error))
            shown.focus()
            self._desk.feedback("wrong")

        if self.least.check() and self.most.check():
            self._desk.write(
                self, save_options, self.wanted(), self._id, done=lambda _id: self.accept(), failed=failed
            )  # fmt: skip


def load_group(group_id: int | None) -> Loaded:
    """What the sheet shows; read on the reader's thread."""
    from app.catalog.options import option_group
    from app.catalog.queries import categories, product_detail, taxes
    from app.counter.take_up import usual_tax

    rates = [(row.id, row.name) for row in taxes() if row.is_active]
    found = option_group(group_id) if group_id else None
    if found is None:
        return Loaded(None, [], [], rates, usual_tax())
    shelves = {row.id: spoken_name(row.name, row.name_zh) for row in categories()}

    def product(number: int) -> Chosen:
        row = product_detail(number).row
        return Chosen("product", number, spoken_name(row.name, row.name_zh))

    options = [product(one.product_id) for one in found.options]
    goods = [product(number) for number in found.products]
    goods += [Chosen("category", number, shelves[number]) for number in found.categories]
    return Loaded(found, options, goods, rates, usual_tax())
