"""A call at the desk: the order in the making with its undo, and everything that is asked of the store for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from app.core import clock
from app.core.i18n import _
from app.core.refusal import Refusal
from ui.orders import phone_when, phone_who
from ui.orders.call import Call, Place
from ui.orders.phone_questions import LEAST_DIGITS, Known, digits_of, first_time

if TYPE_CHECKING:
    from ui.common.desk import Desk

STEPS = 50
HOLD_AFTER_MS, SAVE_AFTER_MS = 60, 400


class PhoneDesk(QObject):
    """Holds one call.

    Signals:
        changed: the call, or what is known about it, is another.
        times_changed: other windows or another time.
        loaded: another call was put in place of this one.
        matched: customers with the number that is typed, as (row, phone as dialed, day of the last order).
        often: the customer's first name and what is often bought.
        saved: the draft was kept (ms).
    """

    changed = Signal()
    times_changed = Signal()
    loaded = Signal()
    matched = Signal(list)
    often = Signal(str, list)
    saved = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.call = Call(str(uuid4()), place=-2)
        self.known = Known()
        self.slots: list[Any] = []
        self.rules: dict[str, Any] = {}
        self.is_done = False  # the call was placed and is still shown
        self.ready_at = 0  # when the goods that go together are there
        self.proposed: int | None = None  # the time that the screen proposed by itself
        self._before: list[Call] = []
        self._after: list[Call] = []
        self._started = False
        self._hold_timer = self._timer(HOLD_AFTER_MS, self._hold)
        self._save_timer = self._timer(SAVE_AFTER_MS, self.save)

    def _timer(self, ms: int, do: Any) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=ms)
        timer.timeout.connect(do)
        return timer

    def while_shown(self, act: Callable[..., object]) -> Callable[..., None]:
        """The same, for an answer that belongs to the call that is shown now: another call never gets it."""
        uid, was_done = self.call.uid, self.is_done

        def go(*answer: Any) -> None:
            if was_done or self.call.uid == uid:
                act(*answer)
            else:
                self._desk.feedback("wrong")
                self._desk.window.notice.warn(_("Another call is shown now. Do it again on the call it is for."))

        return go

    # -- steps

    def set_call(self, call: Call, *, remember: bool = True) -> None:
        """Put the next state of the call in place; it can be undone.  What cannot be priced is said and not done."""
        old = self.call
        if call == old or self.is_done:
            return
        try:
            _ = call.priced
        except Refusal as refusal:  # more given off than there is
            self._desk.explain(refusal)
            self.changed.emit()
            return
        if not call.began_at and not call.is_empty:
            call = replace(call, began_at=clock.now_ms())
        if remember:
            self._before = [*self._before[1 - STEPS :], old]
            self._after = []
        self.call = call
        if list(call.wanted.items()) != list(old.wanted.items()):
            self._hold_timer.start()
        if call.address != old.address:
            phone_who.check_address(self, self._desk)
        if call.lines != old.lines:
            phone_when.keep(self, self._desk)
        self.changed.emit()
        if (call.method, call.promised_at) != (old.method, old.promised_at):
            self.times_changed.emit()
        self._save_timer.start()

    def change(self, **values: Any) -> None:
        """Change some values of the call."""
        self.set_call(replace(self.call, **values))

    def undo(self) -> None:
        """The call as it was before the last step."""
        if self._before:
            self._after.append(self.call)
            self.set_call(self._before.pop(), remember=False)

    def redo(self) -> None:
        """The step that was undone, again."""
        if self._after:
            self._before.append(self.call)
            self.set_call(self._after.pop(), remember=False)

    def load(self, call: Call) -> None:
        """Put another call in place, with no way back to the one before."""
        self.call, self._before, self._after = call, [], []
        self.known, self.is_done, self.ready_at, self.proposed = Known(), False, 0, None
        self.loaded.emit()
        self.changed.emit()
        self.times_changed.emit()
        if call.customer_id is not None:
            phone_who.read_customer(self, self._desk, call.customer_id, fresh=False)
        if call.address:
            phone_who.check_address(self, self._desk)
        if call.lines:
            self._hold_timer.start()

    def begin(self) -> None:
        """A new, empty call."""
        self.load(Call(str(uuid4()), place=-2, **self._charges()))

    def finish(self) -> None:
        """The order was placed: what is shown stays, and nothing more is asked."""
        self.is_done = True
        self._save_timer.stop()
        self._hold_timer.stop()
        self.drop(self.call.uid)

    def drop(self, uid: str) -> None:
        """A call that was placed is kept no longer."""
        from app.orders.phone_drafts import drop_draft

        self._desk.write(self, drop_draft, uid)

    # -- who

    def set_phone(self, text: str) -> None:
        """The number as it stands in the field; from the fourth digit customers are looked for."""
        call = self.call
        if self.is_done or text == call.phone:
            return
        if call.customer_id is not None:
            blank = replace(call, phone=text, customer_id=None, name="", email="", places=(), place=-2, group="")
            self.set_call(replace(blank, discount_bp=0, promised_at=None, group_id=None, regime_id=None))
        else:
            self.set_call(replace(call, phone=text), remember=False)
        if len(digits_of(text)) < LEAST_DIGITS and not any(map(str.isalpha, text)):
            self.matched.emit([])
            return
        phone_who.look_for(self, self._desk, text)

    def offer(self, customer_ids: list[int]) -> None:
        """Show customers who may be the caller."""
        phone_who.offer(self, self._desk, customer_ids)

    def attach(self, customer_id: int, *, collects: bool = False) -> None:
        """Take the order for a known customer, who `collects` it when standing at the counter."""
        phone_who.read_customer(self, self._desk, customer_id, fresh=True, collects=collects)

    def take(self, card: Any, phone: str, *, collects: bool = False) -> None:
        """The caller is known: name, places and what they agreed to."""
        row = card.row
        places = tuple(
            Place(a.line1, a.city, a.line2, a.region, a.postcode, a.country, a.note, a.lat_e6, a.lon_e6)
            for a in card.addresses
        )
        told = tuple(way for way, yes in (("sms", card.may_sms), ("mail", card.may_mail)) if yes)
        self.change(
            customer_id=row.id, name=row.name, phone=phone or self.call.phone, email=row.email, language=row.language,
            places=places, place=0 if places and not collects else -1, told=told, group=row.group,
            group_id=row.group_id, discount_bp=row.discount_bp, regime_id=row.regime_id,
        )  # fmt: skip
        self.first_time()

    def set_newcomer(self, name: str, place: Place | None) -> None:
        """The name and address of somebody new."""
        if self.call.customer_id is not None:
            return
        places = (place,) if place else ()
        chosen = 0 if place else -1 if self.call.place == -1 else -2
        self.change(name=name, places=places, place=chosen)
        self.first_time()

    # -- where and when

    def choose_place(self, place: int) -> None:
        """Where it goes; -1 is pickup."""
        self.change(place=place, promised_at=None)
        self.first_time()

    def add_address(self, place: Place) -> None:
        """Another address, for this order."""
        self.change(places=(*self.call.places, place), place=len(self.call.places), promised_at=None)
        self.first_time()

    def set_carrier(self, by_carrier: bool) -> None:
        """Whether a carrier brings it."""
        self.change(by_carrier=by_carrier, promised_at=None)
        self.first_time()

    def first_time(self) -> None:
        """Without a word about the time, the first that can be kept."""
        if self.call.method and not (self.call.promised_at and self.call.promised_at > clock.now_ms()):
            self.proposed = first_time(self.call, self.slots, self.rules, self.ready_at)
            self.change(promised_at=self.proposed)

    def next_slot(self) -> None:
        """The next window that has room."""
        free = [slot.ends_at for slot in self.slots if slot.left]
        if self.call.method == "own_driver" and free:
            at = free.index(self.call.promised_at) if self.call.promised_at in free else -1
            self.change(promised_at=free[(at + 1) % len(free)])

    # -- the store

    def _charges(self) -> dict[str, int]:
        """What the shop takes for a delivery and for cash at the door."""
        return {name: self.rules.get(name, 0) for name in ("delivery_minor", "cod_fee_minor")}

    def read_rules(self) -> None:
        """Charges and windows; the first time also what a crash left on this station's screen."""
        station, fresh, ready = self._desk.station, not self._started, self.ready_at

        def find() -> Any:
            from app.core.settings import read
            from app.orders.phone_drafts import open_draft
            from app.orders.phone_reads import slots

            names = ("delivery_minor", "cod_fee_minor", "pickup_minutes", "carrier_days")
            rules = {name: read(f"orders.{name}") for name in names} | {"country": read("shop.country")}
            return rules, slots(after=ready), open_draft(station) if fresh else None

        def show(found: Any) -> None:
            self.rules, self.slots, body = found
            if not self._started:
                self._started = True
                if body and self.call.is_empty:
                    self.load(Call.from_body(body))
            # A quote named what delivery costs.
            if not self.call.holds_charges and (call := replace(self.call, **self._charges())) != self.call:
                self.set_call(call, remember=False)
            self.times_changed.emit()
            self.changed.emit()

        self._desk.read(self, find, show, merge="rules")

    def _hold(self) -> None:
        """Hold the goods anew, then ask what can be promised."""
        from app.orders.baskets import Wanted, hold_basket

        if self.is_done:
            return
        wanted = tuple(Wanted(*one) for one in self.call.wanted.items())

        def held(answer: Any) -> None:
            self.known.held_until = min((part.until_at for part in answer), default=0)
            self.read_promises()

        self._desk.write(self, hold_basket, self.call.uid, wanted, done=held, urgent=True)

    def read_promises(self) -> None:
        """What can be promised for each line now."""
        wanted, uid = self.call.wanted, self.call.uid
        if self.is_done:
            return

        def find() -> dict[int, Any]:
            from app.orders.promise import promise

            return {product_id: promise(product_id, quantity, uid) for product_id, quantity in wanted.items()}

        def show(found: dict[int, Any]) -> None:
            if not self.is_done and self.call.uid == uid:
                self.known.promises = found
                phone_when.keep(self, self._desk)
                self.changed.emit()

        self._desk.read(self, find, show, merge="promises", urgent=True)

    def save(self) -> None:
        """Keep the call as it is now."""
        from app.orders.phone_drafts import save_draft

        call = self.call
        self._save_timer.stop()
        if call.is_empty or self.is_done or self._desk.actor is None or not self._desk.may("orders.save_draft"):
            return
        self._desk.write(
            self, save_draft, call.uid, call.body(), call.name or call.phone, call.total_minor, done=self.saved.emit
        )

    def park(self) -> None:
        """Put the call aside and begin another; its goods are free meanwhile."""
        from app.orders.phone_drafts import park_draft

        self.save()
        call = self.call
        said = _("Order of {name} is parked").format(name=call.name or call.phone or _("the caller"))
        self._desk.write(
            self, park_draft, call.uid, done=lambda _nothing: self._desk.toast(said, lambda: self.take_up(call.uid))
        )
        self.begin()

    def take_up(self, uid: str) -> None:
        """Bring a parked call back; the one on the screen is parked."""
        from app.orders.phone_drafts import take_draft

        if not self.call.is_empty and not self.is_done:
            self.park()

        def show(body: dict[str, Any]) -> None:
            if not self.call.is_empty and not self.is_done:
                self.park()  # another caller was quicker than the answer
            self.load(Call.from_body(body))

        self._desk.write(self, take_draft, uid, done=show)
