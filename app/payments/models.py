"""Tables: shifts, payments with their states, cash moves, counts, gift cards and claims for cash on delivery."""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.core.db import Row
from app.core.fields import Amount, Choice, Facts, Moment
from app.orders.models import Order


class Tender(StrEnum):
    """A means of payment."""

    CASH = "cash"
    CARD = "card"
    STORE_CREDIT = "store_credit"
    GIFT_CARD = "gift_card"
    ON_ACCOUNT = "on_account"
    INSTALMENTS = "instalments"
    ON_DELIVERY = "on_delivery"
    ONLINE = "online"
    WALLET = "wallet"  # a payment code on the customer's telephone
    FOREIGN_CASH = "foreign_cash"  # notes of another currency; change is given in our own
    WRITE_OFF = "write_off"  # a rest of a few cents that the shop lets go


class PaymentState(StrEnum):
    """A payment attempt; in doubt is not declined."""

    CREATED = "created"
    SENT = "sent"
    APPROVED = "approved"
    DECLINED = "declined"
    IN_DOUBT = "in_doubt"
    REVERSED = "reversed"
    CORRECTED = "corrected"  # after the close of its shift: another payment of the right tender stands for it


class ShiftState(StrEnum):
    """A till's day."""

    OPEN = "open"
    COUNTING = "counting"
    CLOSED = "closed"


class Shift(Row):
    """A drawer from float to count; the Z number is given at the close."""

    id = peewee.BigAutoField()
    station = peewee.CharField(max_length=40, index=True)
    state = Choice(ShiftState, default=ShiftState.OPEN)
    series = peewee.CharField(max_length=40)  # begins the receipt numbers of this till
    first_receipt = peewee.BigIntegerField(default=1)  # the number that the shift's first receipt gets
    first_transfer = peewee.BigIntegerField(default=1)  # no transfer of this shift comes before it in the ledger
    opened_by = peewee.IntegerField()
    opened_name = peewee.CharField(max_length=80)
    opened_at = Moment()
    float_minor = Amount(not_negative=True)
    closed_by = peewee.IntegerField(null=True)
    closed_name = peewee.CharField(max_length=80, default="")
    closed_at = Moment(null=True)
    z_number = peewee.IntegerField(null=True)
    counted = Facts(null=True)  # tender -> counted amount; "denominations" -> {cents: pieces}
    expected = Facts(null=True)  # tender -> expected amount, as it stood at the close
    report = Facts(null=True)  # the Z report as it was printed
    difference_minor = Amount(default=0)
    difference_reason = peewee.CharField(max_length=200, default="")
    holder_name = peewee.CharField(max_length=80, default="")  # who has the drawer since it was handed over
    verified_name = peewee.CharField(max_length=80, default="")  # the manager who looked at a difference
    bag = peewee.CharField(max_length=40, default="")  # number of the bag that goes to the bank
    next_float_minor = Amount(not_negative=True, null=True)  # what is laid aside for the next float


class HandOver(Row):
    """A drawer passed on to another clerk in the middle of a shift, with what was counted and what should be there."""

    id = peewee.BigAutoField()
    shift = peewee.ForeignKeyField(Shift, on_delete="RESTRICT", backref="handovers")
    from_name = peewee.CharField(max_length=80)
    to_person = peewee.IntegerField()
    to_name = peewee.CharField(max_length=80)
    counted_minor = Amount(not_negative=True)
    expected_minor = Amount()
    denominations = Facts(default=dict)  # worth in minor units -> pieces
    reason = peewee.CharField(max_length=200, default="")
    made_at = Moment()


class Payment(Row):
    """One payment or refund (negative) of an order with one tender."""

    id = peewee.BigAutoField()
    order = peewee.ForeignKeyField(Order, null=True, on_delete="RESTRICT", backref="payments")
    shift = peewee.ForeignKeyField(Shift, null=True, on_delete="RESTRICT", index=False)
    station = peewee.CharField(max_length=40, default="")
    tender = Choice(Tender)
    state = Choice(PaymentState, default=PaymentState.CREATED)
    amount_minor = Amount()  # what counts towards the order; negative is a refund
    given_minor = Amount(default=0)  # what the customer handed over
    change_minor = Amount(not_negative=True, default=0)
    rounding_minor = Amount(default=0)  # cash rounding, beside the amount
    tip_minor = Amount(not_negative=True, default=0)  # taken on the same card, beside the amount
    currency = peewee.CharField(max_length=3, default="")  # of foreign cash
    foreign_minor = Amount(not_negative=True, default=0)  # what was handed over of it
    provider = peewee.CharField(max_length=24, default="")  # alipay, wechat, stripe
    provider_ref = peewee.CharField(max_length=120, default="")  # the provider's own number
    reference = peewee.CharField(max_length=120, null=True, unique=True)  # the same one twice is refused
    auth_code = peewee.CharField(max_length=40, default="")
    masked_pan = peewee.CharField(max_length=40, default="")
    receipt = peewee.CharField(max_length=60, default="")  # the number of the paper that it stands on
    refund_of = peewee.BigIntegerField(null=True)
    corrects = peewee.BigIntegerField(null=True)  # the payment that was keyed as a wrong tender
    who = peewee.IntegerField(default=0)
    reason = peewee.CharField(max_length=200, default="")
    made_at = Moment()
    settled_at = Moment(null=True)  # part of a bill since; of one that was taken back or corrected: when it was

    class Meta:
        indexes = ((("shift", "tender"), False),)


