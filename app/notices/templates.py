"""What each message says: a subject, a mail and a text message for each occasion, as data; fields in braces.

The texts are in English here and in other languages by the catalogs; a shop can put its own words in place of each.
"""

from __future__ import annotations

import string
from enum import StrEnum
from typing import NamedTuple

from app.core import i18n, settings
from app.core.actor import Actor
from app.core.command import command, note
from app.core.i18n import N_, _
from app.core.refusal import Refusal


class Medium(StrEnum):
    """How a message leaves."""

    MAIL = "mail"
    SMS = "sms"
    APP = "app"  # to the team, by whatever service the shop uses


class Occasion(StrEnum):
    """What a message is about."""

    ORDER_CONFIRMED = "order_confirmed"
    BACKORDER = "backorder"
    ON_HOLD = "on_hold"
    READY_FOR_PICKUP = "ready_for_pickup"
    ON_THE_WAY = "on_the_way"
    LATE = "late"
    TRACKING = "tracking"
    DELIVERED = "delivered"
    REFUSED = "refused"
    NOT_HOME = "not_home"
    NOT_COLLECTED = "not_collected"
    LOST = "lost"
    CANCELLED = "cancelled"
    RETURN_RECEIVED = "return_received"
    RETURN_DECLINED = "return_declined"
    REFUND = "refund"
    PAYMENT_REMINDER = "payment_reminder"
    BILLS_LATE = "bills_late"
    INSTALMENT_DUE = "instalment_due"
    INSTALMENT_LATE = "instalment_late"
    INSTALMENTS_GIVEN_UP = "instalments_given_up"
    RECEIPT = "receipt"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    ANSWER = "answer"
    QUOTE = "quote"
    REPAIR_QUOTE = "repair_quote"
    CASE_OPENED = "case_opened"


class Template(NamedTuple):
    """The words of one occasion; without `sms` it goes by mail only."""

    subject: str
    mail: str
    sms: str = ""


