"""The cards of one order: items with their sums, customer, delivery, payment, and the checks at the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from app.core.money import format_money, format_unit_price
from app.orders.line_kinds import LineKind, pieces_of
from ui.common.boxes import Card, Divider, HBox, Item, KeyValue, VBox, clear
from ui.common.buttons import Link
from ui.common.chips import Chip, risk_look
from ui.common.inputs import CheckBox
from ui.common.labels import Icon, Label, MoneyLabel
from ui.common.table import Cell, Column, LiveTable
from ui.orders import words

ROW = 44
MOST_ROWS = 8  # before the table scrolls by itself


class ItemsCard(Card):
    """The lines with how far their goods are, and the sums below."""

    def __init__(self) -> None:
        self._count = Label("", 13, 400, "text3")
        self._weight = Label("", 13, 400, "text3")
        self.table = LiveTable(self._columns(), "order.table", key="line_id", row_height=ROW, accessible=_("Items"))
        self._sums = VBox(gap=1)
        self._sums.setFixedWidth(230)
        self._due_word = Label("", 13, 500, "text2", align="right")
        self._due = MoneyLabel(0, 30, 600, name="order.total")
        head = HBox(Label(_("Items"), 15, 600), self._count, None, self._weight, margins=(10, 16), gap=8)
        self.why = Link(_("Why?"), "order.why")
        self.why.setAccessibleName(_("Why this total"))
        foot = HBox(
            self.why, None, self._sums, 24, VBox(self._due_word, self._due, gap=0), margins=(8, 16, 10, 16), gap=8
        )
        super().__init__(head, Divider(), self.table, foot, pad=1, gap=0, name="order.items")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _columns(self) -> list[Column]:
        return [
            Column(_("Item"), _item, kind="thumb"),
            Column(_("Qty"), lambda line: Cell(words.quantity_text(line.quantity, line.unit), weight=500), 60,
                   align="right"),
            Column(_("Packed"), _packed, 90),
            Column(_("Each"), lambda line: Cell(format_unit_price(line.unit_price_e4), token="text2"), 84, align="right"),
            Column(_("Total"), "total_minor", 90, kind="money"),
        ]  # fmt: skip

    def show_story(self, story: Any) -> None:
        """Show an order's lines and sums."""
        order = story.order
        pieces = sum(pieces_of(item.kind, item.quantity, item.unit) for item in story.items)
        self._count.set_text(
            _("{lines}, {pieces}").format(
                lines=ngettext("{n} line", "{n} lines", len(order.lines)).format(n=len(order.lines)),
                pieces=ngettext("{n} piece", "{n} pieces", pieces).format(n=pieces),
            )
        )
        self._weight.set_text(_weight_words(story))
        self.table.set_rows(story.items)
        self.table.setFixedHeight(
            self.table.content_height()
            if len(order.lines) <= MOST_ROWS
            else self.table.view.head.height() + ROW * MOST_ROWS
        )
        self._show_sums(story)

    def _show_sums(self, story: Any) -> None:
        order, money = story.order, story.money
        clear(self._sums.box)
        rows = [
            (_("Goods"), order.goods_minor, "text"),
            (order.discount_name or _("Discount"), -order.discount_minor, "ok_text"),
            (_("Delivery"), order.delivery_minor, "text"), (_("Fee"), order.fee_minor, "text"),
        ]  # fmt: skip
        for title, minor, token in rows:
            if minor or title == _("Goods"):
                row = KeyValue(title)
                row.set_value(format_money(minor), token)
                self._sums.add(row)
        inside = order.tax_minor - order.added_minor
        taxes = [
            (_("Tax on top"), order.added_minor, "text"),
            (_("{regime}: without tax").format(regime=order.tax_regime) if order.tax_regime and not inside
             else _("Tax included"), inside, "text3"),
        ]  # fmt: skip
        for title, minor, token in taxes[not order.added_minor :]:
            row = KeyValue(title)
            row.set_value(format_money(minor), token)
            self._sums.add(row)
        owed = money.owed_minor
        if owed > 0 and order.state not in ("cancelled",):
            at_door = order.pay_plan == "on_delivery"
            self._due_word.set_text(_("To collect at the door") if at_door else _("Still to pay"))
            self._due.set_minor(owed)
        else:
            self._due_word.set_text(_("Total"))
            self._due.set_minor(order.total_minor)