class PaymentSignature(Row):
    """What the customer drew for a payment or refund; never changed."""

    id = peewee.BigAutoField()
    payment = peewee.ForeignKeyField(Payment, on_delete="RESTRICT", unique=True, backref="signatures")
    picture = peewee.BlobField()
    made_at = Moment()


class GiftCardState(StrEnum):
    """Whether a gift card may be used."""

    ACTIVE = "active"
    BLOCKED = "blocked"


class GiftCard(Row):
    """A gift card that was sold here; what is left on it stands in the ledger."""

    code = peewee.CharField(max_length=60, unique=True)
    state = Choice(GiftCardState, default=GiftCardState.ACTIVE)
    loaded_minor = Amount(not_negative=True)  # all that was ever put on it
    order = peewee.ForeignKeyField(Order, null=True, on_delete="RESTRICT", index=False)
    sold_at = Moment()
    blocked_at = Moment(null=True)
    block_reason = peewee.CharField(max_length=200, default="")


class ReceiptKind(StrEnum):
    """What a numbered paper says."""

    SALE = "sale"
    PAYMENT = "payment"  # for an order that was placed before
    REFUND = "refund"
    VOID = "void"


class Receipt(Row):
    """A numbered paper of a till; numbers run without gaps in each series, and the bar code carries them."""

    series = peewee.CharField(max_length=40)
    no = peewee.BigIntegerField()
    kind = Choice(ReceiptKind)
    order = peewee.ForeignKeyField(Order, on_delete="RESTRICT", backref="receipts")
    shift = peewee.ForeignKeyField(Shift, null=True, on_delete="RESTRICT", index=False)
    station = peewee.CharField(max_length=40)
    total_minor = Amount()  # of a sale its total; of a refund or void negative
    return_ref = peewee.BigIntegerField(null=True)  # the return whose goods a refund pays; none for goodwill
    copies = peewee.IntegerField(default=0)
    made_at = Moment()

    class Meta:
        primary_key = peewee.CompositeKey("series", "no")


class AccountReceipt(Row):
    """A numbered paper for money that a customer paid towards a debt: no sale, and of no single order."""

    no = peewee.BigIntegerField(primary_key=True)
    customer_ref = peewee.BigIntegerField(index=True)
    shift = peewee.ForeignKeyField(Shift, null=True, on_delete="RESTRICT", index=False)
    station = peewee.CharField(max_length=40)
    paid_minor = Amount(positive=True)
    left_minor = Amount(not_negative=True)  # what the customer owed on account then
    who_name = peewee.CharField(max_length=80)
    copies = peewee.IntegerField(default=0)
    made_at = Moment()


class Invoice(Row):
    """A numbered bill made later for what a receipt says, with the buyer as a tax office wants it; one an order."""

    no = peewee.BigIntegerField(primary_key=True)
    order = peewee.ForeignKeyField(Order, on_delete="RESTRICT", unique=True)
    receipt = peewee.CharField(max_length=60, default="")
    buyer = peewee.CharField(max_length=120)
    lines = Facts(default=list)  # the address, a line each
    vat_number = peewee.CharField(max_length=40, default="")
    who = peewee.IntegerField()
    made_at = Moment()
    paper = Facts(null=True)  # lines and sums as they went out; what a copy says, whatever became of the order


class CreditWhy(StrEnum):
    """What took something off an invoice."""

    RETURN = "return"
    VOID = "void"
    CANCELLED = "cancelled"
    CHANGED = "changed"  # the order became smaller before its goods left
    GOODWILL = "goodwill"


class CreditNote(Row):
    """A numbered paper that takes something off an invoice, kept as it went out; numbers run without gaps."""

    no = peewee.BigIntegerField(primary_key=True)
    invoice = peewee.ForeignKeyField(Invoice, on_delete="RESTRICT", backref="credit_notes")
    order = peewee.ForeignKeyField(Order, on_delete="RESTRICT", backref="credit_notes")
    why = Choice(CreditWhy)
    return_ref = peewee.BigIntegerField(null=True, unique=True)
    total_minor = Amount(not_negative=True)  # nought when goodwill took it off before, and only tax is given back
    reason = peewee.CharField(max_length=200, default="")
    paper = Facts()  # lines and sums
    copies = peewee.IntegerField(default=0)
    who = peewee.IntegerField()
    who_name = peewee.CharField(max_length=80)
    made_at = Moment()


