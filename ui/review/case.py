"""One stopped order: score, reasons with their proofs, and the evidence about customer, delivery and basket."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from app.core.money import format_money
from app.customers.phone import show_phone
from ui.common.boxes import Banner, Card, Divider, HBox, Item, Panel, Scroll, VBox, clear
from ui.common.buttons import KeyCap, Link
from ui.common.chips import Chip
from ui.common.inputs import CheckBox
from ui.common.labels import Icon, Label
from ui.common.thumb import Thumb
from ui.orders import words
from ui.review.queue import AMBER, RED, Ring

PICTURES = 4
HEAVY = 15  # points from which a reason is red
YOUNG_MS = clock.DAY_MS
_NEVER = frozenset({"blocked"})  # only the list itself clears these


class Case(Panel):
    """What a decision needs, from the heaviest reason down."""

    def __init__(self, show_proof: Callable[[str], None], tick: Callable[[str], None]) -> None:
        super().__init__("app", name="review.case")
        self._show_proof, self._tick = show_proof, tick
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
        word, moment = self._reason_of_deadline(detail) if waits else ("", "")
        self._for_word.set_text(word)
        self._for.set_text(moment)

    def _reason_of_deadline(self, detail: Any) -> tuple[str, str]:
        """What the decision is to be in time for: the next van or collection, or what was promised."""
        if detail.leaves_at:
            time = clock.format_clock(detail.leaves_at)
            own = str(detail.method) == "own_driver"
            return _("to make the"), (_("{time} van") if own else _("{time} collection")).format(time=time)
        return (_("promised for"), clock.format_moment(detail.promised_at)) if detail.promised_at else ("", "")

    def _show_banner(self, detail: Any) -> None:
        is_clear = detail.score < detail.hold_from and any(reason.cleared_by for reason in detail.reasons)
        self._banner.setVisible(bool(detail.first_name) or detail.state != "open" or is_clear)
        if detail.state == "held":
            asked = _("Asked: {question}").format(question=detail.decision_note)
            self._banner.set_banner("pause-circle", "warn", _("Held until the customer answers"), asked)
        elif detail.state == "approved":
            said = _("Approved by {name}").format(name=detail.decided_name)
            self._banner.set_banner("check-circle-fill", "ok", said, detail.decision_note)
        elif detail.state == "rejected":
            said = _("Rejected by {name}").format(name=detail.decided_name)
            self._banner.set_banner("x-circle-fill", "bad", said, detail.decision_note)
        elif is_clear:
            title = _("{points} points are left: nothing holds this order any more").format(points=detail.score)
            self._banner.set_banner("check-circle-fill", "ok", title, _("A lets it go on."))
        elif detail.first_name:
            title = _("{name} said yes already").format(name=detail.first_name)
            self._banner.set_banner("users", "sky", title, _("An order of this size needs a second person."))

    def _show_reasons(self, detail: Any) -> None:
        self._reasons.clear()
        rules = (
            _("Rules of {day}").format(day=clock.format_day(clock.day_of(detail.rules_at))) if detail.rules_at else ""
        )
        head = HBox(
            Label(_("Why it was stopped"), 15, 600), None,
            Label(rules or _("Rules as they came with Kontor"), 12, 400, "text3", name="review.rules_of"),
            margins=(12, 16),
        )  # fmt: skip
        self._reasons.add(head)
        for digit, reason in enumerate(reasons_shown(detail), 1):
            self._reasons.add(Divider())
            self._reasons.add(ReasonRow(reason, digit, detail.state in ("open", "held"), self._show_proof, self._tick))


def reasons_shown(detail: Any) -> list[Any]:
    """The reasons in the order of the rows: against, then in favor; the digits count them."""
    return sorted(detail.reasons, key=lambda reason: -reason.points)


class ReasonRow(HBox):
    """A reason: its points, what was seen, what would clear it with a box to tick, and the way to the proof."""

    def __init__(
        self, reason: Any, digit: int, waits: bool, show_proof: Callable[[str], None], tick: Callable[[str], None]
    ) -> None:
        cleared = bool(reason.cleared_by)
        tone = "grey" if cleared else "ok" if reason.points < 0 else "bad" if reason.points >= HEAVY else "warn"
        sign = f"+{reason.points}" if reason.points > 0 else f"−{-reason.points}" if reason.points else "0"
        points = Panel(
            f"{tone}_tint", Label(sign, 14, 600, f"{tone}_text", align="center"), radius=8, margins=(6, 0), row=True
        )
        points.setFixedSize(52, 32)
        show = Link(_("Show"), f"review.show.{reason.code}")
        show.clicked.connect(lambda: show_proof(reason.code))
        told = _cleared_words(reason) if cleared else reason.proof
        said = VBox(
            Label(reason.title, 14, 600, "text3" if cleared else "text", elide=True),
            Label(told or reason.clears, 13, 400, "ok_text" if cleared else "text2", elide=True), gap=1,
        )  # fmt: skip
        parts: list[Item] = [points, (said, 3)]
        if reason.points > 0 and reason.clears and waits:
            parts.append((self._way_out(reason, digit, tick), 2))
        super().__init__(*parts, show, margins=(9, 16), gap=14, name=f"review.reason.{reason.code}")
        self.setAccessibleName(f"{sign} {reason.title}. {told}")

    def _way_out(self, reason: Any, digit: int, tick: Callable[[str], None]) -> QWidget:
        box = CheckBox("", f"review.clear.{reason.code}", checked=bool(reason.cleared_by), tone="ok")
        box.setAccessibleName(reason.clears)
        box.setAccessibleDescription(_("Key {digit}: this was done and is in order").format(digit=digit))
        box.setEnabled(reason.code not in _NEVER)
        box.clicked.connect(lambda: tick(reason.code))
        words = Label(reason.clears, 13, 500, "text3" if reason.cleared_by else "text2", elide=True)
        return HBox(KeyCap(str(digit)), box, (words, 1), gap=6)


def _cleared_words(reason: Any) -> str:
    when = clock.format_moment(reason.cleared_at)
    said = _("Cleared by {name}, {when}").format(name=reason.cleared_by, when=when)
    return f"{said}: {reason.cleared_note}" if reason.cleared_note else said


def _facts(title: str, name: str, *rows: Item) -> Card:
    return Card(Label(title, 14, 600), 2, *rows, None, pad=(14, 16), gap=9, name=name)


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
        span = detail.placed_at - detail.customer_since
        age = _fact(_("Customer for"), clock.format_span(max(span, 0)), "warn" if span < YOUNG_MS else "ok")
    past = _("None") if not detail.past_orders else _("{count}, {amount} in total").format(
        count=detail.past_orders, amount=format_money(detail.past_minor)
    )  # fmt: skip
    gone = ngettext("{n} of them", "{n} of them", detail.past_cancelled).format(n=detail.past_cancelled)
    phone = show_phone(detail.phone) if detail.phone.startswith("+") else detail.phone
    return _facts(
        _("Customer"), "review.card.customer", age, _fact(_("E-mail"), detail.email or "–"),
        _fact(_("Phone"), phone or "–", "ok" if detail.phone_confirmed_at else ""),
        _fact(_("Past orders"), past, "" if detail.past_orders else "warn"),
        *((_fact(_("Cancelled"), gone, "warn"),) if detail.past_cancelled else ()),
    )  # fmt: skip


def _address(detail: Any) -> Card:
    street, place, _note = words.address_lines(detail.address)
    doubts = {reason.code for reason in detail.reasons}
    doubtful = "warn" if doubts & {"address_doubt", "far_from_billing", "same_contact"} else "ok" if street else ""
    rows = [
        _fact(_("Ships to"), street or words.method_word(detail.method), doubtful), _fact(_("Town"), place or "–"),
    ]  # fmt: skip
    if detail.card:
        safe = {True: (_("Passed"), "ok"), False: (_("Not asked for"), "warn"), None: ("–", "")}[detail.three_d_secure]
        card = f"{detail.card} · {detail.card_country}".rstrip(" ·")
        rows += [
            _fact(_("Card"), card), _fact(_("3-D Secure"), *safe),
            _fact(_("Card name"), detail.card_name or "–", "warn" if "card_name" in doubts else ""),
        ]  # fmt: skip
    else:
        late = "warn" if "cash_on_delivery" in doubts else ""
        rows += [
            _fact(_("By"), words.method_word(detail.method)), _fact(_("Payment"), words.plan_word(detail.pay_plan), late),
            _fact(_("Entered by"), detail.entered_name or "–"),
        ]  # fmt: skip
    return _facts(_("Address and payment"), "review.card.address", *rows)


def _basket(detail: Any, pictures: dict[int, str]) -> Card:
    thumbs = [Thumb(pictures.get(line.product_id or 0, ""), 56, line.name) for line in detail.basket[:PICTURES]]
    told = ", ".join(f"{line.name} × {line.quantity}" for line in detail.basket)
    unusual = [line for line in detail.basket if line.usual and line.quantity > 2 * line.usual]
    odd = ", ".join(f"{line.name} × {line.quantity}" for line in unusual)
    extra: list[Item] = []
    if odd:
        extra.append(Label(_("More than usual: {items}").format(items=odd), 13, 600, "warn_text", wrap=True))
    if detail.resold:
        sold_on = ", ".join(f"{name} × {quantity}" for name, quantity in detail.resold)
        extra.append(Label(_("Easy to resell: {items}").format(items=sold_on), 13, 600, "warn_text", wrap=True))
    return _facts(
        _("Basket"), "review.card.basket", HBox(*thumbs, None, gap=8), Label(told, 13, 400, "text2", wrap=True), *extra
    )
