"""Products and categories chosen one after the other: typed or scanned, shown as rows that can be taken out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _, spoken_name
from ui.common.boxes import HBox, VBox, clear, fill
from ui.common.buttons import IconButton
from ui.common.inputs import TextField
from ui.common.labels import Icon, Label

if TYPE_CHECKING:
    from ui.common.desk import Desk


class Chosen(NamedTuple):
    """A product or category, and how many pieces of it a set takes; those of one `part` stand for each other."""

    kind: str  # product or category
    id: int
    name: str
    quantity: int = 1
    part: int = 0  # nought: a part by itself


class GoodsField(QWidget):
    """Enter adds what was typed; a scan adds its product; the same again is one more of it in a set.

    Signals:
        changed: something was added or taken out.
    """

    changed = Signal()

    def __init__(
        self, desk: Desk, name: str, *, counts: bool = False, products_only: bool = False, nothing: str = ""
    ) -> None:  # fmt: skip
        super().__init__()
        self._desk, self._name, self._counts, self._products_only = desk, name, counts, products_only
        self._nothing = nothing
        self.chosen: list[Chosen] = []
        self.field = TextField(
            name=f"{name}.find", icon="magnifying-glass",
            placeholder=_("Product or scan") if products_only else _("Product, category or scan"),
            accessible=_("Add a product") if products_only else _("Add a product or category"),
        )  # fmt: skip
        self.field.submitted.connect(lambda: self.find(self.field.text()))
        self._rows = VBox(gap=4)
        fill(QVBoxLayout(self), (self.field, self._rows), 0, 6)
        self._show()

    def set_counts(self, on: bool) -> None:
        """Whether each is a part of a set with so many pieces."""
        self._counts = on
        self._show()

    def set_chosen(self, chosen: list[Chosen]) -> None:
        """Show what was chosen before."""
        self.chosen = list(chosen)
        self._show()

    def find(self, text: str) -> None:
        """Add what a text or code stands for."""
        if not text.strip():
            return

        def load() -> Chosen | None:
            from app.catalog.queries import categories
            from app.inventory.queries import find_sellable, search_sellable

            wanted = text.strip().casefold()
            for row in () if self._products_only else categories():
                if wanted in (row.name.casefold(), row.name_zh.casefold(), row.code.casefold()):
                    return Chosen("category", row.id, spoken_name(row.name, row.name_zh))
            hit = next(iter(find_sellable(text) or search_sellable(text, 1)), None)
            return Chosen("product", hit.product_id, spoken_name(hit.name, hit.name_zh)) if hit else None

        self._desk.read(self, load, self._found)

    def _found(self, found: Chosen | None) -> None:
        if found is None:
            self.field.set_error(_("Nothing on sale is called so."))
            self._desk.feedback("wrong")
            return
        self.field.clear()
        self._desk.feedback("ok")
        known = next((one for one in self.chosen if one[:2] == found[:2]), None)
        if known is None:
            self.chosen.append(found)
        elif self._counts:
            self.chosen[self.chosen.index(known)] = known._replace(quantity=known.quantity + 1)
        self._show()
        self.changed.emit()

    def take_out(self, one: Chosen) -> None:
        """Take one out again."""
        self.chosen.remove(one)
        self._show()
        self.changed.emit()
        self.field.focus()

    def _show(self) -> None:
        clear(self._rows.box)
        for one in self.chosen:
            out = IconButton(
                "x", name=f"{self._name}.out.{one.kind}.{one.id}", height=28,
                accessible=_("Take {name} out").format(name=one.name),
            )  # fmt: skip
            out.clicked.connect(lambda one=one: self.take_out(one))
            words = f"{one.quantity} × {one.name}" if self._counts else one.name
            before = self.chosen[: self.chosen.index(one)]
            if self._counts and one.part and any(other.part == one.part for other in before):
                words = _("or {name}").format(name=one.name)
            icon = Icon("stack" if one.kind == "category" else "tag", 15, "text3")
            self._rows.add(HBox(icon, (Label(words, 13, 500, elide=True), 1), out, gap=8))
        if not self.chosen:
            text = _("Nothing in the set yet.") if self._counts else _("Everything in the shop.")
            self._rows.add(Label(self._nothing or text, 13, 400, "text3"))


def named(chosen: list[Any], kind: str) -> tuple[int, ...]:
    """The ids of what was chosen of one kind."""
    return tuple(one.id for one in chosen if one.kind == kind)
