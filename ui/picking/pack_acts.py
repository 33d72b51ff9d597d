"""What the keys do at the packing table beside scanning: weigh, missing piece, one more box, open again, undo."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from ui.picking import jobs
from ui.picking.sheets import Missing, ask_missing, ask_number, ask_reason
from ui.picking.words import kilos, name_of

if TYPE_CHECKING:
    from app.packing.start import Started
    from app.packing.weight import Suspect
    from ui.picking.pack_table import PackTable

HEAVIEST = 200_000  # g, what can be typed


def _has_scale(table: PackTable) -> bool:
    hub = table.desk.hub
    return hub is not None and hub.scale() is not None and str(hub.health().get("scale", ("none",))[0]) != "bad"


def weigh(table: PackTable) -> None:
    """Weigh again; without a scale the weight is typed."""
    if table.closed is not None or table.data is None:
        return
    if _has_scale(table) and not table.is_typed and table.grams:
        table.asked_for = (0, 0)
        table.draw_scale()
        table.try_close()
        return
    ask_number(
        table.desk.surface, _("Weight of the box"), _("Weight with the carton"), table.type_weight,
        name="pack.type_weight", suffix="g", maximum=HEAVIEST, button=_("Take this weight"),
        help=_("Expected {weight}").format(weight=kilos(table.data.expected.grams)),
    )  # fmt: skip


def choose_carton(table: PackTable, carton_id: int) -> None:
    """Pack into this carton; its weight is part of the expected one."""
    from app.packing.close import choose_carton as keep

    if table.closed is not None or table.data is None:
        return
    table.data = table.data._replace(screen=table.data.screen._replace(carton_id=carton_id))
    table.cartons.show_fits(table.data.fits, carton_id)
    table.desk.write(
        table,
        keep,
        table.parcel_id,
        carton_id,
        done=lambda _nothing: table.refresh(),
        urgent=True,
        failed=table.refused,
    )


def ask_accept(table: PackTable) -> None:
    """Close a box whose weight is off: a reason, and a manager's yes."""
    ask_reason(
        table.desk.surface, _("Accept this weight?"), table.scale.accessibleName(), _("Accept and print"),
        table.close_box,
    )  # fmt: skip


def undo(table: PackTable) -> None:
    """Take the last scan out of the box again."""
    from app.packing.scan import unpack

    if not table.takes:
        table.desk.toast(_("Nothing to undo in this box"))
        return
    takes = table.takes.pop()

    def told(_nothing: Any) -> None:
        table.lines.set_state("go")
        table.refresh()

    for line_id, part in takes:
        table.desk.write(table, unpack, table.parcel_id, line_id, part, done=told, failed=table.refused, urgent=True)
    table.desk.toast(_("The last scan is taken back"))


def missing(table: PackTable) -> None:
    """A piece is not in the tote."""
    lines = (
        [Missing(line.line_id, name_of(line), line.picked - line.packed) for line in table.data.missing()]
        if table.data
        else []
    )
    if table.closed is not None or not lines:
        table.desk.feedback("attention")
        return
    ask_missing(table.desk.surface, lines, partial(_fetch, table, table.parcel_id))


def _fetch(table: PackTable, parcel_id: int, line_id: int, quantity: int) -> None:
    from app.packing.missing import missing_piece

    def told(released: Any) -> None:
        table.desk.toast(_("List {number} fetches it; the tote waits").format(number=released.number))
        if table.parcel_id == parcel_id:
            table.leave()

    table.desk.write(table, missing_piece, parcel_id, line_id, quantity, done=told, failed=table.refused)


def next_box(table: PackTable) -> None:
    """Close this full box and put the next one on the table."""
    from app.packing.close import next_parcel

    if table.closed is not None or table.data is None:
        return
    if table.data.is_weighed and table.weight is None:
        weigh(table)
        return

    parcel_id, carton_id, weight = table.parcel_id, table.carton_id, table.weight

    def told(started: Started) -> None:
        table.desk.toast(_("Box {code} is next").format(code=started.code))
        if table.parcel_id == parcel_id:
            table.start(started.parcel_id)

    def refused(error: BaseException) -> None:
        if getattr(error, "code", "") == "weight_off":
            if table.parcel_id == parcel_id:
                ask_reason(table.desk.surface, _("Accept this weight?"), str(error), _("Accept and print"), again)
        else:
            table.refused(error)

    def again(reason: str = "") -> None:
        table.desk.write(table, next_parcel, parcel_id, carton_id, weight, reason, done=told, failed=refused, once=True)

    again()


def reopen(table: PackTable) -> None:
    """Void the label and put the box back on the table."""
    from app.packing.close import reopen_parcel

    parcel_id = table.parcel_id

    def go(reason: str) -> None:
        def told(started: Started) -> None:
            table.desk.toast(_("The old label does not hold any more; the box is {code} now").format(
                code=started.code))  # fmt: skip
            if table.parcel_id == parcel_id:
                table.start(started.parcel_id)

        table.desk.write(table, reopen_parcel, parcel_id, reason, done=told)

    ask_reason(table.desk.surface, _("Open the box again?"), _("Its label does not hold any more"), _("Open it"), go)


def photograph(table: PackTable) -> None:
    """A picture of what is in the box, on the table or packed already."""
    from app.packing.photo import photograph as keep
    from ui.common.photo_sheet import PhotoSheet

    if table.data is None:
        return
    screen, parcel_id = table.data.screen, table.parcel_id

    def told(_nothing: Any) -> None:
        table.desk.toast(_("The photo is kept with order {number}").format(number=screen.order_number))
        table.refresh()

    PhotoSheet(
        table.desk, _("Photo of the box"), _("Order {number}, {code}").format(number=screen.order_number, code=screen.code),
        lambda path: table.desk.write(table, keep, parcel_id, (path,), done=told),
    ).open()  # fmt: skip


def look_for_suspects(table: PackTable) -> None:
    """Ask which pieces explain the difference, once for each weight."""
    assert table.data is not None
    grams, expected = table.grams or 0, table.data.expected
    wanted = (table.parcel_id, grams)
    if table.asked_for == wanted:
        return
    table.asked_for = wanted
    difference, parcel_id = grams - expected.grams, table.parcel_id
    table.desk.feedback("wrong")

    def shown(found: list[Suspect]) -> None:
        if table.asked_for == wanted:
            table.scale.show_hint(_suspect_words(found, difference))

    table.desk.read(
        table, lambda: jobs.read_suspects(parcel_id, difference, expected.tolerance), shown, merge="suspects"
    )


def _suspect_words(found: list[Suspect], difference: int) -> str:
    """Which piece explains the difference."""
    head = _("Which piece is missing?") if difference < 0 else _("Which piece is too many?")
    if not found:
        return f"{head} {_('No single piece explains it. Look at the carton and the padding.')}"
    names = ", ".join(
        _("{count} × {name}").format(count=one.quantity, name=one.name) if one.quantity > 1 else one.name
        for one in found[:3]
    )
    return f"{head} {_('Perhaps {names}.').format(names=names)}"
