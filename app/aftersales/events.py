"""What service tells to the rooms above, inside the transaction."""

from __future__ import annotations

from dataclasses import dataclass

from app.aftersales.models import CaseKind


@dataclass(frozen=True)
class CaseOpened:
    """A question, complaint or repair came in."""

    case_id: int
    order_id: int | None
    kind: CaseKind


@dataclass(frozen=True)
class CaseAnswered:
    """The customer is to get this answer, by the channel that the customer wrote by when it is known."""

    case_id: int
    message_id: int
    order_id: int | None
    text: str


@dataclass(frozen=True)
class RepairQuoted:
    """The customer is to be asked whether the repair may cost this much."""

    case_id: int
    order_id: int | None
    quote_minor: int


@dataclass(frozen=True)
class CaseClosed:
    """A case ended with a cause and an outcome."""

    case_id: int
    order_id: int | None
    kind: CaseKind
    cause: str
