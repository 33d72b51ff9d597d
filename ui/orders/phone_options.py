"""Options on a phone order: asked when an item comes that needs them, changed on its line, taken over from a past order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.catalog.book import current
from app.core.i18n import _, spoken_name
from app.orders.line_kinds import LineKind
from ui.orders.call_line import CallLine
from ui.orders.call_option import CallOption

if TYPE_CHECKING:
    from app.orders.draft import DraftLine
    from ui.common.desk import Desk

Chosen = Callable[[tuple[CallOption, ...]], None]


def ask_if_needed(desk: Desk, owner: QObject, item: Any, done: Chosen) -> None:
    """Ask for the options that have to be chosen with an item, then go on with them; Esc leaves the item off."""
    if not current().options:
        done(())
        return

    def show(groups: Any) -> None:
        if not any(group.least for group in groups):
            done(())
            return
        from ui.counter.option_sheet import OptionSheet

        desk.feedback("attention")
        sheet = OptionSheet(
            desk.surface,
            spoken_name(item.name, item.name_zh),
            groups,
            lambda chosen: done(tuple(CallOption.of(one, groups) for one in chosen)),
        )
        sheet.open()

    desk.read(owner, lambda: _asked(item.product_id), show, urgent=True)


def ask_options(desk: Desk, line: CallLine, taken: Callable[[CallLine], None]) -> None:
    """Ctrl+M: other options for a line, or none."""

    def show(groups: Any) -> None:
        if not groups:
            if line.options:
                taken(replace(line, options=()))  # they are asked no more
            else:
                desk.toast(_("{name} has no options.").format(name=line.name))
            return
        from app.counter.lines import TicketOption
        from ui.counter.option_sheet import OptionSheet

        items = {one.item.product_id: one.item for group in groups for one in group.choices}
        chosen = tuple(
            TicketOption(items[one.product_id], one.words) for one in line.options if one.product_id in items
        )

        def take(now: Any) -> None:
            taken(replace(line, options=tuple(CallOption.of(one, groups) for one in now)))

        OptionSheet(desk.surface, line.name, groups, take, chosen=chosen).open()

    desk.read_for_sheet(desk, lambda: _asked(line.product_id), show)


def bought(order_id: int) -> list[tuple[Any, int, tuple[CallOption, ...]]]:
    """The goods of a past order with what was chosen for them, at today's prices; read on the reader's thread."""
    from app.inventory.queries import sellable
    from app.orders.queries import order_lines

    lines = order_lines(order_id)
    found = []
    for line in lines:
        item = sellable(line.product_id) if line.product_id and line.kind == LineKind.GOODS else None
        if item is None:
            continue
        options = [one for one in lines if one.kind == LineKind.OPTION and one.of_no == line.no]
        again = ((one, sellable(one.product_id)) for one in options if one.product_id)
        chosen = tuple(
            CallOption(
                now.product_id, spoken_name(now.name, now.name_zh), now.price_e4, now.tax_bp, now.tax_id, now.category_id,
                one.note, now.is_stocked,
            )
            for one, now in again if now is not None
        )  # fmt: skip
        found.append((item, line.quantity, chosen))
    return found


def drafts_of(added: Iterable[Sequence[Any]]) -> tuple[DraftLine, ...]:
    """Products with quantity and options as lines of a draft, each option behind its goods."""
    from app.orders.draft import DraftLine

    lines: list[DraftLine] = []
    for product, quantity, options in added:
        lines.append(DraftLine(product.product_id, quantity))
        place, count = len(lines), quantity if product.unit == "piece" else 1
        lines += [
            DraftLine(one.product_id, count, kind=LineKind.OPTION, of=place, note=one.words) for one in options
        ]  # fmt: skip
    return tuple(lines)


def _asked(product_id: int) -> Any:
    from app.counter.options import groups_for

    return groups_for(product_id)