TEMPLATES: dict[Occasion, Template] = {
    Occasion.ORDER_CONFIRMED: Template(
        N_("Your order {number} at {shop}"),
        N_("Thank you for your order {number}.\n\n{lines}\n\nTotal: {total}\n{promise}"),
        N_("{shop}: order {number} is confirmed. {promise}"),
    ),
    Occasion.BACKORDER: Template(
        N_("Your order {number}: part of it comes later"),
        N_(
            "Thank you for your order {number}.\n\n{lines}\n\nTotal: {total}\n\n"
            "This is not in stock and comes as soon as it arrives:\n{short}"
        ),
        N_("{shop}: order {number} is confirmed. Part of it comes later, we write when it leaves."),
    ),
    Occasion.ON_HOLD: Template(
        N_("A question about your order {number}"),
        N_("We have a question about your order {number} and keep it until we have spoken. Please call us: {phone}."),
        N_("{shop}: we have a question about your order {number}. Please call {phone}."),
    ),
    Occasion.READY_FOR_PICKUP: Template(
        N_("Your order {number} is ready, code {code}"),
        N_(
            "Your order {number} is ready to be collected. Your code is {code}; we keep it until {until}.\n"
            "{due}\n{address}"
        ),
        N_("{shop}: order {number} is ready. Code {code}, until {until}. {due}"),
    ),
    Occasion.ON_THE_WAY: Template(
        N_("Your order {number} is on its way"),
        N_("Your order {number} has left the shop.\n{eta}\n{lines}\n\n{tracking}\n{cash}"),
        N_("{shop}: order {number} is on its way. {eta} {tracking} {cash}"),
    ),
    Occasion.LATE: Template(
        N_("A new time for your order {number}"),
        N_("Your order {number} comes at another time than we said: {time}. We are sorry."),
        N_("{shop}: order {number} comes at another time: {time}. We are sorry."),
    ),
    Occasion.TRACKING: Template(
        N_("The right tracking number for your order {number}"),
        N_("The tracking number of your order {number} was wrong. This is the right one:\n{tracking}"),
        N_("{shop}: the right tracking number of order {number}: {tracking}"),
    ),
    Occasion.DELIVERED: Template(
        N_("Your order {number} has arrived"),
        N_("Your order {number} was handed over at {time}. We hope that you like it.\n{feedback}"),
        N_("{shop}: order {number} was handed over at {time}. {feedback}"),
    ),
    Occasion.REFUSED: Template(
        N_("Your order {number} comes back to us"),
        N_("Your order {number} was not taken and is on its way back to us. Call us if that was a mistake: {phone}."),
    ),
    Occasion.NOT_HOME: Template(
        N_("We missed you: order {number}"),
        N_("We came with your order {number} and nobody was at home. Call us for a new time: {phone}."),
        N_("{shop}: we missed you with order {number}. Call for a new time: {phone}."),
    ),
    Occasion.NOT_COLLECTED: Template(
        N_("Your order {number} still waits for you"),
        N_(
            "Nobody came for your order {number}, and it has left the pickup shelf. "
            "Call us and we put it back: {phone}."
        ),
        N_("{shop}: nobody came for order {number}. Call us: {phone}."),
    ),
    Occasion.LOST: Template(
        N_("Your order {number} was lost on the way"),
        N_("Your order {number} was lost on the way. We are sorry and put it right: {phone}."),
        N_("{shop}: order {number} was lost on the way. We are sorry and put it right: {phone}."),
    ),
    Occasion.CANCELLED: Template(
        N_("Your order {number} is cancelled"),
        N_("Your order {number} is cancelled. {back}"),
        N_("{shop}: order {number} is cancelled."),
    ),
    Occasion.RETURN_RECEIVED: Template(
        N_("Your return {return_number} is here"),
        N_("The goods of your return {return_number} (order {number}) are here. We look at them and write again."),
    ),
    Occasion.RETURN_DECLINED: Template(
        N_("Your return {return_number}"),
        N_("We cannot take back the goods of order {number}: {reason}\nCall us if you have questions: {phone}."),
    ),
    Occasion.REFUND: Template(
        N_("{amount} goes back to you"),
        N_("For order {number} we pay back {amount} ({tenders}). A card payment takes 2 to 5 days at the bank."),
    ),
    Occasion.PAYMENT_REMINDER: Template(
        N_("A reminder: {amount} for order {number}"),
        N_("{amount} of your order {number} is still open. {last} If you have paid meanwhile, forget this message."),
        N_("{shop}: {amount} of order {number} is still open. {last} If you have paid meanwhile, forget this message."),
    ),
    Occasion.BILLS_LATE: Template(
        N_("{amount} on your account is late"),
        N_(
            "These bills on your account are late:\n{bills}\n\nTogether {amount}. {last}\n"
            "Come by or call us: {phone}. If you have paid meanwhile, forget this message."
        ),
        N_("{shop}: {amount} on your account is late. {last} Come by or call {phone}."),
    ),
    Occasion.INSTALMENT_DUE: Template(
        N_("{amount} for order {number} is due on {day}"),
        N_("Part {part} of your order {number} is due on {day}: {amount}. After it {rest} is open in all."),
        N_("{shop}: part {part} of order {number} is due on {day}: {amount}."),
    ),
    Occasion.INSTALMENT_LATE: Template(
        N_("{amount} for order {number} is late"),
        N_(
            "{amount} of your order {number} was due on {day}. Come by or call us: {phone}. "
            "If you have paid meanwhile, forget this message."
        ),
        N_("{shop}: {amount} of order {number} was due on {day}. Come by or call {phone}."),
    ),
    Occasion.INSTALMENTS_GIVEN_UP: Template(
        N_("Your instalments for order {number} end"),
        N_("The parts of your order {number} were not paid. All of the rest, {rest}, is due now. Call us: {phone}."),
        N_("{shop}: the parts of order {number} were not paid. {rest} is due now. Call {phone}."),
    ),
    Occasion.RECEIPT: Template(
        N_("Your receipt {receipt} from {shop}"), N_("Thank you for shopping with us. Your receipt is attached.")
    ),
    Occasion.INVOICE: Template(
        N_("Invoice {invoice} from {shop}"),
        N_(
            "The invoice {invoice} for your order {number} is attached: {total} in all. "
            "Call us if you have questions: {phone}."
        ),
    ),
    Occasion.CREDIT_NOTE: Template(
        N_("Credit note {credit_note} from {shop}"),
        N_(
            "We took {amount} off the invoice for your order {number}. The credit note {credit_note} is attached and "
            "says what for; keep it with the invoice. Call us if you have questions: {phone}."
        ),
    ),
    Occasion.QUOTE: Template(
        N_("Your quote {quote} from {shop}"),
        N_(
            "Here is the quote that you asked for: {total} in all. It is attached, and its prices hold until {day}. "
            "To take it, show its bar code in the shop, or call us and say its number: {phone}."
        ),
    ),
    Occasion.ANSWER: Template(N_("Your question {case}: {subject}"), N_("{text}"), N_("{shop}: {text}")),
    Occasion.REPAIR_QUOTE: Template(
        N_("What your repair {case} costs"),
        N_("The repair ({subject}) costs {amount}. Shall we go ahead? Answer this message or call {phone}."),
        N_("{shop}: your repair {case} costs {amount}. Shall we go ahead? Call {phone}."),
    ),
    Occasion.CASE_OPENED: Template(N_("Case {case}: {subject}"), N_("{name}: {text}")),
}
assert TEMPLATES.keys() == set(Occasion)

