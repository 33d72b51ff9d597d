"""Search as you type: any part of any word, in any order, without accents, in Chinese too, one slip forgiven."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from app.core.db import db, is_postgres
from app.core.folding import fold, nearest, one_letter_off
from app.core.migrations import FOLDER
from app.core.search import drop, find, put
from tests.examples import examples

NAMES = {
    1: "Chamomile tea, loose 100 g",
    2: "Tea towel 'Müller' red",
    3: "Crème brûlée set №5",
    4: "铁观音 红茶 250克",
    5: "T恤 红色 M",
    6: "Łódź mug ØRSTED 5391234000012",
    7: "Steam iron X2",
    8: "Tea",
}


@pytest.fixture(autouse=True)
def _shelf(store):
    with db.atomic():
        for ref, name in NAMES.items():
            put("product", ref, name)
        put("customer", 1, "Siobhán O'Brien 085 123 4567")
        put("customer", 2**39, "Zhang Wei 张伟")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("chamo", {1}), ("momile", {1}), ("CHAMOMILE", {1}), ("loose cham", {1}), ("muller", {2}), ("MÜLLER", {2}),
        ("creme brulee", {3}), ("no5", {3}), ("lodz", {6}), ("orsted", {6}), ("5391234", {6}), ("00012", {6}),
        ("te", {1, 2, 8}), ("x2", {7}), ("x", {7}), ("红", {4, 5}), ("红茶", {4}), ("红色", {5}), ("观音", {4}),
        ("铁观音", {4}), ("铁观音 红茶", {4}), ("t恤", {5}), ("T恤红色", {5}), ("恤 m", {5}), ("tea re", {2}),
        ("re tea", {2}),
        ("te iron", set()), ("st iron", {7}), ("250克", {4}), ("tea zzz", set()), ("q", set()), ("音红", {4}),
    ],
)  # fmt: skip
def test_a_product_is_found_by_any_part_of_its_words(typed, found):
    assert set(find("product", typed)) == found


def test_what_begins_as_typed_comes_first_and_the_shorter_before_the_longer():
    assert find("product", "tea") == [8, 2, 1, 7]


def test_kinds_are_kept_apart():
    assert find("customer", "tea") == []
    assert find("customer", "siobhan") == [1]
    assert find("customer", "brien") == [1]
    assert find("customer", "张伟") == [2**39]
    assert find("customer", "4567") == [1]


@pytest.mark.parametrize("typed", ["chamomlie", "chamomille", "chamomle", "chemomile", "hcamomile", "camomil"])
def test_one_wrong_letter_is_forgiven(typed):
    assert find("product", typed) == [1]


def test_one_wrong_letter_beside_right_words_is_forgiven():
    assert find("product", "chamomyle loose") == [1]
    assert find("product", "chamomyle towel") == []


def test_a_shop_from_before_the_table_of_words_forgives_slips_after_its_update():
    if is_postgres():
        pytest.skip("trigrams do it there")
    db.execute_sql("DROP TABLE search_term")
    made, filled = (FOLDER / "0002_fewer_pages.sqlite.sql").read_text().split("\n\n")[:2]
    db.execute_sql(made)
    assert find("product", "chamomlie") == []
    db.execute_sql(filled)
    assert find("product", "chamomlie") == [1]


def test_a_new_text_takes_the_place_of_the_old_one():
    with db.atomic():
        put("product", 1, "Peppermint tea")

    assert find("product", "chamomile") == []
    assert find("product", "peppermint") == [1]
    assert find("product", "pe") == [1]


def test_what_was_dropped_is_not_found():
    with db.atomic():
        drop("product", 8)
        drop("product", 99)

    assert 8 not in find("product", "tea")
    assert 8 not in find("product", "te")


def test_no_more_than_were_asked_for_are_found():
    with db.atomic():
        for ref in range(100, 200):
            put("product", ref, f"Common candle {ref}")

    assert len(find("product", "candle")) == 20
    assert len(find("product", "ca", 5)) == 5
    assert find("product", "candle 150")[0] == 150


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", '"', "'", "a-b", "x:y", "tea AND", "OR", "NEAR(", "tea*", "^tea", "c++ -x", "%", "_", "\\",
        "tea\x00red", "'; DROP TABLE search_text; --", "(", "{", "*", "\N{PILE OF POO}", "\ud800", "a" * 10_000,
        "é" * 500, "²", "①②",
    ],
)  # fmt: skip
def test_hostile_texts_find_something_or_nothing_but_break_nothing(typed):
    assert isinstance(find("product", typed), list)
    assert find("product", "chamo") == [1]


def test_any_text_is_found_by_its_own_words():
    @hypothesis_settings(max_examples=examples(60))
    @given(name=st.text(max_size=60), cut=st.integers(0, 8))
    def check(name, cut):
        with db.atomic():
            put("note", 1, name)

        words = fold(name).split()

        if words:
            assert find("note", name) == [1]
            assert find("note", words[0][: cut + 1]) == [1]

    check()


def test_letters_without_their_accents_and_capitals():
    assert fold("Straße ÆON Þór İzmir ñandú") == "strasse aeon thor izmir nandu"
    assert fold("Ａ１　ｶﾞ") == fold("a1 ガ")


def test_words_that_are_one_letter_off():
    assert {"milk", "mlik", "mil", "milky", "malk"} - {"milk"} <= set(one_letter_off("milk"))
    assert "молоко" in set(one_letter_off("молако"))
    assert [nearest("milk", [other]) for other in ("milky", "mlik", "oat malk", "milt", "kefir")] == [0, 1, 2, 1, 2]
