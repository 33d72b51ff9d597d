"""What is known of a customer, to be changed: name, phone, mail, card, group, language, note, and the addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from PySide6.QtCore import Qt

from app.core.i18n import _, languages
from app.core.refusal import Refusal
from ui.common.address_sheet import AddressSheet
from ui.common.boxes import HBox, VBox
from ui.common.buttons import Button
from ui.common.inputs import ComboField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet, ask
from ui.counter.pick_list import Pick, PickList

if TYPE_CHECKING:
    from ui.common.desk import Desk

SHOWN = 6
TOP = Qt.AlignmentFlag.AlignTop


class Known(NamedTuple):
    """What the form shows: the customer, the groups to choose from, the shop's country, the phone as it is dialed."""

    card: Any
    groups: list[Any]
    country: str
    phone: str


def read_known(customer_id: int) -> Known:
    """All that the form needs; on the reader's thread."""
    from app.core.settings import read
    from app.customers.phone import show_phone
    from app.customers.queries import customer_card, groups

    card = customer_card(customer_id)
    phone = show_phone(card.row.phone) if card.row.phone else ""
    return Known(card, groups(), str(read("shop.country")), phone)


def open_form(desk: Desk, customer_id: int, saved: Callable[[], None], gone: Callable[[], None]) -> None:
    """Read a customer and let the clerk change what is known; `gone` when it is forgotten."""

    def show(known: Known) -> None:
        CustomerForm(desk, known, saved, gone).open()

    desk.read(desk.window, lambda: read_known(customer_id), show, urgent=True)