# Also as a text: what is urgent.
TEXT_TOO = frozenset({
    Occasion.READY_FOR_PICKUP, Occasion.ON_THE_WAY, Occasion.LATE, Occasion.NOT_HOME, Occasion.NOT_COLLECTED,
    Occasion.LOST, Occasion.ON_HOLD, Occasion.PAYMENT_REMINDER, Occasion.REPAIR_QUOTE,
    Occasion.INSTALMENT_DUE, Occasion.INSTALMENT_LATE, Occasion.INSTALMENTS_GIVEN_UP, Occasion.BILLS_LATE,
})  # fmt: skip

OWN_WORDS = settings.declare(
    "notices.own_words",
    {},
    N_("Own words for messages"),
    N_("Occasion, medium and language, and the text instead of ours."),
)


class UnknownField(Refusal):
    """A text uses a field that this message does not have."""


def fields_of(text: str) -> set[str]:
    """The names in braces; ValueError for a text with a lone brace."""
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def words(occasion: Occasion, medium: Medium) -> Template:
    """Subject and text in the language spoken now, the shop's own ones first; an empty text: not by this medium."""
    template, own = TEMPLATES[occasion], settings.read(OWN_WORDS)
    text = template.sms if medium == Medium.SMS else template.mail
    mine = own.get(f"{occasion}.{medium}.{i18n.language()}")
    return Template(_(template.subject), mine or (_(text) if text else ""))


@command("notices.change_template")
def change_template(by: Actor, occasion: str, medium: str, language: str, text: str) -> None:
    """Put the shop's own words in place of a message; an empty text brings ours back.

    UnknownField when it uses a field that the message does not have, or a brace that is not closed.
    """
    template = TEMPLATES[Occasion(occasion)]
    known = fields_of(template.subject) | fields_of(template.mail) | fields_of(template.sms) | {"shop", "name", "phone"}
    try:
        unknown = fields_of(text) - known
    except ValueError as error:
        raise UnknownField(_("A brace is not closed.")) from error
    if unknown:
        raise UnknownField(
            _("This message does not know {fields}. It knows {known}.").format(
                fields=", ".join(sorted(unknown)), known=", ".join(sorted(known))
            ),
            unknown=sorted(unknown),
        )
    own = dict(settings.read(OWN_WORDS))
    key = f"{Occasion(occasion)}.{Medium(medium)}.{language}"
    own.pop(key, None)
    if text.strip():
        own[key] = text.strip()
    settings.write(OWN_WORDS, own)
    note(occasion=occasion, medium=medium, language=language, text=text.strip())
