"""People, roles and stations."""

from __future__ import annotations

import pytest

from app.core.actor import NotPermitted, system_actor
from app.core.command import registry
from app.core.refusal import NotFound, Refusal
from app.payments.shift import open_shift
from app.staff import people, stations
from app.staff.models import Role
from app.staff.pin import BadPin
from app.staff.queries import drivers, initials, names, station, tiles
from app.staff.queries import people as list_people
from app.staff.queries import stations as list_stations
from app.staff.roles import ACTS, ROLES, SPECIAL_RIGHTS, Rights, act_of, limits_of, may_do, rights_of
from app.staff.sign_in import actor_for, approve

BY = system_actor()


def test_the_last_manager_cannot_go(store):
    ruth = people.add_person(BY, "Ruth", "manager", "730952")

    with pytest.raises(people.LastManager):
        people.deactivate_person(BY, ruth)
    with pytest.raises(people.LastManager):
        people.change_role(BY, ruth, "counter", pin="4825")

    people.add_person(BY, "Aoife", "manager", "618203")
    people.deactivate_person(BY, ruth)
    assert [tile.name for tile in tiles()] == ["Aoife"]
    assert names()[ruth] == "Ruth"


def test_somebody_who_left_can_come_back(store):
    people.add_person(BY, "Aoife", "manager", "618203")
    tom = people.add_person(BY, "Tom", "counter", "9152", badge="B1", is_driver=True)

    people.deactivate_person(BY, tom)
    with pytest.raises(NotFound):
        actor_for(tom, "till-1")
    assert drivers() == []
    people.reactivate_person(BY, tom)

    assert actor_for(tom, "till-1").name == "Tom"
    assert [row.name for row in drivers()] == ["Tom"]


def test_a_new_role_with_a_longer_pin_needs_one(store):
    people.add_person(BY, "Aoife", "manager", "618203")
    tom = people.add_person(BY, "Tom", "counter", "9152")

    with pytest.raises(BadPin):
        people.change_role(BY, tom, Role.MANAGER)
    people.change_role(BY, tom, Role.MANAGER, pin="730952")
    people.change_role(BY, tom, Role.WAREHOUSE, pin="9152")

    assert list_people()[1].role_title == "Packing"


def test_two_people_cannot_share_a_badge(store):
    tom = people.add_person(BY, "Tom", "counter", "9152", badge="B1")

    with pytest.raises(people.BadgeTaken, match="Tom has"):
        people.add_person(BY, "Ana", "counter", "4825", badge=" B1 ")
    ana = people.add_person(BY, "Ana", "counter", "4825")
    with pytest.raises(people.BadgeTaken):
        people.change_person(BY, ana, badge="B1")
    people.change_person(BY, tom, badge="")
    people.change_person(BY, ana, badge="B1", name="Ana Silva", is_driver=True)

    assert [(row.name, row.badge, row.is_driver) for row in list_people()] == [
        ("Ana Silva", "B1", True), ("Tom", "", False),
    ]  # fmt: skip


def test_own_limits_hold_over_those_of_the_role(store):
    tom = people.add_person(BY, "Tom", "counter", "9152")

    people.change_limits(BY, tom, {"discount_bp": 500})

    assert actor_for(tom, "till-1").limit("discount_bp") == 500
    assert list_people()[0].limits["refund_minor"] == limits_of("counter")["refund_minor"]


def test_a_shop_sets_the_limits_of_a_role_and_a_person_may_differ_from_them(store):
    boss = system_actor()
    person = people.add_person(boss, "Maya Kelly", "counter", "4825")
    people.change_role_limits(boss, "counter", {"discount_bp": 500})

    assert limits_of("counter")["discount_bp"] == 500
    assert limits_of("counter")["refund_minor"] == 10_000
    people.change_limits(boss, person, {"discount_bp": 2_000})
    assert actor_for(person, "till-1").limit("discount_bp") == 2_000
    people.change_limits(boss, person, {})
    assert actor_for(person, "till-1").limit("discount_bp") == 500
    people.change_role_limits(boss, "counter", {})
    assert actor_for(person, "till-1").limit("discount_bp") == 1_500


def test_a_name_is_needed_and_somebody_who_is_not_there_cannot_be_changed(store):
    with pytest.raises(people.NameMissing):
        people.add_person(BY, "  ", "counter", "4825")
    with pytest.raises(NotFound):
        people.unlock_person(BY, 99)


