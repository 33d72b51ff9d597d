"""Fields for amounts: money as minor units, prices as ten-thousandths, percentages as basis points, whole numbers."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QIntValidator

from app.core.i18n import _
from app.core.money import NotAnAmount, currency_symbol, format_figure, parse_money, parse_unit_price
from ui.common.fields import TextField
from ui.common.labels import Label

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MoneyField(TextField):
    """Typed money that is read as minor units of the shop's currency."""

    def __init__(
        self,
        label: str = "",
        *,
        name: str,
        minor: int | None = None,
        help: str = "",
        height: int = 40,
        px: int = 14,
        optional: bool = False,
        placeholder: str = "",
    ) -> None:
        weight = 600 if px >= 18 else 400
        super().__init__(
            label,
            name=name,
            help=help,
            height=height,
            px=px,
            weight=weight,
            optional=optional,
            placeholder=placeholder,
        )
        self._code: str | None = None
        self._sign = Label(currency_symbol(), px, 400, "text2")
        self.frame.row.insertWidget(1, self._sign)
        self.edit.editingFinished.connect(self._tidy)
        self.set_minor(minor)

    def set_currency(self, code: str) -> None:
        """Read and show amounts of another currency; empty is the shop's own again."""
        self._code = code or None
        self._sign.set_text(currency_symbol(self._code))
        self.clear()

    def minor(self) -> int | None:
        """Return the amount in minor units; None when nothing is typed or it is no amount."""
        if not self.text():
            return None
        try:
            return parse_money(self.text(), self._code)
        except NotAnAmount:
            return None

    def set_minor(self, minor: int | None) -> None:
        """Show an amount in minor units; None empties the field."""
        self.set_text("" if minor is None else format_figure(minor, self._code))

    def check(self) -> bool:
        """Show an error if something is typed that is no amount, and tell whether all is well."""
        try:
            if self.text():
                parse_money(self.text(), self._code)
        except NotAnAmount as refusal:
            self.set_error(str(refusal))
            return False
        return True

    def _tidy(self) -> None:
        if self.text() and self.check():
            self.set_minor(self.minor())


class NumberField(TextField):
    """A whole number between two bounds; the arrow keys go up and down."""

    def __init__(
        self,
        label: str = "",
        *,
        name: str,
        value: int | None = None,
        minimum: int = 0,
        maximum: int = 999_999_999,
        help: str = "",
        height: int = 40,
        px: int = 14,
        align: str = "left",
        suffix: str = "",
        optional: bool = False,
    ) -> None:
        weight = 600 if px >= 18 else 400
        super().__init__(
            label, name=name, help=help, height=height, px=px, weight=weight, align=align, optional=optional
        )
        self._minimum, self._maximum = minimum, maximum
        self.edit.setValidator(QIntValidator(min(0, minimum), maximum, self.edit))
        if suffix:
            self.frame.row.addWidget(Label(suffix, 13, 400, "text3"))
        self.edit.installEventFilter(self)
        self.set_value(value)

    def value(self) -> int | None:
        """Return the number, None when nothing is typed."""
        text = self.text()
        return int(text) if text.lstrip("-").isdigit() else None

    def set_value(self, value: int | None) -> None:
        """Show a number; None empties the field."""
        self.set_text("" if value is None else str(value))

    def check(self) -> bool:
        """Show an error if the number lies outside its bounds, and tell whether all is well."""
        value = self.value()
        if value is not None and not self._minimum <= value <= self._maximum:
            told = _("From {low} to {high}.").format(low=f"{self._minimum:,}", high=f"{self._maximum:,}")
            self.set_error(told)
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and watched is self.edit:
            step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
            if event.key() in _ENTERS and not self.edit.hasAcceptableInput():
                return self._enter_anyway()
            if step:
                value = (self.value() or 0) + step
                self.set_value(min(self._maximum, max(self._minimum, value)))
                return True
        return super().eventFilter(watched, event)

    def _enter_anyway(self) -> bool:
        """Enter on what Qt takes for no number, where it would do and say nothing; True when the field keeps it."""
        if not self.check():
            return True
        self.submitted.emit()
        return False


class PriceField(TextField):
    """The price of one unit, read as ten-thousandths of the shop's currency."""

    def price_e4(self) -> int | None:
        """Return the price; None when what is typed is none, which is said then and the caret stands there."""
        try:
            price = parse_unit_price(self.text())
        except NotAnAmount as refusal:
            said = str(refusal)
        else:
            if price >= 0:
                return price
            said = _("A price is not less than nought.")
        self.set_error(said)
        self.focus()
        return None


class PercentField(TextField):
    """A percentage with up to two digits behind the point, read as basis points: 12.5 is 1250."""

    def __init__(self, label: str = "", *, name: str, maximum_bp: int = 10_000, optional: bool = False) -> None:
        super().__init__(label, name=name, optional=optional)
        self._maximum_bp = maximum_bp
        self.frame.row.addWidget(Label("%", 13, 400, "text3"))

    def bp(self) -> int | None:
        """Return basis points; None when nothing is typed or it is no percentage in bounds."""
        whole, _point, rest = self.text().strip().replace(",", ".").partition(".")
        if not (whole + rest).isascii() or not (whole + rest).isdigit() or len(rest) > 2 or len(whole) > 5:
            return None
        value = int(whole or 0) * 100 + int(rest.ljust(2, "0") or 0)
        return value if value <= self._maximum_bp else None

    def set_bp(self, bp: int | None) -> None:
        """Show basis points; None empties the field."""
        self.set_text("" if bp is None else f"{bp / 100:g}")

    def check(self) -> bool:
        """Show an error if something is typed that is no percentage, and tell whether all is well."""
        if self.text() and self.bp() is None:
            self.set_error(_("A percentage is like 12.5, up to {most}.").format(most=f"{self._maximum_bp / 100:g}"))
            return False
        return True
