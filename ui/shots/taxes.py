"""What is done before the pictures of taxes are taken: the settings, a tax, a regime, and a sale to an export customer."""

from __future__ import annotations

from typing import Any


def _page(running: Any) -> Any:
    running.window.tab.show_section("taxes")
    for _turn in range(6):
        running.settle()
    return running.window.tab.page


def taxes(running: Any) -> None:
    """The section of the settings, with what the bottle group gives."""
    page = _page(running)
    group = next(row for row in page.found.taxes if row.tax.kind == "group")
    page.table.select_id(group.tax.id)
    for _turn in range(6):
        running.settle()


def levy(running: Any) -> None:
    """The bottle levy with its amount of next year."""
    page = _page(running)
    page._open(next(row for row in page.found.taxes if row.tax.kind == "piece"))
    running.settle()


def regime(running: Any) -> None:
    """The export regime."""
    page = _page(running)
    page._open_regime(page.found.regimes[0])
    running.settle()


def group(running: Any) -> None:
    """The group of the bottles with its taxes."""
    page = _page(running)
    page._open(next(row for row in page.found.taxes if row.tax.kind == "group"))
    running.settle()


def move(running: Any) -> None:
    """Products of one category on their way to another tax."""
    page = _page(running)
    page.move_products()
    running.settle()
    running.window.sheet.category.set_current(page._categories[0].id)
    running.window.sheet.to.set_current(page.found.taxes[1].tax.id)
    for _turn in range(4):
        running.settle()


def usual(running: Any) -> None:
    """The tax of a category's new products."""
    page = _page(running)
    page.categories.open(page._categories[1])
    running.settle()


def export(running: Any) -> None:
    """A sale with a levy to a customer who has the goods sent abroad."""
    from app.customers.queries import find_customers

    for code in ("HND-LMN", "MUG-350-FOR", "MUG-350-FOR", "SKL-26"):
        running.window.router.take(code)
        running.settle()
    customer = running.ask(lambda: find_customers("Mateo Silva")[0].id)
    running.window.tab.counter.actions_.attach(customer)
    for _turn in range(6):
        running.settle()


def export_why(running: Any) -> None:
    """The steps of its total."""
    export(running)
    running.window.tab.counter.actions_.show_why()
    running.settle()


def preview(running: Any) -> None:
    """The foot of the section: what a price gives."""
    from PySide6.QtWidgets import QScrollArea

    taxes(running)
    page = running.window.tab.page
    page.findChild(QScrollArea, "setup.scroll.taxes").ensureWidgetVisible(page.findChildren(type(page._cases))[-1])
    running.settle()
