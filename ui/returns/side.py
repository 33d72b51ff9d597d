"""Beside the lines: who it is, what the policy says, what the customer would like, what it comes to, and F9."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.i18n import _, ngettext
from app.core.money import format_money
from ui.common.boxes import Avatar, Divider, HBox, Panel, Scroll, VBox, clear, fill
from ui.common.buttons import Button, KeyCap, Link
from ui.common.chips import Chip, status_chip
from ui.common.labels import Icon, Label, MoneyLabel
from ui.common.panels import initials_of
from ui.orders.choice_card import ChoiceCard
from ui.returns import words
from ui.returns.draft import CREDIT, EXCHANGE, LOOSE, OUTCOMES, REFUND, REPAIR, RETURN, Draft
from ui.theme import theme

WIDTH, NARROW = 400, 356
LOW = 640  # px
TRUSTED_ORDERS = 5


class Side(Panel):
    """The right column.

    Signals:
        chosen: an outcome was touched.
        wanted: what else was asked for: order, customer, note, other_way.
    """

    chosen = Signal(str)
    wanted = Signal(str)

    def __init__(self, go: Callable[[], None]) -> None:
        super().__init__("surface", gap=0, name="returns.side")
        self._cards: dict[str, ChoiceCard] = {}
        self._who, self._policy, self._outcomes, self._sums = (VBox(gap=gap) for gap in (6, 2, 8, 3))
        self._page = VBox(self._who, self._policy, self._outcomes, None, margins=(16, 20, 8, 20), gap=12)
        self._is_low = False
        self._shown: tuple[Any, ...] = ()
        self._total_word = Label(_("Refund"), 17, 600)
        self._total = MoneyLabel(0, 32, 600, name="returns.total")
        self.primary = Button(_("Refund"), kind="primary", key="F9", height=60, px=18, name="returns.primary").grow()
        self.primary.clicked.connect(go)
        self._why = Label("", 13, 600, "warn_text", wrap=True, name="returns.hint")
        foot = VBox(
            self._sums, HBox(self._total_word, None, self._total, gap=8), self._why, self.primary,
            margins=(10, 20, 18, 20), gap=8,
        )  # fmt: skip
        foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        fill(self.box, ((Scroll(self._page, name="returns.scroll"), 1), Divider(), foot), 0, 0)

    def show_draft(self, draft: Draft, estimate: Any, policy: Sequence[Any], shelf: dict[int, Any], hint: str) -> None:
        """Show everything of a draft anew."""
        self._shown = (draft, estimate, policy, shelf, hint)
        self._show_who(draft)
        self._show_policy(draft, policy)
        self._show_outcomes(draft, estimate, shelf)
        self._show_sums(draft, estimate)
        self._why.set_text(hint)
        self._why.setVisible(bool(hint))
        said = words.primary_words(draft, estimate)
        self.primary.set_text(said)
        self.primary.setVisible(bool(said))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low window has one line for each rule, so that all outcomes are in sight."""
        super().resizeEvent(event)
        low = event.size().height() < LOW * theme().scale
        if low != self._is_low:
            self._is_low = low
            self._page.box.setContentsMargins(20, 10 if low else 16, 20, 4 if low else 8)
            self._page.box.setSpacing(8 if low else 12)
            if self._shown:
                self.show_draft(*self._shown)

    def _show_who(self, draft: Draft) -> None:
        clear(self._who.box)
        name = draft.customer_name or _("Walk-in")
        lines: list[QWidget] = [Label(name, 15, 600, elide=True)]
        chip: QWidget | None = None
        if draft.sale is not None:
            sale = draft.sale
            told = ngettext("{n} order", "{n} orders", sale.orders).format(n=sale.orders)
            back = ngettext("{n} return", "{n} returns", sale.returns).format(n=sale.returns)
            if draft.customer_id:
                lines.append(Label(f"{told} · {back}", 12, 400, "text3", elide=True))
            if sale.orders >= TRUSTED_ORDERS and sale.returns * 5 <= sale.orders:
                chip = Chip(_("Trusted"), "ok")
            elif sale.returns >= 3 and sale.returns * 2 > sale.orders:
                chip = Chip(_("Returns often"), "warn")
        elif draft.detail is not None:
            row = draft.detail.row
            link = Link(_("Order {number}").format(number=row.order_number), "returns.open_order", px=13)
            link.clicked.connect(lambda: self.wanted.emit("order"))
            lines.append(link if row.order_number else Label(_("without a receipt"), 12, 400, "text3"))
            chip = status_chip("return", draft.state, "returns.chip.status")
        else:
            link = Link(_("Choose the customer"), "returns.choose_customer")
            link.clicked.connect(lambda: self.wanted.emit("customer"))
            lines.append(HBox(link, KeyCap("F3"), None, gap=6))
        letters = initials_of(name) if draft.customer_name else "?"
        self._who.add(HBox(Avatar(letters, len(name), 40), (VBox(*lines, gap=1), 1), *([chip] if chip else []), gap=10))

    def _show_policy(self, draft: Draft, policy: Sequence[Any]) -> None:
        clear(self._policy.box)
        rows = [
            (word.title, word.detail, "check-circle-fill" if word.holds else "warning-circle-fill",
             "ok_text" if word.holds else "warn_text")
            for word in policy
        ]  # fmt: skip
        if draft.kind == LOOSE:
            rows = [
                (_("No receipt"), _("a manager allows it; store credit at today’s price"), "lock-key-fill", "warn_text")
            ]
        if draft.detail is not None:
            row = draft.detail.row
            rows = [(_("Return {number}").format(number=row.number), _("opened by {name}").format(name=row.who_name),
                     "arrow-u-up-left", "text2")]  # fmt: skip
        if draft.note:
            rows.append((_("Note"), draft.note, "note-pencil", "text2"))
        if rows:
            self._policy.add(Label(_("Policy") if draft.detail is None else _("About it"), 13, 600, "text2"))
        for title, detail, icon, token in rows:
            if self._is_low:
                words_ = Label(" · ".join(filter(None, (title, detail))), 13, 500, elide=True)
                self._policy.add(HBox(Icon(icon, 18, token), (words_, 1), margins=(1, 0), gap=10))
                continue
            told = VBox(Label(title, 13, 600, wrap=True), Label(detail, 12, 400, "text3", wrap=True), gap=0)
            self._policy.add(HBox(Icon(icon, 18, token), (told, 1), margins=(4, 0), gap=10))

    def _show_outcomes(self, draft: Draft, estimate: Any, shelf: dict[int, Any]) -> None:
        clear(self._outcomes.box)
        self._cards = {}
        if not draft.settles:
            return
        first = draft.customer_name.split()[0] if draft.customer_name else ""
        asked = _("What would {name} like?").format(name=first) if first else _("What would the customer like?")
        self._outcomes.add(Label(asked, 13, 600, "text2"))
        told = {
            REFUND: (words.refund_title(draft, estimate), words.refund_detail(draft, estimate)),
            EXCHANGE: (_("Exchange"), self._exchange_words(draft, shelf)),
            CREDIT: (_("Store credit"), words.credit_detail(draft, estimate)),
            REPAIR: (_("Repair"), _("a case follows the goods")),
        }
        for outcome, key in words.OUTCOME_KEYS:
            title, detail = told[outcome]
            card = ChoiceCard(
                title, (detail,), on_click=lambda outcome=outcome: self.chosen.emit(outcome),
                name=f"returns.outcome.{outcome}", right=KeyCap(key), why_not=self._why_not(draft, outcome),
            )  # fmt: skip
            card.set_chosen(outcome == draft.outcome)
            self._cards[outcome] = card
            self._outcomes.add(card)

    def _why_not(self, draft: Draft, outcome: str) -> str:
        if draft.kind == LOOSE and outcome in (EXCHANGE, REPAIR):
            return _("needs the receipt")
        repairs = [line.disposition == "repair" for line in draft.lines]
        if draft.kind == RETURN and outcome == REPAIR and not all(repairs):
            return _("not all goods were sent to repair")
        return ""

    def _exchange_words(self, draft: Draft, shelf: dict[int, Any]) -> str:
        line = next(iter(draft.chosen()), None)
        found = shelf.get(line.product_id or 0) if line is not None else None
        if found is None:
            return _("the credit pays the next sale")
        if found.free <= 0:
            return _("same goods: none on the shelf")
        where = _("same goods: {n} on the shelf, {bin}") if found.bin else _("same goods: {n} on the shelf")
        return where.format(n=found.free, bin=found.bin)

    def _show_sums(self, draft: Draft, estimate: Any) -> None:
        clear(self._sums.box)
        shown = {value.order_line_id: value for value in estimate.lines}
        for line in draft.chosen()[:5]:
            value = shown.get(line.ref)
            worth = value.refund_minor + value.fee_minor if value else line.worth_minor
            self._sum(line.name, worth)
        if estimate.charges_minor:
            self._sum(_("Delivery"), estimate.charges_minor)
        if draft.kind != LOOSE and draft.chosen():
            self._sum(_("Restocking fee"), -estimate.fee_minor, faint=not estimate.fee_minor)
        if estimate.unpaid_minor:
            self._sum(_("Still owed, taken off"), -estimate.unpaid_minor)
        if draft.outcome == CREDIT and estimate.bonus_minor:
            self._sum(_("Extra for store credit"), estimate.bonus_minor)
        total = estimate.given_minor
        if draft.outcome == CREDIT:
            total += estimate.bonus_minor
        self._total_word.set_text(
            {EXCHANGE: _("Credit"), CREDIT: _("Credit"), REPAIR: _("Worth")}.get(draft.outcome, _("Refund"))
        )
        self._total.set_minor(total if draft.outcome != REPAIR else sum(line.worth_minor for line in draft.chosen()))
        self._total.setAccessibleName(f"{self._total_word.text()} {format_money(self._total.minor or 0)}")

    def _sum(self, title: str, minor: int, *, faint: bool = False) -> None:
        value = Label(format_money(minor), 13, 500, "text3" if faint else "text")
        self._sums.add(HBox((Label(title, 13, 400, "text3", elide=True), 1), value, gap=10))

    def cards(self) -> dict[str, ChoiceCard]:
        """The outcomes that are offered."""
        return self._cards


assert {outcome for outcome, _key in words.OUTCOME_KEYS} == set(OUTCOMES)
