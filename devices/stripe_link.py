"""Paying online by a link or QR code through Stripe: the same interface as a card terminal.

A Checkout page is made for the amount; the customer opens it by the link or by the code on the customer display, and
the page is looked at until it is paid, ended or given up.  The key of the payment is Stripe's idempotency key, so
that the same key never makes two pages, and a lost answer is found again by asking for the same page once more.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from app.core.i18n import _
from devices.terminal import PayOutcome, PayRequest, PayState

EVERY_S = 2.0
LASTS_S = 30 * 60.0  # Stripe ends no page earlier
LONGEST_KEY = 255
OnLink = Callable[[str, str, str], None]


class StripeMissing(RuntimeError):
    """The extra package is not installed; str() is a sentence for the person who sets it up."""


def make_client(secret: str, *, base: str = "") -> Any:
    """The SDK's client; it is imported only here, and StripeMissing when it is not there."""
    try:
        import stripe
    except ImportError as error:
        raise StripeMissing(_("Stripe is missing. Install Kontor with its stripe extra.")) from error
    addresses: Any = {"api": base} if base else None
    # A repeat under the same key is safe, so the SDK may try twice by itself.
    return stripe.StripeClient(secret, base_addresses=addresses, max_network_retries=2)


class StripeLink:
    """Takes money by Checkout pages; safe to call from several threads.

    `on_link(key, page id, address)` is called before the customer can pay, so that the page's id is kept first.
    """

    def __init__(
        self, client: Any, on_link: OnLink, *, success_url: str, every_s: float = EVERY_S, lasts_s: float = LASTS_S,
        title: str = "",
    ) -> None:  # fmt: skip
        self._client, self._on_link, self._title = client, on_link, title
        self._success_url, self._every_s, self._lasts_s = success_url, every_s, lasts_s
        self._closing = threading.Event()

    def close(self) -> None:
        """Stop waiting; payments that are still open end in doubt."""
        self._closing.set()

    def pay(self, request: PayRequest) -> PayOutcome:
        """Make the page and wait until it is paid; the same key finds the same page again."""
        try:
            page = self._page(request)
            self._on_link(request.key, str(page.id), str(page.url or ""))
            return self._wait(request, page)
        except Exception as error:
            return _trouble(error, sent=request.sent_before)

    def refund(self, request: PayRequest, paid_reference: str) -> PayOutcome:
        """Give the amount back to the payment of an earlier page; a key refunds once.  DECLINED when it is too much.

        One that was sent before is looked for first: Stripe forgets its keys after a day.
        """
        try:
            page = self._client.v1.checkout.sessions.retrieve(paid_reference)
            intent = str(page.payment_intent)
            if request.sent_before and (known := self._refund_by_key(request.key, intent)) is not None:
                return _refund_state(known)
            return self.refund_intent(request, intent)
        except Exception as error:
            return _trouble(error, sent=True)

    def refund_intent(self, request: PayRequest, intent: str) -> PayOutcome:
        """Give back by the payment's own number."""
        try:
            made = self._client.v1.refunds.create(
                {"payment_intent": intent, "amount": request.amount_minor, "metadata": {"kontor_key": request.key}},
                {"idempotency_key": request.key[:LONGEST_KEY]},
            )
        except Exception as error:
            return _trouble(error, sent=True)
        return _refund_state(made)

    def _refund_by_key(self, key: str, intent: str) -> Any:
        """The refund that was made under a key; None when there is none."""
        made = self._client.v1.refunds.list({"payment_intent": intent, "limit": 100})
        return next((one for one in made.data if (one.metadata or {}).get("kontor_key") == key), None)

    def ask(self, key: str, page_id: str = "") -> PayOutcome:
        """Find out what became of a payment by its page; IN_DOUBT while nobody paid and the page is open."""
        if not page_id:
            return PayOutcome(PayState.IN_DOUBT, reason=_("Look for this payment in the Stripe dashboard."))
        try:
            return _state_of(self._client.v1.checkout.sessions.retrieve(page_id))
        except Exception as error:
            return _trouble(error, sent=True)

    def reverse(self, key: str, page_id: str = "") -> PayOutcome:
        """End a page that nobody paid, or give everything back; IN_DOUBT when Stripe did not confirm it."""
        if not page_id:
            return PayOutcome(PayState.IN_DOUBT, reason=_("Look for this payment in the Stripe dashboard."))
        try:
            page = self._client.v1.checkout.sessions.retrieve(page_id)
            if page.status == "open":
                page = self._end(page_id)
            if page.payment_status != "paid":
                return PayOutcome(PayState.REVERSED)
            refund = PayRequest(f"{key}/back", int(page.amount_total), str(page.currency))
            back = self.refund_intent(refund, str(page.payment_intent))
        except Exception as error:
            return _trouble(error, sent=True)
        return PayOutcome(PayState.REVERSED) if back.state is PayState.APPROVED else back

    def _end(self, page_id: str) -> Any:
        """End a page; when the customer or another call was faster, it is as they left it."""
        sessions = self._client.v1.checkout.sessions
        try:
            return sessions.expire(page_id)
        except Exception:
            return sessions.retrieve(page_id)

    def _page(self, request: PayRequest) -> Any:
        item = {
            "quantity": 1,
            "price_data": {
                "currency": request.currency.lower(), "unit_amount": request.amount_minor,
                "product_data": {"name": self._title or "Kontor"},
            },
        }  # fmt: skip
        return self._client.v1.checkout.sessions.create(
            {
                "mode": "payment", "line_items": [item], "client_reference_id": request.key[:200],
                "success_url": self._success_url, "metadata": {"kontor_key": request.key},
            },
            {"idempotency_key": request.key[:LONGEST_KEY]},
        )  # fmt: skip

    def _wait(self, request: PayRequest, page: Any) -> PayOutcome:
        deadline = time.monotonic() + self._lasts_s
        outcome = _state_of(page)
        while outcome.state is PayState.IN_DOUBT and time.monotonic() < deadline:
            if self._closing.wait(self._every_s):
                break
            outcome = self.ask(request.key, str(page.id))
        return outcome


def _refund_state(made: Any) -> PayOutcome:
    if made.status in ("failed", "canceled"):
        return PayOutcome(PayState.DECLINED, reason=_("The bank did not take the refund."))
    return PayOutcome(PayState.APPROVED, reference=str(made.id))


def _state_of(page: Any) -> PayOutcome:
    """A page in our words; the customer who is still at it is no answer yet."""
    if page.payment_status == "paid":
        return PayOutcome(PayState.APPROVED, scheme="STRIPE", reference=str(page.id), auth_code=str(page.id)[-12:])
    if page.status == "expired":
        return PayOutcome(PayState.DECLINED, reason=_("The link ended before it was paid; nothing was charged."))
    return PayOutcome(PayState.IN_DOUBT, reason=_("Nobody has paid by the link yet."))


def _trouble(error: Exception, *, sent: bool) -> PayOutcome:
    """What Stripe refused is declined; a broken line or a fault of theirs proves nothing."""
    import stripe

    unsure = (stripe.APIConnectionError, stripe.RateLimitError)
    if isinstance(error, stripe.StripeError) and not isinstance(error, unsure):
        status = error.http_status or 0
        if 400 <= status < 500:
            words = error.user_message or _("Stripe refused the payment.")
            return PayOutcome(PayState.DECLINED, reason=_("Stripe: {words}").format(words=words))
    if isinstance(error, stripe.StripeError) or sent:
        return PayOutcome(PayState.IN_DOUBT, reason=_("Stripe does not answer. Nobody knows yet whether it was paid."))
    raise error
