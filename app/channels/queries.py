"""What the import screen reads: the files, and each order of one with its verdict."""

from __future__ import annotations

from typing import NamedTuple

import peewee
from peewee import Case, fn

from app.channels.import_orders import HELD, KNOWN, NEW, REFUSED
from app.channels.models import Import, ImportRow, ImportState
from app.channels.words import say


class FileRow(NamedTuple):
    """One file with how many of its orders are what."""

    id: int
    source: str
    file_name: str
    state: ImportState
    who: str
    made_at: int
    taken_at: int | None
    new: int
    known: int
    held: int
    refused: int


class StagedRow(NamedTuple):
    """One order of a file: its verdict, why, and the order that it became."""

    id: int
    line_no: int
    name: str
    customer_name: str
    lines: int
    total_e4: int | None
    verdict: str
    reasons: tuple[str, ...]
    order_id: int | None


def imports(limit: int = 50) -> list[FileRow]:
    """The latest files, newest first."""
    counted = [fn.SUM(Case(None, ((ImportRow.verdict == verdict, 1),), 0)) for verdict in (NEW, KNOWN, HELD, REFUSED)]
    columns = (
        Import.id, Import.source, Import.file_name, Import.state, Import.who, Import.made_at, Import.taken_at,
    )  # fmt: skip
    query = Import.select(*columns, *counted).join(
        ImportRow, peewee.JOIN.LEFT_OUTER, on=(ImportRow.import_ == Import.id)
    )
    rows = query.group_by(*columns).order_by(Import.id.desc()).limit(limit).tuples()
    return [FileRow(*row[:7], *(int(count or 0) for count in row[7:])) for row in rows]


def staged(import_id: int, verdict: str = "", limit: int = 2000) -> list[StagedRow]:
    """The orders of a file in its order, all or those with one verdict."""
    query = ImportRow.select(
        ImportRow.id, ImportRow.line_no, ImportRow.name, ImportRow.content, ImportRow.verdict, ImportRow.reasons,
        ImportRow.order_ref,
    ).where(ImportRow.import_ == import_id)  # fmt: skip
    if verdict:
        query = query.where(ImportRow.verdict == verdict)
    return [
        StagedRow(
            row, line_no, name, content["customer_name"], len(content["lines"]), content["total_e4"], said,
            tuple(say(reason["code"], reason["facts"]) for reason in reasons), order,
        )
        for row, line_no, name, content, said, reasons, order in query.order_by(ImportRow.id).limit(limit).tuples()
    ]  # fmt: skip
