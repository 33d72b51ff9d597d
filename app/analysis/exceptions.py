"""What a manager wants to look at: voids, refunds, no-sales, discounts and the like, each with who did it.

Nothing here says that somebody did wrong; the report compares people with each other and leads to the order.
"""

from __future__ import annotations

from enum import StrEnum

from peewee import Case, fn

from app.analysis.models import ExceptionLog
from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import acting, command, note
from app.core.events import listens
from app.core.i18n import N_, _
from app.core.money import line_minor
from app.core.prepared import prepared
from app.counter.events import AgeRefused, SaleVoided, Sold, TicketDropped
from app.orders.events import OrderPlaced
from app.orders.line_kinds import LineKind
from app.orders.models import Order, OrderLine
from app.orders.states import Channel
from app.payments.events import CashMoved, ChargedBack, Refunded, ShiftClosed, TenderChanged
from app.payments.models import CashMoveKind, Receipt
from app.returns.events import ReturnSettled
from app.returns.models import Outcome, Return
from app.staff.events import ActAllowed, PinRefused, PracticeBegun

LARGE_DISCOUNT = settings.declare(
    "analysis.large_discount_bp", 1_000, N_("Discounts that a manager looks at"),
    N_("In basis points of the list price: from 1000 (10%) on a discount is noted."), least=1, most=10_000,
)  # fmt: skip


OPENS = settings.declare(
    "analysis.opens_hour", 7, N_("Shop opens"), N_("Hour of the day; a refund before it is noted for a manager."),
    least=0, most=23,
)  # fmt: skip
CLOSES = settings.declare(
    "analysis.closes_hour", 21, N_("Shop closes"), N_("Hour of the day; a refund from then on is noted for a manager."),
    least=1, most=24,
)  # fmt: skip


class Kind(StrEnum):
    """What was out of the ordinary."""

    VOID = "void"
    REFUND = "refund"
    OWN_REFUND = "own_refund"  # by the one who sold it
    GOODWILL = "goodwill"
    NO_SALE = "no_sale"
    PAY_OUT = "pay_out"
    DISCOUNT = "discount"
    PRICE = "price"
    BELOW_COST = "below_cost"
    LINES_OFF = "lines_off"
    DROPPED = "dropped"
    OVER_SHORT = "over_short"
    TENDER = "tender"
    CHARGE_BACK = "charge_back"
    NO_RECEIPT = "no_receipt"
    ALLOWED = "allowed"
    WRONG_PIN = "wrong_pin"
    OUT_OF_HOURS = "out_of_hours"  # money went back while the shop is closed
    COPY_REFUNDED = "copy_refunded"  # the receipt was printed again before
    GIFT_CARD = "gift_card"
    LEFT_OPEN = "left_open"  # the drawer, for more than a minute
    CLOCK = "clock"
    PRACTICE = "practice"
    AGE = "age"


TITLES = {
    Kind.VOID: N_("Voided sales"), Kind.REFUND: N_("Refunds"), Kind.OWN_REFUND: N_("Refunds by the seller"),
    Kind.GOODWILL: N_("Money back without goods"), Kind.NO_SALE: N_("Drawer opened without a sale"),
    Kind.PAY_OUT: N_("Cash paid out"), Kind.DISCOUNT: N_("Large discounts"), Kind.PRICE: N_("Prices lowered by hand"),
    Kind.BELOW_COST: N_("Sold below cost"), Kind.LINES_OFF: N_("Lines taken off before paying"),
    Kind.DROPPED: N_("Tickets thrown away"), Kind.OVER_SHORT: N_("Drawer over or short"),
    Kind.TENDER: N_("Tenders changed afterwards"), Kind.CHARGE_BACK: N_("Card payments taken back"),
    Kind.NO_RECEIPT: N_("Returns without a receipt"), Kind.ALLOWED: N_("Allowed by a manager"),
    Kind.WRONG_PIN: N_("Wrong PINs"), Kind.OUT_OF_HOURS: N_("Refunds outside opening hours"),
    Kind.COPY_REFUNDED: N_("Receipt printed again, then refunded"), Kind.GIFT_CARD: N_("Gift cards loaded"),
    Kind.LEFT_OPEN: N_("Drawer left open"), Kind.CLOCK: N_("Clock of a station changed"),
    Kind.PRACTICE: N_("Practice begun"), Kind.AGE: N_("Not sold: too young"),
}  # fmt: skip
assert TITLES.keys() == set(Kind)


