"""What the keys mean on a walk, and when it is done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.core.i18n import _
from ui.common.keys import Key
from ui.picking import walk_acts as acts

if TYPE_CHECKING:
    from ui.picking.walk import Walk


def keys_of(walk: Walk) -> list[Key]:
    """The keys of the walk as it stands."""
    undo = partial(acts.undo, walk)
    if walk.state == "done":
        return [
            *walk.put_back.keys(), Key("F9", _("Next list"), walk.leave), Key("P", _("To packing"), walk.to_packing),
            Key("Ctrl+Z", _("Undo"), undo, False), Key("Esc", _("Back"), walk.leave),
        ]  # fmt: skip
    missing = _("Bin is mixed up") if walk.state == "wrong" else _("Not there")
    return [
        *walk.put_back.keys(), Key("F2", _("Type a code"), walk.type_code),
        Key("F4", _("Skip for now"), partial(acts.skip, walk)),
        Key("F6", _("Quantity"), partial(acts.ask_times, walk)), Key("F7", missing, partial(acts.not_there, walk)),
        Key("F8", _("Put the list down"), partial(acts.put_down, walk)), Key("Ctrl+Z", _("Undo"), undo),
        Key("Esc", _("Try again") if walk.state in ("wrong", "over") else _("Leave"), walk.escape),
    ]  # fmt: skip
