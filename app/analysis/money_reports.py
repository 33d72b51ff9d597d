"""Reports of the money: tenders, cash on delivery that is still out, and exceptions by person."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import Any

from peewee import Case, fn

from app.analysis.exceptions import TITLES
from app.analysis.exceptions import Kind as Exceptional
from app.analysis.models import ExceptionLog, SalesHour
from app.analysis.report import PERCENT, Cell, Column, Kind, Report, build, reports, share_bp
from app.analysis.sales import in_days
from app.core import clock
from app.core.i18n import N_, _
from app.core.money import format_money
from app.ledger.accounts import TIPS, gift_card
from app.ledger.accounts import tips as accounts_tips
from app.ledger.models import Account, Transfer, TransferLine
from app.payments.models import ClaimState, Tender
from app.payments.queries import claims, tender_sums
from app.payments.tips import EARLIER, tips_owed
from app.staff.models import Person

TENDERS = {
    Tender.CASH: N_("Cash"), Tender.CARD: N_("Card"), Tender.STORE_CREDIT: N_("Store credit"),
    Tender.GIFT_CARD: N_("Gift card"), Tender.ON_ACCOUNT: N_("On account"), Tender.INSTALMENTS: N_("Instalments"),
    Tender.ON_DELIVERY: N_("Cash on delivery"), Tender.ONLINE: N_("Online"),
    Tender.WALLET: N_("Payment code"), Tender.FOREIGN_CASH: N_("Foreign cash"),
    Tender.WRITE_OFF: N_("Small rest let go"),
}  # fmt: skip
assert TENDERS.keys() == set(Tender)
GIFT = gift_card("")
FEWEST = 3  # so often something has to happen before a person is compared with the others
LEAST_SALES = 20


@reports("tenders", N_("How they paid"))
def tenders(from_day: str, to_day: str) -> Report:
    """What each tender brought in, less what was paid back by it."""
    found = tender_sums(clock.day_start_ms(from_day), clock.day_end_ms(to_day))
    found.sort(key=lambda row: -row.amount_minor)
    whole = sum(max(row.amount_minor, 0) for row in found)
    columns = (
        Column("tender", _("Tender")), Column("payments", _("Payments"), Kind.COUNT),
        Column("amount", _("Amount"), Kind.MONEY), Column("share", _("Share"), Kind.PERCENT),
    )  # fmt: skip
    rows = (
        (_(TENDERS[Tender(row.tender)]), row.times, row.amount_minor, share_bp(max(row.amount_minor, 0), whole))
        for row in found
    )
    return build("tenders", columns, rows, add=("payments", "amount"))


@reports("gift_cards", N_("Gift cards"))
def gift_cards(from_day: str, to_day: str) -> Report:
    """What was put on gift cards and taken off each day: a debt of the shop until somebody buys with it."""
    amount = TransferLine.amount_minor
    on, off = Case(None, [(amount < 0, 0 - amount)], 0), Case(None, [(amount > 0, amount)], 0)
    start, end = clock.day_start_ms(from_day), clock.day_end_ms(to_day)
    cards = Account.code.startswith(GIFT)
    query: Any = (
        TransferLine.select(Transfer.posted_at, on, off).join(Account).switch(TransferLine).join(Transfer)
        .where(cards, Transfer.posted_at >= start, Transfer.posted_at < end).tuples()
    )  # fmt: skip
    days: dict[str, list[int]] = {}
    for at, put_on, taken_off in query:
        row = days.setdefault(clock.local(at).date().isoformat(), [0, 0])
        row[0] += put_on
        row[1] += taken_off
    owed = -int(Account.select(fn.COALESCE(fn.SUM(Account.balance_minor), 0)).where(cards).scalar())
    columns = (
        Column("day", _("Day"), Kind.DAY), Column("on", _("Put on"), Kind.MONEY),
        Column("off", _("Paid with it or taken off"), Kind.MONEY), Column("change", _("More owed"), Kind.MONEY),
    )  # fmt: skip
    rows = ((day, on_day, off_day, on_day - off_day) for day, (on_day, off_day) in sorted(days.items()))
    note = _("{amount} is owed on all gift cards now").format(amount=format_money(owed))
    return build("gift_cards", columns, rows, add=("on", "off", "change"), note=note)


@reports("tips", N_("Tips"))
def tips(from_day: str, to_day: str) -> Report:
    """What each clerk took as tips each day, and what was paid out; no turnover of the shop."""
    amount = TransferLine.amount_minor
    taken, paid = Case(None, [(amount < 0, 0 - amount)], 0), Case(None, [(amount > 0, amount)], 0)
    query: Any = (
        TransferLine.select(Transfer.posted_at, Account.code, taken, paid)
        .join(Account).switch(TransferLine).join(Transfer)
        .where(
            Account.code.startswith(TIPS), Transfer.posted_at >= clock.day_start_ms(from_day),
            Transfer.posted_at < clock.day_end_ms(to_day),
        ).tuples()
    )  # fmt: skip
    names: dict[str, str] = {
        accounts_tips(person): name for person, name in Person.select(Person.id, Person.name).tuples()
    }
    days: dict[tuple[str, str], list[int]] = {}
    for at, code, took, got in query:
        row = days.setdefault((clock.local(at).date().isoformat(), names.get(code, _(EARLIER))), [0, 0])
        row[0] += took
        row[1] += got
    columns = (
        Column("day", _("Day"), Kind.DAY), Column("person", _("Person")), Column("taken", _("Taken"), Kind.MONEY),
        Column("paid", _("Paid out"), Kind.MONEY), Column("change", _("More owed"), Kind.MONEY),
    )  # fmt: skip
    rows = ((day, name, took, got, took - got) for (day, name), (took, got) in sorted(days.items()))
    owed = sum(row.amount_minor for row in tips_owed())
    note = _("{amount} of tips is owed to the staff now").format(amount=format_money(owed))
    return build("tips", columns, rows, add=("taken", "paid", "change"), note=note)


@reports("cod", N_("Cash on delivery that is out"))
def cod(from_day: str, to_day: str) -> Report:
    """What is still to be collected or handed in now; the period does not matter."""
    found = claims(states=(ClaimState.DUE, ClaimState.WITH_DRIVER))
    words = {ClaimState.DUE: _("To be collected"), ClaimState.WITH_DRIVER: _("With the driver")}
    columns = (
        Column("order", _("Order")), Column("customer", _("Customer")), Column("holder", _("Who")),
        Column("state", _("State")), Column("since", _("Since"), Kind.MOMENT),
        Column("amount", _("Amount"), Kind.MONEY),
    )  # fmt: skip
    rows = (
        (row.number, row.customer_name, row.holder, words[ClaimState(row.state)], row.made_at,
         row.collected_minor if row.state == ClaimState.WITH_DRIVER else row.amount_minor)
        for row in found
    )  # fmt: skip
    links = (("order", row.order_id) for row in found)
    return build("cod", columns, rows, add=("amount",), links=links, note=_("As of now"))


@reports("exceptions", N_("Look at these"))
def exceptions(from_day: str, to_day: str) -> Report:
    """Exceptions by kind and person, per 100 sales, flagged at twice the shop's median and above."""
    match = in_days(ExceptionLog, from_day, to_day)
    query: Any = (
        ExceptionLog.select(
            ExceptionLog.kind, ExceptionLog.person, fn.MAX(ExceptionLog.who), fn.COUNT(ExceptionLog.id),
            fn.SUM(ExceptionLog.amount_minor),
        )
        .where(match).group_by(ExceptionLog.kind, ExceptionLog.person)
    )  # fmt: skip
    found = [(Exceptional(row[0]), int(row[1]), row[2], int(row[3]), int(row[4])) for row in query.tuples()]
    sales = _sales_by_person(from_day, to_day)
    medians = _medians(found, sales)
    rows: list[tuple[Cell, ...]] = []
    for kind, person, who, count, amount in found:
        rate = share_bp(count, sales.get(person, 0))
        flag = count >= FEWEST and rate is not None and kind in medians and rate > 2 * medians[kind]
        rows.append((_(TITLES[kind]), who, count, amount, rate, flag))
    order = sorted(range(len(rows)), key=lambda at: (not rows[at][5], -int(rows[at][2] or 0), str(rows[at][0])))
    columns = (
        Column("kind", _("What")), Column("person", _("Person")), Column("count", _("Times"), Kind.COUNT),
        Column("amount", _("Amount"), Kind.MONEY), Column("rate", _("Per 100 sales"), Kind.PERCENT),
        Column("flag", _("Twice the usual"), Kind.FLAG),
    )  # fmt: skip
    return build(
        "exceptions", columns, (rows[at] for at in order), add=("count",),
        links=(("person", found[at][1]) for at in order),
    )  # fmt: skip


