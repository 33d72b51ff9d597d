"""Payment codes that customers show on their telephones: whose they are, by length and first digits; pure."""

from __future__ import annotations

import re
from enum import StrEnum

from app.core.i18n import N_, _


class Wallet(StrEnum):
    """Whose payment code it is."""

    ALIPAY = "alipay"
    WECHAT = "wechat"


# Alipay: 16 to 24 digits that begin with 25 to 30.  WeChat Pay: 18 digits that begin with 10 to 15.
_CODES = {
    Wallet.ALIPAY: re.compile(r"(?:2[5-9]|30)[0-9]{14,22}"),
    Wallet.WECHAT: re.compile(r"1[0-5][0-9]{16}"),
}
NAMES = {Wallet.ALIPAY: N_("Alipay"), Wallet.WECHAT: N_("WeChat Pay")}
assert _CODES.keys() == NAMES.keys() == set(Wallet)


def wallet_of(text: str) -> Wallet | None:
    """Whose payment code a scan is; None when it is none.

    A code lives for a minute and is worth money: it is never kept, logged or shown.
    """
    code = text.strip()
    return next((wallet for wallet, shape in _CODES.items() if shape.fullmatch(code)), None)


def wallet_name(wallet: str) -> str:
    """A wallet as customers call it."""
    return _(NAMES[Wallet(wallet)]) if wallet in set(Wallet) else wallet