@prepared
def _write(at, day, kind, person, who, station, amount, order, approved_by, detail):
    return ExceptionLog.insert(
        at=at, day=day, kind=kind, person=person, who=who, station=station, amount_minor=amount, order_ref=order,
        approved_by=approved_by, detail=detail,
    )  # fmt: skip


@prepared
def _seller(order):
    return Order.select(Order.entered_by, Order.number).where(Order.id == order)


@prepared
def _copies(order):
    return Receipt.select(fn.COALESCE(fn.SUM(Receipt.copies), 0)).where(Receipt.order == order)


@prepared
def _given(order):
    """List worth, what was given off, and how far prices typed by hand are below the list."""
    list_worth = OrderLine.list_price_e4 * OrderLine.quantity / OrderLine.price_per
    lower = Case(
        None,
        [
            (
                OrderLine.unit_price_e4 < OrderLine.list_price_e4,
                (OrderLine.list_price_e4 - OrderLine.unit_price_e4) * OrderLine.quantity / OrderLine.price_per,
            )
        ],
        0,
    )
    given = OrderLine.discount_minor + OrderLine.order_discount_minor
    return (
        OrderLine.select(Order.channel, Order.number, fn.SUM(list_worth), fn.SUM(given), fn.SUM(lower))
        .join(Order)
        .where(OrderLine.order == order, OrderLine.kind != LineKind.PART.value)
        .group_by(Order.id, Order.channel, Order.number)
    )


def log_exception(
    kind: Kind, amount_minor: int, *, order_id: int | None = None, detail: str = "", person: int | None = None,
    who: str = "", approved_by: str = "",
) -> None:  # fmt: skip
    """Note one exception of the person who acts, or of another one, as a step of the running command."""
    by, now = acting(), clock.now_ms()
    _write.run(
        now, clock.day_of(now), kind.value, by.person_id if person is None else person, who or by.name, by.station,
        amount_minor, order_id, by.approval.name if by.approval else approved_by, detail[:200],
    )  # fmt: skip


@listens(Sold)
def _sold(event: Sold) -> None:
    if event.discount_minor:
        _log_discount(event.discount_minor, event.total_minor + event.discount_minor, event.order_id, event.number)
    if event.price_lowered_minor:
        log_exception(Kind.PRICE, event.price_lowered_minor, order_id=event.order_id, detail=event.number)
    below = sum(
        max(line_minor(line.quantity, line.cost_e4, line.price_per) - line.total_minor + line.tax_minor, 0)
        for line in event.lines
    )
    if below:
        log_exception(Kind.BELOW_COST, below, order_id=event.order_id, detail=event.number)
    if loaded := sum(line.total_minor for line in event.lines if line.kind == LineKind.GIFT_CARD):
        log_exception(Kind.GIFT_CARD, loaded, order_id=event.order_id, detail=event.number)
    if event.removed:
        log_exception(Kind.LINES_OFF, 0, order_id=event.order_id, detail=f"{event.number} × {event.removed}")


@listens(OrderPlaced)
def _placed(event: OrderPlaced) -> None:
    """An order by phone or at the counter: what the person who takes it gives off."""
    channel, number, worth_e4, given, lowered_e4 = _given.one(event.order_id)
    if channel == Channel.ONLINE:
        return
    if given:
        _log_discount(int(given), line_minor(1, int(worth_e4)), event.order_id, number)
    if lowered := line_minor(1, int(lowered_e4)):
        log_exception(Kind.PRICE, lowered, order_id=event.order_id, detail=number)


def _log_discount(given_minor: int, worth_minor: int, order_id: int, number: str) -> None:
    share_bp = given_minor * 10_000 // max(worth_minor, 1)
    if share_bp >= settings.read(LARGE_DISCOUNT):
        log_exception(Kind.DISCOUNT, given_minor, order_id=order_id, detail=f"{number} · {share_bp / 100:g}%")


@listens(SaleVoided)
def _voided(event: SaleVoided) -> None:
    log_exception(Kind.VOID, event.total_minor, order_id=event.order_id, detail=event.reason)
    _look_at_money_back(event.order_id, event.total_minor, event.number)


@listens(TicketDropped)
def _dropped(event: TicketDropped) -> None:
    if event.pieces:
        log_exception(Kind.DROPPED, event.total_minor, detail=event.reason)