@reports("exception-list", N_("Exceptions one by one"))
def exception_list(from_day: str, to_day: str) -> Report:
    """Every exception of the period, newest first, each with its order."""
    query: Any = (
        ExceptionLog.select(
            ExceptionLog.at, ExceptionLog.kind, ExceptionLog.who, ExceptionLog.station, ExceptionLog.approved_by,
            ExceptionLog.detail, ExceptionLog.amount_minor, ExceptionLog.order_ref,
        ).where(in_days(ExceptionLog, from_day, to_day)).order_by(ExceptionLog.id.desc()).limit(5_000)
    )  # fmt: skip
    found = list(query.tuples())
    columns = (
        Column("at", _("When"), Kind.MOMENT), Column("kind", _("What")), Column("person", _("Person")),
        Column("station", _("Station")), Column("approved", _("Allowed by")), Column("detail", _("Detail")),
        Column("amount", _("Amount"), Kind.MONEY),
    )  # fmt: skip
    rows = ((row[0], _(TITLES[Exceptional(row[1])]), *row[2:7]) for row in found)
    links = (("order", int(row[7])) if row[7] else None for row in found)
    return build("exception-list", columns, rows, links=links)


def _sales_by_person(from_day: str, to_day: str) -> dict[int, int]:
    query: Any = (
        SalesHour.select(SalesHour.person, fn.SUM(SalesHour.orders))
        .where(in_days(SalesHour, from_day, to_day)).group_by(SalesHour.person)
    )  # fmt: skip
    return {int(person): int(orders) for person, orders in query.tuples()}


def _medians(found: list[tuple[Exceptional, int, str, int, int]], sales: Mapping[int, int]) -> dict[Exceptional, float]:
    """The usual rate of each kind among all who sell; nobody is compared where fewer than two people do."""
    sellers = [person for person, orders in sales.items() if orders >= LEAST_SALES]
    if len(sellers) < 2:
        return {}
    counts = {(kind, person): count for kind, person, _who, count, _amount in found}
    return {
        kind: median(counts.get((kind, person), 0) * PERCENT / sales[person] for person in sellers)
        for kind in Exceptional
    }
