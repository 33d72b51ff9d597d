"""PINs: which digits may be one, how it is kept, and how long the next try must wait."""

from __future__ import annotations

import hashlib
from typing import Any

from app.core.clock import SECOND_MS
from app.core.i18n import _
from app.core.refusal import Refusal
from app.staff.models import Role

FREE_TRIES = 2  # the third wrong one makes the next wait
LOCKED_AT = 10
COST: dict[str, Any] = {
    "time_cost": 3,
    "memory_cost": 32 * 1024,
    "parallelism": 1,
}  # about 100 ms; the tests declare a cheaper one
_RUNS = "01234567890123456789"


class BadPin(Refusal):
    """These digits cannot be a PIN."""


def pin_length(role: Role | str) -> int:
    """How many digits a PIN of this role has; the last one signs in."""
    return 6 if Role(role) is Role.MANAGER else 4


def check_new_pin(pin: str, role: Role | str) -> None:
    """Raise BadPin unless these digits may become the PIN of somebody in this role."""
    length = pin_length(role)
    if len(pin) != length or not (pin.isascii() and pin.isdigit()):
        raise BadPin(_("The PIN needs {n} digits.").format(n=length), length=length)
    if len(set(pin)) == 1 or pin in _RUNS or pin[::-1] in _RUNS:
        raise BadPin(_("This PIN is guessed first. Choose digits that do not follow each other."), length=length)


def hash_pin(pin: str, key: str | None = None) -> str:
    """A PIN as it is kept: argon2id, about 100 ms.

    With the key of a command the salt comes from it, so that the same command sent twice has the same content.
    """
    salt = hashlib.sha256(f"kontor pin {key}".encode()).digest()[:16] if key else None
    return str(_argon().hash(pin, salt=salt))


def pin_fits(pin: str, pin_hash: str) -> bool:
    """Whether a typed PIN is the kept one; takes about 100 ms, so never on the window's thread."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return bool(_argon().verify(pin_hash, pin))
    except (VerificationError, InvalidHashError):
        return False


def wait_ms(wrong_tries: int) -> int:
    """How long the next try waits after so many wrong ones: 2 s after the third, twice as long after each more."""
    return 0 if wrong_tries <= FREE_TRIES else SECOND_MS << (wrong_tries - FREE_TRIES)


def _argon() -> Any:
    from argon2 import PasswordHasher  # loaded at the first sign-in, not at the start

    return PasswordHasher(**COST)
