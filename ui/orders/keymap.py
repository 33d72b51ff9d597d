"""The keys of the orders: of the list, and of the order that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from ui.common.keys import Key
from ui.orders.next_step import step_of
from ui.payments.tender_sheet import ask_tender

if TYPE_CHECKING:
    from ui.orders.tab import OrdersTab


def keys_of(tab: OrdersTab) -> list[Key]:
    """The keys of the list or of the order that is shown."""
    return _detail_keys(tab) if tab.in_detail else _list_keys(tab)


def _list_keys(tab: OrdersTab) -> list[Key]:
    row = tab.list.current()
    step = step_of(row) if row is not None else None
    held = row is not None and row.order.is_on_hold
    keys = [
        Key("Ctrl+N", _("New order"), tab.new_order),
        Key("Enter", _("Open"), tab.open_current),
        Key("F4", _("Let go on") if held else _("Hold"), tab.hold, not held or _lets_go(step)),
        Key("F5", _("Refresh"), tab.refresh, False),
        Key("F10", _("Print"), tab.print_papers),
        Key("/", _("Filter"), tab.list.narrow, False),
        Key("Ctrl+F", _("Find"), tab.list.narrow, False),
        Key("Ctrl+O", _("Take in online orders"), tab.importing.start, False),
        Key("Ctrl+I", _("Pane"), tab.list.toggle_peek, False),
        Key("Ctrl+Right", _("Next view"), lambda: tab.list.head.views.step(1), False),
        Key("Ctrl+Left", _("View before"), lambda: tab.list.head.views.step(-1), False),
        Key("Esc", _("Back"), tab.step_back, False),
    ]
    if step is not None:
        keys.append(Key("F9", step.label, tab.go_on))
    return keys


def _detail_keys(tab: OrdersTab) -> list[Key]:
    view = tab.view
    order, step = (view.story.order, view.story.next) if view.story is not None else (None, None)
    held = order is not None and order.is_on_hold
    keys = [
        Key("Esc", _("Back to list"), tab.step_back),
        Key("F3", _("Customer"), tab.show_customer),
        Key("F4", _("Let go on") if held else _("Hold"), tab.hold, not held or _lets_go(step)),
        Key("F8", _("Return"), tab.take_back),
        Key("F10", _("Print"), tab.print_papers),
        Key("N", _("Note"), view.note.focus),
        Key("J", _("Next"), lambda: tab.step(1)),
        Key("K", _("Previous"), lambda: tab.step(-1)),
        Key("M", _("Message"), tab.write, False),
        Key("P", _("Photos"), view.photos.look, bool(view.story is not None and view.story.photos)),
        Key("F7", _("Change order"), tab.change, False),
        Key("X", _("Cancel order"), tab.cancel, False),
        Key("B", _("Pay back"), view.pay_back, view.has_money_back()),
        Key("W", _("Why this total"), view.show_why, False),
        Key("Z", _("Taken back by the bank"), view.charge_back, False),
        Key("O", _("Paid otherwise"), lambda: _ask_tender(tab), False),
        Key("S", _("Second look"), view.second_look, False),
        Key("T", _("Timeline filter"), view.filter.next, False),
        Key("V", _("Proof of packing"), view.show_proof, view.has_proof()),
        Key("U", _("Signature"), view.show_signatures, view.has_signature()),
    ]
    if step is not None:
        keys.append(Key("F9", step.label, view.go_on))
    return keys


def _ask_tender(tab: OrdersTab) -> None:
    if (story := tab.view.story) is not None:
        ask_tender(tab.desk, story.payments, story.order.number)


def _lets_go(step: Any) -> bool:
    """Whether a person lets the order go on; a layaway goes on by itself when it is paid."""
    return step is not None and step.key == "release"
