"""How many orders of a file of invoices the rules hold, and how many of those that were undone: the judge alone.

    python bench/review.py FILE [--expected FILE] [--json OUT] [--miss]

The orders come in one after the other and each teaches what is usual, as in the shop; nothing is written to a store,
so half a year takes seconds.  `--miss` also lists the undone orders with their points and reasons.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from app.review.judge import Score
    from app.review.rules import Weighted
    from bench.online_retail import Act

HOLD_FROM = 40
KNOWN = 50  # earlier orders of a customer that are looked at


class Judged(NamedTuple):
    """An order of the file, and what the rules said when it came in."""

    invoice: str
    total_minor: int
    score: Score


def main(words: Sequence[str] | None = None) -> int:
    """Read the arguments, replay, print; the exit status is 1 when too many are held or the great mistake is not."""
    asked = _arguments().parse_args(words)
    file = Path(asked.file)
    name = file.name.partition(".")[0].removeprefix("online_retail_")
    beside = Path(asked.expected) if asked.expected else file.with_name(f"expected_review_{name}.json")
    undone = undone_of(beside) if beside.is_file() else []
    found = figures(judged(file), undone, told=asked.miss)
    text = json.dumps(found, indent=1, ensure_ascii=False)
    if asked.json:
        Path(asked.json).write_text(text, encoding="utf-8")
    print(text)
    return 0 if found["share_percent"] < 2 and found.get("largest_undone_held", True) else 1


def judged(file: Path, rules: Mapping[str, Weighted] | None = None) -> list[Judged]:
    """Every order of a file in time order with its score, by the rules as delivered or by others."""
    from app.review.judge import judge
    from app.review.rules import as_delivered
    from bench import online_retail

    lines, _unread = online_retail.read(file)
    rules = rules or as_delivered()
    shop = _Shop()
    found = []
    for act in online_retail.acts(lines):
        if act.kind == online_retail.Kind.SALE and (order := shop.order_of(act)) is not None:
            found.append(Judged(act.lines[0].invoice, order.total_minor, judge(order, rules)))
            shop.learn(act)
    return found


def undone_of(path: Path) -> list[str]:
    """The numbers of the orders that were undone whole, the largest first."""
    rows = json.loads(path.read_text(encoding="utf-8"))["orders_undone_whole_within_30_days"]
    return list(dict.fromkeys(row["order"] for row in rows))


def figures(orders: Sequence[Judged], undone: Sequence[str], *, told: bool = False) -> dict[str, Any]:
    """How many were held, and how many of the undone ones."""
    held = {order.invoice for order in orders if order.score.points >= HOLD_FROM}
    found: dict[str, Any] = {
        "orders": len(orders), "held": len(held), "share_percent": round(len(held) * 100 / max(len(orders), 1), 2),
    }  # fmt: skip
    if undone:
        caught = [number for number in undone if number in held]
        found |= {
            "largest_undone": undone[0], "largest_undone_held": undone[0] in held, "undone": len(undone),
            "undone_held": len(caught), "undone_held_orders": caught,
        }  # fmt: skip
        value = {order.invoice: order.total_minor for order in orders}
        whole = sum(value.get(number, 0) for number in undone)
        found["undone_value_held_percent"] = round(sum(value[n] for n in caught) * 100 / max(whole, 1), 1)
    by_rule: dict[str, int] = defaultdict(int)
    for order in orders:
        if order.invoice in held:
            for reason in order.score.reasons:
                by_rule[reason.code] += reason.points > 0
    found["held_by_rule"] = dict(sorted(by_rule.items(), key=lambda pair: -pair[1]))
    if told:
        found["undone_orders"] = [
            [order.invoice, order.total_minor, order.score.points, [[r.code, r.points] for r in order.score.reasons]]
            for number in undone for order in orders if order.invoice == number
        ]  # fmt: skip
    return found


class _Shop:
    """What the shop knows when the next order comes: what is usual, and what each customer ordered before."""

    def __init__(self) -> None:
        self._orders = self._value = 0
        self._usual: dict[str, tuple[int, int, int, int]] = {}
        self._before: dict[str, list[Any]] = defaultdict(list)
        self._own: dict[tuple[str, str], tuple[int, int]] = {}

    def order_of(self, act: Act) -> Any:
        from app.review.facts import LineFacts, OrderFacts
        from bench.ground import moment_ms

        lines = [line for line in act.lines if line.price_e4 >= 0]
        if not lines:
            return None
        customer = lines[0].customer
        facts = tuple(
            LineFacts(
                line.name, line.quantity, _minor(line.value_e4), *self._usual.get(line.code.upper(), (0, 0, 0, 0)),
                *self._own.get((customer, line.code.upper()), (0, 0)),
            )
            for line in lines
        )  # fmt: skip
        known = tuple(reversed(self._before[customer][-KNOWN:])) if customer else ()
        return OrderFacts(
            sum(line.total_minor for line in facts), moment_ms(act.moment), facts, bool(customer), known,
            shop_orders=self._orders, shop_value_minor=self._value,
        )  # fmt: skip

    def learn(self, act: Act) -> None:
        """The order was confirmed: it is usual from now on."""
        from app.review.facts import Earlier
        from app.review.measures import taught
        from bench.ground import moment_ms

        sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for line in act.lines:
            sums[line.code.upper()][0] += line.quantity
            sums[line.code.upper()][1] += _minor(line.value_e4)
        customer = act.lines[0].customer
        for code, (quantity, minor) in sums.items():
            self._usual[code] = taught(self._usual.get(code, (0, 0, 0, 0)), quantity, minor)
            if customer:
                times, most = self._own.get((customer, code), (0, 0))
                self._own[customer, code] = times + 1, max(most, quantity)
        total = sum(minor for _quantity, minor in sums.values())
        self._orders, self._value = self._orders + 1, self._value + total
        self._before[customer].append(Earlier(moment_ms(act.moment), total, False))


def _minor(value_e4: int) -> int:
    return (value_e4 + 50) // 100


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Judge every order of a file by the risk rules.")
    parser.add_argument("file", help="CSV or gzip with the columns of Online Retail")
    parser.add_argument("--expected", default="", metavar="FILE", help="which orders were undone; default: beside it")
    parser.add_argument("--json", default="", metavar="OUT", help="where the result goes besides the screen")
    parser.add_argument("--miss", action="store_true", help="list the undone orders with their reasons")
    return parser


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