class CustomerForm(Sheet):
    """F9 saves the fields; addresses are saved one by one.  A scanned card goes into its field."""

    RESTS: ClassVar[bool] = True

    def __init__(self, desk: Desk, known: Known, saved: Callable[[], None], gone: Callable[[], None]) -> None:
        row = known.card.row
        super().__init__(desk.surface, _("Customer details"), row.name, width=900, name="customer_form")
        self._desk, self._id, self._known, self._saved, self._gone = desk, row.id, known, saved, gone
        self.name = TextField(_("Name or company"), name="customer_form.field.name", height=44)
        self.phone = TextField(_("Phone"), name="customer_form.field.phone", height=44, optional=True)
        self.email = TextField(_("E-mail"), name="customer_form.field.email", height=44, optional=True)
        self.card_ = TextField(_("Customer card"), name="customer_form.field.card", height=44, optional=True,
                               placeholder=_("Scan it or type it"))  # fmt: skip
        self.note = TextField(_("Note for the team"), name="customer_form.field.note", height=44, optional=True)
        groups = [(0, _("None")), *((group.id, group.name) for group in known.groups)]
        self.group = ComboField(_("Group"), groups, "customer_form.field.group", height=44)
        names = {"en": "English", "zh_CN": "简体中文"}
        spoken = [(code, names.get(code, code)) for code in languages()]
        self.language = ComboField(_("Language of messages"), spoken, "customer_form.field.language", height=44)
        for field in (self.name, self.phone, self.email, self.card_, self.note):
            field.submitted.connect(self.go_on)
        self.addresses = PickList("customer_form.addresses", _("Addresses"), most=SHOWN)
        self.addresses.picked.connect(self._open_address)
        self._none = Label(_("No address yet"), 13, 400, "text3")
        self._build()
        self._fill()

    def _build(self) -> None:
        add = Button(_("Add an address"), icon="plus-bold", key="Alt+N", height=40, name="customer_form.add_address")
        add.clicked.connect(self._add_address)
        self.bind("Alt+N", self._add_address)
        left = VBox(
            self.name, HBox((self.phone, 1, TOP), (self.card_, 1, TOP), gap=10), self.email,
            HBox((self.group, 1, TOP), (self.language, 1, TOP), gap=10), self.note, None, gap=10,
        )  # fmt: skip
        right = VBox(
            HBox(Label(_("Addresses"), 13, 600, "text2"), None, add, gap=8), self._none, self.addresses, None, gap=8
        )
        self.set_body(HBox((left, 1), (right, 1), gap=28))
        forget = Button(_("Forget this customer"), icon="trash", height=48, px=15, name="customer_form.forget")
        forget.clicked.connect(self._ask_forget)
        self.set_foot(forget)
        self.set_primary(_("Save"), self._save)

    def _fill(self) -> None:
        card, row = self._known.card, self._known.card.row
        for field, text in (
            (self.name, row.name), (self.phone, self._known.phone), (self.email, row.email), (self.card_, row.card),
            (self.note, card.note),
        ):  # fmt: skip
            field.set_text(text)
        self.group.set_current(row.group_id or 0)
        self.language.set_current(row.language)
        self._show_addresses()

    def open(self, focus: Any = None) -> Sheet:
        """Start in the name."""
        return super().open(focus or self.name.edit)

    def on_code(self, code: str) -> None:
        """A card that is to be this customer's."""
        self.card_.set_text(code)
        self._desk.feedback("ok")

    # -- the fields

    def _save(self) -> None:
        from app.customers.customers import change_customer

        if not self.name.text():
            self.name.set_error(_("Type a name."))
            self.name.focus()
            return
        group: Any = self.group.current()
        self.primary.setEnabled(False)
        self._desk.write(
            self, change_customer, self._id, name=self.name.text(), phone=self.phone.text(), email=self.email.text(),
            card=self.card_.text(), group_id=group or 0, language=str(self.language.current()), remark=self.note.text(),
            done=self._done, failed=self._refused, urgent=True,
        )  # fmt: skip

    def _done(self, _nothing: Any) -> None:
        self.accept()
        self._desk.toast(_("{name} is saved").format(name=self.name.text()))
        self._saved()

    def _refused(self, error: BaseException) -> None:
        self.primary.setEnabled(True)
        self._desk.feedback("wrong")
        facts = error.facts if isinstance(error, Refusal) else {}
        fields = {"phone": self.phone, "email": self.email, "group": self.group}
        field: Any = self.card_ if "customer_id" in facts else fields.get(str(facts.get("field", "")), self.name)
        field.set_error(str(error))
        field.focus()

    # -- addresses

    def _show_addresses(self) -> None:
        rows = self._known.card.addresses
        self.addresses.show_rows([
            Pick(row, row.line1, ", ".join(filter(None, (row.line2, row.postcode, row.city, row.region))),
                 row.country, _("Main address") if row.is_main else "", icon="map-pin")
            for row in rows
        ])  # fmt: skip
        self.addresses.setVisible(bool(rows))
        self._none.setVisible(not rows)

    def _add_address(self) -> None:
        from app.customers.address_book import NewAddress, add_address

        def take(values: dict[str, str], main: bool) -> None:
            self._desk.write(self, add_address, self._id, NewAddress(**values), is_main=main, done=self._read_again,
                             failed=self._explain, urgent=True)  # fmt: skip

        AddressSheet(
            self._desk.surface, _("Add an address"), self._known.country, take,
            main=False if self._known.card.addresses else None,
        ).open()  # fmt: skip

    def _open_address(self, row: Any) -> None:
        from app.customers.address_book import NewAddress, change_address, remove_address

        def take(values: dict[str, str], main: bool) -> None:
            same_place = all(getattr(row, name) == value for name, value in values.items() if name != "note")
            spot = {"lat_e6": row.lat_e6, "lon_e6": row.lon_e6} if same_place else {}  # elsewhere, it is not known yet
            new: Any = NewAddress(**values, **spot)
            self._desk.write(self, change_address, row.id, new, is_main=main or None, done=self._read_again,
                             failed=self._explain, urgent=True)  # fmt: skip

        def remove() -> None:
            self._desk.write(self, remove_address, row.id, done=self._read_again, urgent=True)

        AddressSheet(
            self._desk.surface, _("Address"), self._known.country, take, address=row, main=row.is_main, remove=remove
        ).open()

    def _explain(self, error: BaseException) -> None:
        self._desk.explain(error)

    def _read_again(self, _answer: Any) -> None:
        def show(known: Known) -> None:
            self._known = known
            self._show_addresses()

        self._desk.read(self, lambda: read_known(self._id), show, urgent=True)
        self._saved()

    # -- no longer a customer

    def _ask_forget(self) -> None:
        from app.customers.customers import forget_customer

        def done(_nothing: Any) -> None:
            self.accept()
            self._gone()
            self._desk.toast(_("The customer is forgotten."))

        def forget() -> None:
            self._desk.write(self, forget_customer, self._id, done=done, failed=self._explain, urgent=True)

        ask(
            self._desk.surface, _("Forget {name}?").format(name=self._known.card.row.name),
            _(
                "Name, phone, e-mail, card, note and addresses are erased and cannot come back. Sales and bills stay,"
                " without a way to the person."
            ),
            _("Forget them"), forget, danger=True, name="forget",
        )  # fmt: skip
