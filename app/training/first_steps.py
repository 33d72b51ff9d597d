"""What a shop that was just set up still needs before its day can begin; said until it has sold a little."""

from __future__ import annotations

from typing import NamedTuple

from app.catalog.models import Product
from app.core import settings
from app.core.journal import Journal
from app.core.practice import is_practice
from app.orders.models import Order
from app.payments.till import current_shift
from app.staff.models import Person

USED_TO_IT = 10  # sales


class FirstSteps(NamedTuple):
    """Which of the first steps are done."""

    goods: bool
    till: bool
    people: bool
    printer: bool
    practice: bool


def first_steps(station: str) -> FirstSteps | None:
    """How far a new shop is; None when all is done, when it has sold for a while, and in practice."""
    if is_practice() or Order.select(Order.id).limit(USED_TO_IT).count() >= USED_TO_IT:
        return None
    found = FirstSteps(
        goods=Product.select(Product.id).where(Product.is_active, Product.price_e4 > 0).exists(),
        till=current_shift(station) is not None,
        people=Person.select(Person.id).where(Person.is_active).limit(2).count() > 1,
        printer="printer" in settings.read("station.devices", station),
        practice=Journal.select(Journal.id).where(Journal.what == "staff.begin_practice").exists(),
    )
    return None if all(found) else found
