"""The card on the Sell tab of a shop that was just set up: what comes next, each a click or a key away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QWidget

from app.core.i18n import N_, _
from ui.common.boxes import Card, ClickCard, VBox, clear
from ui.common.buttons import KeyCap
from ui.common.labels import Icon, Label

if TYPE_CHECKING:
    from app.core.changes import Changed
    from ui.common.desk import Desk

WATCHES = frozenset({"product", "person", "setting", "shift", "order"})


class _Way(NamedTuple):
    name: str
    icon: str
    title: str
    detail: str
    key: str
    go: Callable[[Desk], object]


def _settings(section: str) -> Callable[[Desk], object]:
    return lambda desk: desk.go("settings").show_section(section)


WAYS = (
    _Way("goods", "cube", N_("Add what you sell"),
         N_("In Stock with Ctrl+N, or scan a new code here."), "Alt+4",
         lambda desk: desk.go("stock", "items")),
    _Way("till", "wallet", N_("Open the till"), N_("Settle, Shift: count the float, F9."), "Alt+8",
         lambda desk: desk.go("settle", "shift")),
    _Way("people", "user-plus", N_("Add the people who work here"), N_("Each with a PIN and a role."), "Ctrl+,",
         _settings("people")),
    _Way("printer", "printer", N_("Set up the printer"), N_("Receipts wait until there is one; selling does not."),
         "Ctrl+,", _settings("devices")),
    _Way("practice", "flask", N_("Practise"), N_("In a copy of the shop, with exercises; nothing there counts."), "Ctrl+P",
         lambda desk: desk.window.session.show_practice()),
)  # fmt: skip


class FirstStepsCard(Card):
    """Only for managers, who may do all of it; what is done falls away, and the card with the last of them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows = VBox(gap=8)
        title = Label(_("Your shop is open. What comes next"), 16, 600)
        super().__init__(title, self._rows, gap=12, name="first_steps")
        self._shown: Any = None
        desk.changed.connect(self._on_changes)
        desk.shift_changed.connect(self.load)
        self.hide()

    def load(self) -> None:
        """Ask what is still to do."""
        actor, station = self._desk.actor, self._desk.station
        if actor is None or actor.role != "manager":
            self.hide()
            return

        def look() -> Any:
            from app.training.first_steps import first_steps

            return first_steps(station)

        self._desk.read(self, look, self.show_steps, merge="first_steps")

    def _on_changes(self, told: list[Changed]) -> None:
        if not self.isHidden() and any(change.kind in WATCHES for change in told):
            self.load()

    def show_steps(self, found: Any) -> None:
        """Show what is still to do; nothing when all is."""
        self.setVisible(found is not None)
        if found is None or found == self._shown:
            return
        self._shown = found
        clear(self._rows.box)
        for way in WAYS:
            if not getattr(found, way.name):
                self._rows.add(self._row(way))

    def _row(self, way: _Way) -> QWidget:
        words = VBox(Label(_(way.title), 14, 600), Label(_(way.detail), 13, 400, "text2", wrap=True), gap=2)
        return ClickCard(
            Icon(way.icon, 22, "accent_text"), (words, 1), KeyCap(way.key), on_click=lambda: way.go(self._desk),
            name=f"first_steps.{way.name}", accessible=f"{_(way.title)}. {_(way.detail)}", pad=(10, 14), gap=14, row=True,
        )  # fmt: skip
