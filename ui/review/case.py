"""One stopped order: score, reasons with their proofs, and the evidence about customer, delivery and basket."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from app.core.money import format_money
from ui.common.boxes import Banner, Card, Divider, HBox, Item, Panel, Scroll, VBox, clear
from ui.common.buttons import Link
from ui.common.chips import Chip
from ui.common.labels import Icon, Label
from ui.common.thumb import Thumb
from ui.orders import words
from ui.review.queue import AMBER, RED, Ring

PICTURES = 4
HEAVY = 15  # points from which a reason is red
YOUNG_MS = clock.DAY_MS


class Case(Panel):
    """What a decision needs, from the heaviest reason down."""

    def __init__(self, show_proof: Callable[[str], None]) -> None:
        super().__init__("app", name="review.case")
        self._show_proof = show_proof
        self.ring = Ring(72)
        self._title = Label("", 22, 600, name="review.title")
        self._risk = Chip("", "bad", "shield-warning", name="review.chip.risk", height=26)
        self._line = Label("", 14, 400, "text2", elide=True)
        self._by_word = Label("", 12, 400, "text3", align="right")
        self._by = Label("", 22, 600, "warn_text", align="right", name="review.deadline")
        self._for_word = Label("", 12, 400, "text3")
        self._for = Label("", 14, 600)
        head = HBox(
            self.ring, (VBox(HBox(self._title, self._risk, None, gap=10), self._line, gap=3), 1),
            VBox(None, self._by_word, self._by, None, gap=0), VBox(None, self._for_word, self._for, None, gap=4), gap=16,
        )  # fmt: skip
        self._banner = Banner("info", "sky", "", name="review.banner")
        self._banner.hide()
        self._reasons = Card(pad=0, gap=0, name="review.reasons")
        self._cards = HBox(gap=12)
        page = VBox(head, self._banner, self._reasons, self._cards, None, margins=(18, 20), gap=14)
        for part in (head, self._reasons, self._cards):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.box.addWidget(Scroll(page, name="review.scroll"))

    def show_detail(self, detail: Any, pictures: dict[int, str]) -> None:
        """Show an order's case."""
        score = detail.score
        self.ring.set_score(score)
        self._title.set_text(_("Order {number}").format(number=detail.number))
        level = _("High risk") if score >= RED else _("Medium risk") if score >= AMBER else _("Low risk")
        self._risk.set_look(level, "bad" if score >= RED else "warn" if score >= AMBER else "ok", "shield-warning")
        self._line.set_text(" · ".join((
            detail.customer_name or _("Walk-in"), words.channel_word(detail.channel),
            clock.format_moment(detail.placed_at), words.plan_word(detail.pay_plan), format_money(detail.total_minor),
        )))  # fmt: skip
        self._show_deadline(detail)
        self._show_banner(detail)
        self._show_reasons(detail)
        clear(self._cards.box)
        for card in (_customer(detail), _address(detail), _basket(detail, pictures)):
            self._cards.box.addWidget(card, 1)

    def _show_deadline(self, detail: Any) -> None:
        waits = detail.state in ("open", "held")
        late = detail.deadline_at < clock.now_ms()
        self._by_word.set_text(_("Decide by") if waits else _("Decided by"))
        self._by.set_text(words.short_moment(detail.deadline_at) if waits else detail.decided_name)
        self._by.set_token("bad_text" if late and waits else "warn_text" if waits else "text")
        promised = detail.promised_at if waits else None
        self._for_word.set_text(_("promised for") if promised else "")
        self._for.set_text(clock.format_moment(promised) if promised else "")

    def _show_banner(self, detail: Any) -> None:
        self._banner.setVisible(bool(detail.first_name) or detail.state != "open")
        if detail.state == "held":
            asked = _("Asked: {question}").format(question=detail.decision_note)
            self._banner.set_banner("pause-circle", "warn", _("Held until the customer answers"), asked)
        elif detail.state == "approved":
            said = _("Approved by {name}").format(name=detail.decided_name)
            self._banner.set_banner("check-circle-fill", "ok", said, detail.decision_note)
        elif detail.state == "rejected":
            said = _("Rejected by {name}").format(name=detail.decided_name)
            self._banner.set_banner("x-circle-fill", "bad", said, detail.decision_note)
        elif detail.first_name:
            title = _("{name} said yes already").format(name=detail.first_name)
            self._banner.set_banner("users", "sky", title, _("An order of this size needs a second person."))

    def _show_reasons(self, detail: Any) -> None:
        self._reasons.clear()
        head = HBox(Label(_("Why it was stopped"), 15, 600), None, margins=(12, 16))
        self._reasons.add(head)
        for reason in sorted(detail.reasons, key=lambda reason: -reason.points):
            self._reasons.add(Divider())
            self._reasons.add(self._reason(reason))

    def _reason(self, reason: Any) -> QWidget:
        tone = "ok" if reason.points < 0 else "bad" if reason.points >= HEAVY else "warn"
        sign = f"+{reason.points}" if reason.points > 0 else f"−{-reason.points}" if reason.points else "0"
        points = Panel(
            f"{tone}_tint", Label(sign, 14, 600, f"{tone}_text", align="center"), radius=8, margins=(6, 0), row=True
        )
        points.setFixedSize(52, 32)
        show = Link(_("Show"), f"review.show.{reason.code}")
        show.clicked.connect(lambda: self._show_proof(reason.code))
        clears = _("Clears it: {how}").format(how=reason.clears) if reason.clears else ""
        said = VBox(
            Label(reason.title, 14, 600, elide=True), Label(reason.proof or clears, 13, 400, "text2", elide=True), gap=1
        )
        row = HBox(points, (said, 1), show, margins=(9, 16), gap=14, name=f"review.reason.{reason.code}")
        row.setAccessibleName(f"{sign} {reason.title}. {reason.proof}")
        row.setToolTip(clears)
        return row


