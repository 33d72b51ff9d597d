"""The table: rows are not copied, the selection stays by id, pages are asked for, and a million rows are no matter."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt

from ui.common.chips import status_look
from ui.common.table import Cell, Column, Layout, LiveTable
from ui.theme import theme


@dataclass(frozen=True)
class Order:
    id: int
    customer: str
    state: str
    total_minor: int


COLUMNS = [
    Column("Order", lambda row: (str(row.id), row.customer), kind="two", sort="id"),
    Column("Status", lambda row: status_look("order", row.state), 120, kind="chip"),
    Column("Pieces", lambda row: Cell("× 3", tone="ok", icon="truck"), 80),
    Column("Picture", lambda row: Cell(row.customer, art=""), 120, kind="thumb"),
    Column("Sent", lambda row: 0.4, 90, kind="bar"),
    Column("Ok", lambda row: True, 30, kind="check"),
    Column("Total", "total_minor", 90, kind="money"),
]


def orders(count: int, first: int = 0) -> list[Order]:
    return [Order(first + at, f"Customer {at}", "placed", 1000 + at) for at in range(count)]


@pytest.fixture
def table(qapp, qtbot):
    theme().apply(qapp)
    made = LiveTable(COLUMNS, "orders.table", multi=True)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def test_the_selection_stays_on_its_row_when_rows_come_anew(table):
    table.set_rows(orders(50))
    table.select_id(7)
    table.set_rows(orders(50, first=5))
    assert table.current().id == 7
    table.set_rows(orders(10, first=100))
    assert table.current() is None


def test_moving_tells_the_row_and_enter_opens_it(table, qtbot):
    table.set_rows(orders(5))
    table.select_at(0)
    with qtbot.waitSignal(table.chosen) as chosen:
        qtbot.keyClick(table.view, Qt.Key.Key_Down)
    assert chosen.args[0].id == 1
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert opened.args[0].id == 1


def test_space_selects_rows_besides_the_current_one(table, qtbot):
    table.set_rows(orders(5))
    table.select_at(0)
    qtbot.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [row.id for row in table.selected()] == [0, 1]
    qtbot.keyClick(table.view, Qt.Key.Key_Space)
    assert [row.id for row in table.selected()] == [0]


def test_letters_are_left_to_the_screen(table, qtbot):
    heard: list[str] = []
    table.keyPressEvent = lambda event: heard.append(event.text())
    table.set_rows([Order(1, "Anna", "placed", 1), Order(2, "Bert", "placed", 2)])
    table.select_at(0)
    qtbot.keyClick(table.view, Qt.Key.Key_B)
    assert table.current().id == 1


def test_another_page_is_asked_for_once_when_the_end_comes_near(table, qtbot):
    table.set_rows(orders(200), more=True)
    asked: list[bool] = []
    table.more_wanted.connect(lambda: asked.append(True))
    bar = table.view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    bar.setValue(bar.maximum() - 5)
    assert asked == [True]
    table.append_page(orders(200, first=200))
    assert table.count() == 400
    qtbot.waitUntil(lambda: bar.maximum() > 10_000)
    bar.setValue(bar.maximum())
    assert asked == [True]


def test_the_rows_given_are_neither_copied_nor_changed(table):
    rows = orders(3)
    table.set_rows(rows)
    assert table.rows() is rows
    table.append_page(orders(1, first=9))
    assert len(rows) == 3


def test_a_screen_reader_hears_column_and_value(table):
    table.set_rows(orders(1))
    said = table.model.data(table.model.index(0, 1), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Status: New"


def test_an_empty_table_shows_what_it_was_given_for_that(table):
    from ui.common.boxes import EmptyState

    empty = EmptyState("tray", "Nothing to check")
    table.set_empty(empty)
    assert empty.isVisible()
    table.set_rows(orders(1))
    assert not empty.isVisible()


def test_one_changed_row_is_shown_in_its_place(table):
    table.set_rows(orders(3))
    assert table.replace(Order(1, "Renamed", "placed", 5))
    assert table.model.cells(1)[0].detail == "Renamed"
    assert not table.replace(Order(77, "", "placed", 5))


def test_a_head_that_sorts_tells_key_and_direction(table, qtbot):
    told: list[tuple[str, bool]] = []
    table.sort_wanted.connect(lambda key, down: told.append((key, down)))
    table.view.head.sectionClicked.emit(0)
    table.view.head.sectionClicked.emit(0)
    table.view.head.sectionClicked.emit(1)
    assert told == [("id", False), ("id", True)]


def test_of_a_million_rows_only_those_in_sight_are_read(qapp, qtbot):
    read: list[int] = []
    table = LiveTable([Column("Order", lambda row: read.append(row.id) or str(row.id))], "orders.table")
    qtbot.addWidget(table)
    table.resize(1000, 700)
    table.show()
    table.set_rows(orders(1) * 1_000_000)
    table.grab()

    assert 0 < len(read) < 200


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_loading_and_flashing_rows_are_painted(table, mode):
    theme().set_mode(mode)
    table.set_loading(True)
    grey = table.view.viewport().grab().toImage()
    table.set_loading(False)
    table.set_rows(orders(5))
    table.flash(2)
    table.view._fade(2, 0.5)
    assert table.view.viewport().grab().toImage() != grey
    theme().set_mode("light")


def test_columns_are_hidden_and_put_in_order_and_the_widest_stays(table):
    first = [key for key, _column, _shown in table.all_columns()]
    told: list[int] = []
    table.laid_out.connect(lambda: told.append(1))
    hideable = next(key for key, column, _shown in table.all_columns() if column.can_hide)
    table.show_column(hideable, False)
    assert len(table.model.columns) == len(first) - 1
    fixed = next((key for key, column, _shown in table.all_columns() if not column.can_hide), None)
    if fixed is not None:
        table.show_column(fixed, False)
        assert len(table.model.columns) == len(first) - 1
    table.move_column(first[-1], -1)
    assert [key for key, _column, _shown in table.all_columns()][-2] == first[-1]
    kept = table.layout_now()
    table.reset_layout()
    assert [key for key, _column, shown in table.all_columns() if shown] == first
    table.lay_out(kept)
    assert table.layout_now() == kept
    assert told


def test_a_layout_of_an_older_program_is_taken_as_far_as_it_is_known(table):
    first = [key for key, _column, _shown in table.all_columns()]
    table.lay_out(Layout(("gone", first[-1]), ("gone",), "gone", True))
    assert {key for key, _column, _shown in table.all_columns()} == set(first)
    assert all(shown for _key, _column, shown in table.all_columns())


def test_a_table_sorts_its_rows_itself_where_a_column_says_by_what(qtbot):
    columns = [Column("No", "id", 60, sort="no", by=lambda row: row.id), Column("Name", "customer")]
    made = LiveTable(columns, "sorted.table")
    qtbot.addWidget(made)
    made.set_rows(list(reversed(orders(5))))
    made.view.head.sectionClicked.emit(0)
    assert [row.id for row in made.rows()] == sorted(row.id for row in made.rows())
    made.view.head.sectionClicked.emit(0)
    assert [row.id for row in made.rows()] == sorted((row.id for row in made.rows()), reverse=True)
    made.set_rows(orders(7))
    assert made.rows()[0].id == max(row.id for row in made.rows())
    made.reset_layout()
    assert [row.id for row in made.rows()] == [row.id for row in orders(7)]
