"""The terms of an order while it is changed: who, how it travels and where to, when, and how it is paid."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal

from app.core.i18n import _
from app.orders.states import Method, PayPlan
from ui.common.address_fields import AddressFields
from ui.common.boxes import VBox
from ui.common.inputs import ComboField, DateTimeField, TextField
from ui.orders import words
from ui.orders.call import Place

TRAVELS = ("own_driver", "carrier")


class AmendTerms(VBox):
    """Shows an order's terms and says what differs from them.

    Signals:
        changed: something was typed or chosen.
    """

    changed = Signal()

    def __init__(self, order: Any, country: str, delivery_minor: int) -> None:
        """`country` is the shop's, `delivery_minor` what it takes for a delivery that was not one before."""
        super().__init__(gap=10)
        self._order, self._delivery_minor = order, delivery_minor
        self.name = _field(_("Name or company"), "name", order.customer_name)
        self.phone = _field(_("Phone"), "phone", order.phone)
        ways = [(key, words.method_word(key)) for key in ("pickup", *TRAVELS)]
        if str(order.method) not in dict(ways):
            ways = [(str(order.method), words.method_word(order.method)), *ways]
        self.method = ComboField(_("Delivery"), ways, "amend.field.method")
        self.method.set_current(str(order.method))
        address = {key: value for key, value in (order.address or {}).items() if key in Place.__dataclass_fields__}
        place = Place(**({"line1": "", "city": ""} | address)) if address else None
        self.where = AddressFields("amend", country, place, height=40)
        self.when = DateTimeField(_("Promised for"), name="amend.field.promised", at=order.promised_at)
        plans = [(key, words.plan_word(key)) for key in words.PLANS if key not in ("now", "paid_online", "layaway")]
        if order.pay_plan == "layaway":  # said when it is ordered, once for all
            plans = [("layaway", words.plan_word("layaway"))]
        if order.pay_plan in ("now", "paid_online"):
            plans = [(str(order.pay_plan), words.plan_word(order.pay_plan)), *plans]
        self.plan = ComboField(_("Payment"), plans, "amend.field.plan")
        self.plan.set_current(str(order.pay_plan))
        for part in (self.name, self.phone, self.method, self.where, self.when, self.plan, None):
            self.add(part) if part is not None else self.box.addStretch(1)
        for field in (self.name, self.phone, self.when, self.plan, *self.where.all_fields):
            field.changed.connect(self.changed)
        self.method.changed.connect(self._on_method)
        self._typed = self.where.values()  # as the fields show it, before anybody typed
        self.where.setVisible(self.travels)

    @property
    def travels(self) -> bool:
        """Whether it is brought to an address."""
        return self.method.current() in TRAVELS

    def field_of(self, place: str) -> Any:
        """The field of a part of the order that is in doubt, or None."""
        where = self.where
        return {
            "customer_name": self.name, "phone": self.phone, "address": where.street, "line1": where.street,
            "city": where.town, "region": where.region, "postcode": where.postcode, "country": where.country,
        }.get(place)  # fmt: skip

    def _on_method(self) -> None:
        """What is collected is not paid at the door, and what is brought is not paid at the pickup."""
        self.where.setVisible(self.travels)
        if self.travels and self.plan.current() == "at_pickup":
            self.plan.set_current("on_delivery")
        elif not self.travels and self.plan.current() == "on_delivery":
            self.plan.set_current("at_pickup")
        self.changed.emit()

    def check(self) -> bool:
        """Show what is wrong with an address that goods are to go to."""
        moved = self.where.values() != self._typed or str(self._order.method) not in TRAVELS
        return not (self.travels and moved) or self.where.check()

    def differing(self) -> dict[str, Any]:
        """What differs from the order, as the amendment takes it."""
        order, found = self._order, dict[str, Any]()
        for key, field, text in (("customer_name", self.name, order.customer_name), ("phone", self.phone, order.phone)):
            if field.text() != text:
                found[key] = field.text()
        typed = self.where.values()
        if self.travels and (typed != self._typed or not order.address):
            found["address"] = dict(order.address or {}) | typed | _unknown_spot(order.address, typed)
        if self.method.current() != str(order.method):
            found["method"] = Method(str(self.method.current()))
            if not self.travels:
                found["delivery_minor"] = 0
            elif str(order.method) not in TRAVELS:
                found["delivery_minor"] = self._delivery_minor
        if self.when.ms() and self.when.ms() // 60_000 != (order.promised_at or 0) // 60_000:
            found["promised_at"] = self.when.ms()
        if self.plan.current() != str(order.pay_plan):
            found["pay_plan"] = PayPlan(str(self.plan.current()))
        return found


def _unknown_spot(before: Any, typed: dict[str, str]) -> dict[str, None]:
    """An order that goes elsewhere is no longer where the map had it."""
    same = all((before or {}).get(key, "") == typed[key] for key in ("line1", "city", "postcode"))
    return {} if same else {"lat_e6": None, "lon_e6": None}


def _field(label: str, key: str, text: str) -> TextField:
    field = TextField(label, name=f"amend.field.{key}")
    field.set_text(text)
    return field
