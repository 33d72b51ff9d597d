"""Good values for the commands that the program gives most values itself: devices, the door, practice, imports, runs."""

from __future__ import annotations

from typing import Any

from app.analysis.report import REPORTS
from app.catalog.coupons import add_coupons
from app.catalog.models import Coupon
from app.catalog.move_tax import Moved
from app.catalog.price_lists import ListLine, PriceListInput, save_price_list
from app.catalog.taxes import RegimeInput, save_regime
from app.channels.web_order import WebLine, WebOrder
from app.core import clock
from app.core.outbox import Outbox, WishState
from app.customers.address_book import NewAddress
from app.delivery.proof import ProofData
from app.inventory.count import ask_count
from app.inventory.models import Count
from app.notices.templates import Medium, Occasion
from app.payments.cod import Difference, DifferenceOwner
from app.payments.models import CashMoveKind, PaymentState, Receipt, Shift, Tender
from app.payments.shift import move_cash
from app.purchasing.order import WantedLine
from app.returns.inspect import Finding
from app.returns.open import ReturnInput
from app.staff.models import Station
from app.staff.people import NewPerson
from app.staff.stations import add_station
from tests.app.payments.till import boss, ticket_of


def more_values(good: dict[str, Any]) -> dict[str, Any]:
    """More of the shop, and values for the rest of its commands, added to those that there are."""
    mug, order, day = good["product_id"], good["order_id"], clock.now_ms()
    add_coupons(boss, good["promotion_id"])
    ask_count(boss, good["place_id"])
    add_station(boss, "till-9", "Till 9", series="H")
    paper = Receipt.get()
    of_nothing = "run shipment batch task claim entry plan line import time driver"
    nobody = {f"{what}_id": 1 for what in of_nothing.split()}
    return good | nobody | {
        "wish_id": Outbox.get().id, "wish_ids": [Outbox.get().id], "station": "till-1", "station_id": Station.get().id,
        "coupon_id": Coupon.get().id, "count_id": Count.get().id, "regime_id": save_regime(boss, RegimeInput("Export")),
        "price_list_id": save_price_list(boss, PriceListInput("Theirs", lines=(ListLine(mug, 1),))),
        "shift_id": Shift.get().id, "move_id": move_cash(boss, CashMoveKind.PAY_IN, 100, "Coins"), "holder": "driver:1",
        "detail": "Declined", "terminal_ref": "T1", "masked_pan": "**** 4242", "auth_code": "A1", "retry_in_ms": 1_000,
        "seen_hash": "hash", "new_hash": "hash", "pin_hash": "hash", "fits": True, "right": "payments.refund", "anew": False,
        "accepted": True, "approved": True, "may_mail": True, "may_sms": False, "is_trusted": False, "is_resold": False,
        "receipt": f"{paper.series}-{paper.no:06d}", "receipt_number": "", "pieces": 1, "total_minor": 500, "count": 1,
        "counted": 3, "weight": 5, "limit": 100, "address": "a@b.example", "provider_ref": "link-1", "about": order,
        "score": 3, "comment": "Fine", "refusals": 0, "moved_ms": 600_000, "first": "2026-11-01", "last": "2026-11-30",
        "to_person": 1, "columns": ["number"], "hidden": ["note"], "sort": "number", "basket": "b1", "lines": (),
        "cause": "damaged", "outcome": "refund", "carrier": "post", "language": "en", "look": "dark", "role": "counter",
        "limits": {"no_sales": 3}, "acts": {}, "kind": CashMoveKind.PAY_IN, "tender": Tender.CARD,
        "state": WishState.DONE, "answer": "done", "paper": "receipt",
        "way": "mail", "occasion": Occasion.ORDER_CONFIRMED, "medium": Medium.MAIL, "whats": ["phone"],
        "body": ticket_of("MUG").to_body(), "changes": {"name": "Cup"}, "value": "Words", "wanted": RegimeInput("Other"),
        "variants": ((mug, {"Size": "M"}),), "new": NewAddress("1 Road", "Bray", "IE"), "rows": (),
        "analysis.print_report": {"name": next(iter(REPORTS))},
        "channels.import_preview": {"source": "shopify", "file_name": "a.csv", "rows": (_web_order(),)},
        "outbox.hand_on": {"station": "till-2"},
        "payments.finish_card_payment": {"state": PaymentState.APPROVED},
        "payments.hand_in": {"counted_minor": 0, "run_id": None, "differences": [Difference(1, 70, DifferenceOwner.COURIER)]},
        "payments.make_invoice": {"lines": ["1 Road", "Bray"]},
        "purchasing.change_purchase": {"lines": [WantedLine(mug, 5)]},
        "returns.request": {"lines": [ReturnInput(good["returns.open"]["lines"][0].order_line_id, 1)]},
        "catalog.undo_move_tax": {"moved": Moved(good["from_tax"], good["to_tax"], [mug])},
        "delivery.deliver": {"proof": ProofData("Ann")},
        "returns.exchange_inspected": {"sale": good["counter.sell"]["sale"]},
        "returns.inspect": {"findings": [Finding(1, "like_new", "restock")]},
        "settings.change": {"name": "shop.name", "station": ""},
        "staff.add_station": good["staff.add_station"] | {"kind": "till"},
        "staff.add_person": {"new": NewPerson("Dara", "counter", "hash", "B-9")},
        "staff.change_limits": {"person_id": 1}, "training.begin_lesson": {"code": "first_sale"},
        "training.carry_over": {"rows": [(1, "Maya", "first_sale", "till-1", day, day, 0)]},
        "review.list_value": {"what": "phone", "value": "+353 87 555 0142"},
        "review.change_rule": {"code": "cash_on_delivery", "weight": 5, "limit": 100},
        "returns.exchange": {
            "lines": good["returns.quick"]["lines"], "sale": good["counter.sell"]["sale"],
        },
    }  # fmt: skip


def _web_order() -> WebOrder:
    return WebOrder(2, "#1001", "1001", (WebLine("MUG", "Mug", 1, 100_000),), total_e4=100_000, customer_name="Ann")
