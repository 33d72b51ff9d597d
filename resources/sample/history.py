"""Four weeks of past orders of all channels, drawn from the weights of `history.json` with its seed."""

from __future__ import annotations

from random import Random
from typing import Any

from app.core import clock
from app.orders.states import Channel, Method
from app.payments.close import close_shift
from app.payments.drawer import expected_cash
from app.payments.shift import begin_count, open_shift
from app.payments.till import current_shift
from app.staff.time_clock import clock_in, clock_out
from resources.sample.data import load
from resources.sample.player import Lines, Plan, Player

TILLS = ("till-1", "till-2")
CHANNELS = {"counter": Channel.COUNTER, "web": Channel.ONLINE, "phone": Channel.PHONE}
METHODS = {"van": Method.OWN_DRIVER, "carrier": Method.CARRIER, "pickup": Method.PICKUP}
VAN_LEAVES = (("10:40", "Joe Cullen", "Van 1"), ("12:20", "Dara Murray", "Van 2"), ("16:00", "Dara Murray", "Van 2"))
WORK = (  # who comes and goes when, at which station, to some minutes
    ("Ruth Hartwell", "office", "08:40", "19:25"), ("Maya Kelly", "till-1", "08:52", "19:18"),
    ("Tom Byrne", "till-2", "08:54", "19:16"), ("Aoife Nolan", "desk-2", "09:25", "17:40"),
    ("Piotr Zając", "p1", "08:30", "17:10"), ("Grace Adeyemi", "p2", "08:35", "17:05"),
    ("Joe Cullen", "p1", "10:05", "18:30"), ("Dara Murray", "p1", "10:10", "18:40"),
)  # fmt: skip
WORDS = {5: "Lovely, thank you", 4: "Good", 3: "Slow, but lovely packing", 2: "Not what I expected", 1: "Broken"}


