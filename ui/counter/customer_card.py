"""F3 on a ticket with its customer: what is known, points and credit, what is bought again and again, what was bought."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from app.core import clock
from app.core.i18n import _, ngettext
from app.core.money import format_money
from ui.common.boxes import HBox, KeyValue, VBox
from ui.common.buttons import Button
from ui.common.inputs import CheckBox, ComboField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.counter.pick_list import Pick, PickList

if TYPE_CHECKING:
    from ui.common.desk import Desk

SHOWN = 4


class Card(NamedTuple):
    """What the sheet shows: the customer's story, consent, usable points, the shop's tax regimes, own price lists."""

    story: Any
    card: Any
    usable: int
    regimes: list[tuple[int, str]]
    lists: list[str]


def read_card(customer_id: int) -> Card:
    """What is known of a customer; on the reader's thread."""
    from app.catalog.price_lists import price_lists_of
    from app.catalog.tax_queries import regimes
    from app.customers.phone import show_phone
    from app.customers.points import usable
    from app.customers.queries import customer_card
    from app.overview.customer_story import customer_story

    story = customer_story(customer_id)
    shown = replace(story, phone=show_phone(story.phone) if story.phone else "")
    card = customer_card(customer_id)
    return Card(shown, card, usable(story.points), regimes(card.own_regime_id), price_lists_of(customer_id))


