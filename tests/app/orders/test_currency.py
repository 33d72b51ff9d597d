"""The money of the shop stays once it has sold."""

from __future__ import annotations

import pytest

from app.core import settings
from app.orders.place import place_order
from tests.app.orders.conftest import phone_order
from tests.factories import make_product, manager


def test_the_money_of_the_shop_stays_once_it_has_sold(store):
    """The books are kept in it: another sign before the same figures would be a lie."""
    settings.change_setting(manager, "shop.currency", "CHF")
    place_order(manager, phone_order((make_product(on_hand=5), 1)))

    with pytest.raises(settings.WrongSetting, match="has sold in CHF"):
        settings.change_setting(manager, "shop.currency", "EUR")
    settings.change_setting(manager, "shop.currency", "CHF")  # what it is already

    assert settings.read("shop.currency") == "CHF"
