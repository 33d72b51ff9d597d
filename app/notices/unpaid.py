"""Orders that wait for their money: the round that reminds a day before they are called off, and calls them off."""

from __future__ import annotations

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.refusal import StateChanged
from app.notices.queue import OFF, NobodyToTell, is_queued, tell_customer
from app.notices.templates import Occasion
from app.orders.cancel import CannotCancel
from app.payments.pay_first import still_to_pay_first
from app.payments.unpaid import Unpaid, call_off, waiting_for_money

LAST = 1  # tells the last reminder from the first, which leaves when the order is confirmed


def look_after_unpaid(by: Actor) -> int:
    """The round of the day, each order by a command of its own; returns how many were reminded or called off."""
    done, now = 0, clock.now_ms()
    for one in filter(_is_looked_after, waiting_for_money()):
        try:
            if one.ends_at <= now and one.has_part:
                continue  # a person decides what becomes of goods that are paid in part
            if one.ends_at <= now:
                call_off(by, one.order_id)
            elif one.ends_at - now > clock.DAY_MS or not _is_to_tell(one.order_id):
                continue
            else:
                remind_last(by, one.order_id)
            done += 1
        except (NobodyToTell, StateChanged, CannotCancel):
            continue  # no way to write, or another station was faster, or somebody has begun with it
    return done


@command("notices.remind_last")
def remind_last(by: Actor, order_id: int) -> int:
    """Tell a customer when the order is called off unless it is paid; returns how many messages leave.

    StateChanged when it was paid meanwhile, NobodyToTell without an address.
    """
    left, waiting = still_to_pay_first(order_id), list(filter(_is_looked_after, waiting_for_money(order_id)))
    if not left or not waiting:
        raise StateChanged("order", order_id)
    until = {"kept_until" if waiting[0].has_part else "ends_at": waiting[0].ends_at}
    sent = tell_customer(Occasion.PAYMENT_REMINDER, order_id, ref=LAST, amount_minor=left, **until)
    if not sent:
        raise NobodyToTell(_("This order has no address and no phone number to write to."), order_id=order_id)
    touch("order", order_id)
    note(order_id=order_id, left_minor=left, messages=sent)
    return sent


def _is_looked_after(one: Unpaid) -> bool:
    """What was paid in part is left alone, unless it is laid away: then its last day is said."""
    return one.is_layaway or not one.has_part


def _is_to_tell(order_id: int) -> bool:
    return Occasion.PAYMENT_REMINDER not in settings.read(OFF) and not is_queued(
        Occasion.PAYMENT_REMINDER, order_id, LAST
    )