class CashMoveKind(StrEnum):
    """Cash in or out of a drawer without a sale, and a drawer that stood open."""

    DROP = "drop"
    PAY_IN = "pay_in"
    PAY_OUT = "pay_out"
    NO_SALE = "no_sale"
    TIPS = "tips"  # paid out to whom they belong, or back to the customer
    LEFT_OPEN = "left_open"  # the drawer reported that nobody closed it
    FLOAT_OFF = "float_off"  # of what was laid aside at the last close; the float that was counted is right


class CashMove(Row):
    """A drop, pay-in, pay-out or no-sale, with who and why."""

    shift = peewee.ForeignKeyField(Shift, on_delete="RESTRICT", backref="moves")
    kind = Choice(CashMoveKind)
    amount_minor = Amount(default=0)  # into the drawer positive
    reason = peewee.CharField(max_length=200)
    who = peewee.IntegerField()
    who_name = peewee.CharField(max_length=80)
    made_at = Moment()


class ClaimState(StrEnum):
    """Cash on delivery on its way home."""

    DUE = "due"  # to be collected at the door
    WITH_DRIVER = "with_driver"
    SETTLED = "settled"
    DROPPED = "dropped"  # refused at the door: nothing is owed


class Claim(Row):
    """What is to be collected at a door, and who has it."""

    id = peewee.BigAutoField()
    order = peewee.ForeignKeyField(Order, on_delete="RESTRICT")
    holder = peewee.CharField(max_length=40)  # driver:<person id> or carrier:<code>
    state = Choice(ClaimState, default=ClaimState.DUE)
    amount_minor = Amount(positive=True)
    collected_minor = Amount(not_negative=True, default=0)
    run_ref = peewee.BigIntegerField(null=True, index=True)
    made_at = Moment()
    collected_at = Moment(null=True)
    settled_at = Moment(null=True)
    difference_owner = peewee.CharField(max_length=20, default="")  # customer, courier, write_off


class PlanState(StrEnum):
    """Where an instalment plan stands."""

    RUNNING = "running"
    PAID = "paid"
    DEFAULTED = "defaulted"  # given up: all of the rest is due, and the customer gets no other plan


class InstalmentPlan(Row):
    """Goods handed over and paid later in parts; what is left of it stands on an account of its own."""

    id = peewee.BigAutoField()
    order = peewee.ForeignKeyField(Order, on_delete="RESTRICT", unique=True)
    customer_id = peewee.BigIntegerField(index=True)
    payment = peewee.ForeignKeyField(Payment, on_delete="RESTRICT", index=False)
    state = Choice(PlanState, default=PlanState.RUNNING, index=True)
    deposit_minor = Amount(not_negative=True, default=0)  # paid on the day, with other tenders
    total_minor = Amount(positive=True)  # what the parts add up to
    id_seen = peewee.CharField(max_length=80, default="")
    signature = peewee.TextField(default="")  # the customer's, a picture as base64
    made_by = peewee.IntegerField()
    made_name = peewee.CharField(max_length=80)
    made_at = Moment()
    ended_at = Moment(null=True)
    end_reason = peewee.CharField(max_length=200, default="")


class Instalment(Row):
    """One part of a plan and what was paid of it."""

    id = peewee.BigAutoField()
    plan = peewee.ForeignKeyField(InstalmentPlan, on_delete="RESTRICT", backref="parts")
    no = peewee.IntegerField()
    due_on = peewee.CharField(max_length=10, index=True)  # a day, YYYY-MM-DD
    amount_minor = Amount(positive=True)
    paid_minor = Amount(not_negative=True, default=0)
    dropped_minor = Amount(not_negative=True, default=0)  # taken off by goods that came back
    paid_at = Moment(null=True)
    reminders = peewee.IntegerField(default=0)
    reminded_at = Moment(null=True)

    class Meta:
        indexes = ((("plan", "no"), True),)
        constraints = [peewee.Check("paid_minor + dropped_minor <= amount_minor")]


class DebtReminder(Row):
    """A customer was reminded of bills on account; the oldest of them was due on `due_on`."""

    id = peewee.BigAutoField()
    customer_ref = peewee.BigIntegerField()
    due_on = peewee.CharField(max_length=10)  # a day, YYYY-MM-DD
    no = peewee.IntegerField()  # the first, second, third of these bills
    late_minor = Amount(positive=True)
    sent_at = Moment()
    who = peewee.CharField(max_length=80)

    class Meta:
        indexes = ((("customer_ref", "due_on", "no"), True),)
