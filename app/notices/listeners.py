"""What happens in the shop, told to whom it concerns; every message is queued in the transaction that it tells of."""

from __future__ import annotations

from app.aftersales.events import CaseAnswered, CaseOpened, RepairQuoted
from app.aftersales.models import Case, CaseKind, CaseMessage
from app.core import clock, settings
from app.core.events import listens
from app.core.money import format_money
from app.counter.events import Sold
from app.delivery.events import (
    Delivered,
    DeliveryFailed,
    EtaChanged,
    OnShelf,
    ShipmentLeft,
    ShipmentLost,
    TrackingCorrected,
)
from app.notices.compose import compose, order_facts, recipient_of, recipient_of_case
from app.notices.push import TEAM
from app.notices.queue import queue, tell, tell_customer, withdraw
from app.notices.templates import Medium, Occasion
from app.orders.events import OrderCancelled, OrderConfirmed, OrderHeld, OrderReleased, OrderTakenBack
from app.orders.models import Order
from app.orders.states import Method
from app.payments.events import MoneyAwaited, Refunded
from app.returns.events import ReturnDeclined, ReturnReceived, ReturnSettled
from app.returns.models import Return

_FAILED = {
    "refused": Occasion.REFUSED,
    "not_home": Occasion.NOT_HOME,
    "not_collected": Occasion.NOT_COLLECTED,
}


@listens(OrderConfirmed)
def _confirmed(event: OrderConfirmed) -> None:
    occasion = Occasion.BACKORDER if event.short else Occasion.ORDER_CONFIRMED
    tell_customer(occasion, event.order_id, short=event.short)


@listens(OrderTakenBack)
def _taken_back(event: OrderTakenBack) -> None:
    withdraw(event.order_id, Occasion.ORDER_CONFIRMED, Occasion.BACKORDER, Occasion.CANCELLED)


@listens(OrderHeld)
def _held(event: OrderHeld) -> None:
    tell_customer(Occasion.ON_HOLD, event.order_id)


@listens(MoneyAwaited)
def _awaited(event: MoneyAwaited) -> None:
    tell_customer(Occasion.PAYMENT_REMINDER, event.order_id, amount_minor=event.left_minor)


@listens(OrderReleased)
def _released(event: OrderReleased) -> None:
    withdraw(event.order_id, Occasion.ON_HOLD)


@listens(OrderCancelled)
def _cancelled(event: OrderCancelled) -> None:
    withdraw(event.order_id, Occasion.ORDER_CONFIRMED, Occasion.BACKORDER, Occasion.ON_HOLD)
    if Order.select(Order.number).where(Order.id == event.order_id).scalar():  # a draft was never promised
        tell_customer(Occasion.CANCELLED, event.order_id)


@listens(OnShelf)
def _on_shelf(event: OnShelf) -> None:
    tell_customer(
        Occasion.READY_FOR_PICKUP, event.order_id, ref=event.shipment_id, shipment_id=event.shipment_id,
        code=event.pickup_code,
    )  # fmt: skip


@listens(ShipmentLeft)
def _left(event: ShipmentLeft) -> None:
    tell_customer(
        Occasion.ON_THE_WAY, event.order_id, ref=event.shipment_id, shipment_id=event.shipment_id,
        cod_minor=event.cod_minor,
    )  # fmt: skip


@listens(EtaChanged)
def _new_time(event: EtaChanged) -> None:
    if event.tell:
        withdraw(event.order_id, Occasion.LATE)
        tell_customer(Occasion.LATE, event.order_id, ref=event.shipment_id, eta_at=event.eta_at)


@listens(TrackingCorrected)
def _tracking(event: TrackingCorrected) -> None:
    tell_customer(Occasion.TRACKING, event.order_id, ref=event.shipment_id, shipment_id=event.shipment_id)


@listens(Delivered)
def _delivered(event: Delivered) -> None:
    withdraw(event.order_id, Occasion.LATE, Occasion.ON_THE_WAY)
    tell_customer(Occasion.DELIVERED, event.order_id, ref=event.shipment_id, at=clock.now_ms())


