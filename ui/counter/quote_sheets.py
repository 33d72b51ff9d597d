"""The sheets of quotes: the terms of a new one, the list of the open ones, and where one is mailed to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from app.core import clock
from app.core.i18n import N_, _
from app.core.money import format_money
from ui.common.boxes import HBox, VBox
from ui.common.buttons import Button, KeyCap
from ui.common.inputs import CheckBox, NumberField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.counter.find_sheet import FindSheet, FindWords
from ui.counter.pick_list import Pick

if TYPE_CHECKING:
    from ui.common.desk import Desk

MOST_DAYS = 365
# How the last mail of a quote stands, in words.
MAILED = {
    "queued": N_("mail waits"), "sent": N_("mail leaves"), "done": N_("mailed"), "failed": N_("mail failed"),
    "unknown": N_("mail uncertain"),
}  # fmt: skip
MAIL_TONES = {"done": "ok_text", "failed": "bad_text", "unknown": "warn_text"}


class Terms(NamedTuple):
    """How a quote is given: for how many days, on paper or not, and mailed to whom."""

    days: int
    prints: bool
    address: str


class QuoteSheet(Sheet):
    """How long it holds, and whether it is printed or mailed."""

    def __init__(
        self, desk: Desk, total_minor: int, days: int, email: str, take: Callable[[Terms], Any]
    ) -> None:  # fmt: skip
        super().__init__(desk.surface, _("Quote"), format_money(total_minor), width=520, name="quote")
        self._take = take
        self.days = NumberField(
            _("Holds for"), name="quote.days", value=days, minimum=1, maximum=MOST_DAYS, suffix=_("days"), height=48
        )
        self.until = Label("", 14, 500, "text2")
        self.prints = CheckBox(_("Print it"), "quote.prints", checked=True)
        self.mails = CheckBox(_("Mail it"), "quote.mails")
        self.address = TextField(
            _("E-mail"), name="quote.address", icon="envelope-simple", height=48, optional=True,
        )  # fmt: skip
        self.address.set_text(email)
        self.address.edit.textEdited.connect(lambda text: self.mails.setChecked(bool(text.strip())))
        self.days.changed.connect(self._show_day)
        self.days.submitted.connect(self.go_on)
        self.address.submitted.connect(self.go_on)
        self.days.setFixedWidth(180)
        held = HBox(self.days, VBox(None, self.until, gap=0, margins=(0, 0, 14, 0)), None, gap=16)
        paper, mail = HBox(self.prints, KeyCap("Alt+P"), gap=8), HBox(self.mails, KeyCap("Alt+E"), gap=8)
        self.set_body(held, HBox(paper, mail, None, gap=24), self.address)
        self.bind("Alt+P", self.prints.click)
        self.bind("Alt+E", self.mails.click)
        self.set_primary(_("Make the quote"), self._go)
        self._show_day()

    def open(self, focus: Any = None) -> Sheet:
        """Start in the days."""
        return super().open(focus or self.days)

    def _show_day(self) -> None:
        days = self.days.value() or 0
        last = clock.add_days(clock.today(), min(max(days, 0), MOST_DAYS))
        self.until.set_text(_("until {day}").format(day=clock.format_weekday(last)))

    def _go(self) -> None:
        days, address = self.days.value(), self.address.text().strip() if self.mails.isChecked() else ""
        if not days or not self.days.check():
            self.days.set_error(_("From 1 to {most} days.").format(most=MOST_DAYS))
        elif self.mails.isChecked() and "@" not in address:
            self.address.set_error(_("There is no e-mail address."))
            self.address.focus()
        else:
            self.accept()
            self._take(Terms(days, self.prints.isChecked(), address))


class QuotesSheet(FindSheet):
    """Open quotes, found by number, customer or phone; Enter takes one up, Alt+E mails it."""

    def __init__(
        self, desk: Desk, rows: list[Any], take: Callable[[str], Any], mail: Callable[[Any], Any]
    ) -> None:  # fmt: skip
        self._rows, self._take, self._mail = rows, take, mail
        words = FindWords(
            _("Open quotes"), _("Find a quote"), _("Number, customer or phone"), _("No quote fits."),
            _("Fetch this quote"),
        )  # fmt: skip
        super().__init__(desk.surface, words, self._fitting_rows, self._fetch, name="quotes", width=680)
        letter = Button(_("Mail it"), key="Alt+E", name="quotes.mail")
        letter.clicked.connect(self._ask_mail)
        self.bind("Alt+E", self._ask_mail)
        self.set_foot(letter)

    def on_code(self, code: str) -> None:
        """The bar code of a printed quote."""
        if any(row.number == code for row in self._rows):
            self._fetch(code)

    def _fitting_rows(self, text: str) -> list[Pick]:
        from app.counter.quotes import fitting

        return [_pick(row) for row in fitting(self._rows, text)]

    def _fetch(self, number: str) -> None:
        self.accept()
        self._take(number)

    def _ask_mail(self) -> None:
        row = next((row for row in self._rows if row.number == self.list.current()), None)
        if row is not None:
            self.accept()
            self._mail(row)


class MailQuoteSheet(Sheet):
    """Where a quote is mailed to."""

    def __init__(self, desk: Desk, row: Any, send: Callable[[MailQuoteSheet, str], Any]) -> None:
        who = row.customer_name or row.number
        super().__init__(
            desk.surface, _("E-mail the quote"), f"{who} · {format_money(row.total_minor)}", width=520,
            name="mail_quote",
        )  # fmt: skip
        self._send = send
        self.address = TextField(_("E-mail"), name="mail_quote.address", icon="envelope-simple", height=48)
        self.address.set_text(row.email)
        self.address.submitted.connect(self.go_on)
        until = _("Quote {number} holds until {day}.").format(
            number=row.number, day=clock.format_weekday(row.valid_until)
        )
        before = _(MAILED[row.mail]) if row.mail in MAILED else ""
        told = VBox(
            HBox((Label(until, 14, 500, "text2"), 1), Label(before, 12, 600, MAIL_TONES.get(row.mail, "text3")), gap=12),
            Label(_("It leaves after ten seconds, with the paper as a PDF."), 12, 400, "text3"), gap=4,
        )  # fmt: skip
        self.set_body(self.address, told)
        self.set_primary(_("Send"), lambda: self._send(self, self.address.text().strip()))

    def open(self, focus: Any = None) -> Sheet:
        """Start in the address."""
        return super().open(focus or self.address)


def _pick(row: Any) -> Pick:
    until = _("until {day}").format(day=clock.format_day(row.valid_until))
    words = _("over") if row.is_over else until
    mailed = _(MAILED[row.mail]) if row.mail in MAILED else ""
    number = row.number if row.customer_name else ""
    detail = " · ".join(filter(None, (number, row.dialed, row.who, clock.format_day(row.made_at), mailed)))
    return Pick(
        row.number, row.customer_name or row.number, detail, format_money(row.total_minor), words,
        "bad_text" if row.is_over else "text3", icon="phone" if row.by_phone else "note",
    )  # fmt: skip