def _facts(title: str, name: str, *rows: Item) -> Card:
    return Card(Label(title, 14, 600), 2, *rows, None, pad=(14, 16), gap=6, name=name)


def _fact(key: str, value: str, tone: str = "") -> QWidget:
    icon = {"warn": "warning-fill", "ok": "check-circle-fill", "bad": "warning-circle-fill"}.get(tone)
    mark: tuple[Item, ...] = (Icon(icon, 16, f"{tone}_text"),) if icon else ()
    shown = Label(value, 13, 600 if tone else 500, f"{tone}_text" if tone else "text", align="right", elide=True)
    row = HBox(Label(key, 13, 400, "text3"), (shown, 1), *mark, gap=6)
    row.setAccessibleName(f"{key}: {value}")
    return row


def _customer(detail: Any) -> Card:
    if detail.customer_since is None:
        age = _fact(_("Customer since"), _("Not known"), "warn")
    else:
        span = clock.now_ms() - detail.customer_since
        age = _fact(_("Customer for"), clock.format_span(span), "warn" if span < YOUNG_MS else "ok")
    past = _("None") if not detail.past_orders else _("{count}, {amount} in total").format(
        count=detail.past_orders, amount=format_money(detail.past_minor)
    )  # fmt: skip
    gone = ngettext("{n} of them", "{n} of them", detail.past_cancelled).format(n=detail.past_cancelled)
    return _facts(
        _("Customer"), "review.card.customer", age,
        _fact(_("Past orders"), past, "" if detail.past_orders else "warn"),
        _fact(_("Cancelled"), gone if detail.past_cancelled else _("None"), "warn" if detail.past_cancelled else "ok"),
        _fact(_("Phone"), detail.phone or "–"), _fact(_("E-mail"), detail.email or "–"),
    )  # fmt: skip


def _address(detail: Any) -> Card:
    street, place, _note = words.address_lines(detail.address)
    doubts = {reason.code for reason in detail.reasons}
    doubtful = "warn" if "address_doubt" in doubts else "ok" if street else ""
    return _facts(
        _("Address and payment"), "review.card.address",
        _fact(_("Goes to"), street or words.method_word(detail.method), doubtful), _fact(_("Town"), place or "–"),
        _fact(_("By"), words.method_word(detail.method)),
        _fact(_("Payment"), words.plan_word(detail.pay_plan), "warn" if "cash_on_delivery" in doubts else ""),
        _fact(_("Entered by"), detail.entered_name or "–"),
    )  # fmt: skip


def _basket(detail: Any, pictures: dict[int, str]) -> Card:
    thumbs = [Thumb(pictures.get(line.product_id or 0, ""), 56, line.name) for line in detail.basket[:PICTURES]]
    told = ", ".join(f"{line.name} × {line.quantity}" for line in detail.basket)
    unusual = [line for line in detail.basket if line.usual and line.quantity > 2 * line.usual]
    odd = ", ".join(f"{line.name} × {line.quantity}" for line in unusual)
    extra: tuple[Item, ...] = ()
    if odd:
        extra = (Label(_("More than usual: {items}").format(items=odd), 13, 600, "warn_text", wrap=True),)
    return _facts(
        _("Basket"), "review.card.basket", HBox(*thumbs, None, gap=8), Label(told, 13, 400, "text2", wrap=True), *extra
    )
