"""Why a credit note takes so much off its invoice: the goods of its return, all of the order, or what became less."""

from __future__ import annotations

from app.core.refusal import NotFound
from app.documents.kept_bills import kept_lines, kept_totals
from app.documents.papers import PaperLine, TaxLine, Totals
from app.orders.names import goods_spoken
from app.orders.why import (
    DISCOUNT,
    FEE,
    GOODS,
    GOODWILL,
    TAX_ADDED,
    TAX_INSIDE,
    TOTAL,
    WORTH,
    Step,
    Why,
    WhyLine,
    why_order,
)
from app.payments.models import CreditNote, CreditWhy
from app.returns.why import why_return


def why_credit_note(no: int) -> Why:
    """The steps of the amount on a credit note; NotFound."""
    made = CreditNote.get_or_none(CreditNote.no == no)
    if made is None:
        raise NotFound("credit_note", no)
    if made.why == CreditWhy.GOODWILL:
        return Why((), (Step(GOODWILL, made.total_minor), Step(TOTAL, made.total_minor)), made.total_minor)
    totals = kept_totals(made.paper)
    whole = _source(made)
    if whole is None:
        return _by_paper(kept_lines(made.paper), totals)
    twice = whole.total_minor - made.total_minor
    if not twice:
        return whole
    last = totals.fees[-1] if totals.fees else None
    if last is None or last.amount_minor != -twice:  # the order is another one since: the paper says what it was
        return _by_paper(kept_lines(made.paper), totals)
    steps = [step for step in whole.steps if step.kind != TOTAL]
    steps += [Step(FEE, -twice, last.name), Step(TOTAL, made.total_minor)]
    return Why(whole.lines, tuple(steps), made.total_minor)


def _source(made: CreditNote) -> Why | None:
    """What it stands for: a return, or the order as it is; None for what became less."""
    if made.why == CreditWhy.RETURN:
        return why_return(int(made.return_ref))
    return why_order(made.order_id) if made.why in (CreditWhy.VOID, CreditWhy.CANCELLED) else None


def _by_paper(lines: tuple[PaperLine, ...], totals: Totals) -> Why:
    """What the paper says, line by line."""
    steps = [
        Step(GOODS, totals.subtotal_minor), *(Step(DISCOUNT, one.amount_minor, one.name) for one in totals.discounts),
        *(Step(FEE, one.amount_minor, one.name) for one in totals.fees), *map(_tax, totals.taxes),
        Step(TOTAL, totals.total_minor),
    ]  # fmt: skip
    spoken = goods_spoken([(line.code, line.name) for line in lines])
    told = tuple(_line(line, spoken.get((line.code, line.name), line.name)) for line in lines)
    return Why(told, tuple(steps), totals.total_minor)


def _line(line: PaperLine, name: str) -> WhyLine:
    name = f"{line.quantity} × {name}" if line.quantity else name
    return WhyLine(name, "piece", (Step(WORTH, line.amount_minor),), line.amount_minor)


def _tax(tax: TaxLine) -> Step:
    return Step(TAX_ADDED if tax.is_added else TAX_INSIDE, tax.tax_minor, tax.rate)