class DoorCard(Card):
    """What is asked at the door before the order counts as accepted; ticked once it was shown."""

    def __init__(self) -> None:
        self._hint = Label("", 13, 400, "text3", elide=True)
        self._checks = HBox(gap=8)
        super().__init__(
            HBox(Icon("handshake", 18), Label(_("At the door"), 14, 600), (self._hint, 1), gap=8), self._checks,
            pad=(14, 16), gap=8, name="order.door",
        )  # fmt: skip

    def show_story(self, story: Any) -> None:
        """Show the checks; an order that is taken over the counter has none."""
        self.setVisible(bool(story.door))
        taken = next((card.taken_by for card in story.deliveries if card.taken_by), "")
        driver = next((card.driver for card in story.deliveries if card.driver), "")
        if taken:
            self._hint.set_text(_("Taken by {name}").format(name=taken))
        else:
            who = driver or _("Whoever hands it over")
            self._hint.set_text(_("{who} asks for these before the order counts as accepted").format(who=who))
        clear(self._checks.box)
        for check in story.door:
            box = CheckBox(check.text, f"order.check.{check.key}", checked=check.done, px=13)
            box.setEnabled(False)
            box.setAccessibleDescription(_("Ticked at the door"))
            self._checks.box.addWidget(box, 1)


def three_cards(
    story: Any, open_customer: Callable[[], None], show_proof: Callable[[], None], pay_back: Callable[[], None],
    show_signatures: Callable[[], None],
) -> list[QWidget]:  # fmt: skip
    """Customer, delivery and payment."""
    return [_customer(story, open_customer), _delivery(story, show_proof), _payment(story, pay_back, show_signatures)]


def _card(icon: str, title: str, name: str, *rows: Item, right: QWidget | None = None) -> Card:
    side: tuple[Item, ...] = () if right is None else (right,)
    head = HBox(Icon(icon, 18), Label(title, 14, 600), None, *side, gap=8)
    head.setMinimumHeight(26)
    return Card(head, *rows, None, pad=(14, 16), gap=4, name=name)


def _customer(story: Any, open_customer: Callable[[], None]) -> Card:
    known = story.customer
    contact = " · ".join(part for part in (known.phone, known.email) if part)
    chips: list[Item] = []
    link = None
    if known.customer_id is not None:
        chips.append(Chip(ngettext("{n} order", "{n} orders", known.orders).format(n=known.orders), "grey", height=22))
        returns = ngettext("{n} return", "{n} returns", known.returns).format(n=known.returns)
        chips.append(Chip(returns, "pink", height=22) if known.returns else Chip(_("No returns"), "ok", height=22))
        link = Link(_("All orders"), "order.button.customer")
        link.clicked.connect(open_customer)
    return _card(
        "user", _("Customer"), "order.card.customer",
        Label(words.customer_word(known.name, story.order.channel), 14, 600, elide=True),
        Label(contact or "–", 13, 400, "text2", elide=True), HBox(*chips, None, gap=6), right=link,
    )  # fmt: skip


def is_packed(story: Any) -> bool:
    """Whether a box of the order was closed, so that there is something to prove."""
    return any(card.parcels and card.fulfillment.packed_at for card in story.deliveries)


def _delivery(story: Any, show_proof: Callable[[], None]) -> Card:
    order = story.order
    street, place, note = words.address_lines(order.address)
    cards = [card for card in story.deliveries if card.fulfillment.state != "cancelled"]
    card = next((card for card in cards if card.shipment_id), cards[0] if cards else None)
    collected = order.method in ("pickup", "taken")
    title = "" if collected else ", ".join(part for part in (street, place) if part)
    chips: list[Item] = []
    due = (card.eta_at if card else None) or order.promised_at
    if due and order.state in ("placed", "in_review", "confirmed"):
        chips.append(Chip(clock.format_moment(due), "sky", "clock", height=22))
        late = order.is_late or any(card.is_late for card in cards)
        chips.append(Chip(_("Late") if late else _("On time"), "bad" if late else "ok", height=22))
    if len(cards) > 1:
        chips.append(Chip(_("{count} parts").format(count=len(cards)), "grey", height=22))
    proof = None
    if is_packed(story):
        proof = Link(_("Proof of packing"), "order.button.proof")
        proof.clicked.connect(show_proof)
    line = _way_words(card) if card else ""
    line = line or _no_way_words(order, card, note)
    return _card(
        "map-pin", _("Delivery"), "order.card.delivery", Label(title or words.method_word(order.method), 14, 600, elide=True),
        Label(line, 13, 400, "text2", elide=True), HBox(*chips, None, gap=6), right=proof,
    )  # fmt: skip


