"""The keys of the mode "Cases": of the list, and of the case or answer that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.i18n import _
from ui.aftersales.context import acts_of
from ui.aftersales.inbox import is_feedback
from ui.common.keys import Key

if TYPE_CHECKING:
    from ui.aftersales.cases import CasesPage

ACT_KEYS = {
    "replace": "Alt+X", "refund": "Alt+R", "voucher": "Alt+V", "quote": "Alt+Q", "answer_quote": "Alt+Y", "work": "Alt+K",
    "hand_out": "Alt+H", "reopen": "Alt+O", "open_replacement": "Alt+X",
}  # fmt: skip


def keys_of(page: CasesPage) -> list[Key]:
    """The keys as the key bar shows them."""
    keys = [
        Key("Ctrl+N", _("New case"), lambda: page.new_case("")), Key("L", _("Next list"), page.view.next, False),
        Key("J", _("Next case"), lambda: page.inbox.step(1), False), Key("F5", _("Refresh"), page.refresh, False),
        Key("K", _("Case before"), lambda: page.inbox.step(-1), False), Key("Esc", _("To the list"), page.step_back),
    ]  # fmt: skip
    if page.row is not None and is_feedback(page.row):
        keys.append(Key("Alt+N", _("Open a case"), lambda: page.act("open_case")))
        keys.append(Key("Alt+B", _("Open order"), lambda: page.act("order"), False))
    elif page.detail is not None:
        keys += _case_keys(page)
    return keys


def _case_keys(page: CasesPage) -> list[Key]:
    keys = [Key("Enter", _("Write"), page.write)]
    if page.is_undone():
        keys += [
            Key("F9", page.composer.primary.label(), page.send), Key("F4", _("Let it rest"), page.wait),
            Key("Alt+A", _("Give to"), page.assign), Key("Alt+E", _("Close case"), page.close_case),
            Key("Alt+U", _("Use this answer"), page.composer.use, False),
            Key("Alt+T", _("Another answer"), page.composer.another, False),
            Key("Alt+W", _("Answer, note, heard"), page.next_way, False),
        ]  # fmt: skip
    titles = {
        "replace": _("Replace"), "refund": _("Refund"), "voucher": _("Credit"), "quote": _("Quote"),
        "answer_quote": _("Customer’s answer"), "work": _("Work"), "hand_out": _("Hand out"), "reopen": _("Open again"),
        "open_replacement": _("Replacement"),
    }  # fmt: skip
    keys += [Key(ACT_KEYS[name], titles[name], lambda name=name: page.act(name)) for name in acts_of(page.detail)]
    if page.detail.row.order_id is not None:
        keys.append(Key("Alt+B", _("Open order"), lambda: page.act("order"), False))
    return keys
