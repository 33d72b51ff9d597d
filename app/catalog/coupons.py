"""Coupons: codes that open a promotion, counted in the transaction of the sale so that none is used once too often."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any, NamedTuple

from app.catalog.models import Coupon, CouponUse, Promotion
from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal, StateChanged

LETTERS = "ACDEFHJKLMNPRTUVWXY34679"  # none that is taken for another when it is read from paper
LONGEST = 40


class CouponUsed(Refusal):
    """The coupon was used as often as it may be, or was stopped."""


class CouponTaken(Refusal):
    """There is a coupon of this code already."""


class CouponHit(NamedTuple):
    """A coupon behind a code; `left` is how often it may still be used, None without a limit."""

    code: str
    promotion_id: int
    name: str
    left: int | None


class CouponRow(NamedTuple):
    """A coupon in the list of its promotion."""

    id: int
    code: str
    most: int
    used: int
    is_active: bool


@prepared
def _find(code: str) -> Any:
    return (
        Coupon.select(Coupon.code, Coupon.promotion, Promotion.name, Coupon.most, Coupon.used)
        .join(Promotion).where(Coupon.code == code, Coupon.is_active, Promotion.is_active)
    )  # fmt: skip


@prepared
def _use(code: str) -> Any:
    # One statement looks and takes, so that two tills cannot both use it for the last time.
    free = (Coupon.most == 0) | (Coupon.used < Coupon.most)
    return Coupon.update(used=Coupon.used + 1).where(Coupon.code == code, Coupon.is_active, free).returning(Coupon.id)


def normal_coupon(text: str) -> str:
    """A code as it is kept: capitals without blanks."""
    return "".join(text.split()).upper()


def find_coupon(text: str) -> CouponHit | None:
    """The coupon behind a scanned or typed code, used up or not; None when it is none."""
    code = normal_coupon(text)
    row = _find.one(code) if 0 < len(code) <= LONGEST else None
    return CouponHit(row[0], row[1], row[2], row[3] - row[4] if row[3] else None) if row else None


def promotions_of(codes: Iterable[str]) -> dict[str, int]:
    """The promotion that each coupon opens; CouponUsed when one is stopped or used up."""
    found = {}
    for code in codes:
        hit = find_coupon(code)
        if hit is None or hit.left == 0:
            raise CouponUsed(_("The coupon {code} was used already.").format(code=code), code=code)
        found[hit.code] = hit.promotion_id
    return found


def not_stopped(codes: Iterable[str]) -> tuple[str, ...]:
    """Those of the coupons that were not taken out of use, whatever became of their promotion."""
    query = Coupon.select(Coupon.code).where(Coupon.code.in_(list(codes)), Coupon.is_active).order_by(Coupon.code)
    return tuple(code for (code,) in query.tuples())


def used_up(codes: Iterable[str]) -> tuple[str, ...]:
    """Those of the coupons that were used as often as they may be."""
    gone = (Coupon.most != 0) & (Coupon.used >= Coupon.most)
    query = Coupon.select(Coupon.code).where(Coupon.code.in_(list(codes)), Coupon.is_active, gone)
    return tuple(code for (code,) in query.order_by(Coupon.code).tuples())


@command("catalog.add_coupons")
def add_coupons(by: Actor, promotion_id: int, *, code: str = "", count: int = 1, most: int = 1) -> list[str]:
    """Make a coupon of a given code, or so many of codes nobody can guess; each may be used `most` times (0: always)."""
    row = Promotion.get_or_none(Promotion.id == promotion_id)
    if row is None:
        raise NotFound("promotion", promotion_id)
    if most < 0 or not 1 <= count <= 10_000:
        raise Refusal(_("Make 1 to 10,000 coupons at a time."))
    codes = [normal_coupon(code)] if code.strip() else [_code() for _coupon in range(count)]
    if len(codes[0]) > LONGEST or Coupon.select().where(Coupon.code.in_(codes[:1])).exists():
        raise CouponTaken(_("There is a coupon {code} already.").format(code=codes[0]), code=codes[0])
    for one in codes:
        Coupon.insert(code=one, promotion=promotion_id, most=most, made_at=clock.now_ms()).execute()
    touch("promotion", promotion_id)
    note(promotion=row.name, coupons=len(codes), most=most, code=codes[0] if len(codes) == 1 else "")
    return codes


@command("catalog.stop_coupon")
def stop_coupon(by: Actor, coupon_id: int) -> None:
    """Take a coupon out of use; StateChanged when it is already."""
    if not Coupon.update(is_active=False).where(Coupon.id == coupon_id, Coupon.is_active).execute():
        raise StateChanged("coupon", coupon_id)
    row = Coupon.get_by_id(coupon_id)
    touch("promotion", row.promotion_id)
    note(code=row.code)


def use_coupons(codes: Iterable[str], order_id: int) -> None:
    """Count the coupons of an order as used, as a step of its sale; CouponUsed when one is used up."""
    for code in sorted(set(codes)):
        row = _use.one(code)
        if row is None:
            raise CouponUsed(_("The coupon {code} was used already.").format(code=code), code=code)
        CouponUse.insert(coupon=row[0], order_ref=order_id, used_at=clock.now_ms()).execute()


def give_back_coupons(order_id: int) -> None:
    """The coupons of an order may be used again, as a step of voiding it."""
    uses = CouponUse.select(CouponUse.id, CouponUse.coupon).where(CouponUse.order_ref == order_id, ~CouponUse.is_back)
    for use, coupon in list(uses.tuples()):
        CouponUse.update(is_back=True).where(CouponUse.id == use).execute()
        Coupon.update(used=Coupon.used - 1).where(Coupon.id == coupon).execute()


def coupons(promotion_id: int, limit: int = 500) -> list[CouponRow]:
    """The coupons of a promotion, the newest first."""
    query = Coupon.select(Coupon.id, Coupon.code, Coupon.most, Coupon.used, Coupon.is_active)
    mine = query.where(Coupon.promotion == promotion_id).order_by(Coupon.id.desc()).limit(limit)
    return [CouponRow(*row) for row in mine.tuples()]


def _code() -> str:
    letters = "".join(secrets.choice(LETTERS) for _letter in range(8))
    return f"{letters[:4]}-{letters[4:]}"
