"""Framing: whole codes only, each once, in order."""

import pytest

from devices.framing import MAX_LENGTH, TAIL_MS, Code, Ends, Framer, Refused, Symbology, gtin_fits

A, B = b"4006381333931", b"9780201379624"


def codes(results):
    return [result.text for result in results if isinstance(result, Code)]


def refusals(results):
    return [result.reason for result in results if isinstance(result, Refused)]


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\t"])
def test_each_terminator_ends_a_code(end):
    assert codes(Framer().feed(A + end + B + end, 0)) == [A.decode(), B.decode()]


def test_a_code_in_single_bytes_is_one_code():
    framer = Framer()
    results = [result for byte in A + b"\r" for result in framer.feed(bytes([byte]), 0)]
    assert codes(results) == [A.decode()]


def test_a_half_code_followed_by_silence_is_refused_with_a_word():
    framer = Framer()

    framer.feed(A[:6], 0)
    refused = framer.silence()

    assert "Only part" in refusals(refused)[0]
    assert codes(framer.feed(B + b"\r", 500)) == [B.decode()]


def test_the_late_tail_of_a_broken_code_is_swallowed_with_it():
    framer = Framer()
    framer.feed(A[:6], 0)
    framer.silence()

    assert framer.feed(A[6:] + b"\r", TAIL_MS - 100) == []
    assert codes(framer.feed(B + b"\r", TAIL_MS)) == [B.decode()]


def test_a_scanner_without_terminator_is_believed_when_the_check_digit_fits():
    framer = Framer()
    framer.feed(A, 0)
    assert codes(framer.silence()) == [A.decode()]


def test_once_a_terminator_was_seen_a_code_without_one_is_broken_off():
    framer = Framer()
    framer.feed(B + b"\r", 0)
    framer.feed(A, 500)
    assert refusals(framer.silence())


def test_a_scanner_set_to_silence_may_send_any_code():
    framer = Framer(Ends.SILENCE)
    framer.feed(b"SHELF-7", 0)
    assert codes(framer.silence()) == ["SHELF-7"]


def test_a_code_without_end_is_refused_once_and_the_next_is_taken():
    framer = Framer()

    results = framer.feed(b"7" * (MAX_LENGTH * 4), 0)

    assert len(refusals(results)) == 1
    assert framer.silence() == []
    assert framer.feed(b"\r", 500) == []
    assert codes(framer.feed(A + b"\r", 700)) == [A.decode()]


@pytest.mark.parametrize(
    "noise",
    [bytes(range(128, 256)), b"\x1b@\x1dV\x00\x07", "٤٠٠٦".encode(), b"40063\x0081333931", b"]C1"],
)
def test_noise_is_refused(noise):
    results = Framer().feed(noise + b"\r", 0)
    assert codes(results) == []
    assert refusals(results)


def test_empty_frames_say_nothing():
    assert Framer().feed(b"\r\n" * 200, 0) == []


def test_group_separators_of_gs1_are_kept():
    text = "]C1010400638133393110ABC\x1d17271231"
    assert codes(Framer().feed(text.encode() + b"\r", 0)) == [text]


@pytest.mark.parametrize(
    ("symbology", "expected"),
    [
        (Symbology.GS1, ["4006381333931", "]d2010400638133393"]),
        (Symbology.KEEP, ["]E04006381333931", "]d2010400638133393"]),
        (Symbology.STRIP, ["4006381333931", "010400638133393"]),
    ],
)
def test_the_symbology_is_kept_as_wanted(symbology, expected):
    framer = Framer(symbology=symbology)
    assert codes(framer.feed(b"]E04006381333931\r]d2010400638133393\r", 0)) == expected


def test_an_article_code_with_a_wrong_check_digit_is_refused():
    assert "check digit" in refusals(Framer().feed(b"]E04006381333932\r", 0))[0]


def test_unplugging_forgets_the_half_code():
    framer = Framer()
    framer.feed(A[:7], 0)
    framer.drop()
    assert codes(framer.feed(B + b"\r", 10)) == [B.decode()]


def test_check_digits_of_all_lengths():
    assert all(gtin_fits(code) for code in ("96385074", "036000291452", "4006381333931", "14006381333938"))
    wrong = ("", "400638133393", "4006381333932", "400638133393X", "４００６３８１３３３９３１")
    assert not any(gtin_fits(code) for code in wrong)
