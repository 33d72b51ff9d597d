"""What the journeys share: a furnished shop, its window with hands and eyes, printers that keep their paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import zxingcpp
from PySide6.QtWidgets import QApplication, QFileDialog

from app import shop
from app.core import clock, outbox, settings
from app.core.actor import system_actor
from app.core.settings import change_setting
from app.delivery.carriers import add_carrier
from app.ledger.post import balance
from app.orders.models import Order
from app.orders.states import OrderState
from app.packing.cartons import add_carton
from app.picking.release import add_totes
from app.staff.models import Station, StationKind
from app.staff.people import add_person
from devices.simulators.scale import SimulatedScale
from tests.conftest import NOON, Stores
from tests.factories import make_customer, make_product, manager
from tests.printing.fake_printer import FakePrinter
from tests.ui.driver import Driver

TILL, BENCH = "till-1", "pack-1"
MUG, KETTLE = "MUG-1", "KET-9"
CARD = "CARD-77"
CARTON_GRAMS = 200
PINS = {"Maya Kelly": "4711", "Piotr Zając": "4712", "Dara Murray": "4713", "Ruth Hartwell": "471100"}


class Walk(Driver):
    """The window of one station; what it is asked about the store is asked by its own reader."""

    def __init__(self, qtbot: Any, url: str, *, role: str, station: str) -> None:
        super().__init__(qtbot, url, role=role, station=station)
        self.wait(lambda: hasattr(self.running, "desk"))
        self.wait(lambda: self.running.porter is not None)
        self.settle()

    # -- hands

    def scan(self, code: str) -> None:
        """Scan; time stands still in a test, so the guard against bouncing scanners is off."""
        self.window.router.configure(max_gap_ms=35, min_length=3, prefix="", repeat_ms=0)
        super().scan(code)

    def sign_in(self, name: str) -> None:
        """Choose a name with the arrows and type its PIN."""
        page = self.window.session.page
        self.wait(lambda: page._chosen is not None)
        for _step in PINS:
            if page._chosen.tile.name == name:
                break
            self.press("Right")
        assert page._chosen.tile.name == name
        self.type(PINS[name])
        self.wait(lambda: self.window.tab is not None and not self.window.session.is_locked)
        self.settle()

    def take_file(self, path: Path) -> None:
        """Type a file's path into the file dialog."""
        self.wait(lambda: isinstance(QApplication.activeWindow(), QFileDialog))
        self.type(str(path))
        self.press("Return")
        self.wait(lambda: not isinstance(QApplication.activeWindow(), QFileDialog))

    def answer(self, number: str, stars: int, words: str) -> None:
        """What a customer says of an order: typed in on the Service tab."""
        self.go("Alt+0", "service", "feedback")
        self.press("Ctrl+N")
        sheet = self.wait_sheet("service.enter")
        self.scan(number)
        self.wait(lambda: sheet._ref)
        self.press(str(stars))
        self.press("Tab")
        self.type(words)
        self.press("F9")
        self.wait(lambda: self.sheet == "")
        self.settle()

    def put_away(self, number: str) -> None:
        """F9 on the finished order closes it for good."""
        orders = self.go("Alt+2", "orders")
        self.scan(number)
        self.wait(lambda: orders.view.story is not None and orders.view.story.next is not None)
        self.settle()
        self.press("F9")
        self.wait(lambda: self.ask(lambda: Order.get(Order.number == number).state) == OrderState.ARCHIVED)
        self.press("Esc")

    # -- eyes

    def go(self, cap: str, tab: str, mode: str = "") -> Any:
        """Go to a tab by its key, and to one of its modes."""
        self.press(cap)
        self.wait(lambda: self.window._current == tab)
        for _mode in self.tab.MODES if mode else ():
            if self.tab.mode != mode:
                self.press("Ctrl+Tab")
        assert not mode or self.tab.mode == mode
        self.settle()
        return self.tab

    def wishes(self) -> dict[str, list[str]]:
        """Kind of paper or message -> the states of what was wished."""
        found: dict[str, list[str]] = {}
        for wish in self.ask(lambda: outbox.recent(limit=500)):
            found.setdefault(wish.kind, []).append(str(wish.state))
        return found

    def bars_of(self, kind: str) -> list[str]:
        """What a scanner reads from the picture of the newest paper of a kind."""
        from app.documents.build import paper_for
        from printing.preview import preview

        def draw() -> Any:
            return preview(paper_for(max(outbox.recent([kind]), key=lambda wish: wish.id)))

        return [code.text for code in zxingcpp.read_barcodes(self.ask(draw))]