class CustomerCardSheet(Sheet):
    """Shows the customer of the ticket; a favourite goes onto it, points become credit."""

    def __init__(
        self, desk: Desk, found: Card, *, add: Callable[[int, str], None],
        change: Callable[[], None], drop: Callable[[], None], changed: Callable[[], None], again: Callable[[], None],
    ) -> None:  # fmt: skip
        self._story, card, self._usable, regimes, self._lists = found
        story = self._story
        since = _("customer since {day}").format(day=clock.format_day(story.since))
        super().__init__(desk.surface, story.name, f"{story.group} · {since}" if story.group else since, width=760,
                         name="customer_card")  # fmt: skip
        self._desk, self._changed, self._again, self._drop = desk, changed, again, drop
        self.mail = CheckBox(_("News by e-mail"), "customer_card.may_mail", checked=card.may_mail)
        self.sms = CheckBox(_("News by SMS"), "customer_card.may_sms", checked=card.may_sms)
        for box in (self.mail, self.sms):
            box.toggled.connect(lambda _on: self._keep_consent())
        self.regime = ComboField(
            _("Tax regime"), [(0, _("As the shop or the group is taxed")), *regimes], "customer_card.regime"
        )
        self.regime.set_current(card.own_regime_id or 0)
        self.regime.setVisible(bool(regimes))
        self.regime.changed.connect(self._keep_regime)
        self.points = Button("", icon="star-fill", height=44, name="customer_card.button.points")
        self.points.clicked.connect(self._use_points)
        self.favourites = PickList("customer_card.favourites", _("Bought most"), most=SHOWN)
        self.favourites.show_rows([
            Pick(row, row.name, row.sku, ngettext("{n} time", "{n} times", row.times).format(n=row.times), art=row.art)
            for row in story.favourites
        ])  # fmt: skip
        self.favourites.picked.connect(lambda row: (self.accept(), add(row.product_id, row.sku)))
        self.past = PickList("customer_card.past", _("Bought before"), most=SHOWN)
        self.past.show_rows([
            Pick(row.id, clock.format_day(row.placed_at), row.number or "", format_money(row.total_minor), icon="receipt")
            for row in story.orders if row.placed_at
        ])  # fmt: skip
        self.past.at = -1  # F9 adds a favourite; these are opened by a tap
        self.past.picked.connect(lambda order_id: (self.accept(), desk.open("order", order_id)))
        details = Button(_("Details"), icon="pencil-simple", key="Alt+E", height=40, name="customer_card.details")
        details.clicked.connect(self._open_details)
        self.bind("Alt+E", self._open_details)
        left = VBox(
            self._facts(),
            HBox(details, None),
            self.points,
            self.mail,
            self.sms,
            self.regime,
            *self._note(),
            None,
            gap=10,
        )
        right = VBox(
            Label(_("Bought most"), 13, 600, "text2"), self._or_none(self.favourites),
            Label(_("Bought before"), 13, 600, "text2"), self._or_none(self.past), None, gap=8,
        )  # fmt: skip
        self.set_body(HBox((left, 2), (right, 3), gap=28))
        other = Button(_("Another customer"), icon="user", key="F3", height=48, px=15, name="customer_card.other")
        off = Button(_("Take off"), icon="x", key="Del", height=48, px=15, name="customer_card.off")
        other.clicked.connect(lambda: (self.accept(), change()))
        off.clicked.connect(lambda: (self.accept(), drop()))
        self.bind("F3", lambda: (self.accept(), change()))
        self.bind("Del", lambda: (self.accept(), drop()))
        account = Button(_("Account"), icon="notebook", key="Alt+A", height=48, px=15, name="customer_card.account")
        account.clicked.connect(self._open_account)
        self.bind("Alt+A", self._open_account)
        self.set_foot(other, off, account, None)
        if story.favourites:
            self.set_primary(_("Add to the sale"), self.favourites.choose)
        self._show_points()

    def _facts(self) -> VBox:
        story = self._story
        owes = _("{owed} of {limit}").format(
            owed=format_money(story.owes_minor), limit=format_money(story.credit_limit_minor)
        )
        rows = (
            (_("Phone"), story.phone), (_("E-mail"), story.email), (_("Customer card"), story.card),
            (_("Loyalty points"), f"{story.points:,}"), (_("Store credit"), format_money(story.credit_minor)),
            (_("On account"), owes if story.credit_limit_minor or story.owes_minor else ""),
            (_("Spent"), format_money(story.spent_minor)), (_("Own prices"), ", ".join(self._lists)),
        )  # fmt: skip
        return VBox(*(KeyValue(title, value) for title, value in rows if value), gap=4)

    def _note(self) -> list[Label]:
        return [Label(self._story.note, 13, 400, "text2", wrap=True)] if self._story.note else []

    @staticmethod
    def _or_none(rows: PickList) -> Any:
        return rows if rows.rows else Label(_("Nothing yet"), 13, 400, "text3")

    def _show_points(self) -> None:
        from app.customers.points import worth_minor

        self.points.setVisible(self._usable > 0)
        if self._usable:
            self._desk.read(self, lambda: worth_minor(self._usable), self._say_worth)

    def _say_worth(self, worth: int) -> None:
        self.points.set_text(
            _("Turn {n} points into {amount} credit").format(n=f"{self._usable:,}", amount=format_money(worth))
        )

    def _use_points(self) -> None:
        from app.counter.points import use_points

        def used(worth: int) -> None:
            self.accept()
            self._desk.feedback("done")
            self._desk.toast(
                _("{amount} of store credit; pay with it under Credit.").format(amount=format_money(worth))
            )
            self._changed()

        self.points.setEnabled(False)
        self._desk.write(self, use_points, self._story.id, self._usable, done=used, urgent=True)

    def _keep_regime(self) -> None:
        """The customer is taxed otherwise from now on, on the open sale too."""
        from app.customers.customers import change_regime

        regime: Any = self.regime.current()

        def done(_nothing: Any) -> None:
            self._desk.toast(_("The customer is taxed so from now on."))
            self._again()

        self._desk.write(self, change_regime, self._story.id, regime or None, done=done, urgent=True)

    def _open_details(self) -> None:
        from ui.counter.customer_form import open_form

        self.accept()
        open_form(self._desk, self._story.id, self._again, self._drop)

    def _open_account(self) -> None:
        from ui.counter.account_sheet import open_account

        self.accept()
        open_account(self._desk, self._story.id, self._changed)

    def _keep_consent(self) -> None:
        from app.customers.customers import change_consent

        self._desk.write(
            self, change_consent, self._story.id, may_mail=self.mail.isChecked(), may_sms=self.sms.isChecked()
        )
