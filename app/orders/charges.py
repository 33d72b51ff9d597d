"""Delivery and fees: taxed as goods that have the tax which the shop chose for them; kept with the order for good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from app.catalog.book import book
from app.catalog.tax_book import TaxTerms
from app.core import settings
from app.core.i18n import N_
from app.core.money import round_div
from app.core.prepared import prepared
from app.orders.basket import charge_input
from app.orders.models import Charge, Order, OrderChargeTax, TaxPartKind
from app.orders.pricing import LineInput, PricedLine
from app.orders.states import Method, PayPlan
from app.orders.taxed import KeptTax, parts_of, tax_values, terms_of
from app.orders.taxes import TaxPart

COD_FEE = settings.declare(
    "orders.cod_fee_minor", 0, N_("Fee for cash on delivery"),
    N_("In cents; for what is paid in cash at the door. It goes when an order is changed to another payment. 0 is none."),
    least=0, most=100_000,
)  # fmt: skip


class ChargesRow(NamedTuple):
    """Delivery and fee of an order, without what came on top of them, and their taxes in all."""

    delivery_minor: int
    fee_minor: int
    tax_bp: int
    tax_minor: int
    added_minor: int

    @property
    def total_minor(self) -> int:
        """What is paid for them."""
        return self.delivery_minor + self.fee_minor + self.added_minor


class Charges(NamedTuple):
    """What is paid for delivery and fee of an order: plainly with one rate, or with taxes by name."""

    total_minor: int
    tax_bp: int
    tax_minor: int
    parts: tuple[TaxPart, ...] = ()

    def share(self, back_minor: int) -> Charges:
        """So much of them, with so much of every tax; all of them is all of every tax."""
        whole = self.total_minor or 1
        parts = tuple(
            part._replace(
                base_minor=round_div(part.base_minor * back_minor, whole),
                tax_minor=round_div(part.tax_minor * back_minor, whole),
            )
            for part in self.parts
        )  # fmt: skip
        tax = sum(part.tax_minor for part in parts) if parts else round_div(self.tax_minor * back_minor, whole)
        return Charges(back_minor, self.tax_bp, tax, parts)


@prepared(rows=ChargesRow)
def _row(order):
    return Order.select(
        Order.delivery_minor, Order.fee_minor, Order.charges_tax_bp, Order.charges_tax_minor, Order.charges_added_minor
    ).where(Order.id == order)  # fmt: skip


@prepared
def _kept(order):
    return (
        OrderChargeTax.select(
            OrderChargeTax.charge, OrderChargeTax.kind, OrderChargeTax.code, OrderChargeTax.name,
            OrderChargeTax.letter, OrderChargeTax.rate_bp, OrderChargeTax.amount_e4, OrderChargeTax.is_compound,
            OrderChargeTax.base_minor, OrderChargeTax.tax_minor, OrderChargeTax.no,
        ).where(OrderChargeTax.order == order).order_by(OrderChargeTax.charge, OrderChargeTax.no, OrderChargeTax.id)
    )  # fmt: skip


@prepared
def _add(order, charge, no, kind, code, name, letter, rate, amount, compound, base, tax):
    return OrderChargeTax.insert(
        order=order, charge=charge, no=no, kind=kind, code=code, name=name, letter=letter, rate_bp=rate,
        amount_e4=amount, is_compound=compound, base_minor=base, tax_minor=tax,
    )  # fmt: skip


def charges_in(delivery_minor: int, fee_minor: int) -> tuple[int, ...]:
    """The charges that there are, as the engine takes them."""
    return tuple(amount for amount in (delivery_minor, fee_minor) if amount)


def by_charge(delivery_minor: int, fee_minor: int, priced: Sequence[PricedLine]) -> dict[Charge, PricedLine]:
    """Which charge became what."""
    kinds = [kind for kind, amount in ((Charge.DELIVERY, delivery_minor), (Charge.FEE, fee_minor)) if amount]
    return dict(zip(kinds, priced, strict=True))


def columns_of(found: dict[Charge, PricedLine]) -> ChargesRow:
    """What stands in the order itself of its charges."""
    delivery, fee = found.get(Charge.DELIVERY), found.get(Charge.FEE)
    parts = list(found.values())
    return ChargesRow(
        delivery.gross_minor if delivery else 0, fee.gross_minor if fee else 0,
        next((part.tax_bp for part in parts if not part.parts), 0), sum(part.tax_minor for part in parts),
        sum(part.added_minor for part in parts),
    )  # fmt: skip


def keep_charges(order_id: int, found: dict[Charge, PricedLine]) -> None:
    """Write the taxes by name of delivery and fee; a step of placing and amending."""
    rows = [
        (order_id, charge.value, *values) for charge, part in found.items() for values in tax_values(part)
    ]  # fmt: skip
    if rows:
        _add.run_many(rows)


def drop_charges(order_id: int) -> None:
    """The charges of an order are written anew; a step of amending."""
    OrderChargeTax.delete().where(OrderChargeTax.order == order_id).execute()


def kept_charges(order_id: int) -> dict[Charge, list[KeptTax]]:
    """The taxes by name of delivery and fee."""
    found: dict[Charge, list[KeptTax]] = defaultdict(list)
    for charge, kind, *values in _kept.all(order_id):
        found[Charge(charge)].append(KeptTax(0, TaxPartKind(kind), *values))
    return found


def charges_of(order_id: int) -> Charges:
    """What is paid for delivery and fee of an order, with their taxes as they were kept."""
    row: ChargesRow = _row.one(order_id)
    if not row.total_minor:
        return Charges(0, row.tax_bp, 0)
    kept = kept_charges(order_id)
    parts = tuple(part for taxes in kept.values() for part in parts_of(taxes))
    return Charges(row.total_minor, row.tax_bp, row.tax_minor, parts)


def relieved_of(kept: Iterable[KeptTax]) -> int:
    """What left a charge because the customer does not pay it."""
    return sum(row.tax_minor for row in kept if row.kind == TaxPartKind.RELIEVED)


class Again(NamedTuple):
    """How the charges of an order that is there are priced anew: their list amounts, and how they are taxed."""

    delivery_minor: int
    fee_minor: int
    delivery: TaxTerms
    fee: TaxTerms
    is_net: bool

    def inputs(self, delivery_minor: int, fee_minor: int) -> list[LineInput]:
        """The charges as the engine takes them, with another delivery or fee."""
        wanted = ((delivery_minor, self.delivery), (fee_minor, self.fee))
        return [charge_input(amount, terms, is_net=self.is_net) for amount, terms in wanted if amount]


def charges_again(order: Any, day: str) -> Again:
    """The charges of an order as they were taxed; of one that had none, as they are taxed on a day."""
    kept = kept_charges(order.id)
    delivery, fee = (
        amount + relieved_of(kept.get(charge, ()))
        for charge, amount in ((Charge.DELIVERY, order.delivery_minor), (Charge.FEE, order.fee_minor))
    )
    if not delivery and not fee:
        here = book().taxes
        terms = here.terms(*here.charges, order.tax_regime_ref, day)
        return Again(0, 0, terms, terms, bool(here.charges[0]) and order.prices_net)
    one, other = (terms_of(order.charges_tax_bp, kept.get(charge, ())) for charge in Charge)
    is_net = not kept and order.charges_added_minor > 0
    return Again(delivery, fee, one if delivery else other, other if fee else one, is_net)


def is_cod(method: Method | str, pay_plan: PayPlan | str) -> bool:
    """Whether the money is taken in cash at the customer's door."""
    return pay_plan == PayPlan.ON_DELIVERY and method in (Method.OWN_DRIVER, Method.CARRIER)


def fee_after(order: Any, fee_minor: int, method: Method | None, pay_plan: PayPlan | None) -> int:
    """The fee of an order that travels or is paid another way from now on (None: as before).

    The fee for cash on delivery goes with it, and comes with it as the shop takes it now; one that was agreed stays.
    """
    before, now = is_cod(order.method, order.pay_plan), is_cod(method or order.method, pay_plan or order.pay_plan)
    if before == now:
        return fee_minor
    return (fee_minor or int(settings.read(COD_FEE))) if now else 0
