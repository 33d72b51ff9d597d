"""F7 after the count: the drawer goes to another clerk, and the shift goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import KeyValue
from ui.common.choices import FilterChips
from ui.common.inputs import TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.payments import words

if TYPE_CHECKING:
    from ui.common.desk import Desk


class HandOverSheet(Sheet):
    """Who takes it, what was counted, and a reason where it is off."""

    def __init__(
        self, desk: Desk, owner: QObject, *, counted_minor: int, off_minor: int, pieces: dict[str, int],
        done: Callable[[Any], None],
    ) -> None:  # fmt: skip
        super().__init__(
            desk.surface,
            _("Hand the drawer over"),
            _("The shift goes on"),
            width=600,
            height=480 if off_minor else 380,
            name="shift.hand_over",
        )
        self._desk, self._owner, self._told = desk, owner, done
        self._counted, self._pieces = counted_minor, pieces
        self._people: dict[str, Any] = {}
        self.people = FilterChips([], "shift.hand_over.people")
        self.people.chosen.connect(lambda _key: self._say())
        self.reason = TextField(
            _("What is known about the difference"), name="shift.hand_over.reason", icon="note-pencil", height=44,
            optional=True,
        )  # fmt: skip
        self.reason.setVisible(bool(off_minor))
        off = KeyValue(_("Difference"), words.difference_text(off_minor))
        self.set_body(
            Label(_("Who takes it over?"), 13, 500, "text2"), self.people,
            KeyValue(_("Counted"), format_money(counted_minor)), off,
            Label(_("A difference is booked to whoever had the drawer until now."), 12, 400, "text3", wrap=True),
            self.reason, None,
        )  # fmt: skip
        self.set_primary(_("Hand over till"), self._go)
        self._load()

    def _load(self) -> None:
        from app.payments.till import current_shift
        from app.staff.queries import tiles

        station = self._desk.station

        def read() -> list[Any]:
            shift = current_shift(station)
            return [tile for tile in tiles() if tile.role != "warehouse" and (not shift or tile.name != shift.clerk)]

        def show(found: list[Any]) -> None:
            self._people = {str(tile.id): tile for tile in found}
            self.people.set_items([(str(tile.id), tile.name) for tile in found])
            self._say()
            self.people.setFocus()

        self._desk.read(self, read, show)

    def _say(self) -> None:
        person = self._people.get(self.people.current())
        self.set_primary(_("Hand over to {name}").format(name=person.name) if person else _("Hand over till"), self._go)

    def _go(self) -> None:
        from app.payments.hand_over import hand_over

        person = self._people.get(self.people.current())
        if person is None:
            self._desk.feedback("attention")
            return

        def told(answer: Any) -> None:
            self.accept()
            self._told(answer)

        def refused(error: BaseException | None) -> None:
            if error is not None:
                self.reason.setVisible(True)
                self.reason.set_error(str(error))
                self.reason.focus()

        self._desk.write(
            self._owner,
            hand_over,
            person.id,
            self._counted,
            self._pieces,
            self.reason.text(),
            done=told,
            failed=refused,
            once=True,
        )
