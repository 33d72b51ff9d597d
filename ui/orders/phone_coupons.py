"""Coupons on a phone order: read out by the caller and typed, or scanned; used up when the order is placed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.core.i18n import _

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.orders.phone_desk import PhoneDesk


def take_coupon(desk: Desk, calls: PhoneDesk, hit: Any) -> None:
    """Put a coupon on the call: its promotion holds from now on, as soon as its conditions do."""
    if calls.is_done:
        return
    call = calls.call
    if hit.left == 0:
        desk.feedback("wrong")
        desk.window.notice.warn(_("The coupon {code} was used already.").format(code=hit.code), [])
    elif any(code == hit.code for code, _promotion in call.coupons):
        desk.feedback("attention")
        desk.window.notice.warn(_("This coupon is on the order already."), [])
    else:
        calls.set_call(replace(call, coupons=(*call.coupons, (hit.code, hit.promotion_id))))
        desk.feedback("ok")
        said = _("Coupon {code}: {name}").format(code=hit.code, name=hit.name)
        if hit.code in calls.call.idle_coupons:
            said = _("Coupon {code}: {name}, as soon as its conditions are met").format(code=hit.code, name=hit.name)
        desk.toast(said, lambda: calls.set_call(calls.call.without_coupon(hit.code)))
