"""Sheets of a case: who takes care, until when it rests, how it ends, a new one, goodwill, and the steps of a repair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from app.core import clock
from app.core.i18n import N_, _
from ui.aftersales import reads
from ui.common.boxes import HBox, VBox
from ui.common.buttons import Button
from ui.common.choices import Segmented
from ui.common.inputs import ComboField, DateTimeField, MoneyField, NoteField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from ui.common.desk import Desk

OUTCOMES = (
    N_("Replacement sent"), N_("Money paid back"), N_("Credit given"), N_("Repaired"), N_("Explained"),
    N_("Nothing to do"),
)  # fmt: skip
CHANNELS = (
    ("phone", N_("By phone")),
    ("counter", N_("At the counter")),
    ("mail", N_("By e-mail")),
    ("sms", N_("By SMS")),
)


def ask_person(desk: Desk, people: Sequence[Any], now: int | None, chosen: Callable[[int | None], None]) -> Sheet:
    """Who takes care of the case; by digit."""
    sheet = Sheet(desk.surface, _("Who takes care of it?"), width=460, name="service.assign")
    buttons: list[Button] = []

    def add(person_id: int | None, name: str) -> None:
        key = str(len(buttons) + 1) if len(buttons) < 9 else ""
        kind = "tint" if person_id == now else "default"
        suffix = "nobody" if person_id is None else str(person_id)
        button = Button(name, kind=kind, key=key, height=40, name=f"service.assign.{suffix}").grow()

        def take() -> None:
            sheet.accept()
            chosen(person_id)

        button.clicked.connect(take)
        if key:
            sheet.bind(key, take)
        buttons.append(button)

    me = desk.actor.person_id if desk.actor else 0
    for person in sorted(people, key=lambda person: (person.id != me, person.name)):
        add(person.id, _("{name} (you)").format(name=person.name) if person.id == me else person.name)
    add(None, _("Everybody"))
    sheet.set_body(VBox(*buttons, gap=6))
    return sheet.open(buttons[0])


def ask_wait(desk: Desk, chosen: Callable[[int, str], None]) -> Sheet:
    """Until when the case rests, and for what."""
    sheet = Sheet(desk.surface, _("Let the case rest"), width=500, name="service.wait")
    tomorrow = clock.at_local(clock.add_days(clock.today(), 1), "10:00")
    until = DateTimeField(_("Until"), name="service.wait.field.until", at=tomorrow)
    reason = TextField(_("What is waited for"), name="service.wait.field.reason", optional=True)
    spans = ((_("In an hour"), clock.now_ms() + clock.HOUR_MS), (_("Tomorrow 10:00"), tomorrow),
             (_("In a week"), clock.at_local(clock.add_days(clock.today(), 7), "10:00")))  # fmt: skip
    row = []
    for place, (words, at) in enumerate(spans, 1):
        button = Button(words, key=f"Alt+{place}", height=40, name=f"service.wait.{place}")
        button.clicked.connect(lambda _checked=False, at=at: until.set_ms(at))
        sheet.bind(f"Alt+{place}", lambda at=at: until.set_ms(at))
        row.append(button)

    def take() -> None:
        sheet.accept()
        chosen(until.ms(), reason.text())

    reason.submitted.connect(take)
    sheet.set_body(HBox(*row, None, gap=8), until, reason)
    sheet.set_primary(_("Let it rest"), take)
    return sheet.open(reason.edit)


def ask_close(desk: Desk, detail: Any, chosen: Callable[[str, str], None]) -> Sheet:
    """What it came from and what was done: both are needed, the reports count them."""
    from app.aftersales.states import CAUSES

    title = _("Close case {number}").format(number=detail.row.number)
    sheet = Sheet(desk.surface, title, detail.row.subject, width=660, name="service.close")
    cause = ComboField(_("What did it come from?"), [("", _("Choose"))] + [(str(key.value), _(title)) for key, title in
                       CAUSES.items()], "service.close.field.cause")  # fmt: skip
    if detail.cause:
        cause.set_current(detail.cause)
    outcome = TextField(_("What was done?"), name="service.close.field.outcome", height=44)
    outcome.set_text(detail.outcome)
    chips = []
    for place, words in enumerate(OUTCOMES, 1):
        chip = Button(_(words), kind="soft", key=f"Alt+{place}", height=34, name=f"service.close.{place}")
        chip.clicked.connect(lambda _checked=False, words=words: outcome.set_text(_(words)))
        sheet.bind(f"Alt+{place}", lambda words=words: outcome.set_text(_(words)))
        chips.append(chip)

    def take() -> None:
        if not cause.current():
            cause.set_error(_("Say what it came from."))
            cause.focus()
        elif not outcome.text():
            outcome.set_error(_("Say what was done about it."))
            outcome.focus()
        else:
            sheet.accept()
            chosen(str(cause.current()), outcome.text())

    outcome.submitted.connect(take)
    sheet.set_body(cause, outcome, HBox(*chips[:3], None, gap=8), HBox(*chips[3:], None, gap=8))
    sheet.set_primary(_("Close case"), take)
    return sheet.open(cause.combo)


class NewCaseSheet(Sheet):
    """A question, complaint or repair that came in by phone or at the counter."""

    RESTS: ClassVar[bool] = True

    def __init__(self, desk: Desk, taken: Callable[[dict[str, Any]], None]) -> None:
        super().__init__(desk.surface, _("New case"), width=580, name="service.new")
        self._taken = taken
        self._desk = desk
        self._order_id: int | None = None
        self._customer_id: int | None = None
        self.kind = Segmented(
            [("complaint", _("Complaint")), ("enquiry", _("Question")), ("repair", _("Repair"))], "service.new.kind"
        )
        self.channel = ComboField(_("How"), [(key, _(words)) for key, words in CHANNELS], "service.new.field.channel")
        self.order = TextField(_("Order number, or the customer’s name"), name="service.new.field.order", optional=True,
                               icon="magnifying-glass")  # fmt: skip
        self._found = Label("", 13, 500, "text2", elide=True)
        self.subject = TextField(_("What is it about?"), name="service.new.field.subject", height=44)
        self.text = NoteField(_("What the customer said"), name="service.new.field.text", height=96, optional=True)
        self.order.changed.connect(self._look)
        self.subject.submitted.connect(self._take)
        self.text.submitted.connect(self._take)
        self.set_body(self.kind, HBox((self.channel, 1), (self.order, 2), gap=12), self._found, self.subject, self.text)
        self.set_primary(_("Open the case"), self._take)

    def open(self, focus: Any = None) -> Sheet:
        """Start with whom it is about."""
        return super().open(focus or self.order.edit)

    def on_code(self, code: str) -> None:
        """An order, receipt or customer card scanned into the sheet."""
        self.order.set_text(code)

    def about(self, order_id: int, number: str, name: str, subject: str = "") -> None:
        """Begin with an order that is known already."""
        self.order.set_text(number)
        self._order_id = order_id
        self._found.set_text(name)
        self.subject.set_text(subject)

    def _look(self) -> None:
        text = self.order.text()
        self._order_id = self._customer_id = None
        if len(text) < 3:
            self._found.set_text("")
            return

        def load() -> tuple[int | None, int | None, str]:
            from app.customers.queries import find_customers

            found = reads.order_of(text)
            if found is not None:
                return found.order_id, None, found.name or _("Walk-in")
            people = find_customers(text, 1)
            return (None, people[0].id, people[0].name) if people else (None, None, "")

        self._desk.read(self, load, self._show_found, merge="about")

    def _show_found(self, found: tuple[int | None, int | None, str]) -> None:
        self._order_id, self._customer_id, name = found
        about = _("Order of {name}").format(name=name) if self._order_id else name
        self._found.set_text(about or _("Nobody known; the words stand as the name."))

    def _take(self) -> None:
        if not self.subject.text():
            self.subject.set_error(_("Say in a few words what it is about."))
            self.subject.focus()
            return
        self.accept()
        known = self._order_id is not None or self._customer_id is not None
        self._taken({
            "kind": self.kind.current(), "subject": self.subject.text(), "text": self.text.text(),
            "order_id": self._order_id, "customer_id": self._customer_id,
            "customer_name": "" if known else self.order.text(), "channel": str(self.channel.current()),
        })  # fmt: skip


def ask_goodwill(desk: Desk, name: str, chosen: Callable[[int, str], None]) -> Sheet:
    """An amount of store credit without goods coming back, and why."""
    sheet = Sheet(desk.surface, _("Give {name} credit").format(name=name or _("the customer")), width=460,
                  name="service.voucher")  # fmt: skip
    amount = MoneyField(_("Amount"), name="service.voucher.field.amount", height=56, px=24)
    reason = TextField(_("Why"), name="service.voucher.field.reason", height=44)

    def take() -> None:
        if not amount.minor():
            amount.set_error(_("Type an amount."))
            amount.focus()
        elif not reason.text():
            reason.set_error(_("Say why, so that the others know."))
            reason.focus()
        else:
            sheet.accept()
            chosen(amount.minor() or 0, reason.text())

    amount.submitted.connect(reason.focus)
    reason.submitted.connect(take)
    sheet.set_body(amount, reason)
    sheet.set_primary(_("Give the credit"), take)
    return sheet.open(amount.edit)


def ask_quote(desk: Desk, detail: Any, chosen: Callable[[int], None]) -> Sheet:
    """What the repair will cost; nought is under warranty."""
    sheet = Sheet(desk.surface, _("Quote the repair"), detail.row.subject, width=460, name="service.quote")
    amount = MoneyField(_("The repair costs"), name="service.quote.field.amount", height=56, px=24,
                        minor=detail.quote_minor, help=_("0 is under warranty; the customer is not asked then."))  # fmt: skip

    def take() -> None:
        minor = amount.minor()
        if minor is None:
            amount.set_error(_("Type an amount, or 0."))
            amount.focus()
            return
        sheet.accept()
        chosen(minor)

    amount.submitted.connect(take)
    sheet.set_body(amount)
    sheet.set_primary(_("Quote it"), take)
    return sheet.open(amount.edit)


def ask_quote_answer(desk: Desk, amount: str, chosen: Callable[[bool], None]) -> Sheet:
    """Yes or no to the quote."""
    title = _("Does the customer take the quote of {amount}?").format(amount=amount)
    sheet = Sheet(desk.surface, title, width=520, name="service.quote_answer")

    def take(accepted: bool) -> None:
        sheet.accept()
        chosen(accepted)

    no = Button(_("No, leave it"), key="N", height=48, name="service.quote_answer.no").grow()
    no.clicked.connect(lambda: take(False))
    sheet.bind("N", lambda: take(False))
    sheet.bind("Y", lambda: take(True))
    sheet.set_body(no)
    sheet.set_primary(_("Yes, repair it"), lambda: take(True))
    return sheet.open(sheet.primary)


def ask_work(desk: Desk, detail: Any, chosen: Callable[[int, str, str], None]) -> Sheet:
    """What was done, what it adds to the bill, and how the test went."""
    sheet = Sheet(desk.surface, _("Work on the repair"), detail.row.subject, width=520, name="service.work")
    text = NoteField(_("What was done"), name="service.work.field.text", height=80)
    cost = MoneyField(
        _("It costs"), name="service.work.field.cost", minor=0, help=_("Not more than the accepted quote.")
    )
    test = TextField(_("Test result"), name="service.work.field.test", optional=True,
                     help=_("Needed before the case can be closed."))  # fmt: skip

    def take() -> None:
        if not text.text():
            text.set_error(_("Write something first."))
            text.focus()
            return
        if cost.minor() is None:
            cost.set_error(_("Type an amount, or 0."))
            cost.focus()
            return
        sheet.accept()
        chosen(cost.minor() or 0, text.text(), test.text())

    test.submitted.connect(take)
    sheet.set_body(text, cost, test)
    sheet.set_primary(_("Note the work"), take)
    return sheet.open(text.edit)