class Shop:
    """A store that several windows open one after the other, with its printers."""

    def __init__(self, url: str, qtbot: Any, receipts: FakePrinter, labels: FakePrinter, scale: SimulatedScale) -> None:
        self.url, self._qtbot = url, qtbot
        self.receipts, self.labels, self.scale = receipts, labels, scale

    @contextmanager
    def window(self, station: str = TILL, role: str = "") -> Iterator[Walk]:
        """The window of a station; without a role somebody has to sign in."""
        running = Walk(self._qtbot, self.url, role=role, station=station)
        try:
            yield running
        finally:
            running.close()

    @contextmanager
    def store(self) -> Iterator[None]:
        """The store itself, to look at the end; everything in it must add up."""
        shop.open_shop(self.url)
        try:
            yield
            assert list(shop.verify()) == []
        finally:
            shop.close_shop()


def furnish(receipts: str, labels: str, scale: str) -> None:
    """Goods, people, stations with printers and a scale, totes and a carton."""
    make_product("MUG-1", price="14.90", on_hand=24, bin="A-01-1", weight=300)
    make_product("KET-9", price="64.00", on_hand=20, bin="B-02-1", weight=900)
    make_customer("Siobhán Brady", phone="+353855550177", email="siobhan@shop.example", card=CARD, may_sms=True)
    roles = {"Maya Kelly": "counter", "Ruth Hartwell": "manager"}
    for name, pin in PINS.items():
        add_person(system_actor(), name, roles.get(name, "warehouse"), pin, is_driver=name == "Dara Murray")
    printers = {
        "printer": {"url": receipts, "name": "Receipts"},
        "label_printer": {"url": labels, "name": "Labels", "target": {"tongue": "zpl"}},
    }
    for code, kind in ((TILL, StationKind.TILL), (BENCH, StationKind.PACKING)):
        Station.get_or_create(code=code, defaults={"name": code, "kind": kind, "series": code[0].upper()})
        scales = (
            {"scale": {"url": scale, "name": "Scale", "options": {"protocol": "continuous"}}}
            if kind == StationKind.PACKING
            else {}
        )
        change_setting(system_actor(), "station.devices", printers | scales, code)
    add_carton(manager, "CTN-M", "M", 320, 240, 160, CARTON_GRAMS, 15_000)
    add_carrier(manager, "an_post", "An Post", "s10", "https://post.example/%s")
    add_totes(manager, ("TOTE-1", "TOTE-2"))
    from app.catalog.find import index_products
    from app.customers.customers import index_customer

    index_products()
    index_customer(1)


@contextmanager
def open_shop(stores: Stores, qtbot: Any, more: Callable[[], None] = lambda: None) -> Iterator[Shop]:
    """The furnished shop at half past two."""
    url = stores.fresh()
    with ExitStack() as stack:
        stack.enter_context(clock.frozen(NOON))
        receipts, labels = (stack.enter_context(FakePrinter()) for _printer in range(2))
        scale = SimulatedScale()
        stack.callback(scale.close)
        shop.open_shop(url)
        settings.forget()
        furnish(receipts.url, labels.url, scale.url)
        more()
        shop.close_shop()
        yield Shop(url, qtbot, receipts, labels, scale)
    stores.drop(url)


def pick(bench: Walk, numbers: set[str], *codes: str) -> None:
    """Make one list of what is ready, walk it and scan each piece in the order of the bins."""
    tab = bench.go("Alt+5", "pick", "plan")
    bench.wait(lambda: {row.order_number for row in tab.plan.table.rows()} == numbers)
    bench.press("A")
    bench.press("F9")
    bench.wait(lambda: tab.plan.table.count() == 0)
    bench.go("Alt+5", "pick", "pick")
    bench.wait(lambda: tab.pick.start.table.current() is not None)
    bench.press("F9")
    bench.wait(lambda: tab.pick.walk.screen is not None)
    for code in codes:
        bench.wait(lambda: bench.find("pick.state").property("state") == "go")
        bench.scan(code)
    bench.wait(lambda: bench.find("pick.state").property("state") == "done")
    bench.press("P")
    bench.wait(lambda: tab.mode == "pack")
    bench.settle()


def pack(bench: Walk, scale: SimulatedScale) -> tuple[str, int]:
    """Take the next tote, scan each piece again, put the box on the scale: the label prints by itself.

    Returns the order's number and what the scale showed, in g.
    """
    start, table = bench.tab.pack.start, bench.tab.pack.table
    bench.wait(lambda: start.table.current() is not None)
    bench.press("F9")
    bench.wait(lambda: table.data is not None and table.closed is None)
    bench.settle()
    screen = table.data.screen
    for line in screen.lines:
        for _piece in range(line.picked):
            bench.scan(line.sku)
    pieces = sum(line.picked for line in screen.lines)
    assert bench.find("pack.count").text() == f"{pieces} of {pieces}"
    grams = sum(line.piece_grams * line.picked for line in screen.lines) + CARTON_GRAMS
    scale.put(grams)
    bench.wait(lambda: table.closed is not None)
    bench.settle()
    scale.remove()
    return str(screen.order_number), grams


def balances(*codes: str) -> tuple[int, ...]:
    """What these accounts hold, in minor units."""
    return tuple(balance(code) for code in codes)
