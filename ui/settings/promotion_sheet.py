"""One promotion: what it gives, on what, when and to whom; beside it what it does to a basket."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.core.i18n import _, spoken_name
from app.core.money import format_money
from ui.common.boxes import Card, Divider, HBox, Scroll, VBox, clear
from ui.common.goods_field import Chosen, GoodsField, named
from ui.common.inputs import (
    CheckBox,
    ComboField,
    DateTimeField,
    MoneyField,
    NumberField,
    PercentField,
    TextField,
    Toggle,
)
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.common.why_sheet import words_of
from ui.inventory.beside import beside
from ui.settings.promotion_words import DAYS, KINDS, STACKING, clock_text, minute_of

if TYPE_CHECKING:
    from ui.common.desk import Desk

SETS = ("n_for_m", "cheapest_free")
WITH_PERCENT = ("percent", "cheapest_free", "threshold", "bundle")
WITH_AMOUNT = ("amount", "price", "bundle", "threshold")
YEAR_MS = 365 * 86_400_000


class PromotionSheet(Sheet):
    """F9 saves; the basket at the right follows every change."""

    RESTS: ClassVar[bool] = True

    def __init__(self, desk: Desk, loaded: Loaded, promotion_id: int | None) -> None:
        found = loaded.found
        super().__init__(
            desk.surface, _("Promotion") if promotion_id else _("New promotion"), found.name if found else "",
            width=1080, height=780, name="promotion",
        )  # fmt: skip
        self._desk, self._id = desk, promotion_id
        self._make_fields(loaded.groups)
        self.set_body(
            HBox((Scroll(self._form(), name="promotion.scroll"), 3), Divider(upright=True), (self._aside(), 2), gap=0),
            margins=0,
        )  # fmt: skip
        self.set_primary(_("Save"), self._go)
        self._later = QTimer(self, singleShot=True, interval=150)
        self._later.timeout.connect(self._preview)
        if found is not None:
            self._fill(found)
            self.goods.set_chosen(loaded.chosen)
        self._on_kind()
        self._wire()

    def _make_fields(self, groups: list[tuple[int, str]]) -> None:
        self.name = TextField(_("Name, as it stands on receipts"), name="promotion.field.name")
        self.kind = ComboField(_("What it gives"), [(key, _(title)) for key, title in KINDS], "promotion.field.kind")
        self.percent = PercentField(_("Percent"), name="promotion.field.percent", optional=True)
        self.amount = MoneyField(_("Amount"), name="promotion.field.amount")
        self.buy = NumberField(_("Taken"), name="promotion.field.buy", value=3, minimum=2, maximum=999)
        self.pay = NumberField(_("Paid"), name="promotion.field.pay", value=2, maximum=998)
        self.goods = GoodsField(self._desk, "promotion.goods")
        self.min_quantity = NumberField(
            _("From pieces"), name="promotion.field.min_quantity", maximum=9999, optional=True
        )
        self.min_minor = MoneyField(_("From an amount of"), name="promotion.field.min_minor")
        self.begins = Toggle(_("Begins on"), "promotion.field.begins")
        self.starts = DateTimeField("", name="promotion.field.starts", accessible=_("Begins on"))
        self.stops = Toggle(_("Ends on"), "promotion.field.stops")
        self.ends = DateTimeField("", name="promotion.field.ends", accessible=_("Ends on"))
        self.days = [CheckBox(_(day), f"promotion.field.day.{no}", checked=True, px=13) for no, day in enumerate(DAYS)]
        self.hour_from = TextField(_("Hours from"), name="promotion.field.hour_from")
        self.hour_to = TextField(_("to"), name="promotion.field.hour_to")
        self.hour_from.set_text(clock_text(0))
        self.hour_to.set_text(clock_text(24 * 60))
        self.groups = {no: CheckBox(name, f"promotion.field.group.{no}", px=13) for no, name in groups}
        self.coupon = Toggle(_("Only with a coupon"), "promotion.field.coupon")
        self.stacking = ComboField(
            _("Beside others"), [(key, _(title)) for key, title in STACKING], "promotion.field.stacking"
        )
        self.most = NumberField(_("Sets in one sale at most"), name="promotion.field.most", maximum=9999, optional=True)
        self.runs = Toggle(_("Runs"), "promotion.field.runs")
        self.runs.setChecked(True)
        self.priority = NumberField(
            _("Priority"), name="promotion.field.priority", value=0, maximum=99, help=_("The higher takes first.")
        )

    def _form(self) -> QWidget:
        self._sets = beside(self.buy, self.pay)
        self._most = beside(self.most)
        return VBox(
            self.name, beside((self.kind, 2), (self.percent, 1), (self.amount, 1)), self._sets, self._most,
            Label(_("On what"), 15, 600), self.goods, beside(self.min_quantity, self.min_minor), Divider(),
            Label(_("When"), 15, 600), HBox((self.begins, 1), (self.starts, 2)), HBox((self.stops, 1), (self.ends, 2)),
            HBox(*self.days, None, gap=12), beside(self.hour_from, self.hour_to), Divider(),
            Label(_("To whom, and beside what"), 15, 600), self._for_whom(), beside((self.stacking, 2), (self.priority, 1)),
            HBox((self.coupon, 1), (self.runs, 1)), None, margins=(16, 20, 20, 24), gap=10,
        )  # fmt: skip

    def _for_whom(self) -> QWidget:
        text = _("Without a tick it is for everybody.") if self.groups else _("For everybody: there is no group yet.")
        return VBox(HBox(*self.groups.values(), None, gap=12), Label(text, 12, 400, "text3"), gap=4)

    def _aside(self) -> QWidget:
        self._basket = VBox(gap=6)
        inside = VBox(
            Label(_("What this does to a basket"), 15, 600), Card(self._basket, gap=6, name="promotion.preview"), None,
            margins=(16, 24, 20, 20), gap=10,
        )  # fmt: skip
        return Scroll(inside, name="promotion.aside")

    def _wire(self) -> None:
        fields = (
            self.name, self.kind, self.percent, self.amount, self.buy, self.pay, self.goods, self.min_quantity,
            self.min_minor, self.stacking, self.most,
        )  # fmt: skip
        for field in fields:
            field.changed.connect(self._later.start)
        self.kind.changed.connect(self._on_kind)
        for toggle in (self.begins, self.stops):
            toggle.toggled.connect(lambda _on: self._on_dates())
        self._on_dates()
        self._preview()

    def _fill(self, found: Any) -> None:
        self.name.set_text(found.name)
        self.kind.set_current(str(found.kind))
        self.percent.set_bp(found.percent_bp or None)
        self.amount.set_minor(found.amount_minor or None)
        self.buy.set_value(found.buy or 3)
        self.pay.set_value(found.pay if found.buy else 2)
        self.min_quantity.set_value(found.min_quantity or None)
        self.min_minor.set_minor(found.min_minor or None)
        self.begins.setChecked(bool(found.starts_at))
        if found.starts_at:
            self.starts.set_ms(found.starts_at)
        self.stops.setChecked(found.ends_at is not None)
        self.ends.set_ms(found.ends_at if found.ends_at is not None else self.starts.ms() + YEAR_MS)
        for no, box in enumerate(self.days):
            box.setChecked(bool(found.weekdays >> no & 1))
        self.hour_from.set_text(clock_text(found.from_minute))
        self.hour_to.set_text(clock_text(found.to_minute))
        for no, box in self.groups.items():
            box.setChecked(no in found.groups)
        self.most.set_value(found.most or None)
        self.runs.setChecked(found.is_active)
        self.coupon.setChecked(found.needs_coupon)
        self.stacking.set_current(str(found.stacking))
        self.priority.set_value(found.priority)

    def _on_kind(self) -> None:
        kind = str(self.kind.current())
        self.percent.setVisible(kind in WITH_PERCENT)
        self.amount.setVisible(kind in WITH_AMOUNT)
        self._sets.setVisible(kind in SETS)
        self._most.setVisible(kind in (*SETS, "bundle"))
        self.goods.set_counts(kind == "bundle")

    def _on_dates(self) -> None:
        self.starts.setEnabled(self.begins.isChecked())
        self.ends.setEnabled(self.stops.isChecked())

    def on_code(self, code: str) -> None:
        """A scanned product belongs to it."""
        self.goods.find(code)

    # -- what stands in the form

    def wanted(self) -> Any:
        """The promotion as it stands in the form, or None when an hour is none; what is wrong is marked."""
        from app.catalog.offers import OfferKind, Stacking
        from app.catalog.promotions import PromotionInput, ScopePart

        begin, end = minute_of(self.hour_from.text()), minute_of(self.hour_to.text())
        for field, minute in ((self.hour_from, begin), (self.hour_to, end)):
            field.set_error(_("An hour is like 16:00.") if minute is None else None)
        fields = (
            self.percent,
            self.amount,
            self.buy,
            self.pay,
            self.min_quantity,
            self.min_minor,
            self.most,
            self.priority,
        )
        if begin is None or end is None or not all(field.check() for field in fields if field.isVisibleTo(self)):
            return None
        kind, chosen = OfferKind(str(self.kind.current())), self.goods.chosen
        together: dict[int, list[Chosen]] = {}
        for no, one in enumerate(chosen):
            together.setdefault(one.part or -1 - no, []).append(one)
        parts = tuple(
            ScopePart(rows[0].quantity, named(rows, "product"), named(rows, "category")) for rows in together.values()
        )
        is_set = kind is OfferKind.BUNDLE
        return PromotionInput(
            self.name.text(), kind, (self.percent.bp() or 0) if kind in WITH_PERCENT else 0,
            (self.amount.minor() or 0) if kind in WITH_AMOUNT else 0, () if is_set else named(chosen, "product"),
            () if is_set else named(chosen, "category"), parts if is_set else (),
            (self.buy.value() or 0) if kind in SETS else 0, (self.pay.value() or 0) if kind in SETS else 0,
            self.min_quantity.value() or 0, self.min_minor.minor() or 0,
            self.starts.ms() if self.begins.isChecked() else 0, self.ends.ms() if self.stops.isChecked() else None,
            sum(1 << no for no, box in enumerate(self.days) if box.isChecked()), begin, end,
            tuple(no for no, box in self.groups.items() if box.isChecked()), self.coupon.isChecked(),
            Stacking(str(self.stacking.current())), self.priority.value() or 0,
            (self.most.value() or 0) if self._most.isVisibleTo(self) else 0, self.runs.isChecked(),
        )  # fmt: skip

    def _preview(self) -> None:
        from app.orders.preview import preview_promotion

        wanted = self.wanted()
        if wanted is None:
            return
        shown = replace(wanted, name=wanted.name.strip() or _("This promotion"))
        self._desk.read(
            self, lambda: preview_promotion(shown), self._show, failed=lambda error: self._say(str(error)),
            merge="preview",
        )  # fmt: skip

    def _say(self, text: str) -> None:
        clear(self._basket.box)
        self._basket.add(Label(text, 13, 400, "text3", wrap=True))

    def _show(self, found: Any) -> None:
        if found is None:
            self._say(_("Nothing on sale is in its scope yet."))
            return
        clear(self._basket.box)
        for line in found.why.lines:
            self._basket.add(_pair(line.name, line.total_minor, 14, 600))
            for step in line.steps:
                if step.kind in ("price", "offer"):
                    token = "ok_text" if step.amount_minor < 0 else "text3"
                    self._basket.add(_pair(words_of(step, line.unit), step.amount_minor, 13, 400, token))
            self._basket.add(Divider())
        self._basket.add(_pair(_("Instead of"), found.before_minor, 14, 400, "text2"))
        self._basket.add(_pair(_("The customer pays"), found.why.total_minor, 17, 600))

    def _go(self) -> None:
        from app.catalog.promotions import save_promotion

        wanted = self.wanted()
        if wanted is None:
            return

        def failed(error: BaseException) -> None:
            self.name.set_error(str(error))
            self.name.focus()
            self._desk.feedback("wrong")

        def done(_promotion: int) -> None:
            self.accept()
            self._desk.toast(_("{name} is saved").format(name=wanted.name.strip()))

        self._desk.write(self, save_promotion, wanted, self._id, done=done, failed=failed)


def _pair(words: str, minor: int, px: int, weight: int, token: str = "text") -> QWidget:
    return HBox((Label(words, px, weight, token, elide=True), 1), Label(format_money(minor), px, weight, token), gap=8)


class Loaded(NamedTuple):
    """What the sheet shows: the promotion (None for a new one), its goods by name, the groups of customers."""

    found: Any
    chosen: list[Chosen]
    groups: list[tuple[int, str]]


def load_promotion(promotion_id: int | None) -> Loaded:
    """Read a promotion for its sheet; on the reader's thread."""
    from app.catalog.promotions import promotion
    from app.catalog.queries import categories, product_detail
    from app.customers.queries import groups

    known = [(row.id, row.name) for row in groups()]
    if promotion_id is None:
        return Loaded(None, [], known)
    found = promotion(promotion_id)
    names = {row.id: spoken_name(row.name, row.name_zh) for row in categories()}

    def chosen(products: Any, of: Any, quantity: int = 1, part: int = 0) -> list[Chosen]:
        rows = [product_detail(one).row for one in products]
        goods = [Chosen("product", row.id, spoken_name(row.name, row.name_zh), quantity, part) for row in rows]
        return goods + [Chosen("category", one, names[one], quantity, part) for one in of]

    every = chosen(found.products, found.categories)
    for no, part in enumerate(found.parts, 1):
        every += chosen(part.products, part.categories, part.quantity, no)
    return Loaded(found, every, known)