@listens(Refunded)
def _refunded(event: Refunded) -> None:
    kind = Kind.GOODWILL if event.goodwill else Kind.REFUND
    log_exception(kind, event.amount_minor, order_id=event.order_id, detail=event.reason)
    seller, number = _seller.one(event.order_id)
    if seller and seller == acting().person_id:
        log_exception(Kind.OWN_REFUND, event.amount_minor, order_id=event.order_id, detail=number)
    _look_at_money_back(event.order_id, event.amount_minor, number)


def _look_at_money_back(order_id: int, amount_minor: int, number: str) -> None:
    """Two ways in which money leaves that nobody asked for: after hours, and on a receipt that was printed again."""
    hour = clock.local(clock.now_ms()).hour
    if not settings.read(OPENS) <= hour < settings.read(CLOSES):
        at = clock.format_clock(clock.now_ms())
        log_exception(Kind.OUT_OF_HOURS, amount_minor, order_id=order_id, detail=f"{number} · {at}")
    if copies := _copies.one(order_id)[0]:
        log_exception(Kind.COPY_REFUNDED, amount_minor, order_id=order_id, detail=f"{number} × {copies}")


@listens(CashMoved)
def _cash_moved(event: CashMoved) -> None:
    kinds = {
        CashMoveKind.NO_SALE: Kind.NO_SALE, CashMoveKind.PAY_OUT: Kind.PAY_OUT, CashMoveKind.LEFT_OPEN: Kind.LEFT_OPEN,
    }  # fmt: skip
    kind = kinds.get(event.kind)
    if event.kind == CashMoveKind.FLOAT_OFF:
        log_exception(Kind.OVER_SHORT, event.amount_minor, detail=event.reason)
    elif kind:
        log_exception(kind, abs(event.amount_minor), detail=event.reason)


@listens(ShiftClosed)
def _shift_closed(event: ShiftClosed) -> None:
    if event.difference_minor:
        log_exception(Kind.OVER_SHORT, event.difference_minor, detail=f"Z {event.z_number}")


@listens(TenderChanged)
def _tender_changed(event: TenderChanged) -> None:
    log_exception(Kind.TENDER, event.amount_minor, order_id=event.order_id, detail=f"{event.before} → {event.after}")


@listens(ChargedBack)
def _charged_back(event: ChargedBack) -> None:
    log_exception(Kind.CHARGE_BACK, event.amount_minor, order_id=event.order_id)


@listens(ReturnSettled)
def _return_settled(event: ReturnSettled) -> None:
    without = Return.select(Return.without_receipt).where(Return.id == event.return_id).scalar()
    if without and event.outcome != Outcome.BACK_TO_CUSTOMER:
        log_exception(Kind.NO_RECEIPT, event.amount_minor)


@listens(ActAllowed)
def _allowed(event: ActAllowed) -> None:
    detail = f"{event.right}: {event.reason}" if event.reason else event.right
    log_exception(Kind.ALLOWED, 0, detail=detail, approved_by=event.allowed_by)


@listens(PinRefused)
def _pin_refused(event: PinRefused) -> None:
    log_exception(Kind.WRONG_PIN, 0, person=event.person_id, who=event.name)


@listens(PracticeBegun)
def _practice_begun(event: PracticeBegun) -> None:
    log_exception(Kind.PRACTICE, 0, detail=_("in a fresh copy") if event.anew else _("in the copy of before"))


@listens(AgeRefused)
def _age_refused(event: AgeRefused) -> None:
    log_exception(Kind.AGE, 0, detail=f"{event.name} ({event.sku}), {event.age}+")


@command("analysis.note_clock")
def note_clock(by: Actor, moved_ms: int) -> None:
    """Note that the clock of a station was set while it was running; back is below nought."""
    span = clock.format_span(abs(moved_ms))
    words = _("{span} forward") if moved_ms > 0 else _("{span} back")
    log_exception(Kind.CLOCK, 0, detail=words.format(span=span))
    note(moved_ms=moved_ms)


def allowed_today(person_id: int, right: str) -> int:
    """How often somebody was allowed an act of this kind today."""
    query = ExceptionLog.select().where(
        ExceptionLog.day == clock.today(), ExceptionLog.kind == Kind.ALLOWED, ExceptionLog.person == person_id,
        ExceptionLog.detail.startswith(right),
    )  # fmt: skip
    return int(query.count())
