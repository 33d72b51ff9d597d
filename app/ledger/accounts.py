"""How accounts are named, what their signs mean, and which balances may never be.

Positive is ours or owed to us, negative is owed by us or earned:

    cash:<station>       what lies in a drawer; `cash:safe` is the safe.  Never below nought.
    cash:<station>:USD   foreign notes in a drawer, in our own currency at the rate of the day
    card:clearing        card money that the bank still has to pay out; `card:online` that of an online provider,
                         `card:wallet` that of payment codes
    claim:<holder>       cash that a driver or carrier took at the door and has not handed in
    customer:<id>        what a customer owes on account (positive)
    customer:<id>:plan:<plan id>  what is left of an instalment plan (positive)
    credit:<id>          store credit, `credit:gift:<code>` a gift card: we owe it (negative); never above nought
    deposit:<order id>   an order's own account: paid before the goods left (negative), or left unpaid (positive)
    deposit:cards        card money approved at a terminal that is not part of a bill yet (negative)
    sales:<tax_bp>       what was sold at a tax rate, without the tax (negative)
    tax:<tax_bp>         the tax in it (negative)
    sales:mixed          what was sold with several taxes on it, without them (negative)
    tax:named:<code>     one of those taxes (negative); its rates stand in `TaxEntry`
    refund:goodwill      paid back without goods coming back (positive)
    rounding:cash        cash rounding; over_short:<station> what drawers had too little (positive) or too much
    other:tips:<person>  tips that were taken with a payment and belong to who took it (negative); `other:tips`
                         those of the time before they were kept by person
    over_short:rests     small rests that were let go (positive)
    other:<what>         the other side of money that comes from or goes out of the shop
"""

from __future__ import annotations

from app.ledger.models import AccountKind

SAFE = "cash:safe"
CARD = "card:clearing"
ONLINE = "card:online"
WALLET = "card:wallet"
TIPS = "other:tips"
RESTS = "over_short:rests"
CARDS_WAITING = "deposit:cards"
GOODWILL = "refund:goodwill"
ROUNDING = "rounding:cash"
OUTSIDE = "other:outside"  # cash brought in from, or spent outside the shop
WRITTEN_OFF = "over_short:delivery"
MIXED_SALES = "sales:mixed"

# Floor and ceiling of a new account of a kind.
BOUNDS: dict[AccountKind, tuple[int | None, int | None]] = {
    AccountKind.CASH: (0, None),
    AccountKind.CREDIT: (None, 0),
}


def drawer(station: str) -> str:
    """The drawer of a till."""
    return f"cash:{station}"


def foreign_drawer(station: str, currency: str) -> str:
    """Foreign notes in a drawer."""
    return f"cash:{station}:{currency}"


def claim(holder: str) -> str:
    """Cash in the hands of a driver or carrier, such as `driver:7`."""
    return f"claim:{holder}"


def customer(customer_id: int) -> str:
    """What a customer owes on account."""
    return f"customer:{customer_id}"


def plan(customer_id: int, plan_id: int) -> str:
    """What is left of an instalment plan."""
    return f"customer:{customer_id}:plan:{plan_id}"


def credit(customer_id: int) -> str:
    """A customer's store credit."""
    return f"credit:{customer_id}"


def gift_card(code: str) -> str:
    """What is left on a gift card."""
    return f"credit:gift:{code}"


def of_order(order_id: int) -> str:
    """An order's own account."""
    return f"deposit:{order_id}"


def sales(tax_bp: int) -> str:
    """Sales at a tax rate, without the tax."""
    return f"sales:{tax_bp}"


def tax(tax_bp: int) -> str:
    """The tax of a rate."""
    return f"tax:{tax_bp}"


def named_tax(code: str) -> str:
    """A tax by its name, of goods that have several."""
    return f"tax:named:{code}"


def tips(person_id: int) -> str:
    """Tips that a person has still to get."""
    return f"{TIPS}:{person_id}" if person_id else TIPS


def over_short(station: str) -> str:
    """What a drawer had too little (positive) or too much at its counts."""
    return f"over_short:{station}"
