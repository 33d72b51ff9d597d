"""What the keys mean at the packing table, while a box is packed and when it is closed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from app.core.i18n import _
from ui.common.inputs import CheckBox
from ui.common.keys import Key
from ui.picking import pack_acts as acts
from ui.picking.sheets import ask_code

if TYPE_CHECKING:
    from ui.picking.pack_table import PackTable


def keys_of(table: PackTable) -> list[Key]:
    """The keys that act now, as the key bar shows them."""
    onward = Key("F9", table.side.primary.label(), table.go_on)
    if table.closed is not None:
        return [
            *table.put_back.keys(), Key("F3", _("Open it again"), partial(acts.reopen, table)),
            Key("F7", _("Photo"), partial(acts.photograph, table)), onward,
            Key("Esc", _("Waiting totes"), table.leave),
        ]  # fmt: skip
    digits = [Key(str(no), _("Carton {no}").format(no=no), partial(_choose, table, no), False) for no in range(1, 5)]
    return [
        *table.put_back.keys(), Key("1–4", _("Carton"), partial(_choose_next, table)), *digits,
        Key("Space", _("Tick"), partial(_tick, table.middle.checks), False),
        Key("F2", _("Type a code"), lambda: ask_code(table.desk.surface, table.on_code)),
        Key("F3", _("One more box"), partial(acts.next_box, table)), Key("F4", _("Set aside"), table.leave),
        Key("F6", _("Weigh again"), partial(acts.weigh, table)), Key("F7", _("Photo"), partial(acts.photograph, table)),
        Key("F8", _("Something is missing"), partial(acts.missing, table)), onward,
        Key("Ctrl+Z", _("Undo last scan"), partial(acts.undo, table), False),
        Key("Esc", _("Undo last scan"), table.escape),
    ]  # fmt: skip


def _choose(table: PackTable, number: int) -> None:
    carton = table.cartons.carton_of_key(number)
    if carton is not None:
        acts.choose_carton(table, carton)


def _choose_next(table: PackTable) -> None:
    """The cap of the key bar, clicked: the next carton in the row."""
    at = table.cartons.place_of(table.carton_id)
    _choose(table, at % table.cartons.shown + 1 if table.cartons.shown else 0)


def _tick(checks: Sequence[CheckBox]) -> None:
    """Tick the next line of the checklist; when all are ticked, begin again."""
    shown = [check for check in checks if check.isVisibleTo(check.window())]
    for check in shown:
        if not check.isChecked():
            check.setChecked(True)
            return
    for check in shown:
        check.setChecked(False)
