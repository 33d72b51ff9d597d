"""The rule of options: what has to be chosen with goods is there, nothing is too much, and nothing goes with other goods.

The ticket's sale, its quote, phone orders and their changes are all held to it here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from app.catalog.book import book
from app.catalog.choices import OpenGroup, open_groups
from app.catalog.codes import CodeHit, hit_of
from app.catalog.options import LONGEST_WORDS
from app.core.i18n import _
from app.core.plain import one_line
from app.core.refusal import Refusal
from app.orders.line_kinds import LineKind
from app.orders.models import OrderLine


class WrongOptions(Refusal):
    """An option that has to be chosen is missing, is one too many, or does not go with its goods.

    `place` (from 1) is that of the goods among the lines, `product_id` what they are, `group_id` the group.
    """


class LineAstray(Refusal):
    """A line says that it goes with another one, which is not there or goes with another one itself."""


class Line(Protocol):
    """A line of a sale or of a draft."""

    @property
    def product_id(self) -> int | None: ...
    @property
    def quantity(self) -> int: ...
    @property
    def kind(self) -> LineKind: ...
    @property
    def of(self) -> int | None: ...
    @property
    def note(self) -> str: ...


class Option(NamedTuple):
    """An option that was chosen, and the words that were typed for it."""

    product_id: int
    words: str = ""


class Lacking(NamedTuple):
    """Goods of an order, with the group of which something has still to be chosen."""

    line_id: int
    name: str
    group: str


def check_options(lines: Sequence[Line]) -> None:
    """Raise WrongOptions for the first line whose options break a rule; the refusal names the goods and the group.

    LineAstray when a line goes with something that is not there.
    """
    _check_follows(lines)
    chosen: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.kind == LineKind.OPTION:
            chosen[line.of or 0].append(line)
    if not chosen and not book().options:
        return
    for place, line in enumerate(lines, 1):
        if line.kind == LineKind.GOODS and line.product_id is not None:
            mine = chosen.pop(place, [])
            goods = hit_of(line.product_id)
            check_chosen(goods, [_option(one) for one in mine], place=place)
            _check_count(goods, line, mine, place)
    for stray in chosen.values():
        raise WrongOptions(_("An option goes with its goods. Choose it there."), product_id=stray[0].product_id)


def check_chosen(goods: CodeHit, chosen: Sequence[Option], *, place: int | None = None) -> None:
    """Raise WrongOptions when this may not be chosen with these goods, or is not all that has to be."""
    groups = open_groups(goods)
    facts = {"product_id": goods.product_id, "place": place}
    for one in chosen:
        _check_offered(goods, groups, one, facts)
    if len(set(chosen)) < len(chosen):
        raise WrongOptions(_("An option of {name} is there twice.").format(name=goods.name), **facts)
    if over := _too_many(groups, chosen):
        sentence = _("At most {n} of “{group}” go with {name}.")
        said = sentence.format(n=over.most, group=over.title, name=goods.name)
        raise WrongOptions(said, **facts, group_id=over.id)
    if short := next(_short(groups, {one.product_id for one in chosen}), None):
        said = _("Choose “{group}” for {name} first.").format(group=short.title, name=goods.name)
        raise WrongOptions(said, **facts, group_id=short.id)


def lacking(order_ids: Sequence[int]) -> dict[int, list[Lacking]]:
    """Of each order the goods with which something has still to be chosen, in two statements."""
    if not order_ids or not book().options:
        return {}
    kinds = [LineKind.GOODS.value, LineKind.OPTION.value]
    columns = (OrderLine.order, OrderLine.no, OrderLine.id, OrderLine.product, OrderLine.name, OrderLine.of_no)
    query = OrderLine.select(*columns, OrderLine.kind).where(
        OrderLine.order.in_(order_ids), OrderLine.kind.in_(kinds), OrderLine.product.is_null(False)
    )  # fmt: skip
    rows = list(query.order_by(OrderLine.order, OrderLine.no).tuples())
    chosen: dict[tuple[int, int], set[int]] = defaultdict(set)
    for order_id, _no, _line, product_id, _name, of_no, kind in rows:
        if kind == LineKind.OPTION:
            chosen[order_id, of_no].add(product_id)
    found: dict[int, list[Lacking]] = defaultdict(list)
    for order_id, no, line_id, product_id, name, _of, kind in rows:
        if kind == LineKind.GOODS:
            missing = _short(open_groups(hit_of(product_id)), chosen[order_id, no])
            found[order_id] += [Lacking(line_id, name, group.title) for group in missing]
    return {order_id: lines for order_id, lines in found.items() if lines}


def lacking_in(lines: Sequence[Line]) -> list[Lacking]:
    """The same for lines that are still being entered; these have no ids."""
    if not book().options:
        return []
    found = []
    for place, line in enumerate(lines, 1):
        if line.kind != LineKind.GOODS or line.product_id is None:
            continue
        goods = hit_of(line.product_id)
        mine = {one.product_id or 0 for one in lines if one.kind == LineKind.OPTION and one.of == place}
        found += [Lacking(0, goods.name, group.title) for group in _short(open_groups(goods), mine)]
    return found


def must_choose(goods: CodeHit, chosen: set[int] | None = None) -> set[int]:
    """The options from which something has still to be chosen with goods, when so much is chosen already."""
    return {one.hit.product_id for group in _short(open_groups(goods), chosen or set()) for one in group.choices}


def _check_follows(lines: Sequence[Line]) -> None:
    """The parts of a kit are never named: they come with it."""
    for place, line in enumerate(lines, 1):
        head = lines[line.of - 1] if line.of is not None and 0 < line.of <= len(lines) else None
        astray = line.of is not None and (head is None or head is line or head.of is not None)
        if astray or line.kind == LineKind.PART:
            said = _("A line goes with goods that are not there. Take it off and add the goods anew.")
            raise LineAstray(said, place=place, product_id=line.product_id)


def _option(line: Line) -> Option:
    return Option(line.product_id or 0, one_line(line.note))


def _check_offered(goods: CodeHit, groups: Iterable[OpenGroup], one: Option, facts: dict[str, Any]) -> None:
    offered = [choice for group in groups for choice in group.choices if choice.hit.product_id == one.product_id]
    name = hit_of(one.product_id).name
    if not offered:
        sentence = _("{option} does not go with {name}. Choose its options again.")
        raise WrongOptions(sentence.format(option=name, name=goods.name), **facts, option_id=one.product_id)
    if len(one.words) > LONGEST_WORDS or (not one.words and all(choice.asks_words for choice in offered)):
        sentence = _("Type the words of {option} for {name}, up to {n} characters.")
        said = sentence.format(option=name, name=goods.name, n=LONGEST_WORDS)
        raise WrongOptions(said, **facts, option_id=one.product_id)


def _check_count(goods: CodeHit, line: Line, chosen: Iterable[Line], place: int) -> None:
    """An option is there for each piece, once for what is weighed or measured; what counts the pieces says the rest."""
    count = line.quantity if goods.unit == "piece" else 1
    if any(one.quantity != count for one in chosen):
        said = _("An option is there as often as its goods: {n} for {name}.").format(n=count, name=goods.name)
        raise WrongOptions(said, product_id=goods.product_id, place=place)


def _short(groups: Iterable[OpenGroup], chosen: set[int]) -> Iterator[OpenGroup]:
    """The groups of which too few are chosen; what two groups offer counts for both."""
    for group in groups:
        if sum(one.hit.product_id in chosen for one in group.choices) < group.least:
            yield group


def _too_many(groups: Sequence[OpenGroup], chosen: Sequence[Option]) -> OpenGroup | None:
    """The group of which too many are chosen; what two groups offer is put to the one that has room for it."""
    taken: dict[int, list[int]] = {group.id: [] for group in groups}
    offers = {group.id: {one.hit.product_id for one in group.choices} for group in groups}

    def finds_room(product_id: int, seen: set[int]) -> bool:
        for group in groups:
            if product_id not in offers[group.id] or group.id in seen:
                continue
            seen.add(group.id)
            mine = taken[group.id]
            if len(mine) < group.most:
                mine.append(product_id)
                return True
            for place, other in enumerate(mine):
                if finds_room(other, seen):
                    mine[place] = product_id
                    return True
        return False

    for one in chosen:
        if not finds_room(one.product_id, set()):
            return next(group for group in groups if one.product_id in offers[group.id])
    return None
