"""What F9 does: the command, its arguments, and what is said when it is done; and what is still missing for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from app.core.money import format_money
from ui.returns.draft import LOOSE, REFUND, RETURN, Draft

if TYPE_CHECKING:
    from ui.common.desk import Desk


@dataclass(frozen=True)
class Act:
    """One command to run; `then` makes the next one of its answer, `opens` keeps the return on the screen."""

    command: Callable[..., Any]
    args: tuple[Any, ...]
    said: str = ""
    key: str | None = None
    then: Callable[[Any], Act] | None = None
    opens: bool = False


def missing(draft: Draft) -> tuple[int | None, str] | None:
    """The line that something is missing for, and the sentence; None when all is there."""
    if draft.kind == RETURN and draft.state != "received":
        return None
    if not draft.chosen():
        return None, _("Choose what comes back.") if draft.kind != LOOSE else _("Scan what comes back.")
    place = draft.unknown()
    if place is not None:
        return place, _("Say why {name} comes back.").format(name=draft.lines[place].name)
    if draft.kind == LOOSE and not draft.note:
        return None, _("Say why there is no receipt.")
    return None


def go_on(draft: Draft) -> Act:
    """What the blue button does now."""
    if draft.kind == LOOSE:
        return _take_loose(draft)
    if draft.kind == RETURN:
        return _STEPS[draft.state](draft)
    from app.returns.quick import QuickLine, quick_return

    lines = [
        QuickLine(line.ref, line.quantity, line.reason, line.condition, line.disposition, line.place_id, line.photos)
        for line in draft.chosen()
    ]
    return Act(
        quick_return,
        (draft.sale.order_id, lines, draft.outcome, draft.to or None, draft.note, draft.slips),
        key=draft.uid,
    )


def _take_loose(draft: Draft) -> Act:
    from app.returns.without_receipt import LooseLine, return_without_receipt

    lines = [
        LooseLine(
            line.ref,
            line.quantity,
            line.price_e4,
            line.reason,
            line.condition,
            line.disposition,
            line.place_id,
            line.photos,
        )
        for line in draft.chosen()
    ]
    to = "cash" if draft.outcome == REFUND else None
    return Act(return_without_receipt, (lines, draft.customer_id, draft.note, to), key=draft.uid)


def _approve(draft: Draft) -> Act:
    from app.returns.decide import approve_return

    row = draft.detail.row
    return Act(approve_return, (row.id,), _("Return {number} is allowed").format(number=row.number), opens=True)


def _receive(draft: Draft) -> Act:
    from app.returns.receive import receive_return

    row = draft.detail.row
    return Act(receive_return, (row.id,), _("The goods of {number} are here").format(number=row.number), opens=True)


def _inspect(draft: Draft) -> Act:
    from app.returns.inspect import Finding, inspect

    row = draft.detail.row
    found = [Finding(line.ref, line.condition, line.disposition, line.place_id, line.photos) for line in draft.lines]
    return Act(inspect, (row.id, found), _("{number} is inspected").format(number=row.number), opens=True)


def _settle(draft: Draft) -> Act:
    from app.returns.settle import settle_return

    args = (draft.detail.row.id, draft.outcome, draft.to or None, draft.note, draft.slips)
    return Act(settle_return, args, key=draft.uid)


_STEPS: dict[str, Callable[[Draft], Act]] = {
    "requested": _approve, "approved": _receive, "received": _inspect, "inspected": _settle,
}  # fmt: skip


def inspect_later(draft: Draft) -> Act:
    """Register the return and book its goods in; the inspection waits."""
    from app.returns.open import ReturnInput, open_return
    from app.returns.receive import receive_return

    lines = [ReturnInput(line.ref, line.quantity, line.reason) for line in draft.chosen()]
    said = _("The goods wait to be inspected")
    return Act(
        open_return, (draft.sale.order_id, lines, draft.note), key=draft.uid,
        then=lambda return_id: Act(receive_return, (return_id,), said),
    )  # fmt: skip


def decline(draft: Draft, why: str) -> Act:
    """Turn a request down."""
    from app.returns.decide import decline_return

    row = draft.detail.row
    return Act(decline_return, (row.id, why), _("Return {number} is declined").format(number=row.number))


def hand_back(draft: Draft) -> Act:
    """Give the goods back without money."""
    from app.returns.settle import settle_return

    return Act(settle_return, (draft.detail.row.id, "back_to_customer"))


def sell_for_credit(desk: Desk, answer: Any, draft: Draft | None) -> None:
    """Open Sell with the customer and the credit of an exchange; the slip pays there like a gift card."""
    tab = desk.go("sell", "counter")
    if tab is None:
        return
    if draft is not None and draft.customer_id and not tab.counter.till.ticket.lines:
        tab.counter.actions_.attach(draft.customer_id)
    tab.counter.show_hint(
        _("{amount} credit on slip {code}: scan the new goods, then the slip.").format(
            amount=format_money(answer.credit_minor), code=answer.credit_code
        )
    )
