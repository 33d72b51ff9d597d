"""What came back of an order, as its bills say it."""

from __future__ import annotations

from typing import Any

from peewee import fn

from app.catalog.book import book
from app.catalog.models import Product
from app.core.i18n import _, spoken_name
from app.core.money import format_money, tax_included
from app.documents import texts
from app.documents.papers import PaperLine, TaxLine
from app.orders.charges import charges_of
from app.orders.line_kinds import LineKind, option_words
from app.orders.models import OrderLine
from app.orders.pricing import sum_parts, sum_taxes
from app.orders.taxed import in_lines
from app.orders.taxes import TaxPart
from app.returns.models import Return, ReturnLine
from app.returns.states import MONEY
from app.returns.taxes import credited_taxes


def credited_before(order_id: int, at: int) -> int:
    """What goods that came back before were worth."""
    money = [outcome.value for outcome in MONEY]
    before = (Return.order == order_id) & (Return.settled_at < at) & Return.outcome.in_(money)
    return int(Return.select(fn.COALESCE(fn.SUM(Return.refund_minor), 0)).where(before).scalar())


def goods_of(return_id: int, sign: int = -1) -> tuple[tuple[PaperLine, ...], tuple[TaxLine, ...]]:
    """What a return was credited with, line by line and tax by tax, as it was written; `sign` 1 for positive amounts."""
    back: Any = Return.select(Return.order, Return.charges_minor).where(Return.id == return_id).tuples().first()
    query: Any = (
        ReturnLine.select(
            ReturnLine.name, Product.name_zh, Product.sku, Product.unit, ReturnLine.quantity, ReturnLine.refund_minor,
            ReturnLine.tax_bp, ReturnLine.tax_minor, ReturnLine.fee_minor, ReturnLine.id,
            OrderLine.kind, OrderLine.note,
        )
        .left_outer_join(Product, on=(ReturnLine.product == Product.id))
        .switch(ReturnLine).left_outer_join(OrderLine, on=(ReturnLine.order_line == OrderLine.id))
        .where(ReturnLine.return_ == return_id, fn.COALESCE(OrderLine.kind, "") != LineKind.PART)
        .order_by(ReturnLine.id).tuples()
    )  # fmt: skip
    lines, taxed = [], []
    named = credited_taxes(return_id)
    for name, name_zh, sku, unit, quantity, amount, tax_bp, tax, fee, line_id, kind, words in query:
        is_option, called = kind == LineKind.OPTION, spoken_name(name, name_zh)
        note = _("{amount} kept for restocking").format(amount=format_money(fee)) if fee else ""
        lines.append(PaperLine(
            name=option_words(called, words) if is_option else called,
            quantity=texts.quantity_text(quantity, unit or "piece"), amount_minor=sign * amount, code=sku or "", note=note,
            is_option=is_option,
        ))  # fmt: skip
        if line_id not in named:
            taxed.append((tax_bp, sign * amount, sign * (tax - tax_included(fee, tax_bp))))
    parts = [
        TaxPart(tax.code, tax.name, tax.rate_bp, sign * tax.base_minor, sign * tax.tax_minor, is_added=False)
        for taxes in named.values() for tax in taxes
    ]  # fmt: skip
    if back[1]:
        lines.append(PaperLine(name=_("Delivery"), amount_minor=sign * back[1]))
        charges = charges_of(back[0]).share(back[1])
        parts += [
            part._replace(base_minor=sign * part.base_minor, tax_minor=sign * part.tax_minor) for part in charges.parts
        ]  # fmt: skip
        if not charges.parts:
            taxed.append((charges.tax_bp, sign * charges.total_minor, sign * charges.tax_minor))
    sums = in_lines(sum_taxes(taxed) + sum_parts(parts), book().taxes)
    return tuple(lines), tuple(map(texts.tax_line, sums))
