"""The right side of a delivery: customer, figures, proof, messages and events."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import Avatar, Divider, HBox, Panel, VBox, clear
from ui.common.buttons import Button, Link
from ui.common.chips import Chip
from ui.common.choices import Segmented
from ui.common.labels import Icon, Label
from ui.common.picture import Picture, read_image
from ui.common.timeline import Timeline
from ui.delivery import words
from ui.delivery.detail_cards import events_of
from ui.theme import theme
from ui.theme.tokens import AVATARS


class Side(Panel):
    """Signal: wanted: message, return or case."""

    wanted = Signal(str)

    def __init__(self) -> None:
        self._avatar = Avatar("", 0, 44)
        self._name = Label("", 16, 600, elide=True, name="delivery_detail.customer")
        self._where = Label("", 12, 400, "text3", elide=True)
        who = HBox(self._avatar, (VBox(self._name, self._where, gap=1), 1), gap=12)
        self._figures = HBox(gap=8)
        figures = Panel("sunken", self._figures, edge="border", radius=10, margins=(10, 16))
        self._proof = VBox(gap=6)
        self.which = Segmented([("messages", _("Messages")), ("events", _("Events"))], "delivery_detail.which", px=12)
        self.which.chosen.connect(lambda _key: self._show_story())
        write = Link(_("Write"), "delivery_detail.button.write", icon="pencil-simple")
        write.clicked.connect(lambda: self.wanted.emit("message"))
        self.timeline = Timeline("delivery_detail.timeline")
        self.timeline.setMinimumHeight(round(96 * theme().scale))
        self._none = Label("", 13, 400, "text3", align="center")
        foot = HBox(
            self._button(_("Start a return"), "arrow-u-up-left", "F8", "return"),
            self._button(_("Open a case"), "chats-circle", "", "case"), gap=8,
        )  # fmt: skip
        super().__init__("surface", who, figures, self._proof, Divider(), HBox(self.which, None, write),
                         (self.timeline, 1), self._none, Divider(), foot, margins=(16, 20), gap=10)  # fmt: skip
        self._found: Any = None

    def _button(self, text: str, icon: str, key: str, what: str) -> Button:
        button = Button(text, icon=icon, key=key, height=44, name=f"delivery_detail.button.{what}").grow()
        button.clicked.connect(lambda: self.wanted.emit(what))
        return button

    def show_found(self, found: Any) -> None:
        """Show a delivery."""
        self._found = found
        detail = found.detail
        card = detail.card
        initials = "".join(part[0] for part in card.customer.split()[:2]).upper() or "–"
        self._avatar.set_person(initials, sum(map(ord, card.customer)) % AVATARS)
        self._name.set_text(card.customer or _("Walk-in"))
        where = " · ".join(part for part in (detail.phone, words.address_text(detail.address)) if part)
        self._where.set_text(where or "–")
        self._show_figures(detail)
        self._show_proof(detail)
        self.which.set_count("messages", len(found.messages) or None)
        self.which.set_count("events", len(detail.events) or None)
        self._show_story()

    def _show_figures(self, detail: Any) -> None:
        card = detail.card
        clear(self._figures.box)
        done, proof = card.delivered_at, detail.proof
        late = card.late_ms > 0
        second = _("Delivered") if done else _("Expected")
        at = done or card.eta_at
        taken = proof.collected_minor if proof else 0
        cash = format_money(taken) if taken else format_money(card.cod_minor) if card.cod_minor else "–"
        for title, value, token in (
            (_("Promised"), words.short_moment(card.due_at) if card.due_at else "–", "text2"),
            (second, words.short_moment(at) if at else "–", "bad_text" if late else "text"),
            (_("Collected") if done else _("To collect"), cash, "ok_text" if taken else "text"),
            (_("Attempt"), words.tries_text(card.tries if card.column != words.NEEDS_YOU else card.tries - 1), "text"),
        ):
            px = 20 if len(value) < 8 else 14
            self._figures.box.addWidget(
                VBox(Label(title, 12, 400, "text3"), Label(value, px, 600, token), None, gap=0), 1
            )

    def _show_proof(self, detail: Any) -> None:
        clear(self._proof.box)
        proof, card = detail.proof, detail.card
        done = proof is not None
        chip = (
            Chip(_("Complete"), "ok", "check-circle-fill", height=22) if done else Chip(_("Not yet"), "grey", height=22)
        )
        self._proof.add(HBox(Label(_("Proof of delivery"), 15, 600), None, chip))
        if done and (proof.signature_png or proof.photo):
            self._proof.add(_pictures(proof))
        for text, at, ticked in _checks(detail):
            icon = Icon("check-circle-fill" if ticked else "circle-dashed", 20, "ok" if ticked else "text3")
            row = HBox(icon, (Label(text, 13, 500, "text" if ticked else "text2", elide=True), 1),
                       Label(at, 12, 400, "text3"), gap=8)  # fmt: skip
            row.setFixedHeight(round(26 * theme().scale))
            self._proof.add(row)
        assert card is not None

    def _show_story(self) -> None:
        if self.which.current() == "events":
            events = events_of(self._found.detail)
        else:
            events = [
                (moment.icon, moment.tone, moment.title, moment.detail, words.short_moment(moment.at), "")
                for moment in self._found.messages
            ]
        self.timeline.set_events(events)
        self.timeline.setVisible(bool(events))
        self._none.set_text("" if events else _("Nothing was written yet"))
        self._none.setVisible(not events)


def _pictures(proof: Any) -> QWidget:
    row = HBox(gap=10)
    if proof.photo:
        photo = Picture("delivery_detail.photo", _("Photo"))
        photo.show_image(read_image(proof.photo, 480), fills=True)
        row.box.addWidget(VBox(photo, Label(clock.format_clock(proof.at), 12, 400, "text3"), gap=4), 1)
    if proof.signature_png:
        signed = Picture("delivery_detail.signature", _("Signature"))
        signed.show_image(QImage.fromData(proof.signature_png), fills=False)
        told = f"{proof.name}, {clock.format_clock(proof.at)}"
        row.box.addWidget(VBox(signed, Label(told, 12, 400, "text3", elide=True), gap=4), 1)
    return row


def _checks(detail: Any) -> list[tuple[str, str, bool]]:
    """What is proved and what is still open: text, when, whether."""
    proof, card = detail.proof, detail.card
    at = clock.format_clock(proof.at) if proof else ""
    ticked = proof.checklist if proof else ()
    rows = [
        (_(text), at if key in ticked else "", key in ticked) for key, text in words.CHECKS.items() if key != "identity"
    ]
    if "identity" in ticked:
        rows.append((_(words.CHECKS["identity"]), at, True))
    if card.cod_minor or (proof and proof.collected_minor):
        taken = proof.collected_minor if proof else 0
        text = _("{amount} taken in cash").format(amount=format_money(taken or card.cod_minor))
        whom = _("with {name}").format(name=card.driver or card.carrier) if taken else ""
        rows.append((text, whom, bool(taken)))
    signed = bool(proof and proof.signature_png)
    who = _("Taken by {name}").format(name=proof.name) if proof else _("Name and signature")
    rows.append((who if proof else _("Name and signature"), _("signed") if signed else at, bool(proof)))
    return rows
