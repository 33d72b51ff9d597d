"""What F9 does at the packing table now, and why it cannot yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.i18n import _, ngettext
from ui.picking.words import name_of

if TYPE_CHECKING:
    from ui.picking.pack_table import PackTable


def show_side(table: PackTable) -> None:
    """What F9 does now and why it is off."""
    data = table.data
    if data is None:
        return
    side = table.side
    if table.closed is not None:
        _show_closed(table)
        return
    info = _("The label prints by itself when the last piece is scanned and the weight fits.")
    missing = data.missing()
    if missing:
        left = sum(line.picked - line.packed for line in missing)
        said = ngettext("{count} piece left to scan: {name}", "{count} pieces left to scan: {name}", left)
        side.show_ready(
            _("Print label"), info, said.format(count=left, name=name_of(missing[0])), enabled=False
        )  # fmt: skip
    elif data.is_weighed and not table.grams:
        side.show_ready(_("Print label"), info, _("Put the box on the scale, or type its weight with F6"),
                        enabled=False)  # fmt: skip
    elif table.scale.state == "off":
        side.show_ready(
            _("Accept this weight"), _("Which piece is missing? Look again before a manager accepts the weight."),
            _("The weight does not fit"), kind="bad",
        )  # fmt: skip
    elif data.is_weighed and table.weight is None:
        side.show_ready(_("Print label"), info, _("The scale is settling"), enabled=False)
    else:
        side.show_ready(_("Print label"), info, "")


def _show_closed(table: PackTable) -> None:
    """The box is done: the next tote, when one waits."""
    assert table.closed is not None
    following = table.data.following() if table.data is not None else None
    words, where = _("Back to the list"), ""
    if following is not None:
        words = _("Next tote")
        where = _("{tote}, order {number}").format(tote=following.tote or "–", number=following.order_number)
    told = _("Parcel {code} is packed; its label is printing.").format(code=table.closed.code)
    table.side.show_ready(words, told, where)
