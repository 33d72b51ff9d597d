"""The log: what it must never hold is black in it, tracebacks included."""

from __future__ import annotations

import logging

import pytest

from app.core.logs import BLACK, redact, start_logging, stop_logging


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("card 4111 1111 1111 1111 declined", f"card {BLACK} declined"),
        ("5500-0000-0000-0004", BLACK),
        ("PIN 123456 wrong", f"PIN {BLACK} wrong"),
        ("{'pin': '1234', 'person': 7}", f"{{'pin': '{BLACK}', 'person': 7}}"),
        ("password=hunter2, host=db", f"password={BLACK}, host=db"),
        ("postgresql://kontor:geheim@db/shop", f"postgresql://kontor:{BLACK}@db/shop"),
        ("Authorization: Bearer abc.def", f"Authorization: Bearer {BLACK}"),
    ],
)
def test_secrets_are_black(said, kept):
    assert redact(said) == kept


@pytest.mark.parametrize(
    "said", ["EAN 5391234000012", "order 104724 at 1795357920000", "the token expired", "PIN wrong", "4111111111111112"]
)
def test_ordinary_words_and_numbers_stay(said):
    assert redact(said) == said


def test_the_log_file_blacks_out_tracebacks_too(tmp_path):
    path = start_logging(tmp_path)
    try:
        raise ValueError("card 4111111111111111")
    except ValueError:
        logging.getLogger("app.tests").info("it failed", exc_info=True)
    stop_logging()

    text = path.read_text(encoding="utf-8")
    assert "it failed" in text
    assert "Traceback" in text
    assert "4111" not in text
