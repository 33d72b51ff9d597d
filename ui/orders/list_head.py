"""What stands over the list of orders: saved views, period, source, columns, and the ways to begin an order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.core import clock
from app.core.i18n import N_, _
from ui.common.boxes import Panel
from ui.common.buttons import Button, IconButton
from ui.common.menu import Menu
from ui.orders.view_tabs import ViewTabs

if TYPE_CHECKING:
    from ui.common.desk import Desk

VIEWS = (
    ("all", N_("All"), False), ("new", N_("To confirm"), False), ("review", N_("In review"), False),
    ("to_pick", N_("To pick"), False), ("packed", N_("Packed"), False), ("on_the_way", N_("On the way"), False),
    ("late", N_("Late"), True), ("done", N_("Done"), False),
)  # fmt: skip
MORE_VIEWS = (
    ("layaway", N_("Layaways")),
    ("on_hold", N_("On hold")),
    ("backorder", N_("Waits for stock")),
    ("cancelled", N_("Cancelled")),
)
PERIODS = ((1, N_("Today")), (7, N_("7 days")), (30, N_("30 days")), (0, N_("All days")))
SOURCES = (
    ("", N_("All sources")), ("counter", N_("In the shop")), ("phone", N_("By phone")), ("online", N_("Online store")),
)  # fmt: skip
USUAL_DAYS = 30


class ListHead(Panel):
    """Knows what the list is narrowed to.

    Signals:
        narrowed: another view, period or source.
        columns_wanted: columns are to be chosen.
        new_wanted, import_wanted: an order by phone, a file of online orders.
    """

    narrowed = Signal()
    columns_wanted = Signal()
    new_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        self.view, self.days, self.source = "all", USUAL_DAYS, ""
        more = [(key, _(title)) for key, title in MORE_VIEWS]
        self.views = ViewTabs([(key, _(title), bad) for key, title, bad in VIEWS], more, "orders.views")
        self._period = Button("", icon="calendar-blank", height=36, px=13, name="orders.filter.period")
        self._source = Button("", icon="funnel", height=36, px=13, name="orders.filter.source")
        columns = IconButton(
            "columns", name="orders.button.columns", accessible=_("Columns and more views"), kind="default"
        )
        take = IconButton(
            "download-simple", name="orders.button.import", accessible=_("Take in online orders"), kind="default",
            key="Ctrl+O",
        )  # fmt: skip
        new = Button(_("New order"), icon="plus-bold", key="Ctrl+N", height=36, name="orders.button.new")
        super().__init__(
            "surface",
            self.views,
            None,
            self._period,
            self._source,
            columns,
            take,
            new,
            row=True,
            margins=(0, 20),
            gap=6,
        )
        if not desk.may("channels.import_take"):
            take.hide()
        if not desk.may("orders.place"):
            new.hide()
        self.views.chosen.connect(self.show_view)
        self._period.clicked.connect(self._ask_period)
        self._source.clicked.connect(self._ask_source)
        columns.clicked.connect(lambda: self._ask_columns(columns))
        new.clicked.connect(self.new_wanted.emit)
        take.clicked.connect(self.import_wanted.emit)
        self._say()

    @property
    def since(self) -> int:
        """The first moment of the period (ms), nought for all days."""
        return clock.day_start_ms(clock.add_days(clock.today(), 1 - self.days)) if self.days else 0

    @property
    def is_narrowed(self) -> bool:
        """Whether orders may be hidden by what was chosen here."""
        return bool(self.source or self.view != "all" or self.days)

    def show_view(self, view: str) -> None:
        """Show another saved view."""
        self.view = view
        self.views.set_current(view)
        self.narrowed.emit()

    def clear_filter(self) -> None:
        """All orders of all days."""
        self.view, self.days, self.source = "all", 0, ""
        self.views.set_current("all")
        self._say()
        self.narrowed.emit()

    def _say(self) -> None:
        self._period.set_text(_(dict(PERIODS)[self.days]))
        self._source.set_text(_(dict(SOURCES)[self.source]))

    def _ask_period(self) -> None:
        def choose(days: int) -> None:
            self.days = days
            self._say()
            self.narrowed.emit()

        self._offer(self._period, [(_(title), days == self.days, lambda d=days: choose(d)) for days, title in PERIODS])

    def _ask_source(self) -> None:
        def choose(source: str) -> None:
            self.source = source
            self._say()
            self.narrowed.emit()

        rows = [(_(title), key == self.source, lambda k=key: choose(k)) for key, title in SOURCES]
        self._offer(self._source, rows)

    def _ask_columns(self, anchor: QWidget) -> None:
        views = [(_(title), self.view == key, lambda k=key: self.show_view(k)) for key, title in MORE_VIEWS]
        self._offer(anchor, [*views, None, (_("Columns …"), None, self.columns_wanted.emit)])

    def _offer(self, anchor: QWidget, items: list[tuple[str, bool | None, Callable[[], None]] | None]) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for item in items:
            if item is None:
                menu.addSeparator()
                continue
            title, on, do = item
            action = QAction(title, menu, checkable=on is not None, checked=bool(on))
            action.triggered.connect(lambda _checked=False, do=do: do())
            menu.addAction(action)
        menu.popup(anchor.mapToGlobal(anchor.rect().bottomLeft()))
