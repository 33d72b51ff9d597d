"""A manager's yes on the spot: who asks, for what and why, PIN or badge; both names go into the journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize

from app.core.i18n import _
from ui.common.boxes import Avatar, Divider, HBox, KeyValue, Panel, VBox
from ui.common.buttons import Link
from ui.common.choices import FilterChips
from ui.common.fields import TextField
from ui.common.labels import Icon, Label
from ui.common.sheet import Sheet
from ui.shell.pin_pad import PinPad
from ui.shell.session import sign_in_words

if TYPE_CHECKING:
    from app.core.actor import Actor, NotPermitted
    from ui.shell.window import MainWindow


def _reasons() -> list[tuple[str, str]]:
    return [
        (words, words) for words in (_("Damaged"), _("Price match"), _("Regular customer"), _("Staff"), _("Mistake"))
    ]


class OverrideSheet(Sheet):
    """Opens over a refusal that a manager may lift."""

    def __init__(
        self, window: MainWindow, refusal: NotPermitted, by: Actor, again: Callable[[Actor], None],
        dropped: Callable[[], Any],
    ) -> None:  # fmt: skip
        super().__init__(window, _("A manager has to allow this"), width=960, height=600, name="override")
        self._desk, self._by, self._right = window.desk, by, refusal.right
        self._again, self._dropped = again, dropped
        self._managers: list[Any] = []
        self._chosen = 0
        self._avatar, self._name = Avatar("", 0, 56), Label("", 16, 600, align="center")
        self._other = Link(_("Someone else"), "override.someone_else")
        self._other.clicked.connect(self._next_manager)
        self.pad = PinPad("override.pin", key_size=QSize(92, 56), gap=8)
        self.pad.entered.connect(self._on_pin)
        self.reason = TextField(_("Reason, goes into the log"), name="override.field.reason", icon="note-pencil")
        chips = FilterChips(_reasons(), "override.reasons")
        chips.chosen.connect(self.reason.set_text)
        self.back.set_text(_("Cancel"))
        self.set_body(
            HBox((self._left(refusal, chips), 1), Divider(upright=True), self._right_side(), gap=0), margins=0
        )
        self.finished.connect(lambda done: None if done else dropped())
        self._load()

    def _left(self, refusal: NotPermitted, chips: FilterChips) -> Panel:
        who = Label(
            _("{name} asks. {sentence}").format(name=self._by.name.split()[0], sentence=str(refusal)), 15, 400, "text2",
            wrap=True,
        )  # fmt: skip
        facts = [KeyValue(key, value) for key, value in refusal.facts.get("shown", {}).items()]
        card = Panel("sunken", *facts, edge="border", radius=10, margins=14, gap=6)
        card.setVisible(bool(facts))
        icon = HBox(Icon("lock-key-fill", 24, "warn_text"), (who, 1), gap=12)
        return Panel("surface", icon, card, self.reason, chips, None, margins=(24, 24, 24, 28), gap=16)

    def _right_side(self) -> Panel:
        scan = HBox(
            None,
            Icon("barcode", 18, "accent_text"),
            Label(_("or scan the manager badge"), 13, 500, "accent_text"),
            None,
        )
        column = VBox(
            Label(_("Manager badge or PIN"), 13, 600, "text2", align="center"), HBox(None, self._avatar, None),
            self._name, HBox(None, self._other, None), HBox(None, self.pad, None), scan, None, margins=(20, 24), gap=8,
        )  # fmt: skip
        panel = Panel("sunken", column)
        panel.setFixedWidth(360)
        return panel

    def _load(self) -> None:
        def managers() -> list[Any]:
            from app.staff.queries import tiles

            return [tile for tile in tiles() if tile.role == "manager"]

        def show(found: list[Any]) -> None:
            self._managers = found
            self._choose(0)

        self._desk.read(self, managers, show)

    def _next_manager(self) -> None:
        self._choose((self._chosen + 1) % max(1, len(self._managers)))

    def _choose(self, place: int) -> None:
        if self._managers:
            self._chosen = place
            tile = self._managers[place]
            self._avatar.set_person(tile.initials, tile.color)
            self._name.set_text(tile.name)
            self.pad.ask(tile.pin_length)
            self._other.setVisible(len(self._managers) > 1)
        self.pad.setFocus()

    def _on_pin(self, pin: str) -> None:
        from app.staff.sign_in import approve

        manager, reason = self._managers[self._chosen].id, self.reason.text()
        self._desk.writer.run(
            lambda: approve(self._by, manager, pin, self._right, reason), owner=self, done=self._on_answer,
            failed=self._on_failure,
        )  # fmt: skip

    def on_code(self, code: str) -> None:
        """A manager's badge."""
        from app.staff.sign_in import approve_badge

        reason = self.reason.text()
        self._desk.writer.run(
            lambda: approve_badge(self._by, code, self._right, reason), owner=self, done=self._on_answer,
            failed=self._on_failure,
        )  # fmt: skip

    def _on_failure(self, error: BaseException) -> None:
        self.pad.refuse(str(error))

    def _on_answer(self, answer: Any) -> None:
        words = sign_in_words(answer)
        if words:
            self._desk.feedback("wrong")
            self.pad.refuse(words)
            return
        self.accept()
        self._again(self._by.approved(answer))
