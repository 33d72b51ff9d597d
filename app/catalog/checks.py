"""What `verify` re-computes of the catalog: coupons were used as often as orders used them."""

from __future__ import annotations

from collections.abc import Iterator

from peewee import JOIN, fn

from app.catalog.models import Coupon, CouponUse
from app.core.checks import check


@check("coupons")
def coupons() -> Iterator[str]:
    """Each coupon counts the uses by orders that were not voided."""
    uses = fn.COUNT(CouponUse.id)
    query = (
        Coupon.select(Coupon.code, Coupon.used, uses)
        .join(CouponUse, JOIN.LEFT_OUTER, on=(CouponUse.coupon == Coupon.id) & ~CouponUse.is_back)
        .group_by(Coupon.id, Coupon.code, Coupon.used)
    )
    for code, used, counted in query.tuples():
        if used != counted:
            yield f"coupon {code}: used {used} times, orders say {counted}"
