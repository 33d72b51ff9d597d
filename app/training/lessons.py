"""The lessons: a few steps each, in plain words, and how the journal shows that a step was really done.

A step is ticked by an act that fits it, or by what lies on the counter now; an act goes past steps of the latter kind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from app.core.i18n import N_
from app.staff.models import Role
from app.training.evidence import Act, OnTicket

COUNTER, WAREHOUSE, MANAGER = Role.COUNTER, Role.WAREHOUSE, Role.MANAGER
SENT = ("own_driver", "carrier")


class Step(NamedTuple):
    """What to do, which keys do it, what to think of when stuck, and what shows that it was done."""

    text: str
    keys: tuple[str, ...]
    hint: str
    fits: Callable[[Act], bool] | None = None
    holds: Callable[[OnTicket], bool] | None = None


class Lesson(NamedTuple):
    """One exercise; `kinds` are what it is done with (`goods.KINDS`, and an open till), `tab` and `mode` where."""

    code: str
    role: Role
    title: str
    goal: str
    minutes: int
    tab: str
    mode: str
    kinds: tuple[str, ...]
    steps: tuple[Step, ...]


class Count(NamedTuple):
    """How many steps are done, and how many scans and PINs were wrong."""

    done: int
    slips: int


def count_steps(steps: Sequence[Step], acts: Sequence[Act], ticket: OnTicket) -> Count:
    """How far a lesson is by what was done since it began."""
    at = slips = 0
    for act in acts:
        ahead = at
        while ahead < len(steps) and steps[ahead].fits is None:
            ahead += 1
        fits = steps[ahead].fits if ahead < len(steps) else None
        if fits is not None and fits(act):
            at = ahead + 1
        elif act.is_slip:
            slips += 1
    while at < len(steps) and (holds := steps[at].holds) is not None and holds(ticket):
        at += 1
    return Count(at, slips)


def _is(*whats: str) -> Callable[[Act], bool]:
    return lambda act: act.what in whats


def _sold(act: Act) -> bool:
    return act.what == "counter.sell"


def _scanned(what: str, *states: str) -> Callable[[Act], bool]:
    return lambda act: act.what == what and act.facts.get("state") in states


def _allowed(act: Act) -> bool:
    return act.what in ("staff.approve", "staff.approve_badge") and act.facts.get("outcome") == "approved"


PAY = N_("Press F9, type what the customer gives or press Enter, then F9 again.")
_TICKET = Step(
    N_("Scan an article, or type its number and press Enter."), ("Enter",),
    N_("The caret stands in the scan box at the top; F2 brings it back there."),
    holds=lambda ticket: ticket.pieces >= 1,
)  # fmt: skip
_COUNT = Step(
    N_("Under Settle, press F9 to count: type how many of each note and coin."), ("Alt+8", "F9"),
    N_("Enter goes down. What should be there is not shown before you are done: you count blind."),
    fits=_is("payments.begin_count"),
)  # fmt: skip
_CLOSE = Step(
    N_("Finish the count with F9, look at the comparison, and close the shift."), ("F9",),
    N_("A difference above the limit asks for a reason and a manager’s PIN. F4 on the way opens the till again."),
    fits=_is("payments.close_shift"),
)  # fmt: skip

LESSONS: tuple[Lesson, ...] = (
    Lesson("two_for_cash", COUNTER, N_("Two pieces for cash"), N_("The sale that comes a hundred times a day."), 2,
           "sell", "counter", ("till", "pieces"), (
        Step(N_("Scan two pieces."), ("Enter",),
             N_("Without a scanner press the blue code above, or type its digits into the scan box and press Enter."),
             holds=lambda ticket: ticket.pieces >= 2),
        Step(PAY, ("F9",), N_("Cash is chosen already. The green block says what to give back."),
             fits=lambda act: _sold(act) and act.pieces >= 2 and "cash" in act.tenders),
    )),
    Lesson("by_weight", COUNTER, N_("Goods by weight"), N_("Put it on the scale, take the weight, sell it."), 2,
           "sell", "counter", ("till", "weighed"), (
        Step(N_("Scan what is sold by weight; take the weight of the scale, or type the grams."), ("Enter", "F9"),
             N_("Ctrl+Y puts a weight on the practice scale. Only a weight that stands still is taken."),
             holds=lambda ticket: ticket.is_weighed),
        Step(PAY, ("F9",), N_("F6 changes the weight of the line before you pay."),
             fits=lambda act: _sold(act) and act.is_weighed),
    )),
    Lesson("discount", COUNTER, N_("A discount above your limit"), N_("The till asks a manager, and goes on."), 3,
           "sell", "counter", ("till", "pieces"), (
        _TICKET,
        Step(N_("Press F8 and give half of it off."), ("F8",),
             N_("Choose per cent, type 50, and press F9. A manager may give that alone: let somebody of the counter try."),
             holds=lambda ticket: ticket.has_discount),
        Step(N_("Press F9. A manager says yes with PIN or badge; then it is paid."), ("F9",),
             N_("The question comes before anything is paid. The yes holds for this sale only."), fits=_allowed),
        Step(N_("The sale is done: look at the receipt."), ("F9",), N_("Press F9 once more if the payment is still open."),
             fits=lambda act: _sold(act) and act.is_allowed),
    )),
    Lesson("park_recall", COUNTER, N_("Put aside and fetch again"), N_("A customer forgot something; the next one waits."), 2,
           "sell", "counter", ("till", "pieces"), (
        _TICKET,
        Step(N_("Park the sale under a name."), ("F4",), N_("Type a name to find it by, then F9."),
             fits=_is("counter.park_ticket")),
        Step(N_("Fetch it again."), ("F5",), N_("Choose it with the arrows and press Enter."),
             fits=_is("counter.recall_ticket")),
        Step(PAY, ("F9",), N_("Esc leads back to the ticket when something is missing."), fits=_sold),
    )),
    Lesson("take_back", COUNTER, N_("Goods come back with a receipt"), N_("Find the sale, say why, pay back."), 3,
           "returns", "", ("till", "sold"), (
        Step(N_("Under Returns scan the receipt, choose a line with Space, say why, and press F9."), ("Space", "F9"),
             N_("Q to T say why it comes back, A to F what it looks like, 1 to 4 what the customer gets."),
             fits=_is("returns.quick", "returns.settle")),
    )),
    Lesson("phone_order", COUNTER, N_("An order by phone, to be delivered"), N_("Caller, goods, address, payment."), 4,
           "sell", "phone", ("pieces",), (
        Step(N_("Number, name and address of the caller, the goods, delivery, the way to pay; F9 places the order."),
             ("Ctrl+Tab", "F9"),
             N_("F9 jumps to the first open question; the blue card says what to ask next, in words to read out."),
             fits=lambda act: act.what == "orders.place" and act.facts.get("channel") == "phone" and act.method in SENT),
    )),
    Lesson("gift_card", COUNTER, N_("Sell a gift card"), N_("Its amount is owed, not sold."), 2,
           "sell", "counter", ("till",), (
        Step(N_("Three dots, “Sell a gift card”: Alt+N gives it a number, then type the amount."), ("F9",),
             N_("A printed card is scanned instead. F9 puts it on the ticket."),
             holds=lambda ticket: ticket.pieces >= 1),
        Step(PAY, ("F9",), N_("The card is loaded with the sale, not before."),
             fits=lambda act: _sold(act) and "gift_card" in act.facts),
    )),
    Lesson("wrong_tender", COUNTER, N_("Keyed as cash, paid by card"), N_("Put right how a sale was paid, the same day."), 3,
           "sell", "counter", ("till", "pieces"), (
        Step(N_("Sell one piece for cash."), ("F9",), N_("Scan it, press F9, Enter, F9."),
             fits=lambda act: _sold(act) and act.tenders == {"cash"}),
        Step(N_("Three dots, “The last sale was paid otherwise”: it was a card. A manager allows it."), ("F9",),
             N_("Choose the right tender and say why; then a manager’s PIN."), fits=_is("payments.change_tender")),
    )),
    Lesson("blind_close", COUNTER, N_("Count and close the till"), N_("Count blind, compare, close."), 5,
           "settle", "shift", ("till",), (_COUNT, _CLOSE)),
    Lesson("receive", WAREHOUSE, N_("A delivery comes in"), N_("Scan what came; the books follow."), 3,
           "stock", "receive", ("arriving",), (
        Step(N_("Choose the delivery, press F9, and scan each piece."), ("F9",),
             N_("F6 types a number, F7 is for broken pieces, F8 for what is not yours. Then F9 books in."),
             fits=_is("purchasing.receive_goods")),
    )),
    Lesson("pick", WAREHOUSE, N_("Pick a list"), N_("A wrong scan and a missing piece are no disaster."), 5,
           "pick", "pick", ("to_pick",), (
        Step(N_("Choose a list and press F9. Is there none: under Plan take the next orders with A and press F9."),
             ("F9", "Ctrl+Tab"),
             N_("Ctrl+Tab goes from Pick to Pack to Plan. A scan of the list or the order opens it, too."),
             fits=_is("picking.take_batch")),
        Step(N_("Scan an article that is not on the list, on purpose, and answer the red page."), ("Esc",),
             N_("The red page says where the piece belongs. Nothing was counted; Esc goes on."),
             fits=_scanned("picking.pick_scan", "wrong_item", "wrong_bin", "unknown")),
        Step(N_("Scan the right one."), (), N_("The large words say which bin, what, and how many."),
             fits=_scanned("picking.pick_scan", "ok", "line_done", "batch_done")),
        Step(N_("One piece is not there: press F7 and say how many are missing."), ("F7",),
             N_("When nothing is left on this list, take another list and press F7 there."),
             fits=_is("picking.short_pick")),
    )),
    Lesson("pack", WAREHOUSE, N_("Pack and weigh"), N_("Every piece is scanned once more, the box is weighed."), 4,
           "pick", "pack", ("to_pack",), (
        Step(N_("Under Pack scan the tote or the order, or choose it and press F9."), ("F9",),
             N_("What has to leave first stands on top."), fits=_is("packing.start_packing")),
        Step(N_("Scan a piece as you put it into the box."), (), N_("A line is done when its tick is green."),
             fits=_scanned("packing.pack_scan", "ok", "line_done", "done")),
        Step(N_("When all are in: put the box on the scale, or type its weight with F6, and print the label."), ("F6", "F9"),
             N_("The expected weight stands beside the scale; Ctrl+Y puts as much on the practice scale."),
             fits=_is("packing.close_parcel")),
    )),
    Lesson("to_carrier", WAREHOUSE, N_("Hand over to the carrier"), N_("The parcel leaves with its number."), 2,
           "delivery", "board", ("to_send",), (
        Step(N_("Scan the order or its parcel, choose the carrier, scan the tracking number, and press F9."), ("F9",),
             N_("The number must look like one of this carrier. C on the card opens the same."),
             fits=_is("delivery.hand_to_carrier")),
    )),
    Lesson("count_bin", WAREHOUSE, N_("Count a bin"), N_("Blind, while the shop goes on selling."), 3,
           "stock", "count", ("bin",), (
        Step(N_("Scan the bin, then scan what lies in it, or type the number with F6."), ("F6",),
             N_("A long list is cut down by the aisle at the top left. Enter goes down to the next article."),
             fits=_is("inventory.record_count")),
        Step(N_("Close the bin."), ("F9",), N_("A bin without a difference is accepted at once."),
             fits=_is("inventory.close_count")),
    )),
    Lesson("approve_order", MANAGER, N_("A doubtful order"), N_("Read why, clear what can be cleared, decide."), 3,
           "review", "", ("doubtful",), (
        Step(N_("Read the reasons, and approve the order with A."), ("A",),
             N_("1 to 9 tick a reason that was cleared. Who entered an order does not decide about it."),
             fits=_is("review.approve")),
    )),
    Lesson("say_yes", MANAGER, N_("Say yes to somebody at the counter"), N_("Who asks, what it costs, your PIN."), 3,
           "sell", "counter", ("till", "pieces"), (
        Step(N_("Lock with F12 and let somebody of the counter sign in."), ("F12",),
             N_("In practice everybody has the same PIN as in the shop."),
             fits=lambda act: act.what.startswith("staff.sign_in") and act.facts.get("outcome") == "signed_in"),
        Step(N_("They scan a piece, give half of it off with F8, and press F9."), ("F8", "F9"),
             N_("Above the limit the till asks for you."), holds=lambda ticket: ticket.has_discount),
        Step(N_("Read what it costs, and say yes with your PIN."), (), N_("Alt+A would offer what they may give alone."),
             fits=_allowed),
    )),
    Lesson("close_of_day", MANAGER, N_("Close of day"), N_("Totals, count, Z report."), 5,
           "settle", "shift", ("till",), (
        Step(N_("Under Settle look at the X report."), ("Alt+8", "X"), N_("It closes nothing. Esc leads back."),
             fits=_is("payments.x_report")),
        _COUNT, _CLOSE,
    )),
    Lesson("advice", MANAGER, N_("Read the advice and act on it"), N_("What runs short, and how to order it."), 4,
           "sell", "counter", (), (
        Step(N_("Open the reports and read the blue lines. Then order what runs short, or print the report behind it."),
             ("Alt+R", "F10"),
             N_("Enter on a blue line opens its article in Stock, where Order goods writes the order; F10 prints a report."),
             fits=_is("purchasing.create_purchase", "analysis.print_report")),
    )),
)  # fmt: skip
BY_CODE = {lesson.code: lesson for lesson in LESSONS}
assert len(BY_CODE) == len(LESSONS)


def lessons_for(role: str) -> list[Lesson]:
    """What somebody of a role may try: a manager everything, the own first."""
    if role == MANAGER:
        return sorted(LESSONS, key=lambda lesson: lesson.role != MANAGER)
    return [lesson for lesson in LESSONS if lesson.role == role]
