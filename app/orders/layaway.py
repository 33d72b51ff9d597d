"""Layaway: goods that are kept back for a known customer until all is paid, in parts, up to a last day.

It is an order for pickup that is promised for the end of its last day; nobody picks it before it is paid.
"""

from __future__ import annotations

from app.catalog.book import book
from app.core import clock, settings
from app.core.command import note
from app.core.i18n import N_, _
from app.core.money import round_div
from app.core.refusal import Refusal
from app.customers.models import Customer
from app.orders.basket import charge_input
from app.orders.charges import Charges
from app.orders.draft import OrderDraft
from app.orders.models import Order
from app.orders.pricing import price_lines
from app.orders.states import Method, PayPlan

MOST_DAYS = 365
FEE = settings.declare(
    "orders.layaway_fee_minor", 0, N_("Fee when a layaway is called off"),
    N_("In cents, tax included, kept of what was paid. What was agreed when goods were laid away stays so. 0 is none."),
    least=0, most=100_000,
)  # fmt: skip
FEE_PERCENT = settings.declare(
    "orders.layaway_fee_percent", 0, N_("The same in percent of its price"),
    N_("Where both are set, the larger one is agreed."), least=0, most=100,
)  # fmt: skip


class LayawayRefused(Refusal):
    """Goods are kept back for somebody the shop knows, for pickup, up to a day that is still to come."""


class NotPaidUp(Refusal):
    """What is kept back until it is paid goes nowhere before."""


def check_layaway(draft: OrderDraft) -> None:
    """Raise LayawayRefused when a draft is to be laid away and cannot be."""
    if draft.pay_plan is not PayPlan.LAYAWAY:
        return
    if draft.customer_id is None:
        raise LayawayRefused(_("Goods are laid away for a known customer. Add the customer first."))
    if not draft.phone and not Customer.select(Customer.phone).where(Customer.id == draft.customer_id).scalar():
        raise LayawayRefused(_("Add the customer’s phone number first (F3, Alt+E): the last day has to be told."))
    if draft.method is not Method.PICKUP:
        raise LayawayRefused(_("What is laid away is collected in the shop."))
    # a time of the last day itself, so that its day is that day
    last = clock.day_end_ms(clock.add_days(clock.today(), MOST_DAYS))
    if draft.promised_at is None or not clock.now_ms() < draft.promised_at <= last:
        raise LayawayRefused(_("The last day is from today on, at most {n} days ahead.").format(n=MOST_DAYS))


def is_laid_away(order_id: int) -> bool:
    """Whether an order is kept back until it is paid."""
    return bool(Order.select().where(Order.id == order_id, Order.pay_plan == PayPlan.LAYAWAY).exists())


def fee_for(total_minor: int) -> int:
    """What is kept of what was paid when a layaway of this price is called off, as the shop agrees it now."""
    share = round_div(total_minor * int(settings.read(FEE_PERCENT)), 100)
    return min(max(int(settings.read(FEE)), share), total_minor)


def agree_fee(order_id: int, total_minor: int) -> None:
    """Keep with a layaway what was agreed; a step of placing it."""
    if fee := fee_for(total_minor):
        Order.update(cancel_fee_minor=fee).where(Order.id == order_id).execute()
        note(cancel_fee_minor=fee)


def agreed_fee(order_id: int) -> int:
    """What is kept of what was paid when the order is called off; nought when nothing was agreed."""
    return int(Order.select(Order.cancel_fee_minor).where(Order.id == order_id).scalar() or 0)


def fee_with_tax(order_id: int, fee_minor: int) -> Charges:
    """A fee with the taxes in it, taxed today as delivery and fees are under the customer's regime."""
    taxes = book().taxes
    regime = Order.select(Order.tax_regime_ref).where(Order.id == order_id).scalar()
    terms = taxes.terms(*taxes.charges, regime, clock.today())
    inside = terms._replace(taxes=tuple(rule._replace(is_included=True) for rule in terms.taxes), relief=())
    priced = price_lines((), charges=[charge_input(fee_minor, inside, is_net=False)]).charges[0]
    return Charges(priced.total_minor, priced.tax_bp, priced.tax_minor, priced.parts)
