"""The groups of options that goods are asked for now: what is sold no more, or is no option any more, is left out."""

from __future__ import annotations

from typing import NamedTuple

from app.catalog.book import book
from app.catalog.codes import CodeHit, hit_of
from app.catalog.option_book import Group
from app.core.i18n import language


class OpenChoice(NamedTuple):
    """An option that may be chosen."""

    hit: CodeHit
    asks_words: bool


class OpenGroup(NamedTuple):
    """A group that is asked; at least and at most so many of the choices that are left."""

    id: int
    name: str
    name_zh: str
    least: int
    most: int
    choices: tuple[OpenChoice, ...]

    @property
    def title(self) -> str:
        """Its name in the language of the screen."""
        return self.name_zh if self.name_zh and language().startswith("zh") else self.name


def open_groups(hit: CodeHit) -> tuple[OpenGroup, ...]:
    """The groups that go with goods, in their order; a look into memory where there are none."""
    found = (_open(group) for group in book().options.of(hit.product_id, hit.category_id, hit.variant_of))
    return tuple(group for group in found if group.choices)


def _open(group: Group) -> OpenGroup:
    hits = [OpenChoice(hit_of(choice.product_id), choice.asks_words) for choice in group.choices]
    choices = tuple(choice for choice in hits if _can_be_chosen(choice.hit))
    least, most = min(group.least, len(choices)), min(group.most, len(choices))
    return OpenGroup(group.id, group.name, group.name_zh, least, most, choices)


def _can_be_chosen(hit: CodeHit) -> bool:
    """Whether it is still what an option has to be; its product may have been changed since."""
    is_other = hit.is_kit or hit.has_variants or hit.is_gift_card or hit.needs_serial or hit.unit != "piece"
    return hit.is_active and not is_other