def _no_way_words(order: Any, card: Any, note: str) -> str:
    """What stands there before goods have a way, or when they need none."""
    if order.method == "taken":
        return _("At the counter")
    if order.method != "pickup":
        return note or words.method_word(order.method)
    if card and card.fulfillment.state == "collected":
        return _("Collected")
    return _("Not on the shelf yet") if order.state in ("placed", "in_review", "confirmed") else ""


def _way_words(card: Any) -> str:
    if card.run:
        parts = [card.vehicle, card.driver, _("run {number}").format(number=card.run)]
        if card.stop:
            parts.append(_("stop {stop}").format(stop=card.stop))
    elif card.shelf:
        parts = [_("Shelf {shelf}").format(shelf=card.shelf), card.pickup_code]
    else:
        parts = [card.carrier, card.tracking]
    return " · ".join(part for part in parts if part)


def _payment(story: Any, pay_back: Callable[[], None], show_signatures: Callable[[], None]) -> Card:
    order, money = story.order, story.money
    taken = money.paid_minor - money.refunded_minor
    line = _("{taken} taken").format(taken=format_money(taken))
    if money.owed_minor > 0:
        line = _("{due} due · {taken} taken").format(due=format_money(money.owed_minor), taken=format_money(taken))
        if not taken:
            line = _("{due} due · nothing taken yet").format(due=format_money(money.owed_minor))
    link = None
    if story.backs:
        link = Link(_("Look into it"), "order.button.pay_back")
        link.clicked.connect(pay_back)
    elif money.owed_minor < 0 and order.state != "archived":
        line = _("{taken} taken · {surplus} too much").format(
            taken=format_money(taken), surplus=format_money(-money.owed_minor)
        )
        link = Link(_("Pay back"), "order.button.pay_back")
        link.clicked.connect(pay_back)
    tenders = dict.fromkeys(words.tender_word(pay.tender) for pay in story.payments if pay.state == "approved")
    chips: list[Item] = [] if story.risk is None else [Chip(*risk_look(story.risk), height=22)]
    for back in story.backs:
        doubtful, amount = back.state == "unknown", format_money(back.amount_minor)
        said = _("{amount} back: not confirmed") if doubtful else _("{amount} back: waits for the terminal")
        if back.is_online and not doubtful:
            said = _("{amount} back: on its way")
        chips.append(Chip(said.format(amount=amount), "warn" if doubtful else "sky", "hourglass-medium", height=22))
    if any(pay.is_signed for pay in story.payments):
        signed = Link(_("Signature"), "order.button.signatures")
        signed.clicked.connect(show_signatures)
        chips.append(signed)
    return _card(
        "wallet", _("Payment"), "order.card.payment",
        Label(", ".join(tenders) or words.plan_word(order.pay_plan), 14, 600, elide=True),
        Label(line, 13, 400, "text2", elide=True), HBox(*chips, None, gap=6), right=link,
    )  # fmt: skip


def _item(line: Any) -> Cell:
    parts = [line.sku or _("Free line"), line.note]
    cell = Cell(line.name, " · ".join(part for part in parts if part), art=line.art)
    if line.returned:
        return cell._replace(mark=("arrow-u-up-left", _("{count} returned").format(count=line.returned), "pink"))
    if line.discount_minor:
        return cell._replace(mark=("", line.discount_name or format_money(-line.discount_minor), "ok"))
    return cell


def _packed(line: Any) -> Cell:
    if line.kind not in (LineKind.GOODS, LineKind.PART):
        return Cell()
    done = max(line.packed, line.accepted)
    text = f"{done}/{line.quantity}"
    if done >= line.quantity:
        return Cell(text, icon="check-circle-fill", tone="ok", token="text2", weight=500)
    if line.backordered:
        return Cell(_("{count} wait").format(count=line.backordered), icon="clock", tone="warn", token="warn_text")
    return Cell(text, icon="circle-dashed", token="text3")


def _weight_words(story: Any) -> str:
    cards = [card for card in story.deliveries if card.fulfillment.state != "cancelled"]
    grams = sum(card.weight_grams for card in cards)
    parcels = sum(len(card.parcels) for card in cards)
    parts = [_("{weight} kg").format(weight=f"{grams / 1000:.2f}")] if grams else []
    if parcels:
        parts.append(ngettext("{n} parcel", "{n} parcels", parcels).format(n=parcels))
    return " · ".join(parts)
