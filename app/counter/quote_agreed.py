"""What a quote agreed to, told to the sale or order that takes its prices; it is bought once, or open again."""

from __future__ import annotations

from app.catalog.coupons import not_stopped
from app.core import clock
from app.core.command import touch
from app.core.events import listens
from app.core.refusal import StateChanged
from app.counter.models import Quote, QuoteState
from app.counter.quote_lines import agreed_lines, off_whole
from app.orders.agreed import Agreed, AgreedPrices, QuoteBought, QuoteLeft


@listens(AgreedPrices)
def _agreed(question: AgreedPrices) -> Agreed | None:
    quote = Quote.get_or_none(Quote.number == question.number, Quote.state == QuoteState.TAKEN)
    if quote is None:
        return None
    return Agreed(
        quote.number, agreed_lines(quote.lines), off_whole(quote.lines), not_stopped(quote.body.get("opened", ())),
        off_by_rule=quote.body.get("off_by_rule", False), holds=clock.now_ms() <= quote.valid_until,
    )  # fmt: skip


@listens(QuoteBought)
def _bought(event: QuoteBought) -> None:
    """One statement looks and takes, so that two tickets cannot both have its prices."""
    taken = (Quote.number == event.number) & (Quote.state == QuoteState.TAKEN)
    bought = Quote.update(state=QuoteState.BOUGHT).where(taken).returning(Quote.id)
    row = next(iter(bought.execute()), None)
    if row is None:
        raise StateChanged("quote", event.number)
    touch("quote", row.id)


@listens(QuoteLeft)
def _left(event: QuoteLeft) -> None:
    taken = (Quote.number == event.number) & (Quote.state == QuoteState.TAKEN)
    if Quote.update(state=QuoteState.OPEN).where(taken).execute():
        touch("quote", 0)
