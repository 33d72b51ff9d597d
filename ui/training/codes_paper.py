"""The sheet of codes for the exercises: articles, papers and bins that this shop really has, to cut out and scan."""

from __future__ import annotations

from typing import Any

from app.core.i18n import _
from app.training.goods import KINDS
from app.training.lessons import LESSONS


def codes_paper(station: str) -> Any:
    """One card for each thing that an exercise is done with."""
    from app.documents.build import command_cards
    from app.documents.papers import CommandCard

    cards: dict[str, CommandCard] = {}
    for lesson in LESSONS:
        for kind in lesson.kinds:
            found = KINDS[kind][0](station) if kind in KINDS else []
            for one in found:
                cards.setdefault(one.code, CommandCard(title=one.name, code=one.code, hint=_(lesson.title)))
    return command_cards(cards.values(), title=_("Codes for the exercises"))
