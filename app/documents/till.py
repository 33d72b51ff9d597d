"""X and Z reports: the frozen figures of a shift in words."""

from __future__ import annotations

from typing import Any

from app.core import clock, settings
from app.core.i18n import _
from app.core.money import currency, format_figure, format_money
from app.core.refusal import NotFound
from app.documents import texts
from app.documents.papers import Amount
from app.documents.till_papers import CashSlip, Count, XReport, ZReport
from app.orders.pricing import TaxSum
from app.payments.models import ReceiptKind, Shift, Tender
from app.payments.tips import cash_slip_facts


def z_report(shift_id: int, language: str | None = None, copy: int = 0) -> ZReport:
    """The Z report of a closed shift, as it was frozen; NotFound while it is open."""
    report: Any = Shift.select(Shift.report).where(Shift.id == shift_id).scalar()
    if not report:
        raise NotFound("shift", shift_id)
    with texts.in_language(language or str(settings.read("shop.language"))) as spoken:
        return ZReport(language=spoken, copy_number=copy, **_facts(report, str(report["z_number"])))


def x_report(report: dict[str, Any], language: str | None = None, copy: int = 0) -> XReport:
    """The X report with the figures that `payments.x_report` gave."""
    with texts.in_language(language or str(settings.read("shop.language"))) as spoken:
        facts = _facts(report, str(report.get("x_number") or report["shift_id"]))
        return XReport(language=spoken, copy_number=copy, **facts)


def cash_slip(move_id: int, language: str | None = None, copy: int = 0) -> CashSlip:
    """What left the drawer as tips, for who got it to sign; NotFound."""
    facts = cash_slip_facts(move_id)
    with texts.in_language(language or str(settings.read("shop.language"))) as spoken:
        return CashSlip(
            language=spoken, copy_number=copy, shop=texts.shop_head(), number=str(facts.number),
            at=clock.format_stamp(facts.made_at), word=facts.word, amount=format_money(facts.amount_minor),
            station=texts.station_name(facts.station), cashier=facts.cashier,
        )  # fmt: skip


def _facts(report: dict[str, Any], number: str) -> dict[str, Any]:
    counted, is_blind = report["counted"], bool(report.get("is_blind"))
    return {
        "shop": texts.shop_head(), "number": number, "station": texts.station_name(report["station"]),
        "shift": _("Shift {number}").format(number=report["shift_id"]),
        "opened": clock.format_stamp(report["opened_at"]), "at": clock.format_stamp(report["at"]),
        "currency": currency(), "cashier": report["by"], "sales": () if is_blind else _sales(report), "taxes": _taxes(report),
        "tenders": _tenders(report), "cash": () if is_blind else _cash(report),
        "expected_minor": report["expected_cash_minor"],
        "counted_minor": counted[Tender.CASH.value] if counted else None, "counts": _counts(report),
        "first_receipt": report["first_receipt"], "last_receipt": report["last_receipt"],
        "perpetual_minor": report["perpetual_minor"] or 0, "journal_number": report["journal_no"],
        "journal_hash": report["journal_hash"],
    }  # fmt: skip


def _sales(report: dict[str, Any]) -> tuple[Amount, ...]:
    papers = report["papers"]
    sold, back = (
        papers[ReceiptKind.SALE.value][1],
        papers[ReceiptKind.REFUND.value][1] + papers[ReceiptKind.VOID.value][1],
    )
    discount, cards = report["discount_minor"], report.get("gift_cards_minor", 0)
    amounts = (
        (_("Gross sales"), sold - cards + discount), (_("Discounts"), -discount), (_("Refunds and voids"), back),
        (_("Net sales"), sold - cards + back), (_("Gift cards sold, still owed"), cards),
        (_("Tips, owed to the staff"), sum(tip for _name, _tender, tip in report.get("tips", ()))),
        (_("Payments for orders"), papers[ReceiptKind.PAYMENT.value][1]),
        (_("Paid on account"), report.get("debts_paid_minor", 0)),
        (_("Cash rounding"), report["rounding_minor"]),
    )  # fmt: skip
    always = (0, 3)
    return tuple(
        Amount(name=name, amount_minor=amount)
        for place, (name, amount) in enumerate(amounts)
        if amount or place in always
    )


def _taxes(report: dict[str, Any]) -> tuple[Any, ...]:
    plain = [TaxSum(rate, net, tax, net + tax) for rate, net, tax in report["taxes"]]
    named = [
        TaxSum(rate, base, tax, base + tax, code, name) for code, name, rate, base, tax in report.get("named_taxes", ())
    ]
    return tuple(map(texts.tax_line, [*plain, *named]))


