"""The Settings tab: sections at the left, the form of one at the right; every field saves itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget

from app.core import settings
from app.core.i18n import N_, _
from ui.common.boxes import Divider, Panel, fill
from ui.common.keys import Key
from ui.common.tab import Tab
from ui.common.table import Cell, Column, LiveTable
from ui.settings.page import Page
from ui.theme import theme

if TYPE_CHECKING:
    from app.core.changes import Changed
    from ui.common.desk import Desk

SECTIONS = (
    ("shop", N_("Shop"), N_("Name, address, money, papers"), "storefront"),
    ("selling", N_("Selling and payments"), N_("Prices, cash, orders"), "wallet"),
    ("taxes", N_("Taxes"), N_("Rates, groups, regimes"), "receipt"),
    ("promotions", N_("Promotions"), N_("Offers, coupons, price lists"), "tag"),
    ("groups", N_("Customer groups"), N_("Members, trade, discounts"), "users"),
    ("options", N_("Options"), N_("Grind, engraving, extras"), "list-bullets"),
    ("delivery", N_("Packing and delivery"), N_("Weights, drivers, couriers"), "truck"),
    ("scanner", N_("Scanner"), N_("Test scan, calibration, code test"), "barcode"),
    ("devices", N_("Devices"), N_("Printers, scale, terminal"), "printer"),
    ("people", N_("People"), N_("Roles, PINs, limits"), "user"),
    ("times", N_("Work times"), N_("Who was here when"), "clock"),
    ("risk", N_("Risk rules"), N_("When an order stops"), "shield-warning"),
    ("notices", N_("Notices"), N_("Mail and text messages"), "envelope-simple"),
    ("looks", N_("Appearance and language"), N_("Light, dark, size"), "palette"),
    ("backup", N_("Backup"), N_("Copies, proof, restore"), "database"),
    ("about", N_("About"), N_("Versions"), "info"),
)
WIDTH = 288


class SettingsTab(Tab):
    """Chooses the section and keeps the station's looks in step with what is saved."""

    NAME = "settings"
    TITLE = N_("Settings")
    SCAN_HINT = N_("Type the name of a setting")
    WATCHES = frozenset(
        {
            "setting",
            "person",
            "work_time",
            "tax",
            "tax_regime",
            "category",
            "supplier",
            "station",
            "promotion",
            "price_list",
            "option_group",
            "customer_group",
        }
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._pages: dict[str, Page] = {}
        self._sections = [(key, _(title), _(detail), icon) for key, title, detail, icon in SECTIONS]
        self.list = LiveTable(
            [
                Column("", lambda row: Cell(icon=row[3], text=""), 22, kind="icon"),
                Column("", lambda row: Cell(row[1], row[2]), None, kind="two"),
            ],
            "setup.list", key=lambda row: row[0], row_height=46, head=False, accessible=_("Sections"),
        )  # fmt: skip
        self._stack = QStackedWidget()
        left = Panel("surface", (self.list, 1), gap=0)
        left.setFixedWidth(WIDTH)
        fill(QHBoxLayout(self), (left, Divider(upright=True), (self._stack, 1)), 0, 0)
        self.list.set_rows(self._sections)
        self.list.chosen.connect(self._on_chosen)
        self.list.select_at(0)
        self.setFocusProxy(self.list)

    @property
    def page(self) -> Page:
        """The section that is shown."""
        shown: Any = self._stack.currentWidget()
        return shown

    def show_section(self, name: str) -> Page:
        """Show a section by its name."""
        self.list.select_id(name)
        return self.page

    def _on_chosen(self, row: Any) -> None:
        if row is None:
            return
        page = self._pages.get(row[0]) or self._make(row[0])
        self._stack.setCurrentWidget(page)
        page.load()
        self.keys_changed.emit()

    def _make(self, name: str) -> Page:
        page = _build(name, self.desk)
        page.changed.connect(self._on_saved)
        page.keys_changed.connect(self.keys_changed)
        self._pages[name] = page
        self._stack.addWidget(page)
        return page

    def _on_saved(self, name: str) -> None:
        if name.startswith(("station.", "scanner.")):
            use_station_settings(self.desk, self)

    def arrive(self) -> None:
        self.page.load()
        self.list.setFocus()

    def refresh(self) -> None:
        self.page.load()

    def on_changes(self, told: list[Changed]) -> None:
        kinds = {change.kind for change in told}
        if kinds & self.WATCHES:
            self.page.on_changes(kinds)

    def stands_on(self) -> object:
        tables = self.page.findChildren(LiveTable)
        return self.page.name, tuple(table.current_id() for table in tables)

    def keys(self) -> list[Key]:
        return [
            *self.page.keys(), Key("Esc", _("Back to the list"), self.list.setFocus),
            Key("J", _("Next section"), lambda: self.list.step(1), False),
            Key("K", _("Section before"), lambda: self.list.step(-1), False),
        ]  # fmt: skip

    def on_code(self, text: str) -> None:
        if not self.page.on_code(text):
            super().on_code(text)

    def typed(self, text: str) -> None:
        """Only the sections that hold a setting of this name."""
        wanted = text.strip().casefold()
        rows = [row for row in self._sections if not wanted or _fits(row, wanted)]
        self.list.set_rows(rows)
        if rows and self.list.current() is None:
            self.list.select_at(0)

    def submitted(self, text: str) -> None:
        self.list.setFocus()

    def open_record(self, kind: str, ref: int) -> None:
        if kind == "person":
            self.show_section("people")


HOMES = {
    "shop": "shop", "documents": "shop", "catalog": "selling", "payments": "selling", "orders": "selling",
    "returns": "selling", "feedback": "selling", "aftersales": "selling", "archive": "selling", "packing": "delivery",
    "delivery": "delivery", "scanner": "scanner", "review": "risk", "notices": "notices", "station": "looks",
    "staff": "people", "backup": "backup",
}  # fmt: skip


def _fits(row: tuple[str, ...], wanted: str) -> bool:
    if any(wanted in part.casefold() for part in row[:3]):
        return True
    return any(
        wanted in _(one.title).casefold()
        for one in settings.declared()
        if HOMES.get(one.name.partition(".")[0]) == row[0]
    )


def _build(name: str, desk: Desk) -> Page:
    from ui.settings import simple_pages as simple
    from ui.settings.backup_page import BackupPage
    from ui.settings.devices_page import DevicesPage
    from ui.settings.groups_page import GroupsPage
    from ui.settings.options_page import OptionsPage
    from ui.settings.people_page import PeoplePage
    from ui.settings.promotions_page import PromotionsPage
    from ui.settings.risk_page import RiskPage
    from ui.settings.scanner_page import ScannerPage
    from ui.settings.taxes_page import TaxesPage
    from ui.settings.times_page import TimesPage

    pages: dict[str, type[Any]] = {
        "shop": simple.ShopPage, "selling": simple.SellingPage, "delivery": simple.DeliveryPage,
        "scanner": ScannerPage, "devices": DevicesPage, "people": PeoplePage, "times": TimesPage, "risk": RiskPage,
        "promotions": PromotionsPage, "taxes": TaxesPage, "options": OptionsPage, "groups": GroupsPage,
        "notices": simple.NoticesPage, "looks": simple.LooksPage, "backup": BackupPage, "about": simple.AboutPage,
    }  # fmt: skip
    return pages[name](desk)


def use_station_settings(desk: Desk, owner: Any) -> None:
    """Let looks, sounds and scanner of this station follow what is saved."""
    names = ("scanner.max_gap_ms", "scanner.min_length", "scanner.prefix", "scanner.repeat_ms", "scanner.layout",
             "station.theme", "station.sounds", "station.touch", "station.dense", "station.text_scale_percent")  # fmt: skip

    def show(found: dict[str, Any]) -> None:
        desk.window.router.configure(
            max_gap_ms=found["scanner.max_gap_ms"], min_length=found["scanner.min_length"],
            prefix=found["scanner.prefix"], repeat_ms=found["scanner.repeat_ms"],
            layout=found["scanner.layout"],
        )  # fmt: skip
        desk.window.sounds.on = found["station.sounds"]
        desk.window.session.look.follow(found["station.theme"])
        theme().set_sizes(
            touch=found["station.touch"], dense=found["station.dense"], scale=found["station.text_scale_percent"] / 100
        )
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme().apply(app)

    desk.read(owner, lambda: {name: settings.read(name, desk.station) for name in names}, show)
