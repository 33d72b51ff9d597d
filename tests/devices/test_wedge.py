"""The keyboard scanner's burst against a person's typing."""

import pytest

from devices.wedge import BurstFilter, Learned, NotAScan, Pending, RepeatGuard, Scan, Typing, learn


def keys(text, gap_ms, start_ms=1_000):
    return [(char, start_ms + place * gap_ms) for place, char in enumerate(text)]


def decide(filter_, events):
    return [decision for char, time in events for decision in filter_.feed(char, time)]


def outcome(decisions):
    return [decision for decision in decisions if not isinstance(decision, Pending)]


@pytest.mark.parametrize("end", ["\r", "\n", "\t"])
def test_a_fast_burst_with_a_terminator_is_a_scan(end):
    decisions = decide(BurstFilter(), keys("4006381333931" + end, 5))
    assert outcome(decisions) == [Scan("4006381333931", "4006381333931" + end)]
    assert decisions[:-1] == [Pending()] * 13


def test_a_person_typing_is_a_person_typing():
    filter_ = BurstFilter()
    decisions = outcome(decide(filter_, keys("mug 3\r", 120)))
    assert "".join(decision.text for decision in decisions) == "mug 3\r"
    assert all(isinstance(decision, Typing) for decision in decisions)


def test_a_gap_of_exactly_the_limit_still_belongs_to_the_burst():
    assert outcome(decide(BurstFilter(max_gap_ms=35), keys("1234\r", 35))) == [Scan("1234", "1234\r")]
    assert Scan not in map(type, decide(BurstFilter(max_gap_ms=35), keys("1234\r", 36)))


def test_too_short_a_burst_is_typing():
    assert outcome(decide(BurstFilter(), keys("123\r", 5))) == [Typing("123\r")]


def test_a_burst_without_end_turns_into_typing_when_its_time_is_up():
    filter_ = BurstFilter()
    decide(filter_, keys("12345", 5))

    assert filter_.deadline_ms() == 1_020 + 36
    assert filter_.tick(1_020 + 35) == ()
    assert filter_.tick(filter_.deadline_ms()) == (Typing("12345"),)
    assert filter_.deadline_ms() is None


def test_a_key_typed_before_a_scan_is_given_back_first():
    filter_ = BurstFilter()
    decisions = outcome(decide(filter_, [("3", 0), ("*", 200), *keys("SKU-1\r", 4, 600)]))
    assert decisions == [Typing("3"), Typing("*"), Scan("SKU-1", "SKU-1\r")]


def test_two_scans_right_after_each_other_are_two():
    assert outcome(decide(BurstFilter(), keys("11111\r22222\r", 3))) == [
        Scan("11111", "11111\r"),
        Scan("22222", "22222\r"),
    ]


def test_a_prefix_needs_no_terminator_and_no_length():
    filter_ = BurstFilter(prefix="~")
    decide(filter_, keys("~12345", 5))
    assert filter_.tick(2_000) == (Scan("12345", "~12345"),)
    assert outcome(decide(filter_, keys("~7\r", 5, 3_000))) == [Scan("7", "~7\r")]


def test_a_control_character_may_be_the_prefix():
    assert outcome(decide(BurstFilter(prefix="\x02"), keys("\x0212\r", 5))) == [Scan("12", "\x0212\r")]


def test_group_separators_stay_in_the_code():
    assert outcome(decide(BurstFilter(), keys("10AB\x1d17\r", 5))) == [Scan("10AB\x1d17", "10AB\x1d17\r")]


def test_a_key_held_down_is_never_a_scan():
    filter_ = BurstFilter()
    decisions = [d for place in range(6) for d in filter_.feed("8", place * 30, auto_repeat=place > 0)]
    assert outcome([*decisions, *filter_.feed("\r", 190)]) == [Typing("88"), *[Typing("8")] * 4, Typing("\r")]


def test_shift_alone_neither_ends_nor_counts():
    filter_ = BurstFilter()
    events = [("A", 0), ("", 2), ("B", 4), ("", 6), ("1", 8), ("2", 10), ("\r", 12)]
    assert outcome(decide(filter_, events)) == [Scan("AB12", "AB12\r")]


def test_backspace_within_fast_keys_means_a_person():
    assert outcome(decide(BurstFilter(), keys("12345\x08", 5))) == [Typing("12345\x08")]


def test_fifty_bursts_lose_nothing():
    filter_ = BurstFilter()
    text = "".join(f"{number:08}\r" for number in range(50))
    assert [d.text for d in outcome(decide(filter_, keys(text, 2)))] == [f"{n:08}" for n in range(50)]


def test_one_test_scan_teaches_gap_suffix_and_prefix():
    learned = learn(keys("~KONTOR-1\t", 30), expected="KONTOR-1")
    assert learned == Learned(45, "\t", "~", "KONTOR-1", 30)
    assert learn(keys("KONTOR-1", 3)) == Learned(35, "", "", "KONTOR-1", 3)


def test_typing_another_code_or_nothing_teaches_nothing():
    with pytest.raises(NotAScan, match="typed"):
        learn(keys("KONTOR-1\r", 150))
    with pytest.raises(NotAScan, match="another code"):
        learn(keys("4006381333931\r", 5), expected="KONTOR-1")
    with pytest.raises(NotAScan, match="Nothing"):
        learn([])


def test_the_same_code_again_within_the_window_counts_once():
    guard = RepeatGuard()
    assert guard.is_new("A", 0)
    assert not guard.is_new("A", 200)
    assert not guard.is_new("A", 400)
    assert guard.is_new("A", 650)
    assert guard.is_new("B", 660)
    assert guard.is_new("A", 670)