@listens(DeliveryFailed)
def _failed(event: DeliveryFailed) -> None:
    withdraw(event.order_id, Occasion.LATE)
    tell_customer(_FAILED[event.kind], event.order_id, ref=event.shipment_id)


@listens(ShipmentLost)
def _lost(event: ShipmentLost) -> None:
    tell_customer(Occasion.LOST, event.order_id, ref=event.shipment_id)


@listens(ReturnReceived)
def _return_received(event: ReturnReceived) -> None:
    if event.order_id is not None and _is_remote(event.order_id):
        tell_customer(
            Occasion.RETURN_RECEIVED, event.order_id, ref=event.return_id, return_number=_number(event.return_id)
        )


@listens(ReturnDeclined)
def _return_declined(event: ReturnDeclined) -> None:
    if event.order_id is not None:
        tell_customer(
            Occasion.RETURN_DECLINED, event.order_id, ref=event.return_id, return_number=_number(event.return_id),
            reason=event.reason,
        )  # fmt: skip


@listens(ReturnSettled)
def _return_settled(event: ReturnSettled) -> None:
    if event.order_id is not None:
        withdraw(event.order_id, Occasion.RETURN_RECEIVED)  # settled on the spot: the customer knows


@listens(Refunded)
def _refunded(event: Refunded) -> None:
    if _is_remote(event.order_id):
        tell_customer(Occasion.REFUND, event.order_id, amount_minor=event.amount_minor, tenders=event.tenders)


@listens(Sold)
def _sold(event: Sold) -> None:
    """A receipt by mail, for who asked for one at the till."""
    if not event.email_receipt:
        return
    to = recipient_of(event.order_id)._replace(email=event.email_receipt)
    facts = order_facts(Occasion.RECEIPT, event.order_id, to, receipt=event.receipt)
    message = compose(Occasion.RECEIPT, Medium.MAIL, to, facts)
    paper = {"kind": "receipt", "order_id": event.order_id, "receipt": event.receipt}
    if message:
        queue(message, Occasion.RECEIPT, order_id=event.order_id, attach=(paper,))


@listens(CaseAnswered)
def _answered(event: CaseAnswered) -> None:
    channel = CaseMessage.select(CaseMessage.channel).where(CaseMessage.id == event.message_id).scalar()
    facts = _case(event.case_id) | {"text": event.text}
    tell(Occasion.ANSWER, recipient_of_case(event.case_id), facts, ref=event.message_id, only=str(channel or ""))


@listens(RepairQuoted)
def _quoted(event: RepairQuoted) -> None:
    facts = _case(event.case_id) | {"amount": format_money(event.quote_minor)}
    tell(Occasion.REPAIR_QUOTE, recipient_of_case(event.case_id), facts, ref=event.case_id)


@listens(CaseOpened)
def _case_opened(event: CaseOpened) -> None:
    """A complaint is told to the team, when the shop has a service for that."""
    if event.kind != CaseKind.COMPLAINT or not settings.read(TEAM):
        return
    to = recipient_of_case(event.case_id)._replace(language=str(settings.read("shop.language")))
    said = CaseMessage.select(CaseMessage.text).where(CaseMessage.case == event.case_id).limit(1).scalar()
    message = compose(Occasion.CASE_OPENED, Medium.APP, to, _case(event.case_id) | {"text": str(said or "")})
    if message:
        queue(message, Occasion.CASE_OPENED, order_id=event.order_id, ref=event.case_id)


def _case(case_id: int) -> dict[str, str]:
    number, subject = Case.select(Case.number, Case.subject).where(Case.id == case_id).tuples().get()
    return {"case": number, "subject": subject}


def _number(return_id: int) -> str:
    return str(Return.select(Return.number).where(Return.id == return_id).scalar())


def _is_remote(order_id: int) -> bool:
    """Whoever took the goods along has the receipt in hand."""
    return bool(Order.select(Order.method).where(Order.id == order_id).scalar() != Method.TAKEN)
