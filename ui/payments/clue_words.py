"""What the difference detective found, in words: the explanation, its evidence, and the act that mends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from app.core.i18n import _, ngettext
from app.core.money import format_money
from app.payments.detective import Clue, ClueKind, Suspect
from ui.payments import words
from ui.payments.denominations import format_short


class Act(NamedTuple):
    """What mends it: change_tender, correct_move, recount or reason; `ref` is a payment, a move or a worth."""

    kind: str
    title: str
    ref: int = 0
    minor: int = 0
    tender: str = ""


class Told(NamedTuple):
    """A clue as the compare step shows it; `reason` is what goes on the Z report when it is taken."""

    icon: str
    title: str
    evidence: str
    act: Act
    reason: str


def tell(clue: Clue) -> Told:
    """One clue in words."""
    icon, title, act = _TELLERS[clue.kind](clue, clue.suspects[-1])
    evidence = " · ".join(_evidence(suspect) for suspect in reversed(clue.suspects[-3:]))
    more = len(clue.suspects) - 3
    if more > 0:
        evidence += " · " + ngettext("{count} more", "{count} more", more).format(count=more)
    return Told(icon, title, evidence, act, f"{title} ({evidence})" if evidence else title)


def _evidence(suspect: Suspect) -> str:
    when = words.short_moment(suspect.at) if suspect.at else ""
    if suspect.kind == "payment":
        parts = [_("Sale {number}").format(number=suspect.number), when, format_money(suspect.said_minor)]
    elif suspect.kind == "move":
        money = format_money(suspect.said_minor) if suspect.said_minor else ""
        parts = [words.move_word(suspect.tender), when, money, suspect.note]
    elif suspect.kind == "worth":
        parts = [_("{pieces} × {money} typed").format(pieces=suspect.said, money=format_short(suspect.id))]
    else:
        parts = [format_money(suspect.said_minor)]
    return ", ".join(part for part in parts if part)


def _reason() -> Act:
    return Act("reason", _("Take as reason"))


def _recount(worth: int) -> Act:
    return Act("recount", _("Recount {money}").format(money=format_short(worth)), worth)


def _wrong_tender(clue: Clue, suspect: Suspect) -> tuple[str, str, Act]:
    keyed, true = words.tender_word(suspect.tender), words.tender_word(clue.tender)
    title = _("A ticket was keyed as {keyed} and paid as {true}").format(keyed=keyed, true=true)
    button = _("Change to {tender}").format(tender=true)
    act = Act("change_tender", button, suspect.id, tender=clue.tender) if clue.tender in ("cash", "card") else _reason()
    return "arrows-left-right", title, act


def _wrong_change(clue: Clue, suspect: Suspect) -> tuple[str, str, Act]:
    given = format_money(suspect.true_minor)
    title = _("{given} was given and {keyed} keyed, so the change was wrong").format(
        given=given, keyed=format_money(suspect.said_minor)
    )
    return "money", title, _reason()


def _swapped_count(clue: Clue, suspect: Suspect) -> tuple[str, str, Act]:
    title = _("Swapped digits in the count: {said} instead of {true} × {money}").format(
        said=suspect.said, true=suspect.true, money=format_short(suspect.id)
    )
    return "hash", title, _recount(suspect.id)


def _swapped_amount(clue: Clue, suspect: Suspect) -> tuple[str, str, Act]:
    title = _("Swapped digits: {move} of {true} was typed as {said}").format(
        move=words.move_word(suspect.tender), true=format_money(abs(suspect.true_minor)),
        said=format_money(abs(suspect.said_minor)),
    )  # fmt: skip
    return "hash", title, _correct(suspect)


def _correct(suspect: Suspect) -> Act:
    button = _("Correct to {amount}").format(amount=format_money(suspect.true_minor))
    return Act("correct_move", button, suspect.id, suspect.true_minor)


def _wrong_way(clue: Clue, suspect: Suspect) -> tuple[str, str, Act]:
    title = _("{move} of {amount} went the other way").format(
        move=words.move_word(suspect.tender), amount=format_money(abs(suspect.said_minor))
    )
    return "arrows-left-right", title, _correct(suspect)


def _not_done(clue: Clue, suspect: Suspect) -> tuple[str, str, Act]:
    amount = format_money(abs(suspect.said_minor))
    if suspect.kind == "payment":
        return "arrow-u-up-left", _("A refund of {amount} was booked and not paid out").format(amount=amount), _reason()
    title = _("{move} of {amount} was booked, but the money did not move").format(
        move=words.move_word(suspect.tender), amount=amount
    )
    return "tray", title, _correct(suspect)


def _done_twice(clue: Clue, suspect: Suspect) -> tuple[str, str, Act]:
    amount = format_money(abs(suspect.said_minor))
    if suspect.kind == "payment":
        return "arrow-u-up-left", _("A refund of {amount} was paid out twice").format(amount=amount), _reason()
    title = _("{move} of {amount} was made twice and booked once").format(
        move=words.move_word(suspect.tender), amount=amount
    )
    return "tray", title, _correct(suspect)


def _wrong_row(clue: Clue, suspect: Suspect) -> tuple[str, str, Act]:
    there = suspect.true_minor // suspect.true
    title = _("{pieces} pieces were typed beside {wrong} instead of {right}").format(
        pieces=suspect.said, wrong=format_short(suspect.id), right=format_short(there)
    )
    return "list-bullets", title, _recount(suspect.id)


def _miscounted(clue: Clue, suspect: Suspect) -> tuple[str, str, Act]:
    title = _("{money} miscounted: {true} instead of {said}").format(
        money=format_short(suspect.id), true=suspect.true, said=suspect.said
    )
    return "stack", title, _recount(suspect.id)


def _not_counted(clue: Clue, suspect: Suspect) -> tuple[str, str, Act]:
    title = _("From {money} down nothing is counted: was a tray forgotten?").format(money=format_short(suspect.id))
    return "stack", title, _recount(suspect.id)


def _rounding(clue: Clue, suspect: Suspect) -> tuple[str, str, Act]:
    return "circle-half", _("The cash rounding was not kept"), _reason()


def _float(clue: Clue, suspect: Suspect) -> tuple[str, str, Act]:
    if suspect.true_minor:
        title = _("The float was {true}, typed as {said}").format(
            true=format_money(suspect.true_minor), said=format_money(suspect.said_minor)
        )
        return "hash", title, _reason()
    return "wallet", _("The float of {amount} is not in the count").format(
        amount=format_money(suspect.said_minor)
    ), _reason()  # fmt: skip


def _no_sale(clue: Clue, suspect: Suspect) -> tuple[str, str, Act]:
    return "tray", _("The drawer was opened without a sale"), _reason()


_TELLERS: dict[ClueKind, Callable[[Clue, Suspect], tuple[str, str, Act]]] = {
    ClueKind.WRONG_TENDER: _wrong_tender, ClueKind.WRONG_CHANGE: _wrong_change, ClueKind.ROUNDING: _rounding,
    ClueKind.SWAPPED_COUNT: _swapped_count, ClueKind.SWAPPED_AMOUNT: _swapped_amount, ClueKind.WRONG_WAY: _wrong_way,
    ClueKind.NOT_DONE: _not_done, ClueKind.DONE_TWICE: _done_twice, ClueKind.WRONG_ROW: _wrong_row,
    ClueKind.MISCOUNTED: _miscounted, ClueKind.NOT_COUNTED: _not_counted, ClueKind.FLOAT: _float, ClueKind.NO_SALE: _no_sale,
}  # fmt: skip
assert _TELLERS.keys() == set(ClueKind)
