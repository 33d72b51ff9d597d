"""The bill while it is paid: which tenders were taken, what is left, rounding and change; pure figures."""

from __future__ import annotations

from typing import NamedTuple

from app.core.i18n import _
from app.core.money import cash_rounding, format_money, minor_digits
from app.payments.foreign import worth_at
from app.payments.tender import Tender, TenderInput


class Part(NamedTuple):
    """One tender that was taken; `word` says more about it."""

    tender: Tender
    amount_minor: int
    given_minor: int = 0
    reference: str = ""
    auth_code: str = ""
    masked_pan: str = ""
    payment_id: int = 0
    word: str = ""
    tip_minor: int = 0
    currency: str = ""
    foreign_minor: int = 0
    change_minor: int = 0  # of foreign cash
    parts: int = 0
    signature: str = ""
    id_seen: str = ""

    def to_input(self) -> TenderInput:
        """As the sale takes it."""
        given = self.given_minor if self.tender == Tender.CASH else 0
        return TenderInput(
            self.tender, self.amount_minor, given, self.reference, self.auth_code, self.masked_pan, self.payment_id,
            self.tip_minor, self.currency, self.foreign_minor, self.parts, self.signature, self.id_seen,
        )  # fmt: skip


class Preview(NamedTuple):
    """What an amount would do: the part it makes, or why it makes none."""

    part: Part | None = None
    change_minor: int = 0
    rounding_minor: int = 0
    problem: str = ""


class Bill:
    """A total and the parts that pay it; all cash together is one heap, rounded once."""

    def __init__(self, total_minor: int, *, step_minor: int = 1, mode: str = "nearest") -> None:
        self.total_minor = total_minor
        self._step, self._mode = step_minor, mode
        self.parts: list[Part] = []

    @property
    def left_minor(self) -> int:
        """What is still to be paid."""
        return self.total_minor - sum(part.amount_minor for part in self.parts)

    @property
    def rounding_minor(self) -> int:
        """The rounding of the cash that was taken."""
        return self._rounding(self._cash_amount())

    @property
    def deposit_minor(self) -> int:
        """What is paid today besides instalments."""
        return self.total_minor - sum(part.amount_minor for part in self.parts if part.tender == Tender.INSTALMENTS)

    @property
    def change_minor(self) -> int:
        """What goes back out of the drawer."""
        given = sum(part.given_minor for part in self.parts if part.tender == Tender.CASH)
        foreign = sum(part.change_minor for part in self.parts)
        return foreign + (given - self._cash_amount() - self.rounding_minor if given else 0)

    def cash_due(self) -> int:
        """What has to lie on the counter to pay all that is left in cash."""
        before = self._cash_amount()
        return self.left_minor + self._rounding(before + self.left_minor) - self._rounding(before)

    def add(self, part: Part) -> None:
        """Take a tender."""
        assert 0 < part.amount_minor <= self.left_minor, "a part is never more than what is left"
        self.parts.append(part)

    def fits(self, parts: list[Part]) -> bool:
        """Whether parts that were taken before still fit this total."""
        return sum(part.amount_minor for part in parts) <= self.total_minor

    def cash(self, given_minor: int | None) -> Preview:
        """What cash on the counter does; None is exactly what is due."""
        due, left = self.cash_due(), self.left_minor
        rounding = due - left
        given = due if given_minor is None else given_minor
        if given <= 0 and due > 0:
            return Preview(problem=_("Type what the customer gives."))
        if given >= due:
            return Preview(Part(Tender.CASH, left, given), given - due, rounding)
        if given % self._step:
            return Preview(problem=_("The smallest coin is {amount}.").format(amount=format_money(self._step)))
        return Preview(Part(Tender.CASH, given, given))

    def foreign(self, foreign_minor: int | None, code: str, rate_e4: int) -> Preview:
        """What notes of another currency do; the change comes in our own coins."""
        if not foreign_minor or foreign_minor <= 0:
            return Preview(problem=_("Type what the customer gives."))
        given, left = worth_at(foreign_minor, code, rate_e4), self.left_minor
        if given <= 0:
            return Preview(problem=_("This is worth nothing here."))
        amount = min(given, left)
        over = given - amount
        change = over + self._rounding(over)
        part = Part(
            Tender.FOREIGN_CASH, amount, given, currency=code, foreign_minor=foreign_minor, change_minor=change,
            word=format_money(foreign_minor, code),
        )  # fmt: skip
        return Preview(part, change)

    def foreign_due(self, code: str, rate_e4: int) -> int:
        """The least of another currency that covers what is left, in whole main units."""
        unit = 10 ** minor_digits(code)
        notes = 1
        while worth_at(notes * unit, code, rate_e4) < self.left_minor:
            missing = self.left_minor - worth_at(notes * unit, code, rate_e4)
            notes += max(1, missing // max(worth_at(unit, code, rate_e4), 1))
        return notes * unit

    def rest(self, cap_minor: int) -> int:
        """What may be let go now: a rest of a few cents, once, when something was paid."""
        if not self.parts or any(part.tender == Tender.WRITE_OFF for part in self.parts):
            return 0
        return self.left_minor if 0 < self.left_minor <= cap_minor else 0

    def plain(self, tender: Tender, amount_minor: int | None, most_minor: int | None = None) -> Preview:
        """What another tender does; None is all that is left, as far as `most_minor` reaches."""
        most = self.left_minor if most_minor is None else min(self.left_minor, most_minor)
        amount = most if amount_minor is None else amount_minor
        if amount <= 0:
            return Preview(problem=_("Type an amount."))
        if amount > self.left_minor:
            return Preview(problem=_("Only {amount} is left to pay. Only cash gives change.").format(
                amount=format_money(self.left_minor)))  # fmt: skip
        if amount > most:
            return Preview(problem=_("Only {amount} is there.").format(amount=format_money(most)))
        return Preview(Part(tender, amount))

    def verb(self, preview: Preview, *, by_terminal: bool, exact: bool, finish: str = "", tip_minor: int = 0) -> str:
        """What the blue button will do with it."""
        part = preview.part
        if part is None or not self.left_minor:
            return finish or _("Finish sale")
        amount, covers = format_money(part.amount_minor), part.amount_minor == self.left_minor
        if by_terminal:
            return _("Charge {amount}").format(amount=format_money(part.amount_minor + tip_minor))
        if finish and finish != _("Finish sale"):
            return _("Take {amount}").format(amount=amount)
        if part.tender == Tender.CASH and covers:
            return _("Exact cash, finish sale") if exact else _("Take cash, finish sale")
        words = _("Take {amount}, finish sale") if covers else _("Take {amount}")
        return words.format(amount=amount)

    def _cash_amount(self) -> int:
        return sum(part.amount_minor for part in self.parts if part.tender == Tender.CASH)

    def _rounding(self, amount_minor: int) -> int:
        return cash_rounding(amount_minor, self._step, self._mode) if self._step > 1 and amount_minor else 0
