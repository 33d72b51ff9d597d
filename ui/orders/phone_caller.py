"""The left of a phone order: who calls, where it goes, when it comes, and the caller's note."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from app.core.money import format_money
from app.customers.addresses import field_titles, regions_of, rules_of
from ui.common.boxes import Avatar, Card, ClickCard, Divider, HBox, Panel, Scroll, VBox, clear, initials_of
from ui.common.buttons import Link
from ui.common.chips import Chip
from ui.common.choices import Segmented
from ui.common.inputs import ComboField, DateTimeField, TextField
from ui.common.labels import Icon, Label
from ui.orders.call import Call, Place
from ui.orders.choice_card import ChoiceCard, SlotCard
from ui.orders.phone_questions import LEAST_DIGITS, digits_of

if TYPE_CHECKING:
    from app.orders.phone_reads import Slot

REGULAR_FROM = 5  # orders
SLOTS_IN_ROW = 3


class CallerColumn(Panel):
    """Shows a call's left side and says what the clerk did there.

    Signals:
        phone_typed: the number as it stands in the field.
        match_chosen: a known customer; carries the row.
        newcomer_changed: name, street, town and postcode of somebody new.
        place_chosen: which address; -1 is pickup.
        address_wanted: it goes to another address.
        slot_chosen: when (ms).
        carrier_chosen: whether a carrier brings it.
        note_changed: the caller's note.
    """

    phone_typed = Signal(str)
    match_chosen = Signal(object)
    newcomer_changed = Signal(str, object)
    place_chosen = Signal(int)
    address_wanted = Signal()
    slot_chosen = Signal(object)
    carrier_chosen = Signal(bool)
    note_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__("surface", name="order_entry.caller")
        self.setFixedWidth(376)
        self._matches: list[Any] = []
        self._country, self._ready = "", ""
        self._shown_places: tuple[Any, ...] = ()
        self._build()

    def _build(self) -> None:
        self._calling = Chip("", "ok", "phone-call-fill", name="order_entry.chip.call", height=22)
        self._calling.hide()
        self._who = Label(_("1 · Who is calling?"), 13, 600, "text2")
        self.phone = TextField(
            name="order_entry.field.phone", icon="phone", height=44, px=16, weight=600,
            placeholder=_("Phone number of the caller"), accessible=_("Phone number"),
        )  # fmt: skip
        self.phone.changed.connect(lambda: self.phone_typed.emit(self.phone.text()))
        self.phone.submitted.connect(self.take_best)
        self._found = Card(pad=1, gap=0, name="order_entry.matches")
        self._found.hide()
        self._newcomer = self._make_newcomer()
        self._other = Link(_("Other address"), "order_entry.button.other_address", icon="plus")
        self._other.clicked.connect(self.address_wanted)
        self._places = VBox(gap=8)
        self._when = VBox(gap=8)
        self._van = Label("", 12, 500, "text3")
        self.note = TextField(
            name="order_entry.field.note", icon="note-pencil", height=44, accessible=_("Note of the customer"),
            placeholder=_("e.g. leave it with the neighbor"),
        )  # fmt: skip
        self.note.edit.editingFinished.connect(lambda: self.note_changed.emit(self.note.text()))
        self._body = VBox(
            HBox((self._who, 1), self._calling), self.phone, self._found, self._newcomer, 6,
            _head(_("2 · Where to?"), self._other), self._places, 6,
            _head(_("3 · When?"), self._van), self._when, 6, _head(_("Note of the customer")), self.note, None,
            margins=20, gap=8,
        )  # fmt: skip
        self.box.addWidget(Scroll(self._body, name="order_entry.left"))

    def _make_newcomer(self) -> QWidget:
        self.name = TextField(
            name="order_entry.field.name", placeholder=_("Name"), icon="user-plus", accessible=_("Name")
        )
        self.street = TextField(
            name="order_entry.field.street", placeholder=_("Street and number"), icon="map-pin", accessible=_("Street")
        )
        self.town = TextField(name="order_entry.field.town", placeholder=_("Town"), accessible=_("Town"))
        self.postcode = TextField(
            name="order_entry.field.postcode", placeholder=_("Postcode"), accessible=_("Postcode")
        )
        self.region = ComboField("", [("", "")], "order_entry.field.region")
        self.region.changed.connect(self._tell_newcomer)
        fields = (self.name, self.street, self.town, self.postcode)
        for field, follower in pairwise(fields):
            field.submitted.connect(follower.focus)
        for field in fields:
            field.edit.editingFinished.connect(self._tell_newcomer)
        box = VBox(
            Label(_("New caller"), 13, 600),
            self.name,
            self.street,
            HBox((self.town, 3), (self.postcode, 2), gap=8),
            self.region,
            gap=6,
        )
        box.hide()
        return box

    def set_room(self, *, narrow: bool, low: bool) -> None:
        """Stand closer where the window is small."""
        self.setFixedWidth(300 if narrow else 376)
        edge = 14 if narrow else 20
        self._body.box.setContentsMargins(edge, 12 if low else 20, edge, 12 if low else 20)
        self._body.box.setSpacing(5 if low else 8)

    # -- what the clerk did

    def set_ready(self, words: str) -> None:
        """When it can be collected in the shop."""
        self._ready = words

    def set_country(self, country: str) -> None:
        """Addresses that are typed here lie in this country; where they need a region, it is asked."""
        if country == self._country:
            return
        self._country = country
        rules, title = rules_of(country), field_titles(country)[1]
        needed = rules is not None and "S" in rules.need
        self.region.set_items([("", title), *((name, name) for name in regions_of(country))] if needed else [("", "")])
        self.region.combo.setAccessibleName(title)
        self.region.setVisible(needed)

    def take_best(self) -> None:
        """Enter in the phone field: the first match, else on to the name of somebody new."""
        if self._matches:
            self.match_chosen.emit(self._matches[0])
        elif self._newcomer.isVisible():
            self.name.focus()

    def _tell_newcomer(self) -> None:
        if not self._newcomer.isVisible():
            return
        place = None
        if self.street.text():
            place = Place(
                self.street.text(), self.town.text(), region=str(self.region.current() or ""),
                postcode=self.postcode.text(), country=self._country,
            )  # fmt: skip
        self.newcomer_changed.emit(self.name.text(), place)

    # -- what is shown

    def show_call(self, call: Call) -> None:
        """Show who calls, where it goes and the note."""
        if not self.phone.edit.hasFocus() or call.customer_id is not None:
            self.phone.edit.blockSignals(True)
            self.phone.set_text(call.phone)
            self.phone.edit.blockSignals(False)
        if not self.note.edit.hasFocus():
            self.note.set_text(call.note)
        self._who.set_text(_("1 · Whose order is it?") if call.at_counter else _("1 · Who is calling?"))
        self._calling.setVisible(bool(call.began_at) and not call.at_counter)
        self.tick(call)
        self._show_newcomer(call)
        self._show_places(call)

    def tick(self, call: Call) -> None:
        """How long the call lasts."""
        if call.began_at:
            seconds = max(0, (clock.now_ms() - call.began_at) // 1000)
            said = _("Call {time}").format(time=f"{seconds // 60:02}:{seconds % 60:02}")
            self._calling.set_look(said, "ok", "phone-call-fill")

    def _show_newcomer(self, call: Call) -> None:
        new = call.customer_id is None and not self._matches and len(digits_of(call.phone)) >= LEAST_DIGITS
        self._newcomer.setVisible(new)
        if not new or any(field.edit.hasFocus() for field in (self.name, self.street, self.town, self.postcode)):
            return
        first = call.places[0] if call.places else None
        self.name.set_text(call.name)
        self.street.set_text(first.line1 if first else "")
        self.town.set_text(first.city if first else "")
        self.postcode.set_text(first.postcode if first else "")
        self.region.combo.blockSignals(True)
        self.region.set_current(first.region if first else "")
        self.region.combo.blockSignals(False)

    def show_matches(self, rows: list[Any], chosen: int | None) -> None:
        """Show the known customers with this number: (CustomerRow, phone as it is dialed, when the last order was)."""
        self._matches = rows
        clear(self._found.box)
        for at, (row, phone, last) in enumerate(rows):
            if at:
                self._found.add(Divider())
            self._found.add(self._match(row, phone, last, row.id == chosen))
        self._found.setVisible(bool(rows))

    def _match(self, row: Any, phone: str, last: str, chosen: bool) -> QWidget:
        tag = Chip(_("Regular"), "ok", height=20) if row.order_count >= REGULAR_FROM else None
        count = ngettext("{count} order", "{count} orders", row.order_count).format(count=row.order_count)
        parts = [count]
        if row.spent_minor:
            parts.append(_("{amount} in total").format(amount=format_money(row.spent_minor)))
        if last:
            parts.append(_("last {day}").format(day=last))
        head = [Label(row.name, 14, 600, elide=True)] if tag is None else [Label(row.name, 14, 600), tag, None]
        words = VBox(HBox(*head, gap=6), Label(" · ".join(parts), 12, 400, "text3", elide=True), gap=1)
        end = Icon("check-circle-fill", 20, "accent") if chosen else Label("↵", 14, 500, "text3")
        card = ClickCard(
            HBox(Avatar(initials_of(row.name), row.id, 36), (words, 1), end, gap=10),
            on_click=lambda: self.match_chosen.emit((row, phone, last)), name=f"order_entry.match.{row.id}",
            accessible=f"{row.name}, {', '.join(parts)}", pad=(8, 12),
        )  # fmt: skip
        card.set_look("selected" if chosen else "surface", None)
        return card

    def _show_places(self, call: Call) -> None:
        wanted = (call.places, call.place, call.delivery_minor, self._ready)
        if wanted == self._shown_places:
            return
        self._shown_places = wanted
        clear(self._places.box)
        for at, place in enumerate(call.places):
            where = ", ".join(part for part in (place.city, place.region, place.postcode) if part)
            street = ", ".join(part for part in (place.line1, place.line2) if part)
            charge = Label(format_money(call.delivery_minor), 13, 500, "text2")
            self._add_place(ChoiceCard(
                street, (where, place.note), name=f"order_entry.place.{at}",
                on_click=lambda at=at: self.place_chosen.emit(at), right=charge,
            ), at == call.place)  # fmt: skip
        free = Label(_("No charge"), 13, 500, "text2")
        self._add_place(ChoiceCard(
            _("Collect in the shop"), (self._ready,), name="order_entry.place.pickup", right=free,
            on_click=lambda: self.place_chosen.emit(-1),
        ), call.place == -1)  # fmt: skip

    def _add_place(self, card: ChoiceCard, chosen: bool) -> None:
        card.set_chosen(chosen)
        self._places.add(card)

    def show_times(self, call: Call, slots: list[Slot]) -> None:
        """Show the windows, or a day and time where there are none."""
        clear(self._when.box)
        self._van.set_text("")
        if call.method in ("own_driver", "carrier"):
            ways = Segmented(
                [("own", _("Our driver")), ("carrier", _("Carrier"))], "order_entry.way",
                "carrier" if call.by_carrier else "own",
            )  # fmt: skip
            ways.chosen.connect(lambda key: self.carrier_chosen.emit(key == "carrier"))
            self._when.add(HBox(ways, None))
        if call.method == "own_driver":
            self._show_slots(call, slots)
        elif call.method:
            at = DateTimeField(
                name="order_entry.field.when", at=call.promised_at, day_only=call.method == "carrier", height=44
            )
            # The editor is rebuilt when the call changes, so tell only when the clerk is done with it.
            at.edit.editingFinished.connect(lambda: self.slot_chosen.emit(at.ms()))
            self._when.add(at)

    def _show_slots(self, call: Call, slots: list[Slot]) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for at, slot in enumerate(slots):
            card = SlotCard(
                clock.format_near(slot.day), f"{slot.first:02}–{slot.last:02}", _slot_left(slot), is_full=not slot.left,
                on_click=lambda slot=slot: self.slot_chosen.emit(slot.ends_at),
                name=f"order_entry.slot.{slot.day}T{slot.first:02}",
            )  # fmt: skip
            card.set_chosen(slot.ends_at == call.promised_at)
            grid.addWidget(card, at // SLOTS_IN_ROW, at % SLOTS_IN_ROW)
        holder = QWidget()
        holder.setLayout(grid)
        self._when.add(holder)

    def start(self, call: Call) -> None:
        """Another call: put its number and note into the fields, and forget the matches of the one before."""
        self.phone.edit.blockSignals(True)
        self.phone.set_text(call.phone)
        self.phone.edit.blockSignals(False)
        for field in (self.name, self.street, self.town, self.postcode):
            field.clear()
        self.note.set_text(call.note)
        self.show_matches([], None)

    def take_in(self) -> None:
        """Take what stands in the fields, though nobody has left them yet."""
        self._tell_newcomer()
        self.note_changed.emit(self.note.text())

    def focus_on(self, goal: str) -> None:
        """Put the caret where an open question is answered: phone, name, place or when."""
        if goal == "name" and self._newcomer.isVisible():
            self.name.focus()
        elif goal == "place":
            cards = self._places.findChildren(ChoiceCard)
            cards[0].setFocus()
        elif goal == "when":
            fields = self._when.findChildren(QWidget)
            (fields[0] if fields else self.phone).setFocus()
        else:
            self.phone.focus()

    def focus_first(self) -> None:
        """Put the caret where a call begins."""
        QTimer.singleShot(0, self.phone.focus)


def _head(text: str, right: QWidget | None = None) -> QWidget:
    return HBox(Label(text, 13, 600, "text2"), None, *([right] if right else []), gap=8)


def _slot_left(slot: Slot) -> str:
    if not slot.left:
        return _("Full")
    return _("all free") if slot.left == slot.whole else _("{count} left").format(count=slot.left)
