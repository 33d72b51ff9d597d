"""One order's whole life: stages, items, customer, delivery and payment, what is asked at the door, and its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.core.i18n import _
from ui.common.boxes import Divider, HBox, Panel, Scroll, Stage, StageLine, VBox, clear, fill
from ui.common.buttons import Button, IconButton
from ui.common.chips import Chip
from ui.common.choices import Segmented
from ui.common.inputs import TextField
from ui.common.labels import Label
from ui.common.picture import PhotoStrip, Shown
from ui.common.pieces import Banner
from ui.common.timeline import Timeline
from ui.common.why_sheet import WhySheet
from ui.orders import detail_cards, words
from ui.orders.back_sheet import ask_about_back
from ui.orders.charge_back_sheet import ChargeBackSheet, may_be_taken_back
from ui.orders.next_step import ICONS, do_step
from ui.orders.pay_back_sheet import ask_pay_back
from ui.orders.story import FILTERS, shown
from ui.theme import theme

if TYPE_CHECKING:
    from ui.common.desk import Desk

SIDE = 440
SIDE_NARROW = 376
NARROW = 1300


class OrderView(QWidget):
    """The detail half of the tab.

    Signals:
        left: back to the list.
        loaded: another order, or another state of it, is shown.
        print_wanted, message_wanted, change_wanted: buttons of the head.
        customer_wanted: the customer's orders.
    """

    left = Signal()
    loaded = Signal()
    print_wanted = Signal()
    message_wanted = Signal()
    change_wanted = Signal()
    cancel_wanted = Signal()
    customer_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("order.page")
        self._desk = desk
        self.order_id = 0
        self.story: Any = None
        self.shop = ("", 0)  # the shop's country, and what it takes for a delivery
        self.against_changing: list[str] = []
        self.against_cancelling: list[str] = []
        self._build()

    def _build(self) -> None:
        self._title = Label("", 24, 600, name="order.title")
        self._chips = HBox(gap=8)
        back = IconButton("arrow-left", name="order.back", accessible=_("Back to the list"), key="Esc")
        back.clicked.connect(self.left.emit)
        self._print = self._button(_("Print"), "printer", "print", self.print_wanted, "F10")
        self._message = self._button(_("Message"), "chat-text", "message", self.message_wanted)
        self._change = self._button(_("Change order"), "pencil-simple", "change", self.change_wanted)
        self._more = self._button(_("Cancel order"), "x-circle", "cancel", self.cancel_wanted)
        self._more.set_kind("danger")
        self.primary = Button("", kind="primary", icon="check-bold", key="F9", height=40, name="order.primary")
        self.primary.clicked.connect(self.go_on)
        row = HBox(
            back,
            self._title,
            self._chips,
            None,
            self._print,
            self._message,
            self._change,
            self._more,
            self.primary,
            gap=8,
        )
        self._stages = StageLine(name="order.stages")
        head = Panel("surface", row, self._stages, margins=(12, 20, 8, 16), gap=10)
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._doubts = Banner("warning-circle-fill", "warn", "", name="order.doubts")
        self._doubts.hide()
        self._items = detail_cards.ItemsCard()
        self._items.why.clicked.connect(self.show_why)
        self._cards = HBox(gap=12)
        self._door = detail_cards.DoorCard()
        self._body = VBox(self._doubts, self._items, self._cards, self._door, None, margins=(12, 16, 12, 20), gap=10)
        self._side = self._make_side()
        inner = HBox((Scroll(self._body, name="order.scroll"), 1), Divider(upright=True), self._side, gap=0)
        fill(QVBoxLayout(self), (head, Divider(), (inner, 1)), 0, 0)

    def _button(self, text: str, icon: str, verb: str, signal: Any, key: str = "") -> Button:
        button = Button(text, icon=icon, key=key, height=40, name=f"order.button.{verb}")
        button.clicked.connect(lambda: signal.emit())
        return button

    def _make_side(self) -> QWidget:
        self.filter = Segmented([(key, _(title)) for key, title in FILTERS], "order.filter", px=12)
        self.filter.chosen.connect(lambda _key: self._show_timeline())
        self.timeline = Timeline("order.timeline")
        self._empty = Label("", 13, 400, "text3", align="center")
        self.photos = PhotoStrip(self._desk, "order.photos")
        self.note = TextField(
            name="order.field.note", icon="note-pencil", height=44, placeholder=_("Write a note for the team"),
            accessible=_("Note for the team"),
        )  # fmt: skip
        self.note.submitted.connect(self._add_note)
        side = Panel(
            "surface", HBox(Label(_("Timeline"), 15, 600), None, self.filter, gap=8), (self.timeline, 1), self._empty,
            self.photos, self.note, margins=(16, 20), gap=8,
        )  # fmt: skip
        side.setFixedWidth(SIDE)
        return side

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(SIDE_NARROW if self.width() < NARROW else SIDE)
        if self.story is not None:
            self._show_buttons(self.story)

    def show_why(self) -> None:
        """W: the steps that made the total, and how it was paid."""
        from app.overview.why_paper import why_sale

        order_id = self.order_id
        self._desk.read_for_sheet(
            self, lambda: why_sale(order_id), lambda why: WhySheet(self._desk.surface, why).open()
        )

    # -- what is shown

    def show_order(self, order_id: int) -> None:
        """Show another order, from the top."""
        if order_id != self.order_id:
            # Until the other one is read, no key may act on what is still to be seen.
            self.story, self.against_changing, self.against_cancelling = None, [], []
            self.filter.set_current("all")
            self.note.clear()
        self.order_id = order_id
        self.refresh()

    def refresh(self) -> None:
        """Read the order anew."""
        order_id = self.order_id

        def load() -> tuple[Any, list[str], list[str], tuple[str, int]]:
            from app.core.settings import read
            from app.orders.amend import reasons_against_amending
            from app.orders.cancel import reasons_against_cancelling
            from app.overview.order_story import order_story

            against = reasons_against_amending(order_id), reasons_against_cancelling(order_id)
            return order_story(order_id), *against, (read("shop.country"), read("orders.delivery_minor"))

        self._desk.read(self, load, self._show, merge="order", urgent=True)

    def _show(self, found: tuple[Any, list[str], list[str], tuple[str, int]]) -> None:
        story = found[0]
        if story.order.id != self.order_id:
            return
        self.story, self.against_changing, self.against_cancelling, self.shop = found
        self._title.set_text(_("Order {number}").format(number=story.order.number))
        self._show_chips(story)
        self._stages.set_stages(_stages(story))
        self._show_doubts(story)
        self._items.show_story(story)
        clear(self._cards.box)
        acts = (self.customer_wanted.emit, self.show_proof, self.pay_back, self.show_signatures)
        for card in detail_cards.three_cards(story, *acts):
            self._cards.box.addWidget(card, 1)
        self._door.show_story(story)
        self._show_buttons(story)
        self._show_timeline()
        self.photos.show_photos([Shown(photo.path, words.photo_words(photo)) for photo in story.photos])
        self.loaded.emit()

    def _show_chips(self, story: Any) -> None:
        clear(self._chips.box)
        order = story.order
        self._chips.add(Chip(*words.look_of(story.status), name="order.chip.status", height=26))
        if order.is_on_hold and order.hold_reason:
            self._chips.add(Chip(order.hold_reason, "warn", height=26))
        if order.is_late:
            self._chips.add(Chip(words.late_text(order.promised_at), "bad", "warning-circle-fill", height=26))
        said = words.money_of(story.money.status, order.pay_plan, story.money.owed_minor)
        self._chips.add(Chip(said.word, said.tone, said.icon, height=26, name="order.chip.payment"))
        if self.width() >= NARROW and order.pay_plan != "layaway":  # its last day needs the room
            icon = words.channel_icon(order.channel)
            self._chips.add(Chip(words.channel_word(order.channel), "grey", icon, height=26))

    def _show_doubts(self, story: Any) -> None:
        said = " ".join(doubt.sentence for doubt in story.doubts)
        self._doubts.set_banner("warning-circle-fill", "warn", _("Before it can be confirmed"), said)
        self._doubts.setVisible(bool(story.doubts))

    def _show_buttons(self, story: Any) -> None:
        step = story.next
        self.primary.setVisible(step is not None)
        if step is not None:
            self.primary.set_text(step.label)
            self.primary.set_icon(ICONS[step.key])
        wide = self.width() >= NARROW
        why = " ".join(self.against_changing)
        self._change.setEnabled(not why)
        theme().set_tip(self._change, why)
        self._change.setAccessibleDescription(why)
        self._more.setVisible(wide and self.may_cancel())
        self._message.setVisible(wide and bool(story.order.phone or story.order.email))

    def may_cancel(self) -> bool:
        """Whether the order can still be called off."""
        if self.story is None or self.against_cancelling:
            return False
        return self.story.order.state in ("placed", "in_review", "confirmed")

    def surplus_minor(self) -> int:
        """What was paid too much and can go back now, in minor units; nought on an order that is closed."""
        if self.story is None or self.story.order.state == "archived":
            return 0
        return max(0, -int(self.story.money.owed_minor))

    def has_money_back(self) -> bool:
        """Whether money is to go back, or is on its way back and not confirmed."""
        return self.surplus_minor() > 0 or bool(self.story is not None and self.story.backs)

    def _show_timeline(self) -> None:
        if self.story is None:
            return
        events = shown(self.story.timeline, self.filter.current())
        self.timeline.set_events(events)
        self._empty.set_text("" if events else _("Nothing of this kind yet"))
        self._empty.setVisible(not events)

    # -- what is done

    def go_on(self) -> None:
        """F9: the next step of this order."""
        if self.story is None or self.story.next is None:
            return
        if self.story.next.key == "mend":
            self.change_wanted.emit()
        else:
            do_step(self._desk, self, self.story.next, self.order_id, self.story.order.number)

    def has_proof(self) -> bool:
        """Whether a box was packed."""
        return self.story is not None and detail_cards.is_packed(self.story)

    def show_proof(self) -> None:
        """V: what was packed when and by whom, for a claim."""
        from ui.orders.proof_sheet import ProofSheet

        if self.story is not None and self.has_proof():
            ProofSheet(self._desk, self.order_id, self.story.order.number).open()

    def second_look(self) -> None:
        """S: somebody else is to look at this order before it goes on."""
        from app.review.send import send_to_review
        from ui.review.sheets import ask_second_look

        if self.story is None:
            return
        order_id, number = self.order_id, self.story.order.number
        said = _("Order {number} waits in review").format(number=number)

        def send(why: str) -> None:
            self._desk.write(self, send_to_review, order_id, why, done=lambda _points: self._desk.toast(said))

        ask_second_look(self._desk, number, send)

    def has_signature(self) -> bool:
        """Whether the customer signed for money of this order."""
        return self.story is not None and any(pay.is_signed for pay in self.story.payments)

    def show_signatures(self) -> None:
        """U: what the customer signed."""
        from ui.orders.signature_sheet import show_signatures

        if self.story is not None and self.has_signature():
            show_signatures(self._desk, self, self.order_id, self.story.order.number)

    def pay_back(self) -> None:
        """B: look into a refund that is not confirmed, or pay back what was paid too much."""
        if self.story is not None and self.story.backs:
            ask_about_back(self._desk, self, self.story.backs[0])
        elif self.surplus_minor():
            ask_pay_back(self._desk, self, self.order_id, self.story.order.number)

    def has_card_payment(self) -> bool:
        """Whether a bank can take a payment of this order back."""
        return self.story is not None and bool(may_be_taken_back(self.story))

    def charge_back(self) -> None:
        """Z: the bank took a payment back."""
        if self.story is not None and self.has_card_payment():
            ChargeBackSheet(self._desk, self, self.story).open_ready()

    def _add_note(self) -> None:
        from app.orders.notes import add_note

        if not self.note.text():
            return

        order_id = self.order_id

        def kept(_id: int) -> None:
            if self.order_id == order_id:
                self.note.clear()
                self.timeline.setFocus()

        self._desk.write(self, add_note, order_id, self.note.text(), done=kept, once=True)


_STAGE_ICONS = {
    "placed": "circle-dashed", "confirmed": "check-circle-fill", "picked": "hand-grabbing-fill",
    "packed": "package-fill", "left": "truck-fill", "accepted": "handshake", "settled": "wallet", "closed": "archive",
}  # fmt: skip


def _stages(story: Any) -> list[Stage]:
    """The stages as they are painted: done, the one under way (red when it is late or went wrong), and the rest."""
    wrong = story.order.is_late or story.status in ("failed", "lost", "cancelled")
    rows = []
    for stage in story.stages:
        state = {"later": "todo", "now": "bad" if wrong else "now"}.get(stage.state, stage.state)
        detail = words.short_moment(stage.at) if stage.at else stage.detail
        rows.append(Stage(stage.title, detail, state, _STAGE_ICONS[stage.key]))
    return rows
