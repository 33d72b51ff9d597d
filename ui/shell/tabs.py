"""The tabs: name, title, icon, key, where the screen lives, and which roles see it; modules load when first shown."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from app.core.i18n import N_
from ui.shell.rail import RailItem

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.common.tab import Tab

COUNTER, WAREHOUSE, MANAGER = "counter", "warehouse", "manager"


class TabSpec(NamedTuple):
    """One tab; `place` is `module:Class`."""

    name: str
    title: str
    icon: str
    key: str
    place: str
    roles: frozenset[str]

    def build(self, desk: Desk) -> Tab:
        """Import the screen and make it."""
        module, _colon, name = self.place.partition(":")
        made: Tab = getattr(import_module(module), name)(desk)
        return made


def _spec(name: str, title: str, icon: str, key: str, place: str, *roles: str) -> TabSpec:
    return TabSpec(name, title, icon, key, place, frozenset({*roles, MANAGER}))


TABS = (
    _spec("sell", N_("Sell"), "storefront", "Alt+1", "ui.counter.tab:SellTab", COUNTER),
    _spec("orders", N_("Orders"), "list-bullets", "Alt+2", "ui.orders.tab:OrdersTab", COUNTER, WAREHOUSE),
    _spec("review", N_("Review"), "shield-warning", "Alt+3", "ui.review.tab:ReviewTab"),
    _spec("stock", N_("Stock"), "cube", "Alt+4", "ui.inventory.tab:StockTab", COUNTER, WAREHOUSE),
    _spec("pick", N_("Pick & pack"), "package", "Alt+5", "ui.picking.tab:PickPackTab", WAREHOUSE),
    _spec("print", N_("Print"), "printer", "Alt+6", "ui.printing.tab:PrintTab", COUNTER, WAREHOUSE),
    _spec("delivery", N_("Delivery"), "truck", "Alt+7", "ui.delivery.tab:DeliveryTab", COUNTER, WAREHOUSE),
    _spec("settle", N_("Settle"), "wallet", "Alt+8", "ui.payments.tab:SettleTab", COUNTER),
    _spec("returns", N_("Returns"), "arrow-u-up-left", "Alt+9", "ui.returns.tab:ReturnsTab", COUNTER, WAREHOUSE),
    _spec("service", N_("Service"), "chats-circle", "Alt+0", "ui.aftersales.tab:ServiceTab", COUNTER),
)
SETTINGS = _spec("settings", N_("Settings"), "gear-six", "Ctrl+,", "ui.settings.tab:SettingsTab")
REPORTS = _spec("reports", N_("Reports"), "chart-line-up", "Alt+R", "ui.reports.window:ReportsWindow")
HOMES = {COUNTER: "sell", WAREHOUSE: "pick", MANAGER: "sell"}

# Which tab shows a record of each kind.
HOLDS = {
    "order": "orders", "product": "stock", "place": "stock", "purchase": "stock", "count": "stock", "batch": "pick",
    "parcel": "pick", "tote": "pick", "carton": "pick", "shipment": "delivery", "run": "delivery", "shift": "settle",
    "claim": "settle", "return": "returns", "receipt": "orders", "case": "service", "feedback": "service",
    "review": "review", "customer": "orders", "ticket": "sell", "payment_code": "sell", "gift_card": "sell",
    "plan": "settle", "quote": "sell", "tracking": "delivery",
}  # fmt: skip


def item(spec: TabSpec) -> RailItem:
    """A tab as the rail shows it."""
    return RailItem(spec.name, spec.title, spec.icon, spec.key, alarming=spec.name == "review")
