"""Pictures of the first start: each page of the wizard in a store that was made a moment ago."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PAGES = ("shop", "people", "devices", "products", "payments", "delivery")


def _page(number: int) -> Callable[[Any], None]:
    def prepare(running: Any) -> None:
        wizard = running.window.pages.currentWidget()
        wizard.steps[0].country.set_current("IE")
        running.settle()
        for page in wizard.steps[:number]:
            page.done = True
        wizard.go_to(number)
        running.settle()
        _type(wizard.current, PAGES[number])
        running.settle()

    return prepare


def _type(page: Any, name: str) -> None:
    """What the first manager of the sample shop would type."""
    if name == "shop":
        page.name.set_text("Alder & Pine")
        page.address.set_text("12 Fade Street\nDublin 2")
    elif name == "people":
        page.name.set_text("Grace Adeyemi")
        page.pin.set_text("280561")
        page.again.set_text("28056")
        page.again.set_error(_differ())
    elif name == "products":
        page.name.set_text("Oak spoon, small")
        page.price.set_text("6.50")
    elif name == "delivery":
        page.courier.set_text("An Post")


def _differ() -> str:
    from app.core.i18n import _

    return _("The two PINs differ.")


def help_page(running: Any) -> None:
    """F1 on the first page."""
    wizard = running.window.pages.currentWidget()
    wizard.show_help()
    running.settle()


SHOTS: tuple[tuple[Any, ...], ...] = (
    *((f"17g-setup-{no + 1}-{name}", "", "till-1", "", "", _page(no), True) for no, name in enumerate(PAGES)),
    ("17h-setup-help", "", "till-1", "", "", help_page, True),
)
