"""One tax: a percentage, an amount a piece or a group; its rates with the days on which they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.i18n import _
from app.core.money import NotAnAmount, format_unit_price, parse_unit_price
from ui.common.boxes import Card, HBox, VBox
from ui.common.buttons import Button
from ui.common.inputs import ComboField, DateTimeField, PercentField, TextField, Toggle
from ui.common.labels import Label
from ui.common.sheet import Sheet, ask
from ui.common.table import Cell, Column, LiveTable
from ui.inventory.beside import beside
from ui.settings.tax_words import KINDS, PLACES, figure

if TYPE_CHECKING:
    from ui.common.desk import Desk


class TaxEditor(Sheet):
    """F9 saves; F7 adds a rate from a day on, Del takes the chosen one back."""

    def __init__(self, desk: Desk, found: Any, row: Any) -> None:
        tax = row.tax if row is not None else None
        super().__init__(desk.surface, _("Tax"), tax.name if tax else _("New tax"), width=720, name="tax")
        self._desk, self._found, self._id = desk, found, tax.id if tax else None
        self.dated: list[tuple[str, int, int]] = list(tax.dated) if tax else []
        self._make_fields()
        self._make_rates()
        self._percent = beside((self.percent, 1), (self.place, 2))
        self._parts = VBox(
            Label(_("Taken in this order"), 13, 600, "text2"),
            *(beside(*self.members[at : at + 2]) for at in range(0, len(self.members), 2)),
            gap=8,
        )
        self._rates = Card(
            Label(_("Other rates from a day on"), 15, 600), (self.rates, 1),
            HBox((self.from_day, 2), (self.new_percent, 1), (self.new_amount, 1), VBox(None, self.add, gap=0), gap=12),
            gap=10,
        )  # fmt: skip
        self.set_body(
            beside((self.name, 3), (self.letter, 1)), self.kind, self._percent, self._amount, self._parts,
            HBox(self.compound, self.active, None, gap=24), self._rates,
        )  # fmt: skip
        self.set_primary(_("Save"), self._go)
        self.bind("F7", self.add_rate)
        self._fill(row)
        self.kind.changed.connect(self._on_kind)
        self._on_kind()

    def _make_fields(self) -> None:
        self.name = TextField(_("Name, as it stands on receipts"), name="tax.field.name")
        self.letter = TextField(_("Letter"), name="tax.field.letter", optional=True)
        self.kind = ComboField(_("What it takes"), [(key, _(title)) for key, title in KINDS], "tax.field.kind")
        self.percent = PercentField(_("Percent"), name="tax.field.percent")
        self.place = ComboField(_("Where"), [(key, _(title)) for key, title in PLACES], "tax.field.place")
        self.amount = TextField(_("Amount"), name="tax.field.amount", align="right")
        self.piece_place = ComboField(_("Where"), [(key, _(title)) for key, title in PLACES], "tax.field.piece_place")
        self._amount = beside((self.amount, 1), (self.piece_place, 2))
        from app.catalog.taxes import MOST_MEMBERS

        single = [(row.tax.id, row.tax.name) for row in self._found.taxes if row.tax.kind != "group"]
        first = [*single] if single else [(None, "–")]
        self.members = [
            ComboField(
                _("First") if no == 0 else _("Then"), first if no == 0 else [(None, _("None")), *single],
                f"tax.field.member.{no}",
            )
            for no in range(MOST_MEMBERS)
        ]  # fmt: skip
        self.compound = Toggle(_("Taken on the taxes before it, too"), "tax.field.compound")
        self.active = Toggle(_("Offered for products"), "tax.field.active")
        self.active.setChecked(True)

    def _make_rates(self) -> None:
        self.rates = LiveTable(
            [
                Column(_("From"), lambda row: Cell(clock.format_day(row[0]), weight=500), None),
                Column(_("Rate"), lambda row: Cell(figure(str(self.kind.current()), row[1], row[2])), 160, align="right"),
                Column("", lambda row: Cell("" if row[0] > clock.today() else _("begun"), token="text3"), 110),
            ],
            "tax.rates", key=lambda row: row[0], row_height=38, in_card=True, accessible=_("Rates"),
        )  # fmt: skip
        self.rates.setFixedHeight(132)
        year = int(clock.today()[:4]) + 1
        self.from_day = DateTimeField(
            _("From"), name="tax.field.from_day", at=clock.day_start_ms(f"{year}-01-01"), day_only=True
        )  # fmt: skip
        self.new_percent = PercentField(_("Percent"), name="tax.field.new_percent", optional=True)
        self.new_amount = TextField(_("Amount"), name="tax.field.new_amount", align="right", optional=True)
        self.add = Button(_("Add"), icon="plus-bold", key="F7", height=40, name="tax.button.add_rate")
        self.add.clicked.connect(self.add_rate)
        self.new_percent.submitted.connect(self.add_rate)
        self.new_amount.submitted.connect(self.add_rate)
        self.bind("Del", self.drop_rate)

    def _fill(self, row: Any) -> None:
        self.rates.set_rows(self.dated)
        if row is None:
            return
        tax = row.tax
        self.name.set_text(tax.name)
        self.letter.set_text(tax.letter)
        self.kind.set_current(str(tax.kind))
        self.percent.set_bp(tax.rate_bp)
        self.place.set_current(str(tax.place))
        self.piece_place.set_current(str(tax.place))
        self.amount.set_text(format_unit_price(tax.amount_e4) if tax.amount_e4 else "")
        self.compound.setChecked(tax.is_compound)
        self.active.setChecked(row.is_active)
        for field, member in zip(self.members, tax.members, strict=False):
            field.set_current(member)

    def _on_kind(self) -> None:
        kind = str(self.kind.current())
        self._percent.setVisible(kind == "percent")
        self.compound.setVisible(kind == "percent")
        self._amount.setVisible(kind == "piece")
        self._parts.setVisible(kind == "group")
        self._rates.setVisible(kind != "group" and self._id is not None)
        self.new_percent.setVisible(kind == "percent")
        self.new_amount.setVisible(kind == "piece")

    # -- rates from a day on

    def _rate_typed(self) -> tuple[int, int] | None:
        if str(self.kind.current()) == "percent":
            rate = self.new_percent.bp()
            self.new_percent.set_error(_("A rate is a number, such as 23.") if rate is None else None)
            return None if rate is None else (rate, 0)
        amount = _amount_of(self.new_amount)
        return None if amount is None else (0, amount)

    def add_rate(self) -> None:
        """F7: the rate that was typed holds from its day on; a day that is past is asked about."""
        typed, day = self._rate_typed() if self._id is not None else None, self.from_day.day()
        if typed is None:
            return
        if day >= clock.today():
            self._keep_rate(day, *typed)
            return
        ask(
            self._desk.surface, _("Begin in the past?"),
            _("{day} is past. What was sold since keeps the tax it had; only what is sold from now on gets this rate.")
            .format(day=clock.format_day(day)), _("Begin it so"), lambda: self._keep_rate(day, *typed),
        )  # fmt: skip

    def _keep_rate(self, day: str, rate_bp: int, amount_e4: int) -> None:
        from app.catalog.taxes import save_rate

        def done(_nothing: Any) -> None:
            self.dated = sorted([row for row in self.dated if row[0] != day] + [(day, rate_bp, amount_e4)])
            self.rates.set_rows(self.dated)
            self.new_percent.set_bp(None)
            self.new_amount.set_text("")
            self._desk.toast(_("The rate holds from {day} on").format(day=clock.format_day(day)))

        self._desk.write(self, save_rate, self._id, day, rate_bp, amount_e4, done=done, failed=self._failed)

    def drop_rate(self) -> None:
        """Del: take the chosen rate back."""
        from app.catalog.taxes import remove_rate

        row: Any = self.rates.current()
        if row is None or self._id is None:
            return

        def done(_nothing: Any) -> None:
            self.dated.remove(row)
            self.rates.set_rows(self.dated)

        self._desk.write(self, remove_rate, self._id, row[0], done=done, failed=self._failed)

    # -- saving

    def wanted(self) -> Any:
        """The tax as it stands in the form; None when something is wrong, which is marked."""
        from app.catalog.tax_book import TaxKind, TaxPlace
        from app.catalog.taxes import TaxInput

        kind = TaxKind(str(self.kind.current()))
        rate, amount = 0, 0
        if kind is TaxKind.PERCENT:
            if not self.percent.check():
                return None
            rate = self.percent.bp() or 0
        elif kind is TaxKind.PIECE:
            typed = _amount_of(self.amount)
            if typed is None:
                return None
            amount = typed
        place = self.piece_place if kind is TaxKind.PIECE else self.place
        chosen: list[Any] = [field.current() for field in self.members]
        members = tuple(one for one in chosen if one is not None) if kind is TaxKind.GROUP else ()
        return TaxInput(
            self.name.text(), kind, rate, amount, self.letter.text(), TaxPlace(str(place.current())),
            self.compound.isChecked(), members, self.active.isChecked(),
        )  # fmt: skip

    def _go(self) -> None:
        from app.catalog.taxes import save_tax

        wanted = self.wanted()
        if wanted is None:
            return

        def done(_tax: int) -> None:
            self.accept()
            self._desk.toast(_("{name} is saved").format(name=wanted.name.strip()))

        self._desk.write(self, save_tax, wanted, self._id, done=done, failed=self._failed)

    def _failed(self, error: BaseException) -> None:
        fields = {"rate": self.percent, "amount": self.amount, "members": self.members[0], "from_day": self.from_day}
        field: Any = fields.get(getattr(error, "field", ""), self.name)
        field.set_error(str(error))
        self._desk.feedback("wrong")


def _amount_of(field: TextField) -> int | None:
    try:
        amount = parse_unit_price(field.text())
    except NotAnAmount:
        amount = 0
    field.set_error(_("How much is it for each piece? Such as 0.15.") if amount <= 0 else None)
    return amount if amount > 0 else None
