"""Categories: the shelf labels of the quick-key row, each with the tax that its new products start with."""

from __future__ import annotations

from typing import Any

from app.catalog.models import Category, Tax
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal


class CategoryTaken(Refusal):
    """There is a category with this code."""


@command("catalog.add_category")
def add_category(by: Actor, code: str, name: str, name_zh: str = "", position: int | None = None) -> int:
    """Add a shelf label, at the end of the row by default; returns the id."""
    code, name = code.strip().lower(), name.strip()
    if not code or not name:
        raise Refusal(_("A category needs a code and a name."))
    if Category.select().where(Category.code == code).exists():
        raise CategoryTaken(_("There is a category {code} already.").format(code=code), code=code)
    place = Category.select().count() if position is None else position
    category_id = int(Category.insert(code=code, name=name, name_zh=name_zh.strip(), position=place).execute())
    touch("category", category_id)
    note(code=code, name=name)
    return category_id


@command("catalog.change_category")
def change_category(
    by: Actor, category_id: int, *, name: str | None = None, name_zh: str | None = None, position: int | None = None,
    tax_id: int | None = None,
) -> None:  # fmt: skip
    """Rename or move a shelf label, or give it the tax of its new products (0: none); None leaves a value as it is."""
    given = {"name": name, "name_zh": name_zh, "position": position}
    values: dict[str, Any] = {column: value for column, value in given.items() if value is not None}
    if name is not None and not name.strip():
        raise Refusal(_("A category needs a code and a name."))
    if tax_id is not None:
        if tax_id and not Tax.select().where(Tax.id == tax_id, Tax.is_active).exists():
            raise NotFound("tax", tax_id)
        values["tax"] = tax_id or None
    if not values or not Category.update(**values).where(Category.id == category_id).execute():
        raise NotFound("category", category_id)
    touch("category", category_id)
    note(**values)
