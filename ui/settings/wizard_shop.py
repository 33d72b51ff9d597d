"""The wizard's first page: the name of the shop, and the country, which brings money, time, tax and coins along."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtWidgets import QComboBox, QWidget

from app.catalog.countries import Usual, usual_in
from app.core import settings
from app.core.i18n import N_, _, language
from app.core.money import NotAnAmount, parse_unit_price
from ui.common.boxes import Card
from ui.common.inputs import ComboField, NoteField, TextField
from ui.inventory.beside import beside
from ui.inventory.chain import Step, step
from ui.settings.wizard_step import WizardStep

NAMES = ("shop.name", "shop.address_lines", "shop.country", "shop.currency", "shop.zone", "catalog.prices_include_tax")
COIN = "payments.cash_rounding_step_minor"
HIGHEST_BP = 10_000
SHORT = 8  # letters


class _Held(NamedTuple):
    """What the store holds already."""

    values: dict[str, Any]
    taxes: int
    has_sold: bool


class ShopStep(WizardStep):
    """Name, address, country, money and taxes."""

    TITLE, HEAD = N_("Shop and taxes"), N_("What is your shop called?")
    HINT = N_("Name and address stand on receipts. The country fills in the rest; look it over.")

    def __init__(self, desk: Any, actor: Any) -> None:
        super().__init__(desk, actor)
        known = {one.name: one for one in settings.declared("shop.")}

        def choice(title: str, name: str) -> ComboField:
            field = ComboField(title, list((known[name].choices() or {}).items()), f"setup.field.{name.split('.')[1]}")
            field.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.combo.setMinimumContentsLength(SHORT)  # the longest country must not widen the page
            return field

        self.name = TextField(_("Shop name"), name="setup.field.name", height=44)
        self.address = NoteField(_("Address"), name="setup.field.address", height=76, optional=True)
        self.country, self.currency = choice(_("Country"), "shop.country"), choice(_("Currency"), "shop.currency")
        self.zone = choice(_("Time zone"), "shop.zone")
        self.tax = TextField(
            _("Tax rate in percent"),
            name="setup.field.tax",
            help=_("Usual in this country: check it. 0 for none, more in Settings."),
        )
        self.with_tax = ComboField(
            _("Prices on the shelf"), [(True, _("Include the tax")), (False, _("Tax is added at the till"))],
            "setup.field.with_tax",
        )  # fmt: skip
        self.body.add(
            Card(
                self.name, self.address, beside((self.country, 1), (self.currency, 1), (self.zone, 1)),
                beside((self.tax, 1), (self.with_tax, 1)), gap=14,
            )
        )  # fmt: skip
        self.country.changed.connect(self._take_country)
        self._held = _Held({}, 0, False)
        self._coin_minor: int | None = None
        self._reading = False

    def propose(self, country: str) -> None:
        """The country to begin with when nobody has named one."""
        if self.country.combo.findData(country) >= 0:
            self.proposed = country

    def load(self) -> None:
        def read() -> _Held:
            from app.catalog.queries import taxes
            from app.orders.currency import has_orders

            return _Held({name: settings.read(name) for name in NAMES}, len(taxes()), has_orders())

        self.desk.read(self, read, self._show)

    def _show(self, held: _Held) -> None:
        self._held, values = held, held.values
        is_new = not values["shop.name"] and not held.taxes
        self._reading = True
        self.name.set_text(self.name.text() or values["shop.name"])
        self.address.set_text(self.address.text() or "\n".join(values["shop.address_lines"]))
        self.country.set_current(self.proposed if is_new and self.proposed else values["shop.country"])
        self.currency.set_current(values["shop.currency"])
        self.zone.set_current(values["shop.zone"])
        self.with_tax.set_current(values["catalog.prices_include_tax"])
        self._reading = False
        self.currency.combo.setEnabled(not held.has_sold)
        self.tax.setVisible(not held.taxes)
        if is_new:
            self._take_country()

    def _take_country(self) -> None:
        """What is usual in the country that was chosen."""
        if self._reading:
            return
        usual: Usual = usual_in(str(self.country.current()))
        self._coin_minor = usual.coin_minor
        if not self._held.has_sold:
            self.currency.set_current(usual.currency)
        self.zone.set_current(usual.zone)
        self.with_tax.set_current(usual.prices_include_tax)
        if not self._held.taxes:
            self.tax.set_text("" if usual.rate_bp is None else f"{usual.rate_bp / 100:g}")

    def first(self) -> QWidget:
        return self.name.edit

    def steps(self) -> list[Step] | None:
        if not self.name.text():
            return self._wrong(self.name, _("What is the shop called?"))
        lines = [line.strip() for line in self.address.text().splitlines() if line.strip()]
        values = (self.name.text(), lines, self.country.current(), self.currency.current(), self.zone.current(),
                  self.with_tax.current())  # fmt: skip
        wanted = {**dict(zip(NAMES, values, strict=True)), "shop.language": language()}
        if self._coin_minor is not None:
            wanted[COIN] = self._coin_minor
        found = [step(settings.change_setting, name, value) for name, value in wanted.items()]
        if self._held.taxes:
            return found
        rate_bp = self._rate_bp()
        return None if rate_bp is None else [*found, self._add_tax(rate_bp)]

    def _rate_bp(self) -> int | None:
        """The rate that is typed; None when it is none, which is said then."""
        if not self.tax.text():
            return self._wrong(self.tax, _("Type the tax rate; 0 when there is none."))
        try:
            rate_bp = parse_unit_price(self.tax.text().rstrip("% ")) // 100
        except NotAnAmount:
            return self._wrong(self.tax, _("A rate is a number, such as 23."))
        if not 0 <= rate_bp <= HIGHEST_BP:
            return self._wrong(self.tax, _("A rate is from 0 to 100 percent."))
        return rate_bp

    def _add_tax(self, rate_bp: int) -> Step:
        from app.catalog.taxes import add_tax

        return step(add_tax, "standard", _("Tax {rate}%").format(rate=f"{rate_bp / 100:g}"), rate_bp)

    @staticmethod
    def _wrong(field: TextField, sentence: str) -> None:
        field.set_error(sentence)
        field.focus()
