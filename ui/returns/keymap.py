"""The keys of the returns screen, as its pages stand now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.i18n import _
from ui.common.keys import Key
from ui.returns import words
from ui.returns.draft import LOOSE, REFUND, RETURN, SALE, Draft

if TYPE_CHECKING:
    from ui.returns.tab import ReturnsTab


def keys_of(tab: ReturnsTab) -> list[Key]:
    """The keys of the start page, or of the return that is shown."""
    draft, page = tab.draft, tab.page
    if draft is None:
        return _start_keys(tab)
    keys = [
        Key("Esc", _("Step back"), tab.step_back), Key("Up", _("Line before"), lambda: page.move(-1), False),
        Key("Down", _("Next line"), lambda: page.move(1), False),
    ]  # fmt: skip
    if draft.kind != RETURN:
        keys += _choosing(tab)
    if draft.kind == SALE:
        keys.append(Key("F4", _("Inspect later"), tab.doing.inspect_later))
    if draft.kind == LOOSE:
        keys += [Key("F3", _("Customer"), tab.asks.customer), Key("P", _("Price"), tab.asks.price)]
    if draft.looks:
        keys += _looking(tab)
    if draft.settles:
        keys += _settling(tab, draft)
    if draft.state in ("requested", "approved"):
        keys.append(Key("F8", _("Decline"), tab.doing.decline))
    if draft.state in ("received", "inspected") and draft.may_settle:
        keys.append(Key("G", _("Give it back to the customer"), tab.doing.hand_back))
    if said := words.primary_words(draft, tab.known.estimate_for(draft)):
        keys += [Key("F9", said, tab.doing.go_on), Key("Ctrl+Enter", said, tab.doing.go_on, False)]
    if draft.detail is not None:
        keys.append(Key("F10", _("Return slip"), tab.doing.print_slip))
        keys.append(Key("Ctrl+W", _("Why this total"), tab.asks.why, False))
        if draft.detail.row.order_id is not None:
            keys.append(Key("O", _("Open order"), tab.open_order))
    return keys


def _start_keys(tab: ReturnsTab) -> list[Key]:
    keys = [
        Key("Enter", _("Open"), tab.open_current), Key("F5", _("Refresh"), tab.refresh, False),
        Key("L", _("Next list"), tab.start.view.next, False),
    ]  # fmt: skip
    if tab.start.searching:
        keys.append(Key("Esc", _("Back to the list"), tab.end_search))
    if tab.desk.may("returns.quick"):
        keys.append(Key("N", _("Without a receipt"), tab.begin_loose))
    if tab.doing.last_return:
        keys.append(Key("F10", _("Return slip again"), tab.doing.print_slip))
    return keys


def _choosing(tab: ReturnsTab) -> list[Key]:
    page = tab.page
    keys = [
        Key("Space", _("Comes back, or stays"), page.toggle, False),
        Key("+", _("One more"), lambda: page.count_up(1), False), Key("-", _("One less"), lambda: page.count_up(-1), False),
        Key("F6", _("Quantity"), tab.asks.quantity), Key("F7", _("Note"), tab.asks.note),
        Key("Ctrl+Z", _("Undo"), tab.undo, False),
    ]  # fmt: skip
    return keys + [
        Key(cap, words.reason_word(code), lambda code=code: page.answer("reason", code), False)
        for code, cap in words.REASON_KEYS
    ]


def _looking(tab: ReturnsTab) -> list[Key]:
    page = tab.page
    conditions = [
        Key(cap, words.condition_word(code), lambda code=code: page.answer("condition", code), False)
        for code, cap in words.CONDITION_KEYS
    ]
    photo = Key("Alt+P", _("Photo"), tab.asks.photo)
    return [photo, *conditions] + [
        Key(cap, words.place_word(code), lambda code=code: page.answer("place", code), False)
        for code, cap in words.PLACE_KEYS
    ]


def _settling(tab: ReturnsTab, draft: Draft) -> list[Key]:
    titles = words.outcome_words()
    keys = [
        Key(cap, titles[outcome], lambda outcome=outcome: tab.page.choose(outcome), False)
        for outcome, cap in words.OUTCOME_KEYS
    ]
    if draft.kind != LOOSE and draft.outcome == REFUND:
        keys.append(Key("F8", _("Refund another way"), tab.asks.other_way))
    return keys
