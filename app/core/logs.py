"""The program's log: rotating files in the user's log folder, with card numbers, PINs and passwords blacked out."""

from __future__ import annotations

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_BYTES = 2_000_000
FILES_KEPT = 5
BLACK = "█████"

# 14 to 19 digits, perhaps in groups; 13 digits are bar codes, and no card has so few today.
_DIGITS = re.compile(r"(?<![\d.])\d(?:[ -]?\d){13,18}(?![\d])")
_SECRETS = re.compile(
    r"""(?ix) \b (pin|passcode|cvv|cvc|password|passwd|secret|token|api[_-]?key|authorization)
        (['"]? \s* (?:[:=]|\bis\b|\s) \s* (?:bearer\s+|basic\s+)? ['"]?) ([^\s'",;)}\]]+)"""
)
_WORDS_WITH_NUMBER = ("pin", "passcode", "cvv", "cvc")
_IN_URL = re.compile(r"(://[^\s:/@]+:)[^\s/@]+(?=@)")

_handler: RotatingFileHandler | None = None


def start_logging(folder: Path | None = None, level: int = logging.INFO) -> Path:
    """Log everything from `level` up into the folder (the user's log folder by default); returns the file."""
    global _handler
    stop_logging()
    folder = folder or log_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "kontor.log"
    _handler = RotatingFileHandler(path, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8", delay=True)
    _handler.setLevel(level)
    _handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)-7s %(threadName)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(_handler)
    if root.level == logging.NOTSET or root.level > level:
        root.setLevel(level)
    return path


def stop_logging() -> None:
    """Close the log file."""
    global _handler
    if _handler is not None:
        logging.getLogger().removeHandler(_handler)
        _handler.close()
        _handler = None


def log_folder() -> Path:
    """The user's folder for logs."""
    from platformdirs import user_log_path

    return user_log_path("kontor", appauthor=False)


class RedactingFormatter(logging.Formatter):
    """Writes a record without what must never be in a file, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line or lines of a record."""
        return redact(super().format(record))


def redact(text: str) -> str:
    """The text with card numbers, PINs, passwords and tokens blacked out."""
    text = _IN_URL.sub(rf"\1{BLACK}", text)
    text = _SECRETS.sub(_black_secret, text)
    return _DIGITS.sub(lambda found: BLACK if _is_card(found[0]) else found[0], text)


def _black_secret(found: re.Match[str]) -> str:
    word, between, value = found[1], found[2], found[3]
    # "token expired" and "PIN wrong" say nothing secret: a bare word counts only when it is a number.
    if not re.search(r"[:=]|bearer|basic", between, re.IGNORECASE) and not (
        word.lower() in _WORDS_WITH_NUMBER and value.strip(".").isdigit()
    ):
        return found[0]
    return f"{word}{between}{BLACK}"


def _is_card(text: str) -> bool:
    """Whether digits pass the Luhn check and begin as cards do."""
    digits = [int(letter) for letter in text if letter.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return digits[0] in (2, 3, 4, 5, 6) and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
