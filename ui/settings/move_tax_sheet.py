"""Giving many products another tax: from which, of which category, to which; asked once more with the number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _, ngettext, spoken_name
from ui.common.boxes import HBox
from ui.common.inputs import ComboField
from ui.common.labels import Icon, Label
from ui.common.sheet import Sheet, ask
from ui.inventory.beside import beside

if TYPE_CHECKING:
    from ui.common.desk import Desk

EVERY = None  # all categories


class MoveTaxSheet(Sheet):
    """F9 asks, and then moves; the toast takes it back."""

    def __init__(self, desk: Desk, found: Any, categories: list[Any], tax_id: int | None) -> None:
        super().__init__(desk.surface, _("Move products to another tax"), width=640, name="move_tax")
        self._desk, self._count = desk, 0
        self._names: dict[object, str] = {row.tax.id: row.tax.name for row in found.taxes}
        offered = [(row.tax.id, row.tax.name) for row in found.taxes if row.is_active]
        self.of = ComboField(_("Products that have"), list(self._names.items()), "move_tax.field.from")
        named = [(row.id, spoken_name(row.name, row.name_zh)) for row in categories]
        self.category = ComboField(
            _("of the category"), [(EVERY, _("All categories")), *named, (0, _("Without a category"))],
            "move_tax.field.category",
        )  # fmt: skip
        self.to = ComboField(_("get from now on"), offered, "move_tax.field.to")
        self.words = Label("", 14, 500)
        note = _("What was sold or ordered keeps the tax it had; open tickets at the till get the new one.")
        self.set_body(
            beside((self.of, 1), (self.category, 1)), self.to,
            HBox(Icon("package", 18, "text2"), (self.words, 1), gap=8), Label(note, 13, 400, "text3", wrap=True), gap=14,
        )  # fmt: skip
        self.set_primary(_("Move"), self._ask)
        if tax_id is not None:
            self.of.set_current(tax_id)
        other = next((key for key, _name in offered if key != self.of.current()), None)
        self.to.set_current(other)
        for field in (self.of, self.category, self.to):
            field.changed.connect(self._recount)
        self._recount()

    def _chosen(self) -> tuple[Any, Any, Any]:
        return self.of.current(), self.to.current(), self.category.current()

    def _recount(self) -> None:
        """How many would move, as chosen now."""
        before, after, category = self._chosen()
        self.primary.setEnabled(False)

        def read() -> int:
            from app.catalog.move_tax import count_to_move

            return count_to_move(before, category)

        def show(count: int) -> None:
            self._count = count
            words = ngettext("{n} product has {tax}.", "{n} products have {tax}.", count)
            self.words.set_text(words.format(n=f"{count:,}", tax=self._names.get(before, "")))
            self.primary.setEnabled(bool(count) and before != after)

        self._desk.read(self, read, show, merge="count")

    def _ask(self) -> None:
        if not self.primary.isEnabled():
            return
        before, after, _category = self._chosen()
        words = ngettext(
            "{n} product gets {new} instead of {old}.", "{n} products get {new} instead of {old}.", self._count
        )
        ask(
            self._desk.surface, _("Move them?"),
            words.format(n=f"{self._count:,}", new=self._names[after], old=self._names[before]),
            ngettext("Move {n} product", "Move {n} products", self._count).format(n=f"{self._count:,}"), self._go,
            name="move_tax.confirm",
        )  # fmt: skip

    def _go(self) -> None:
        from app.catalog.move_tax import move_tax

        before, after, category = self._chosen()
        self._desk.write(self, move_tax, before, after, category, done=self._done, failed=self._failed)

    def _done(self, moved: Any) -> None:
        desk = self._desk
        owner = desk.window

        def undo() -> None:
            from app.catalog.move_tax import undo_move_tax

            desk.write(owner, undo_move_tax, moved, done=told_back)

        def told_back(count: int) -> None:
            words = ngettext("{n} product has {tax} again", "{n} products have {tax} again", count)
            desk.toast(words.format(n=f"{count:,}", tax=self._names[moved.from_tax]))

        count = len(moved.products)
        self.accept()
        words = ngettext("{n} product has {tax} now", "{n} products have {tax} now", count)
        desk.toast(words.format(n=f"{count:,}", tax=self._names[moved.to_tax]), undo)

    def _failed(self, error: BaseException) -> None:
        self.to.set_error(str(error))
        self._desk.feedback("wrong")
