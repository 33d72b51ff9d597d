"""Finished orders close by rule, stay findable, cannot change, and show it when somebody changed them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.aftersales.models import Case
from app.archive import detail
from app.archive.checks import archive
from app.archive.close import Closed, close_finished, may_close
from app.archive.find import find_archived
from app.archive.models import ArchiveEntry
from app.core import clock
from app.core.actor import system_actor
from app.core.refusal import Refusal
from app.orders.cancel import cancel_order
from app.orders.models import Order, OrderLine
from app.orders.notes import add_note
from app.orders.place import place_order
from app.orders.queries import order_detail
from app.payments.models import Payment
from app.payments.refund import refund_order
from tests.app.orders.conftest import phone_order
from tests.app.payments.till import boss, open_till, sold
from tests.conftest import NOON
from tests.factories import clerk, make_product

MIGRATIONS = Path(__file__).parents[3] / "app" / "migrations"
LATER = NOON + 61 * clock.DAY_MS
kontor = system_actor()


def sale() -> int:
    make_product("MUG", on_hand=9)
    open_till()
    return sold("MUG", "MUG").order_id


def test_an_order_closes_when_its_days_are_over(store: str) -> None:
    order = sale()
    assert close_finished(kontor) == Closed(0, 0)
    with clock.frozen(LATER):
        assert close_finished(kontor) == Closed(1, 0)
    assert Order.get_by_id(order).state == "archived"
    assert Order.get_by_id(order).closed_at == LATER


def test_open_and_unfinished_orders_stay(store: str) -> None:
    place_order(clerk, phone_order((make_product(on_hand=5), 1)))
    order = sale()
    case = Case.create(number="1", kind="complaint", order=order, subject="Broken", made_at=NOON, due_at=NOON)
    assert not may_close(order)
    with clock.frozen(LATER):
        assert close_finished(kontor) == Closed(0, 0)
        Case.update(state="closed").where(Case.id == case.id).execute()
        assert close_finished(kontor) == Closed(1, 0)


def test_a_big_archive_closes_in_portions(store: str) -> None:
    make_product("MUG", on_hand=9)
    open_till()
    for _sale in range(5):
        sold("MUG")
    with clock.frozen(LATER):
        assert close_finished(kontor, limit=2) == Closed(2, 3)
        assert close_finished(kontor, limit=2) == Closed(2, 1)
        assert close_finished(kontor, limit=2) == Closed(1, 0)


def test_an_archived_order_is_found_and_refuses_to_change(store: str) -> None:
    order = sale()
    with clock.frozen(LATER):
        close_finished(kontor)
        number = Order.get_by_id(order).number
        assert [row.order_id for row in find_archived()] == [order]
        cancelled = place_order(clerk, phone_order((make_product(on_hand=5), 1)))
        assert [row.order_id for row in find_archived("Siobhán")] == []
        with pytest.raises(Refusal):
            cancel_order(clerk, order, "Too late")
        assert order_detail(order).number == number
        cancel_order(clerk, cancelled.order_id, "Changed mind")
    with clock.frozen(LATER + 61 * clock.DAY_MS):
        close_finished(kontor)
        assert [row.order_id for row in find_archived("Siobhán")] == [cancelled.order_id]


def test_late_notes_and_refunds_do_not_break_the_digest(store: str) -> None:
    order = sale()
    with clock.frozen(LATER):
        close_finished(kontor)
    with clock.frozen(LATER + clock.DAY_MS):
        add_note(clerk, order, "Customer asked for a copy")
        refund_order(boss, order, 300, reason="Chipped", goodwill=True)
    assert list(archive()) == []


def columns_since(migration: int) -> set[tuple[str, str]]:
    """The columns that migrations after this one added, by table."""
    found = set()
    for path in MIGRATIONS.glob("*.sqlite.sql"):
        if int(path.name[:4]) > migration:
            found |= set(re.findall(r'ALTER TABLE "(\w+)" ADD COLUMN "(\w+)"', path.read_text("utf-8")))
    return found


@pytest.mark.parametrize("migration", [1, 4, 9, 13, 16, 19])
def test_an_order_that_an_older_program_closed_is_still_proved(store: str, migration: int) -> None:
    order = sale()
    Payment.update(receipt="").execute()  # of a time when payments did not name their paper
    with clock.frozen(LATER):
        close_finished(kontor)
    [(_id, then)] = detail.details({order: LATER}).items()
    for table, part in (("orders", "order"), ("order_line", "lines"), ("payment", "payments"), ("receipt", "receipts")):
        for row in [then[part]] if part == "order" else then[part]:
            for column in {column for of, column in columns_since(migration) if of == table} & row.keys():
                del row[column]
    ArchiveEntry.update(digest=detail.digest_of(then)).execute()

    assert list(archive()) == []
    Payment.update(receipt="T1-000001").execute()
    assert list(archive()) == [f"order {order}: it was changed after it was archived"]
    Payment.update(receipt="").execute()


def test_a_change_behind_the_back_is_seen(store: str) -> None:
    order = sale()
    with clock.frozen(LATER):
        close_finished(kontor)
    OrderLine.update(name="Gold mug").where(OrderLine.order == order).execute()
    assert list(archive()) == [f"order {order}: it was changed after it was archived"]
    OrderLine.update(name="Product MUG").where(OrderLine.order == order).execute()
    digest = ArchiveEntry.get().digest
    ArchiveEntry.delete().execute()
    assert list(archive()) == [f"order {order}: it is archived without a digest"]
    ArchiveEntry.insert(order=order, archived_at=LATER, digest=digest).execute()