class History:
    """Draws the past and queues it with a player."""

    def __init__(self, player: Player, left_alone: set[str]) -> None:
        """`left_alone`: customers whose first order is still to come."""
        self._player, self._rng, self._weights = player, player.rng, load("history")
        self._chance = Random(self._weights["seed"])  # of its own: the orders stay what they are
        self._customers = [row for row in load("customers") if row["name"] not in left_alone]
        sold_freely = {row["sku"] for row in load("products") if row["allow_found"]}
        known = [(sku, weight) for sku, weight in self._weights["popularity"].items() if sku in sold_freely]
        self._skus, self._popular = [sku for sku, _weight in known], [weight for _sku, weight in known]
        self._units = {row["sku"]: row["unit"] for row in load("products")}

    def queue(self, today: str) -> None:
        """Queue every day up to yesterday, then this morning at the counter."""
        for back in range(self._weights["days"], 0, -1):
            day = clock.add_days(today, -back)
            weekday = clock.local(clock.day_start_ms(day)).strftime("%A").lower()
            noise = 1 + self._rng.uniform(-1, 1) * self._weights["day_noise_percent"] / 100
            self._day(day, round(self._weights["orders_per_day"][weekday] * noise), full=True)
        self._day(today, self._weights["today_counter_orders"], full=False)

    def _day(self, day: str, orders: int, *, full: bool) -> None:
        self._work(day, full=full)
        for till in TILLS:
            self._player.at(clock.at_local(day, "09:02"), lambda till=till: self._open(till))
        for _order in range(orders):
            kind = self._draw(self._weights["channels"]) if full else "counter"
            hours = self._weights["hours" if kind == "counter" else "web_hours"]
            clock_text = f"{int(self._draw(hours)):02}:{self._rng.randrange(4, 60):02}"
            moment = clock.at_local(day, clock_text)
            if kind == "counter":
                self._player.at(moment, self._sale())
            else:
                plan = self._plan(kind)
                self._player.at(moment, lambda plan=plan: self._player.place(plan))
        for at, driver, vehicle in VAN_LEAVES if full else ():
            self._player.at(clock.at_local(day, at), lambda driver=driver, vehicle=vehicle: self._van(driver, vehicle))
        if full:
            for till in TILLS:
                self._player.at(clock.at_local(day, "19:10"), lambda till=till: self._close(till))

    def _work(self, day: str, *, full: bool) -> None:
        """Everybody clocks in, and out at the end of a day that is over."""
        for name, station, comes, goes in WORK:
            self._clock(clock_in, name, station, clock.at_local(day, comes))
            if full:
                self._clock(clock_out, name, station, clock.at_local(day, goes))

    def _clock(self, act: Any, name: str, station: str, at: int) -> None:
        late = self._chance.randrange(-4, 7) * clock.MINUTE_MS
        self._player.at(at + late, lambda: act(self._player.who(name, station)))

    def _open(self, till: str) -> None:
        name = "Maya Kelly" if till == "till-1" else "Tom Byrne"
        if current_shift(till) is None:
            open_shift(self._player.who(name, till), 15_000)

    def _close(self, till: str) -> None:
        name = "Maya Kelly" if till == "till-1" else "Tom Byrne"
        shift = current_shift(till)
        if shift is None:
            return
        begin_count(self._player.who(name, till))
        off = self._rng.choice((0, 0, 0, 0, 5, -5, -20, 10))
        cash = expected_cash(shift.id) + off
        manager = self._player.who("Ruth Hartwell", till)
        close_shift(manager, {"cash": max(0, cash)}, None, "counted twice" if off else "")

    def _van(self, driver: str, vehicle: str) -> None:
        run = self._player.van_leaves(driver, vehicle)
        if run:
            self._player.later(400, lambda: self._player.van_is_back(run, driver))

    def _sale(self) -> Any:
        name, till = self._draw(self._weights["sellers"]), self._draw(self._weights["tills"])
        cash = self._draw({"cash": 32, "card": 68}) == "cash"
        known = self._rng.randrange(100) < self._weights["known_customer_percent"]["counter"]
        customer = self._rng.choice(self._customers)["name"] if known else None
        lines = self._lines()
        return lambda: self._player.counter_sale(name, till, lines, cash=cash, customer=customer)

    def _plan(self, kind: str) -> Plan:
        method = METHODS[self._draw(self._weights["deliveries"][kind])]
        pay = self._draw(self._weights["payments"][kind])
        pay = {"link": "paid_online", "account": "paid_online"}.get(pay, pay)
        if pay == "cod" and method == Method.PICKUP:
            pay = "at_pickup"
        if pay == "cod" and method == Method.CARRIER:
            pay = "paid_online"
        stars = 0
        if self._rng.randrange(100) < self._weights["feedback_percent"]:
            stars = int(self._draw(self._weights["stars"]))
        return Plan(
            CHANNELS[kind], self._lines(), method, pay, self._rng.choice(self._customers)["name"],
            "Aoife Nolan", "desk-2", self._minutes(), stars, WORDS.get(stars, ""),
            promised_minutes=None if kind == "web" else 1440,
        )  # fmt: skip

    def _minutes(self) -> dict[str, int]:
        spans = self._weights["minutes"]
        draw = {name: self._rng.randrange(*spans[name]) for name in ("confirm", "pick", "pack", "dispatch")}
        return {
            "approve": draw["confirm"] + 5, "pick": draw["pick"] + 20, "pack": draw["pack"], "leave": draw["dispatch"],
            "deliver": self._rng.randrange(25, 190), "collect": self._rng.randrange(*spans["pickup_wait"]),
        }  # fmt: skip

    def _lines(self) -> Lines:
        chosen: dict[str, int] = {}
        for _line in range(int(self._draw(self._weights["lines"]))):
            sku = self._rng.choices(self._skus, self._popular)[0]
            if self._units[sku] == "gram":
                chosen[sku] = self._rng.choice(self._weights["gram_quantities"])
            else:
                chosen[sku] = int(self._draw(self._weights["quantity"]))
        return list(chosen.items())

    def _draw(self, weights: dict[str, int]) -> str:
        return self._rng.choices(list(weights), list(weights.values()))[0]


def opening_spare() -> dict[str, int]:
    """Stock beyond what is to be left: enough for four weeks of sales."""
    units = {row["sku"]: row["unit"] for row in load("products")}
    weights = load("history")["popularity"]
    return {
        sku: round(weight * (60 if units.get(sku) == "gram" else 1) * 0.6) + (4000 if units.get(sku) == "gram" else 15)
        for sku, weight in weights.items()
    }
