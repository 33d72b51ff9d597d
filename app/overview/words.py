"""What the journal's codes mean in an order's timeline: icon, tone, group, and a sentence filled from the facts."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any, NamedTuple

from app.core.i18n import N_, _
from app.core.money import format_money
from app.orders.states import Channel
from app.overview.differences import differences

GOODS, MONEY, MESSAGES, OTHER = "goods", "money", "messages", "other"
GROUPS = (GOODS, MONEY, MESSAGES, OTHER)


class Words(NamedTuple):
    """How one command is told; of `titles` and of each detail the first template whose fields are all known is used."""

    icon: str
    tone: str
    group: str
    titles: tuple[str, ...]
    details: tuple[str, ...] = ()


def _w(icon: str, tone: str, group: str, title: str | tuple[str, ...], *details: str) -> Words:
    return Words(icon, tone, group, (title,) if isinstance(title, str) else title, details)


_BATCH, _REASON, _PARCEL = N_("list {batch}"), N_("{reason}"), N_("parcel {parcel}")
_RETURN, _CASE = N_("return {return_number}"), N_("case {number}")

WORDS: dict[str, Words] = {
    # Orders
    "orders.place": _w("note-pencil", "grey", OTHER, (N_("Placed: {channel_word}"), N_("Placed")),
                       N_("{backordered} awaited"), N_("{total_minor}")),
    "orders.confirm": _w("check-circle", "violet", GOODS, N_("Confirmed"), N_("{backordered} awaited")),
    "orders.process": _w("check-circle", "violet", GOODS, N_("Looked at again by itself")),
    "orders.hold": _w("pause-circle", "warn", OTHER, N_("Put on hold"), _REASON),
    "orders.release": _w("check-circle", "ok", OTHER, N_("Taken off hold")),
    "orders.amend": _w("pencil-simple", "sky", OTHER, (N_("Changed, version {revision}"), N_("Changed")),
                       N_("{difference_words}"), N_("credit note {credit_note}")),
    "orders.cancel": _w("x-circle", "bad", OTHER, N_("Cancelled"), _REASON, N_("{refunded_minor} paid back"),
                       N_("{fee_kept_minor} kept as agreed"), N_("fee of {fee_waived_minor} waived"),
                       N_("credit note {credit_note}")),
    "orders.add_note": _w("note-pencil", "grey", MESSAGES, N_("Note"), N_("{text}")),
    "orders.drop_draft": _w("eraser", "grey", OTHER, N_("Draft thrown away")),
    "orders.throw_away_draft": _w("eraser", "grey", OTHER, N_("Call thrown away"), _REASON),
    "archive.close_finished": _w("archive", "grey", OTHER, N_("Closed and kept")),
    "archive.close_order": _w("archive", "grey", OTHER, N_("Closed and kept")),
    # Counter
    "counter.sell": _w("storefront", "ok", MONEY, N_("Sold at the counter"), N_("receipt {receipt}"),
                       N_("{total_minor}"), N_("{discount_minor} off")),
    "counter.void_sale": _w("x-circle", "bad", MONEY, N_("Sale voided"), _REASON, N_("receipt {receipt}"),
                            N_("credit note {credit_note}")),
    "counter.reprint": _w("printer", "grey", OTHER, N_("Receipt printed again"), N_("{receipt}, copy {copy}")),
    "payments.make_invoice": _w("file-pdf", "grey", MONEY, N_("Invoice made"), N_("{invoice}"), N_("{buyer}")),
    "notices.mail_paper": _w("envelope-simple", "sky", MESSAGES, N_("Paper sent by e-mail"), N_("to {to}")),
    # Review
    "review.approve": _w("shield-check", "ok", OTHER, (N_("First of two yeses: {first_yes}"), N_("Approved in review")),
                         N_("{remark}")),
    "review.send": _w("shield-warning", "warn", OTHER, N_("Second look asked for"), _REASON),
    "review.hold": _w("pause-circle", "warn", MESSAGES, N_("Customer asked"), N_("{question}")),
    "review.open": _w("shield-warning", "violet", OTHER, N_("Back on the review list")),
    "review.reject": _w("x-circle", "bad", OTHER, N_("Rejected in review"), N_("{remark}"), _REASON),
    "review.clear": _w("check-circle", "ok", OTHER, N_("A reason of the review ticked off"), N_("{remark}")),
    "review.confirm_phone": _w("phone", "ok", OTHER, N_("The phone answered a code")),
    "review.list": _w("shield-warning", "violet", OTHER, N_("Put on the trust or block list"), _REASON),
    "review.undo": _w("clock-counter-clockwise", "grey", OTHER, N_("Decision taken back")),
    # Payments
    "payments.pay_order": _w("wallet", "ok", MONEY, (N_("Paid {paid_minor}"), N_("Paid")), N_("receipt {receipt}"),
                             N_("{left_minor} left")),
    "payments.call_off": _w("x-circle", "bad", MONEY, N_("Called off, nothing was paid")),
    "payments.record_online": _w("globe", "ok", MONEY, (N_("Paid online {paid_minor}"), N_("Paid online"))),
    "payments.refund": _w("arrow-u-up-left", "pink", MONEY, (N_("Paid back {refunded_minor}"), N_("Paid back")),
                          N_("{refund_reason}"), N_("receipt {receipt}"), N_("credit note {credit_note}")),
    "payments.give_tip_back": _w("arrow-u-up-left", "pink", MONEY, N_("Tip given back"), N_("{tip_minor}"), _REASON),
    "payments.charge_back": _w("warning-circle-fill", "bad", MONEY, N_("Card payment taken back by the bank"),
                               N_("{amount_minor}"), _REASON),
    "payments.pay_instalment": _w("calendar-check", "ok", MONEY, N_("Instalment paid"), N_("{paid_minor}"),
                                  N_("{left_minor} left"), N_("receipt {receipt}")),
    "payments.give_up_plan": _w("calendar-check", "bad", MONEY, N_("Instalments given up"), _REASON,
                                N_("{left_minor} is due")),
    "notices.remind_plan": _w("bell-ringing", "sky", MESSAGES, N_("Reminded of an instalment"), N_("{amount_minor}")),
    "payments.change_tender": _w("arrows-left-right", "warn", MONEY, N_("Tender put right"), N_("{before} → {after}"),
                                 _REASON),
    "payments.collect_claim": _w("money", "ok", MONEY, (N_("{collected_minor} taken at the door"),
                                                        N_("Cash taken at the door"))),
    "payments.drop_claim": _w("money", "grey", MONEY, N_("Nothing to collect at the door any more"), _REASON),
    "payments.hand_in": _w("wallet", "ok", MONEY, N_("Cash of the delivery handed in"), N_("{counted_minor} counted")),
    "payments.create_card_payment": _w("credit-card", "grey", MONEY, N_("Card payment begun"), N_("{amount_minor}")),
    "payments.finish_card_payment": _w("credit-card", "grey", MONEY, N_("Card terminal answered"), N_("{state}")),
    "payments.resolve_in_doubt": _w("credit-card", "warn", MONEY, N_("Card payment in doubt was settled")),
    "payments.take_back_card": _w("credit-card", "grey", MONEY, N_("Card payment taken back"), _REASON),
    "payments.finish_back": _w("credit-card", "grey", MONEY, N_("Answer to the refund of {amount_minor}"),
                               N_("{state}"), N_("{detail}")),
    # Picking
    "picking.release_batch": _w("stack", "teal", GOODS, N_("On a pick list"), _BATCH),
    "picking.take_batch": _w("hand-grabbing", "teal", GOODS, N_("Picking began"), _BATCH),
    "picking.take_over": _w("hand-grabbing", "teal", GOODS, N_("Pick list taken over"), _BATCH),
    "picking.leave_batch": _w("hand-grabbing", "grey", GOODS, N_("Pick list put down"), _BATCH),
    "picking.pick_scan": _w("hand-grabbing", "teal", GOODS, N_("Picked")),
    "picking.undo_pick": _w("clock-counter-clockwise", "grey", GOODS, N_("Pick taken back"), _BATCH),
    "picking.skip_task": _w("arrow-right", "grey", GOODS, N_("Left for later in the walk"), _BATCH),
    "picking.short_pick": _w("warning-circle-fill", "bad", GOODS,
                             (N_("{missing} not in the bin"), N_("Not in the bin")), _BATCH),
    "picking.cancel_batch": _w("x-circle", "grey", GOODS, N_("Pick list stopped"), _BATCH, _REASON),
    "picking.put_back": _w("arrow-u-up-left", "grey", GOODS, N_("Goods put back into their bins")),
    # Packing
    "packing.start_packing": _w("package", "teal", GOODS, N_("Packing began"), _PARCEL),
    "packing.pack_scan": _w("package", "teal", GOODS, N_("Packed piece by piece"), _PARCEL),
    "packing.unpack": _w("package", "grey", GOODS, N_("Taken out of the carton again"), _PARCEL),
    "packing.choose_carton": _w("package", "grey", GOODS, N_("Carton chosen"), _PARCEL),
    "packing.close_parcel": _w("package", "teal", GOODS, (N_("Packed and weighed, {weight_grams}"), N_("Packed")),
                               _PARCEL, N_("expected {expected_grams}"), _REASON),
    "packing.next_parcel": _w("package", "teal", GOODS, N_("One more parcel"), _PARCEL),
    "packing.reopen_parcel": _w("package", "warn", GOODS, N_("Parcel opened again"), _PARCEL, _REASON),
    "packing.void_label": _w("tag", "grey", GOODS, N_("Label replaced"), _PARCEL, _REASON),
    "packing.photograph": _w("camera", "grey", GOODS, N_("Photo of the box"), _PARCEL),
    "packing.missing_piece": _w("warning-circle-fill", "bad", GOODS, N_("A piece is missing at the packing table"),
                                _PARCEL, N_("picked again on list {batch}")),
    # Returns
    "returns.request": _w("arrow-u-up-left", "pink", GOODS, N_("Return asked for"), _RETURN),
    "returns.open": _w("arrow-u-up-left", "pink", GOODS, N_("Return opened"), _RETURN),
    "returns.approve": _w("check-circle", "pink", GOODS, N_("Return allowed"), N_("return {number}")),
    "returns.decline": _w("x-circle", "bad", GOODS, N_("Return declined"), _REASON),
    "returns.receive": _w("tray", "pink", GOODS, N_("Goods came back"), _RETURN),
    "returns.inspect": _w("magnifying-glass", "pink", GOODS, N_("Goods inspected"), _RETURN, N_("{photo_count} photos")),
    "returns.settle": _w("arrow-u-up-left", "pink", MONEY, N_("Return settled"), _RETURN, N_("{credited_minor}"),
                         N_("credit note {credit_note}")),
    "returns.quick": _w("arrow-u-up-left", "pink", MONEY, N_("Returned at the counter"), _RETURN,
                        N_("{credited_minor}"), N_("credit note {credit_note}")),
    "returns.exchange": _w("arrows-left-right", "pink", GOODS, N_("Exchanged"), N_("for order {exchange_order}"),
                           N_("credit note {credit_note}")),
    "returns.exchange_inspected": _w("arrows-left-right", "pink", GOODS, N_("Exchanged"),
                                     N_("for order {exchange_order}")),
    # Delivery; what happened on the way is told by the shipment's own events, which know more of each order
    "delivery.plan_run": _w("truck", "sky", GOODS, (N_("On run {run}"), N_("On a run")), N_("{driver}")),
    "delivery.put_on_run": _w("truck", "sky", GOODS, (N_("On run {run}"), N_("On a run"))),
    "delivery.take_off_run": _w("truck", "grey", GOODS, (N_("Taken off run {run}"), N_("Taken off its run"))),
    "delivery.sort_run": _w("truck", "grey", GOODS, N_("Stops were put in order"), N_("run {run}")),
    "delivery.leave_run": _w("truck", "sky", GOODS, N_("Left the shop"), N_("run {run}")),
    "delivery.hand_to_carrier": _w("truck", "sky", GOODS, N_("Given to the carrier"), N_("{carrier}"),
                                   N_("tracking {tracking}")),
    "delivery.correct_tracking": _w("tag", "grey", GOODS, N_("Tracking number put right"), N_("{tracking}")),
    "delivery.note_scan": _w("map-pin-fill", "sky", GOODS, N_("Seen on the way"), N_("{text}")),
    "delivery.set_eta": _w("clock", "sky", GOODS, N_("New time"), _REASON),
    "delivery.deliver": _w("check-circle-fill", "ok", GOODS, N_("Delivered"), N_("to {name}"),
                           N_("{collected_minor} collected")),
    "delivery.refused": _w("x-circle-fill", "bad", GOODS, N_("Refused at the door"), _REASON),
    "delivery.not_home": _w("x-circle-fill", "warn", GOODS, N_("Nobody at home"), _REASON),
    "delivery.try_again": _w("truck", "sky", GOODS, N_("Ready to go out again")),
    "delivery.send_back": _w("arrow-u-up-left", "grey", GOODS, N_("Came back for good"), _REASON),
    "delivery.lose_shipment": _w("warning-circle-fill", "bad", GOODS, N_("Lost on the way"), _REASON),
    "delivery.return_run": _w("truck", "grey", GOODS, N_("The driver is back")),
    "delivery.settle_run": _w("wallet", "ok", MONEY, N_("The run’s cash was counted")),
    "delivery.put_on_shelf": _w("storefront", "indigo", GOODS, N_("Ready for pickup"), N_("shelf {shelf}")),
    "delivery.take_off_shelf": _w("storefront", "grey", GOODS, N_("Taken off the pickup shelf"), _REASON),
    "delivery.collect": _w("handshake", "ok", GOODS, N_("Collected"), N_("by {name}")),
    "delivery.accept": _w("check-circle-fill", "ok", GOODS, N_("Accepted by the customer")),
    "delivery.accept_quietly": _w("check-circle-fill", "ok", GOODS, N_("Accepted: no complaint came")),
    # Service
    "aftersales.replace": _w("package", "sky", GOODS, (N_("Replacement placed as order {replacement}"),
                                                       N_("Replacement placed")), _CASE),
    "aftersales.open_case": _w("chats-circle", "warn", MESSAGES, N_("Case opened"), _CASE, N_("{subject}")),
    "aftersales.hear": _w("chat-text", "grey", MESSAGES, N_("The customer said"), N_("{text}")),
    "aftersales.reply": _w("chat-text", "sky", MESSAGES, N_("Answered the customer"), N_("{text}")),
    "aftersales.add_note": _w("note-pencil", "grey", MESSAGES, N_("Note on the case"), N_("{text}")),
    "aftersales.assign": _w("user", "grey", OTHER, (N_("Case is with {assigned_to}"), N_("Case is with everybody"))),
    "aftersales.wait": _w("hourglass-medium", "grey", OTHER, N_("Case waits"), _CASE, _REASON),
    "aftersales.resolve": _w("check-circle", "ok", OTHER, N_("Case resolved"), _CASE, N_("{outcome}")),
    "aftersales.close": _w("check-circle", "grey", OTHER, N_("Case closed"), _CASE),
    "aftersales.reopen": _w("chats-circle", "warn", OTHER, N_("Case opened again"), _CASE, _REASON),
    "aftersales.quote": _w("tag", "grey", MONEY, (N_("Repair offered for {quote_minor}"),
                                                  N_("Repair offered free of charge")), _CASE),
    "aftersales.answer_quote": _w("tag", "grey", MONEY, N_("The customer answered the offer"), _CASE),
    "aftersales.work": _w("gear-six", "teal", GOODS, N_("Repair work"), N_("{text}"), N_("{cost_minor}")),
    "aftersales.hand_out": _w("handshake", "ok", GOODS, N_("Repaired goods handed out"), _CASE),
    "feedback.record": _w("star-fill", "warn", MESSAGES, (N_("Rated {score} of 5"), N_("Rated")), N_("{comment}")),
    # Messages, papers and files
    "notices.send": _w("chat-text", "sky", MESSAGES, N_("Message written"), N_("{text}")),
    "notices.remind_last": _w("bell-ringing", "warn", MESSAGES, N_("Told when it is called off"),
                              N_("{left_minor} left")),
    "notices.remind_payment": _w("bell-ringing", "warn", MESSAGES, N_("Reminded of the payment"),
                                  N_("{left_minor} left")),
    "notices.write_by_hand": _w("chat-text", "sky", MESSAGES, N_("Message written"), N_("{text}")),
    "documents.print_order": _w("printer", "grey", OTHER, N_("Printed again"), N_("{paper}")),
    "channels.import_take": _w("globe", "grey", OTHER, N_("Came in with a file of online orders")),
    # Goods that the order waited for
    "purchasing.receive_goods": _w("tray", "teal", GOODS, N_("Awaited goods came in")),
    "inventory.adjust": _w("cube", "warn", GOODS, N_("Stock was put right")),
    "inventory.accept_count": _w("cube", "warn", GOODS, N_("Stock was counted")),
    "inventory.move_goods": _w("cube", "grey", GOODS, N_("Goods were moved")),
    "customers.forget_customer": _w("eraser", "grey", OTHER, N_("Customer’s details erased")),
}  # fmt: skip

_CHANNELS = {
    Channel.COUNTER: N_("at the counter"), Channel.PHONE: N_("by phone"), Channel.ONLINE: N_("in the online store")
}  # fmt: skip
_UNKNOWN = _w("info", "grey", OTHER, N_("Changed"))


def words_for(what: str) -> Words:
    """How a command is told; one that has no words of its own says only that something changed."""
    return WORDS.get(what, _UNKNOWN)


def say(what: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Title and detail of one journal row, in the language of the window."""
    words, known = words_for(what), _readable(facts)
    title = next((text for text in (_fill(part, known) for part in words.titles) if text), "")
    details = [text for text in (_fill(part, known) for part in words.details) if text]
    return title or _(words.titles[-1]), " · ".join(details)


def _fill(template: str, known: Mapping[str, str]) -> str:
    """The template with its fields, or nothing when one of them is not known."""
    fields = [name for _text, name, _spec, _conversion in Formatter().parse(template) if name]
    return _(template).format_map(known) if all(known.get(name) for name in fields) else ""


def _readable(facts: Mapping[str, Any]) -> dict[str, str]:
    """Facts as texts: amounts with their currency, weights in kilograms; lists and noughts are left out."""
    known: dict[str, str] = {}
    for name, value in facts.items():
        if isinstance(value, bool) or value in (None, "", 0):
            continue
        if name.endswith("_minor") and isinstance(value, int):
            known[name] = format_money(value)
        elif name.endswith("_grams") and isinstance(value, int):
            known[name] = _("{weight} kg").format(weight=f"{value / 1000:.2f}")
        elif isinstance(value, str | int):
            known[name] = str(value)
    if isinstance(difference := facts.get("difference"), Mapping):
        known["difference_words"] = differences(difference)
    if known.get("channel") in _CHANNELS:
        known["channel_word"] = _(_CHANNELS[Channel(known["channel"])])
    return known
