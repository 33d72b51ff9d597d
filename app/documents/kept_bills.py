"""What a bill said when it went out, kept as plain values: the copy says it word for word and to the cent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from app.documents.papers import Amount, PaperLine, TaxLine, Totals


def keep(lines: Sequence[PaperLine], totals: Totals) -> dict[str, Any]:
    """Lines and sums as they are written down, without what was paid."""
    bare = replace(totals, tenders=(), change_minor=0, due_minor=0, rounding_minor=0)
    kept = asdict(bare)
    return {
        "lines": [asdict(line) for line in lines],
        "totals": {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()},
    }


def kept_lines(paper: Mapping[str, Any]) -> tuple[PaperLine, ...]:
    """The lines of a bill that was kept."""
    return tuple(PaperLine(**line) for line in paper["lines"])


def kept_totals(paper: Mapping[str, Any]) -> Totals:
    """The sums of a bill that was kept."""
    found = dict(paper["totals"])
    found |= {name: tuple(Amount(**one) for one in found[name]) for name in ("discounts", "fees", "tenders")}
    found["taxes"] = tuple(TaxLine(**one) for one in found["taxes"])
    return Totals(**found)
