"""The keys of the Delivery tab, view by view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.i18n import _
from ui.common.keys import Key
from ui.delivery.steps import next_step

if TYPE_CHECKING:
    from ui.delivery.tab import DeliveryTab


def of_board(tab: DeliveryTab) -> list[Key]:
    """The keys of board and list."""
    card = tab.current()
    step = next_step(card) if card is not None else None
    return [
        Key("Enter", _("Open"), tab.open_current),
        Key("Space", step.title if step else _("Move on"), lambda: tab.act("next"), step is not None),
        Key("M", _("Message"), lambda: tab.act("message")),
        Key("T", _("New time"), lambda: tab.act("time")),
        Key("F5", _("Refresh"), tab.refresh, False),
        Key("F9", _("New run"), tab.new_run),
        Key("Ctrl+N", _("New run"), tab.new_run, False),
        Key("F10", _("Print"), lambda: tab.act("print")),
        Key("/", _("Filter"), tab.desk.focus_scan_box, False),
        Key("Esc", _("Back"), tab.step_back, False),
    ]


def of_runs(tab: DeliveryTab) -> list[Key]:
    """The keys of the runs; those that move stops while a run is planned."""
    runs = tab.runs
    keys = [
        Key("Ctrl+N", _("New run"), runs.new_run),
        Key("F10", _("Run sheet"), runs.print_sheet),
        Key("Right", _("To the stops"), runs.stops.view.setFocus, False),
        Key("Left", _("To the runs"), runs.list.view.setFocus, False),
        Key("F5", _("Refresh"), tab.refresh, False),
        Key("Esc", _("Back"), tab.step_back, False),
    ]
    if runs.is_planned():
        keys += [
            Key("Alt+Up", _("Stop earlier"), lambda: runs.move_stop(-1)),
            Key("Alt+Down", _("Stop later"), lambda: runs.move_stop(1)),
            Key("S", _("Shortest"), runs.shortest),
            Key("A", _("Add parcels"), runs.add_parcels),
            Key("Del", _("Take off"), runs.take_off),
        ]
    if title := runs.next_title():
        keys.append(Key("F9", title, runs.go_on))
    return keys


def of_detail(tab: DeliveryTab) -> list[Key]:
    """The keys of one delivery, by what may be done with it."""
    card = tab.view.card
    step = next_step(card) if card is not None else None
    keys = [
        Key("Esc", _("Back"), tab.step_back),
        Key("M", _("Message"), lambda: tab.act("message")),
        Key("O", _("Order"), lambda: tab.act("order")),
        Key("F8", _("Start a return"), lambda: tab.act("return")),
        Key("F10", _("Print"), lambda: tab.act("print")),
        Key("J", _("Next"), lambda: tab.step(1), False),
        Key("K", _("Previous"), lambda: tab.step(-1), False),
        Key("E", _("Messages or events"), tab.view.side.which.next, False),
    ]
    for what, cap, text in (
        ("time", "T", _("New time")), ("lost", "X", _("Lost")), ("tracking", "N", _("Tracking number")),
        ("off_shelf", "B", _("Off the shelf")),
    ):  # fmt: skip
        if tab.view.may(what):
            keys.append(Key(cap, text, lambda what=what: tab.act(what), what in ("time", "off_shelf")))
    if card is not None and card.state == "packed" and card.method != "pickup":
        keys.append(Key("C", _("Hand to a carrier"), lambda: tab.act("carrier")))
        keys.append(Key("R", _("Put on a run"), lambda: tab.act("run"), False))
    if step is not None:
        keys.append(Key("F9", step.title, lambda: tab.act("next")))
    return keys
