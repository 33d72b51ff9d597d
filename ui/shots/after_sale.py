"""Pictures of what comes beside and after a sale: sales of the shift, scans that wait, what a role may do."""

from __future__ import annotations

from typing import Any

from ui.shots.shot import press


def shift_sales(running: Any) -> None:
    """The sales of this shift, while the next one has begun."""
    running.window.router.take("MUG-350-FOR")
    running.settle(4)
    press("Ctrl+R")(running)
    running.settle(6)


def waiting_scan(running: Any) -> None:
    """One more piece was scanned during the payment."""
    running.window.router.take("MUG-350-FOR")
    running.settle(4)
    press("F9")(running)
    running.settle(6)
    running.window.router.take("SKL-26")
    running.settle(6)


def role_acts(running: Any) -> None:
    """What somebody of the counter may do alone."""
    running.window.tab.show_section("people")
    running.settle(6)
    from ui.common.buttons import Link

    running.window.findChild(Link, "setup.roles.counter.acts").click()
    running.settle(4)


def float_differs(running: Any) -> None:
    """The float of the morning is not what was laid aside in the evening."""
    from ui.payments.float_sheet import FloatSheet

    FloatSheet(running.desk, running.window.tab, 15_000, 14_000, lambda _shift: None).open()
    running.settle(4)


def quotes(running: Any) -> None:
    """The quotes that somebody may still come back for; one was made a moment ago."""
    for code in ("CARD-200000", "MUG-350-FOR", "SKL-26"):
        running.window.router.take(code)
        running.settle(4)
    press("Ctrl+U")(running)
    running.settle(6)
    running.window.sheet.go_on()
    running.settle(12)
    press("Ctrl+U")(running)
    running.settle(8)


def mail_quote(running: Any) -> None:
    """Where a quote from the list is mailed to."""
    from ui.common.buttons import Button

    quotes(running)
    running.window.sheet.findChild(Button, "quotes.mail").click()
    running.settle(4)


def quote_ways(running: Any) -> None:
    """A caller came into the shop with the quote: sold now, or gone on with."""
    from app.counter.quote_sale import CallQuote
    from ui.counter.quote_ways import QuoteWaysSheet

    QuoteWaysSheet(running.desk, CallQuote("Q1047", "Nora Kelly", 8_940, 490, ()), lambda _way: None).open()
    running.settle(4)


def order_papers(running: Any) -> None:
    """F10 on an order: its papers by their letters."""
    press("F10")(running)
    running.settle(4)


SHOTS: tuple[tuple[Any, ...], ...] = (
    ("05p-order-papers", "manager", "office", "orders", "", order_papers),
    ("02m-shift-sales", "manager", "till-1", "sell", "counter", shift_sales),
    ("02e-quotes", "counter", "till-1", "sell", "counter", quotes),
    ("02e-quote-mail", "counter", "till-1", "sell", "counter", mail_quote),
    ("02e-quote-ways", "counter", "till-1", "sell", "counter", quote_ways),
    ("17g-role-acts", "manager", "office", "settings", "", role_acts),
    ("12f-float", "counter", "till-1", "settle", "shift", float_differs),
    ("03d-waiting-scan", "counter", "till-1", "sell", "counter", waiting_scan),
)
