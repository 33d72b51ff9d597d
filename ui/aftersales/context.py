"""Beside a case: the customer in figures, the order it is about, what can be done, and this month's stars."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from app.core.money import format_money
from ui.aftersales.stars import StarsPanel
from ui.common.boxes import Avatar, ClickCard, HBox, Panel, Scroll, VBox, clear, fill
from ui.common.buttons import KeyCap, Link
from ui.common.chips import Chip
from ui.common.labels import Icon, Label
from ui.common.panels import initials_of
from ui.reports.words import round_money

WIDTH, NARROW = 332, 292


class Context(Panel):
    """The right column; `act(name)` is told what was touched."""

    def __init__(self, act: Callable[[str], None]) -> None:
        super().__init__("surface", gap=0, name="service.context")
        self._act = act
        self._who, self._order, self._acts = (VBox(gap=gap) for gap in (10, 6, 8))
        self.stars = StarsPanel()
        self._foot_left = Label("", 12, 600)
        self._foot_right = Label("", 12, 400, "text3", align="right")
        page = VBox(
            self._who, self._order, self._acts, Label(_("This month"), 13, 600, "text2"), self.stars,
            HBox(self._foot_left, (self._foot_right, 1)), None, margins=(16, 18), gap=12,
        )  # fmt: skip
        fill(self.box, (Scroll(page, name="service.context.scroll"),), 0, 0)

    def show_case(self, detail: Any) -> None:
        """Show a case's surroundings."""
        row = detail.row
        since = _("since {year}").format(year=clock.day_of(detail.customer_since)[:4]) if detail.customer_since else ""
        self._show_who(
            row.customer_name, " · ".join(part for part in (detail.phone or detail.email, since) if part), detail
        )
        clear(self._order.box)
        if row.order_id is not None:
            link = Link(_("Open"), "service.open_order")
            link.clicked.connect(lambda: self._act("order"))
            self._order.add(
                HBox(Label(_("Order {number}").format(number=row.order_number), 13, 600, "text2"), None, link)
            )
            if detail.order_total_minor is not None:
                self._order.add(Label(format_money(detail.order_total_minor), 14, 500))
        if row.kind.value == "repair":
            self._show_repair(detail)
        self._show_acts(_acts_of(detail))

    def show_answer(self, row: Any) -> None:
        """Show the surroundings of a customer's answer."""
        self._show_who(row.customer_name, "", None)
        clear(self._order.box)
        link = Link(_("Open"), "service.open_order")
        link.clicked.connect(lambda: self._act("order"))
        self._order.add(HBox(Label(_("Order {number}").format(number=row.order_number), 13, 600, "text2"), None, link))
        acts = [("open_case", "warning-circle", _("Open a case"), _("so that somebody answers"), "Alt+N")]
        if row.case_id is not None:
            acts = [("show_case", "chats-circle", _("Show the case"), _("a low score opened it"), "Alt+N")]
        self._show_acts(acts)

    def show_stars(self, stars: Any, undone: int, minutes: int | None) -> None:
        """Show this month's stars, and how fast answers went out."""
        self.stars.show_stars(stars)
        self._foot_left.set_text(ngettext("{n} open", "{n} open", undone).format(n=undone))
        span = clock.format_span(minutes * clock.MINUTE_MS) if minutes is not None else "–"
        self._foot_right.set_text(_("median answer {span}").format(span=span))

    def _show_who(self, name: str, line: str, detail: Any) -> None:
        clear(self._who.box)
        told = VBox(Label(name or _("Walk-in"), 15, 600, elide=True), Label(line, 12, 400, "text3", elide=True), gap=1)
        self._who.add(HBox(Avatar(initials_of(name) if name else "?", len(name), 40), (told, 1), gap=10))
        if detail is not None and detail.row.customer_id is not None:
            figures = [
                (_("Orders"), f"{detail.orders:,}"), (_("Spent"), round_money(detail.spent_minor)),
                (_("Returns"), f"{detail.returns:,}"),
            ]  # fmt: skip
            cells = [(VBox(Label(word, 12, 400, "text3"), Label(value, 18, 600), gap=0), 1) for word, value in figures]
            self._who.add(Panel("sunken", *cells, edge="border", radius=10, margins=(8, 12), row=True))

    def _show_repair(self, detail: Any) -> None:
        quoted = detail.quote_minor is not None
        if quoted:
            word = {True: _("agreed"), False: _("declined"), None: _("not answered yet")}[detail.quote_accepted]
            tone = {True: "ok", False: "bad", None: "warn"}[detail.quote_accepted]
            amount = format_money(detail.quote_minor) if detail.quote_minor else _("under warranty")
            self._order.add(HBox(Label(_("Quote {amount}").format(amount=amount), 13, 500), None, Chip(word, tone)))
        if detail.work_minor:
            self._order.add(Label(_("Work so far {amount}").format(amount=format_money(detail.work_minor)), 13, 500))
        if detail.test_result:
            self._order.add(Label(_("Test: {result}").format(result=detail.test_result), 13, 400, "text2", wrap=True))

    def _show_acts(self, acts: list[tuple[str, str, str, str, str]]) -> None:
        clear(self._acts.box)
        if acts:
            self._acts.add(Label(_("Do something about it"), 13, 600, "text2"))
        for name, icon, title, detail, key in acts:
            self._acts.add(self._card(name, icon, title, detail, key))

    def _card(self, name: str, icon: str, title: str, detail: str, key: str) -> QWidget:
        told = VBox(Label(title, 13, 600, elide=True), Label(detail, 12, 400, "text3", elide=True), gap=0)
        return ClickCard(
            HBox(Icon(icon, 18, "accent_text"), (told, 1), KeyCap(key), gap=10), on_click=lambda: self._act(name),
            name=f"service.act.{name}", accessible=f"{title}. {detail}, {key}", pad=(8, 12),
        )  # fmt: skip


def acts_of(detail: Any) -> list[str]:
    """The names of what can be done about a case now."""
    return [act[0] for act in _acts_of(detail)]


def _acts_of(detail: Any) -> list[tuple[str, str, str, str, str]]:
    row = detail.row
    sent = []
    if detail.replacement_id is not None:
        title = _("Replacement {number}").format(number=detail.replacement_number)
        sent.append(("open_replacement", "package", title, _("opens the order"), "Alt+X"))
    if row.state.value in ("resolved", "closed"):
        again = ("reopen", "clock-counter-clockwise", _("Open it again"), _("the customer came back"), "Alt+O")
        return [*sent, again]
    acts = sent
    if row.kind.value == "repair":
        acts.append(("quote", "tag", _("Quote the repair"), _("the customer is asked"), "Alt+Q"))
        if detail.quote_minor and detail.quote_accepted is None:
            acts.append(("answer_quote", "handshake", _("The customer answered"), _("yes or no to the quote"), "Alt+Y"))
        acts.append(("work", "wrench", _("Note work and test"), _("within the quote"), "Alt+K"))
        if detail.return_id is not None:
            acts.append(("hand_out", "handshake", _("Hand the goods out"), _("paid first, if it costs"), "Alt+H"))
    if row.order_id is not None:
        if detail.replacement_id is None:
            told = _("a free order, goods reserved")
            acts.append(("replace", "arrows-left-right", _("Send a replacement"), told, "Alt+X"))
        acts.append(("refund", "arrow-u-up-left", _("Take back or refund"), _("in Returns, with this order"), "Alt+R"))
        acts.append(("voucher", "gift", _("Give credit"), _("as goodwill, without goods"), "Alt+V"))
    return acts