def _tenders(report: dict[str, Any]) -> tuple[Amount, ...]:
    counts = report["tender_counts"]
    return tuple(
        Amount(name=_(texts.TENDERS[Tender(tender)]), amount_minor=amount, detail=str(counts.get(tender, "")))
        for tender, amount in report["tenders"].items()
    )


def _cash(report: dict[str, Any]) -> tuple[Amount, ...]:
    amounts = (
        (_("Float"), report["float_minor"]), (_("Received"), report["received_minor"]),
        (_("Change"), -report["change_minor"]), (_("Paid back"), -report["refunds_minor"]),
        (_("Paid in"), report["paid_in_minor"]), (_("Paid out"), -report["paid_out_minor"]),
        (_("Tips paid out"), -report.get("tips_paid_minor", 0)),
        (_("To the safe"), -report["dropped_minor"]), (_("Hand-overs, over or short"), report.get("handed_minor", 0)),
    )  # fmt: skip
    return tuple(
        Amount(name=name, amount_minor=amount) for place, (name, amount) in enumerate(amounts) if amount or place == 0
    )


def _counts(report: dict[str, Any]) -> tuple[Count, ...]:
    papers = report["papers"]
    rows = (
        (_("Sales"), papers[ReceiptKind.SALE.value][0], True),
        (_("Refunds"), papers[ReceiptKind.REFUND.value][0], False),
        (_("Voids"), papers[ReceiptKind.VOID.value][0], False),
        (_("Drawer opened without a sale"), report["no_sales"], True),
        (_("Open tickets carried over"), report["open_tickets"], False),
        (_("Card payments in doubt"), report["in_doubt"], False),
        (_("Paper vouchers counted"), report.get("vouchers"), False),
        (_("Pay-out slips counted"), report.get("pay_out_slips"), False),  # by the piece in older reports
        *_paper_sums(report),
    )  # fmt: skip
    counts = [Count(name=name, value=str(value)) for name, value, always in rows if value or always]
    if "gaps" in report:
        counts.append(Count(name=_("Number gaps"), value=", ".join(report["gaps"]) or _("none")))
    for code, notes, worth, *seen in report.get("foreign", ()):
        words = _("Foreign notes, {currency}").format(currency=code)
        counts.append(Count(name=words, value=f"{format_figure(notes, code)} · {format_figure(worth)}"))
        if seen and seen[0] is not None:
            words = _("Counted, {currency}").format(currency=code)
            counts.append(Count(name=words, value=format_figure(seen[0], code)))
    if back := report.get("charge_backs"):
        amount = format_figure(-report["charge_backs_minor"])
        counts.append(Count(name=_("Outside the drawer: taken back by the bank"), value=f"{back} · {amount}"))
    if put_right := report.get("corrections"):
        amount = format_figure(report["corrections_minor"])
        counts.append(Count(name=_("Tenders put right after the close"), value=f"{put_right} · {amount}"))
    for name, tender, tip in report.get("tips", ()):
        words = _("Tips {name}, {tender}").format(name=name, tender=_(texts.TENDERS[Tender(tender)]))
        counts.append(Count(name=words, value=format_figure(tip)))
    for name, pieces, total in report.get("carried", ()):
        counts.append(
            Count(name=_("Carried over: {name}").format(name=name), value=f"{pieces} · {format_figure(total)}")
        )
    return (*counts, *_words_of_the_close(report))


def _paper_sums(report: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """Papers in the drawer by their worth, beside what the books say; nothing where nobody counted."""
    booked = {
        "vouchers_minor": report["tenders"].get(Tender.GIFT_CARD.value, 0),
        "slips_minor": report["paid_out_minor"] + report.get("tips_paid_minor", 0),
    }
    names = {"vouchers_minor": _("Paper vouchers counted"), "slips_minor": _("Pay-out slips counted")}
    said = _("{counted} of {booked}")
    return [
        (names[key], said.format(counted=format_figure(report[key]), booked=format_figure(booked[key])), False)
        for key in booked
        if report.get(key) is not None
    ]


def _words_of_the_close(report: dict[str, Any]) -> list[Count]:
    """What was said at the close: bag, next float, who verified a difference, and why there is one."""
    left = report.get("next_float_minor")
    rows = (
        (_("Bag to the bank"), report.get("bag")), (_("Next float"), format_figure(left) if left else ""),
        (_("Verified by"), report.get("verified_by")), (_("Reason"), report.get("reason")),
    )  # fmt: skip
    off = report.get("float_off_minor", 0)
    told = [Count(name=_("Float at the opening, over or short"), value=format_money(off, sign=True))] if off else []
    return told + [Count(name=name, value=str(value)) for name, value in rows if value]
