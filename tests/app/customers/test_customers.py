"""Customers: taking up, finding, changing, forgetting; phones and addresses."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.core import events
from app.core.actor import system_actor
from app.core.refusal import NotFound, Refusal
from app.customers import address_book, customers, queries
from app.customers.address_book import NewAddress, add_address, change_address, remove_address
from app.customers.addresses import check_address, format_address, regions_of, tidy_postcode
from app.customers.customers import NewCustomer, add_customer, change_customer, forget_customer
from app.customers.events import CustomerForgotten, MayForget, WhoseOrder
from app.customers.phone import BadPhone, is_mobile, normal_phone, show_phone
from app.customers.queries import customer_card, find_customers

BY = system_actor()
SHARED = Path(__file__).parents[3] / "../shared/data"
HOME = NewAddress("14 Seapoint Terrace", "Blackrock", "ie", postcode="a94x5r7")


@pytest.fixture
def eimear(store):
    new = NewCustomer("Eimear O’Connor", "087 555 1234", "Eimear@Shop.example", "CARD-7", address=HOME)
    return add_customer(BY, new)


@pytest.fixture
def listeners():
    """Listeners of this test only."""
    kept = {kind: list(found) for kind, found in events._listeners.items()}
    yield
    events._listeners.clear()
    events._listeners.update(kept)


@pytest.mark.parametrize(
    "text", ["eimear", "O'Connor", "oconnor", "5551", "087 555", "00353 87 5", "+353875", "CARD-7", "eimear@shop"]
)
def test_a_customer_is_found_by_what_one_remembers(eimear, text):
    if text == "oconnor":  # the apostrophe parts the words, as in the name
        text = "connor"

    assert [row.name for row in find_customers(text)] == ["Eimear O’Connor"]


@pytest.mark.parametrize("text", ["", "087", "555", "nobody", "9999"])
def test_nobody_is_found_by_too_little_or_something_else(eimear, text):
    assert find_customers(text) == []


def test_a_customer_is_found_by_the_number_of_an_order(eimear, listeners):
    events.listens(WhoseOrder)(lambda question: eimear if question.number == "10428" else None)

    assert [row.id for row in find_customers("10428")] == [eimear]


@pytest.mark.parametrize(
    "new",
    [NewCustomer("Somebody", phone="+353 87 555 1234"), NewCustomer("Somebody", email="EIMEAR@shop.example"),
     NewCustomer("eimear o'connor")],
)  # fmt: skip
def test_somebody_known_is_not_added_again_unless_that_is_meant(eimear, new):
    with pytest.raises(customers.DuplicateCustomer) as refused:
        add_customer(BY, new)

    assert refused.value.customer_ids == [eimear]
    assert add_customer(BY, new, even_if_known=True) != eimear


def test_a_card_belongs_to_one_customer(eimear):
    with pytest.raises(customers.CardTaken, match="Eimear"):
        add_customer(BY, NewCustomer("Tom", card="CARD-7"))


@pytest.mark.parametrize(
    ("new", "field"),
    [(NewCustomer(" "), "name"), (NewCustomer("A", email="a@b"), "email"),
     (NewCustomer("A", email="a b@c.ie"), "email"), (NewCustomer("A", phone="12"), "phone"),
     (NewCustomer("A", group_id=99), "group"),
     (NewCustomer("A", address=NewAddress("", "Dublin", "IE")), "line1")],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_field(store, new, field):
    with pytest.raises(Refusal) as refused:
        add_customer(BY, new)

    assert refused.value.facts["field"] == field


def test_a_changed_customer_is_found_by_what_is_new(eimear):
    trade = customers.add_group(BY, "trade", "Trade", 1_000)

    change_customer(BY, eimear, name="Eimear Walsh", phone="", group_id=trade, remark="Rings twice")
    customers.change_consent(BY, eimear, may_mail=True, may_sms=False)
    customers.change_account(BY, eimear, 50_000)

    card = customer_card(eimear)
    assert (card.row.name, card.row.phone, card.row.discount_bp) == ("Eimear Walsh", "", 1_000)
    assert (card.may_mail, card.may_sms, card.note, card.row.credit_limit_minor) == (True, False, "Rings twice", 50_000)
    assert find_customers("connor") == []
    assert find_customers("0875551234") == []
    assert [(row.code, row.customers) for row in queries.groups()] == [("trade", 1)]


def test_one_address_is_the_main_one(eimear):
    office = add_address(BY, eimear, NewAddress("1 Dame St", "Dublin", "IE"), is_main=True)

    assert [(row.line1, bool(row.is_main)) for row in queries.addresses(eimear)] == [
        ("1 Dame St", True), ("14 Seapoint Terrace", False),
    ]  # fmt: skip
    change_address(BY, office, NewAddress("2 Dame St", "Dublin", "IE"))
    assert find_customers("eimear")[0].city == "Dublin"
    remove_address(BY, office)

    assert customer_card(eimear).addresses[0].postcode == "A94 X5R7"
    assert find_customers("eimear")[0].city == "Blackrock"
    with pytest.raises(NotFound):
        remove_address(BY, office)
    with pytest.raises(address_book.BadAddress):
        add_address(BY, eimear, NewAddress("1 Dame St", "Dublin", ""))


def test_a_forgotten_customer_leaves_no_trace_to_the_person(eimear, listeners):
    told = []
    events.listens(CustomerForgotten)(told.append)

    forget_customer(BY, eimear)

    card = customer_card(eimear)
    assert (card.row.phone, card.row.email, card.row.card, card.addresses) == ("", "", "", [])
    assert find_customers("eimear") == []
    assert told == [CustomerForgotten(eimear)]


def test_a_customer_with_something_open_is_not_forgotten(eimear, listeners):
    events.listens(MayForget)(lambda _question: "€12.00 is owed.")

    with pytest.raises(customers.CannotForget, match="owed"):
        forget_customer(BY, eimear)

    assert customer_card(eimear).row.name == "Eimear O’Connor"


def test_pages_of_customers_go_on_behind_the_last_row(store):
    for name in ("Cara", "Aidan", "Bree"):
        add_customer(BY, NewCustomer(name))

    first = queries.customers(limit=2)

    assert [row.name for row in first + queries.customers(after=first[-1])] == ["Aidan", "Bree", "Cara"]
    with pytest.raises(NotFound):
        customer_card(99)


@pytest.mark.parametrize(
    ("text", "country", "kept"),
    [("087 555 1234", "", "+353875551234"), ("(087) 555-1234", "IE", "+353875551234"),
     ("0044 20 7946 0958", "", "+442079460958"), ("138 1234 5678", "cn", "+8613812345678")],
)  # fmt: skip
def test_a_phone_is_kept_in_one_form(store, text, country, kept):
    assert normal_phone(text, country) == kept


def test_a_phone_is_shown_as_people_dial_it(store):
    assert show_phone("+353875551234") == "087 555 1234"
    assert show_phone("+442079460958") == "+44 20 7946 0958"
    assert is_mobile("+353875551234")
    assert not is_mobile("+35316045000")
    for text in ("", "12", "call me", "+999 1"):
        with pytest.raises(BadPhone):
            normal_phone(text)


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        (("IE", "14 Seapoint Terrace", "Blackrock", "", "A94 X5R7"), []),
        (("IE", "14 Seapoint Terrace", "Blackrock"), []),
        (("IE", "", "Blackrock", "", "A94"), ["line1", "postcode"]),
        (("GB", "1 High St", "London", "", "sw1a1aa"), []),
        (("GB", "1 High St", "London"), ["postcode"]),
        (("US", "1 Main St", "Springfield", "IL", "62701"), []),
        (("US", "1 Main St", "Springfield", "Illinois", "10001"), ["postcode"]),
        (("US", "1 Main St", "Springfield", "Elsewhere", "62701"), ["region"]),
        (("CN", "长安街1号", "西城区", "北京市", "100000"), []),
        (("CN", "长安街1号", "西城区", "", "1000"), ["region", "postcode"]),
        (("HK", "1 Queen's Rd", "", "Kowloon"), []),
        (("XX", "1 Road", "Town"), ["country"]),
    ],
)
def test_what_the_post_would_not_find_is_said(store, address, fields):
    assert [problem.field for problem in check_address(*address)] == fields
    assert all(str(problem).endswith((".", "?")) for problem in check_address(*address))


def test_a_label_has_the_lines_of_its_country(store):
    assert format_address(
        "US", name="Jo Doe", line1="1 Main St", line2="Apt 4", city="Springfield", region="Illinois", postcode="62701"
    ) == ["Jo Doe", "1 Main St", "Apt 4", "SPRINGFIELD IL 62701", "UNITED STATES"]
    assert format_address("DE", name="Ida", line1="Weg 1", city="Ulm", postcode="89073", home="DE") == [
        "Ida", "Weg 1", "89073 ULM",
    ]  # fmt: skip
    label = format_address("CN", name="王芳", line1="长安街1号", city="西城区", region="北京市", postcode="100000")
    assert label == ["100000", "北京市西城区", "长安街1号", "王芳", "CHINA"]
    assert "Illinois" in regions_of("US")
    assert tidy_postcode("GB", "sw1a1aa") == "SW1A 1AA"


def test_real_postcodes_and_phones_are_accepted(store):
    if not SHARED.exists():
        pytest.skip("the shared data are not beside this copy of the project")
    with (SHARED / "postcodes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found = check_address(row["country"], "1 Street", "Town", "", row["postcode"])
            fits = not [problem for problem in found if problem.field == "postcode"]
            assert fits == (row["matches_country_pattern"] == "True"), row
    with (SHARED / "phones.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert {normal_phone(row[form], row["country"]) for form in ("e164", "international", "national")} == {
                row["e164"]
            }
