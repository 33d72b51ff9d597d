"""Options in orders: what was chosen with a line, in words for whoever picks and packs."""

from __future__ import annotations

from typing import Any

import peewee

from app.core.db import is_postgres
from app.orders.line_kinds import LineKind
from app.orders.models import OrderLine
from app.orders.names import line_name

BETWEEN = " · "


def options_of(line: Any = OrderLine, chinese: Any = None) -> peewee.Node:
    """What was chosen with the goods of an order line, in words; NULL when nothing.  `chinese` as in `line_name`.

    Options of a kit stand with each of its parts.
    """
    option, found = OrderLine.alias(), OrderLine.alias()
    name = line_name(option, chinese)
    said = peewee.Case(None, [(option.note != "", name.concat(": ").concat(option.note))], name)
    goods = peewee.Case(None, [(line.kind == LineKind.PART.value, line.of_no)], line.no)
    mine = option.select(peewee.Value("+ ").concat(said).alias("words")).where(
        option.order == line.order, option.kind == LineKind.OPTION.value, option.of_no == goods
    )  # fmt: skip
    rows = mine.order_by(option.no).alias("chosen")
    joined = peewee.fn.STRING_AGG if is_postgres() else peewee.fn.GROUP_CONCAT
    return found.select(joined(rows.c.words, BETWEEN)).from_(rows)