def test_each_role_has_rights_and_only_managers_the_doors_inside_commands(store):
    counter, warehouse, boss = rights_of("counter"), rights_of("warehouse"), rights_of(Role.MANAGER)

    assert "customers.add_customer" in counter
    assert "customers.forget_customer" not in counter
    assert "catalog.change_price" not in counter
    assert "catalog.change_price" not in warehouse
    assert "inventory.adjust" in warehouse
    assert "inventory.adjust" not in counter
    assert "purchasing.receive_goods" in warehouse
    assert not [right for right in SPECIAL_RIGHTS if right in counter or right in warehouse]
    assert all(right in boss for right in [*registry, *SPECIAL_RIGHTS, "*"])
    assert "*" not in counter
    assert "*" not in warehouse
    assert [role for role in Role if "catalog.change_price" in rights_of(role)] == [Role.MANAGER]
    assert all(
        right.startswith("!") or "*" in right or "." in right for role in ROLES.values() for right in role.patterns
    )


def test_a_pattern_behind_a_mark_takes_rights_out_again():
    rights = Rights(("orders.*", "!orders.cancel*"))
    assert "orders.place" in rights
    assert "orders.cancel" not in rights
    assert "staff.unlock" not in rights


def test_a_clerk_cannot_add_people(store):
    tom = people.add_person(BY, "Tom", "counter", "9152")

    with pytest.raises(NotPermitted):
        people.add_person(actor_for(tom, "till-1"), "Eve", "manager", "730952")


def test_tiles_have_initials_in_any_script():
    assert [initials(name) for name in ("Eimear O’Connor", "王芳", "Cher", "Ana de la Cruz", "")] == [
        "EO", "王", "C", "AC", "",
    ]  # fmt: skip


def test_stations_get_a_series_of_their_own(store):
    stations.add_station(BY, "Till-1", "Front till")
    second = stations.add_station(BY, "till-2", "Back till")
    stations.add_station(BY, "pack-1", "Packing", "packing")

    with pytest.raises(stations.StationTaken):
        stations.add_station(BY, "till-3", "Third", series="t1")
    with pytest.raises(Refusal):
        stations.add_station(BY, "till-3", "Third", series="TOOLONG")
    stations.rename_station(BY, second, "Garden till")

    assert [(row.code, row.series) for row in list_stations()] == [("pack-1", "P1"), ("till-1", "T1"), ("till-2", "T2")]
    assert station("till-2").name == "Garden till"
    with pytest.raises(NotFound):
        station("till-9")


def test_a_shop_gives_and_takes_acts_of_a_role_and_managers_are_asked(store):
    boss = people.add_person(BY, "Ruth", "manager", "730952")
    tom = people.add_person(BY, "Tom", "counter", "9152")
    assert may_do("counter", "void") and not may_do("counter", "without_receipt")
    people.change_role_acts(BY, "counter", {"void": False, "open_till": False, "without_receipt": True})

    clerk = actor_for(tom, "till-1")
    assert not clerk.may("counter.void_sale") and not clerk.may("payments.open_shift")
    assert clerk.may("returns.return_without_receipt") and clerk.may("counter.throw_away")
    assert actor_for(boss, "till-1").may("counter.void_sale")
    assert [role for role in Role if "payments.open_shift" in rights_of(role)] == [Role.MANAGER]
    with pytest.raises(NotPermitted):
        open_shift(clerk, 10_000)
    allowed = approve(clerk, boss, "730952", "payments.open_shift")
    assert open_shift(clerk.approved(allowed), 10_000)

    people.change_role_acts(BY, "counter", {})
    assert actor_for(tom, "till-1").may("counter.void_sale")
    with pytest.raises(people.ManagersMay):
        people.change_role_acts(BY, "manager", {"void": False})


def test_each_act_of_a_role_names_rights_that_there_are(store):
    inside = {"orders.release_others", "counter.take_lines_off", "counter.void_paid", "returns.without_receipt"}
    missing = [right for act in ACTS.values() for right in act.rights if right not in registry and right not in inside]
    assert missing == []
    assert act_of("counter.void_sale") == "Void a sale of this shift"
    assert act_of("orders.place") == ""
