"""Placing a call: a new caller is taken up as a customer first, then the order gets its number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.core.i18n import _, language
from app.core.money import format_money
from ui.common.sheet import ask
from ui.orders.call import Call
from ui.orders.phone_options import ask_options
from ui.orders.phone_prices import price_again

if TYPE_CHECKING:
    from app.orders.choices import WrongOptions
    from app.orders.draft import TotalChanged
    from ui.common.desk import Desk
    from ui.orders.phone_desk import PhoneDesk


class Placing:
    """The steps of F9, one call at a time."""

    def __init__(self, desk: Desk, calls: PhoneDesk, placed: Callable[[Any], None]) -> None:
        self._desk, self._calls, self._placed = desk, calls, placed

    @property
    def is_busy(self) -> bool:
        """Whether a call is being placed."""
        return self._desk.is_acting(self._calls)

    def refuses(self) -> bool:
        """Say so when a call is being placed: nothing more goes on it."""
        if self.is_busy:
            self._desk.feedback("wrong")
            self._desk.window.notice.warn(_("The order is just being placed. Do it again."))
        return self.is_busy

    def when_free(self, act: Callable[[], None]) -> Callable[[], None]:
        """The same, but not while a call is being placed: it is not left before its number is known."""
        return lambda: None if self.refuses() else act()

    def start(self) -> None:
        """Place the call that is on the screen."""
        if self.is_busy:
            return
        if self._calls.call.customer_id is None:
            self._add_customer(self._calls.call)
        else:
            self._place(self._calls.call)

    def _add_customer(self, call: Call) -> None:
        from app.customers.address_book import NewAddress
        from app.customers.customers import DuplicateCustomer, NewCustomer, add_customer

        address = None
        if call.places:
            place = call.places[0]
            address = NewAddress(
                place.line1, place.city, place.country, place.line2, place.region, place.postcode, place.note
            )
        new = NewCustomer(
            call.name, call.phone, may_sms="sms" in call.told, may_mail="mail" in call.told, address=address,
            language=language(),
        )  # fmt: skip

        def refused(error: BaseException) -> None:
            self._refused(error)
            if isinstance(error, DuplicateCustomer):
                # They are offered; the next F9 takes the caller as somebody else.
                self._calls.change(extra={**call.extra, "is_new": True})
                self._calls.offer(error.customer_ids)

        is_new = bool(call.extra.get("is_new"))
        self._desk.write(
            self._calls, add_customer, new, even_if_known=is_new, key=f"{call.uid}-customer-{is_new}",
            done=lambda customer_id: self._place(replace(call, customer_id=customer_id)), failed=refused, once=True,
        )  # fmt: skip

    def _place(self, call: Call) -> None:
        from app.orders.place import place_order

        def done(placed: Any) -> None:
            self._keep_consent(call)
            if self._calls.call.uid == call.uid:
                self._placed(placed)
            else:  # it was put aside meanwhile: another caller is shown
                self._calls.drop(call.uid)
                self._desk.feedback("done")
                self._desk.toast(_("Order {number} is placed").format(number=placed.number))

        self._desk.write(
            self._calls,
            place_order,
            call.draft(),
            key=call.uid,
            done=done,
            failed=self._refused,
            urgent=True,
            once=True,
        )

    def _refused(self, error: BaseException) -> None:
        from app.catalog.coupons import CouponUsed
        from app.orders.choices import WrongOptions
        from app.orders.draft import TotalChanged

        if isinstance(error, TotalChanged):
            self._ask_again(error)
        elif isinstance(error, WrongOptions):
            self._ask_choice(error)
        elif isinstance(error, CouponUsed):
            # Somebody else was faster with it: the total on the screen is the one without it.
            self._calls.set_call(self._calls.call.without_coupon(error.facts["code"]))
            self._desk.explain(error)
        else:
            self._desk.explain(error)

    def _ask_again(self, error: TotalChanged) -> None:
        """The total is not what the caller was told: say it, show the new one, and place only when they agree."""
        price_again(self._calls, self._desk)
        amount = format_money(error.facts["total_minor"])
        self._desk.feedback("attention")
        ask(
            self._desk.surface, _("The total has changed"), str(error), _("Place for {amount}").format(amount=amount),
            self.start, no_text=_("Back to the caller"), name="order_entry.changed",
        )  # fmt: skip

    def _ask_choice(self, error: WrongOptions) -> None:
        """Something has still to be chosen: ask it of its line; what it costs is said before the order is placed."""
        lines, at = self._calls.call.lines, int(error.facts.get("place") or 0) - 1
        self._desk.explain(error)
        if 0 <= at < len(lines):
            ask_options(self._desk, lines[at], lambda line: self._calls.set_call(self._calls.call.with_line(at, line)))

    def _keep_consent(self, call: Call) -> None:
        from app.customers.customers import change_consent

        if call.customer_id is not None and self._desk.may("customers.change_consent"):
            self._desk.write(
                self._calls, change_consent, call.customer_id, may_mail="mail" in call.told, may_sms="sms" in call.told
            )
