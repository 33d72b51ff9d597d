"""What a replay came to, read out of the store; and where that differs from the file or from the expected figures."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from app.inventory.models import Place, PlaceKind, Stock, StockMove
from app.orders.models import OrderLine
from app.returns.models import ReturnLine
from bench.online_retail import Kind, Line, Rejected, is_goods
from bench.replay import Replay

Sums = dict[str, int]
SOLD = (Kind.SALE, Kind.RETURN)


class Booked(NamedTuple):
    """A line as it stands in the store; value in 1/10,000 unrounded, money in pence, returns negative."""

    kind: Kind
    invoice: str
    code: str
    month: str
    country: str
    units: int
    value_e4: int
    minor: int


def booked(replay: Replay) -> Iterator[Booked]:
    """All lines of orders, returns and corrections that the store holds; only the labels come from the file."""
    codes = {item.product_id: item.code for item in replay.ground.items.values()}
    for order, product, units, price, minor in OrderLine.select(
        OrderLine.order, OrderLine.product, OrderLine.quantity, OrderLine.unit_price_e4, OrderLine.total_minor
    ).tuples():
        act = replay.orders[order]
        first, kind = act.lines[0], Kind.SALE if price else Kind.FREE
        yield Booked(
            kind, first.invoice, codes[product], act.moment[:7], first.country, units, units * price, minor
        )  # fmt: skip
    columns = (ReturnLine.return_, ReturnLine.product, ReturnLine.quantity, ReturnLine.refund_minor)
    for key, product, units, minor in ReturnLine.select(*columns).tuples():
        line = replay.returns[key]
        yield Booked(
            Kind.RETURN, line.invoice, codes[product], line.month, line.country, -units, -units * line.price_e4, -minor
        )  # fmt: skip


def moved(replay: Replay) -> Iterator[tuple[str, Kind, int]]:
    """Stock found and written off, by the stock ledger: code, kind, units with their sign."""
    codes = {item.product_id: item.code for item in replay.ground.items.values()}
    rows = StockMove.select(StockMove.product, StockMove.reason, StockMove.quantity)
    for product, reason, units in rows.where(StockMove.reason.in_(["found", "damaged"])).tuples():
        kind = Kind.FOUND if reason == "found" else Kind.WRITE_OFF
        yield codes[product], kind, units if kind == Kind.FOUND else -units


def outcome(replay: Replay, receipts: dict[str, int], unread: Iterable[Rejected] = ()) -> dict[str, Any]:
    """Everything that the replay promises, as plain values."""
    whole, months, countries = _sums(), _sums(), _sums()
    invoices = {line.invoice for line in replay.corrected}
    rows: set[int] = set()
    for line in booked(replay):
        invoices.add(line.invoice)
        for sums in (whole["all"], months[line.month], countries[line.country]):
            _add(sums, line.kind, line.units, line.value_e4, line.minor)
    # A line that came back in parts is one line of the file.
    for back in replay.returns.values():
        if back.row not in rows:
            rows.add(back.row)
            for sums in (whole["all"], months[back.month], countries[back.country]):
                sums["return_lines"] = sums.get("return_lines", 0) + 1
    for _code, kind, units in moved(replay):
        _add(whole["all"], kind, units, 0, 0)
    rejected = [*unread, *replay.rejected]
    bad = sum(line.value_e4 for line in replay.bad_debts)
    only_rejected = {line.invoice for line in rejected} - invoices
    return {
        "invoices": len(invoices), "invoices_only_rejected": len(only_rejected), "totals": _told(whole["all"]),
        "by_month": {name: _told(sums) for name, sums in sorted(months.items())},
        "by_country": {name: _told(sums) for name, sums in sorted(countries.items())},
        "stock": stock(replay, receipts), "returns_matching": dict(sorted(replay.bought.counts.items())),
        "held_for_review": replay.held, "orders": len(replay.orders),
        "bad_debt": {"lines": len(replay.bad_debts), "value_exact": exact(bad)},
        "rejected": [line._asdict() for line in rejected], "respelled": replay.ground.respelled,
    }  # fmt: skip


def stock(replay: Replay, receipts: dict[str, int]) -> dict[str, Any]:
    """Receipts and closing stock of each stock code, by the store's levels and its ledger."""
    closing = dict(Stock.select(Stock.product, Stock.on_hand).tuples())
    supplier = Place.select(Place.id).where(Place.kind == PlaceKind.SUPPLIER)
    came: dict[int, int] = defaultdict(int)
    for product, units in StockMove.select(StockMove.product, StockMove.quantity).where(
        StockMove.source.in_(supplier)
    ).tuples():  # fmt: skip
        came[product] += units
    rows = {
        item.code: (came[item.product_id], int(closing.get(item.product_id, 0)))
        for item in replay.ground.items.values()
        if item.code in receipts
    }
    lines = sorted(f"{code},{receipt},{left}" for code, (receipt, left) in rows.items())
    return {
        "codes": len(rows), "receipts": sum(row[0] for row in rows.values()),
        "closing": sum(row[1] for row in rows.values()),
        "sha256": hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest(),
        "by_code": {code: list(row) for code, row in sorted(rows.items())},
    }  # fmt: skip


def against_file(found: dict[str, Any], lines: Iterable[Line], rejected: Iterable[Rejected]) -> list[str]:
    """Where the store differs from plain sums over the file, less the lines that were rejected."""
    gone = {line.row for line in rejected}
    sums: Sums = {}
    for line in lines:
        if line.row not in gone:
            _add(sums, line.kind, line.quantity, line.value_e4, 0)
            sums[f"{line.kind}_lines"] = sums.get(f"{line.kind}_lines", 0) + (line.kind == Kind.RETURN)
    wanted = _told(sums)
    wanted.pop("value")
    return list(_differences("totals", wanted, found["totals"]))


def against_expected(found: dict[str, Any], path: Path, per_sku: Path, aside: Iterable[Line]) -> list[str]:
    """Where the store differs from the expected files; `aside` are the lines that were rejected, which they count."""
    expected = json.loads(path.read_text(encoding="utf-8"))
    missing = _told(_aside(aside))
    ours = found["totals"]
    wanted: dict[str, Any] = {"net_value_exact": expected["net_value"]}
    for kind, lines in expected["lines"].items():
        wanted[f"{kind}_lines"] = lines - missing.get(f"{kind}_lines", 0)
        wanted[f"{kind}_units"] = expected["units"][kind] - missing.get(f"{kind}_units", 0)
        if kind in SOLD:
            wanted[f"{kind}_value_exact"] = expected["value"][kind]
    differ = list(_differences("totals", wanted, ours))
    for part in ("by_month", "by_country"):
        for name, row in expected[part].items():
            differ += _differences(f"{part} {name}", _expected_row(row), found[part].get(name, {}))
    replay = expected["stock_replay"]
    differ += _differences("stock", {
        "codes": replay["stock_codes"], "receipts": replay["total_receipts_needed"], "closing": replay["total_closing"],
        "sha256": replay["sha256_of_lines_code_receipts_closing_sorted"],
    }, found["stock"])  # fmt: skip
    differ += _differences("returns_matching", expected["returns_matching"], found["returns_matching"])
    if per_sku.exists():
        differ += _per_sku(found["stock"]["by_code"], per_sku)
    return differ


def exact(value_e4: int) -> str:
    """A value in 1/10,000 as a decimal number with at least three places, nothing rounded."""
    text = f"{Decimal(value_e4) / 10_000:.4f}"
    return text[:-1] if text.endswith("0") else text


def _sums() -> defaultdict[str, Sums]:
    return defaultdict(dict)


def _add(sums: Sums, kind: Kind, units: int, value_e4: int, minor: int) -> None:
    parts = {f"{kind}_units": units, f"{kind}_value_e4": value_e4, f"{kind}_minor": minor}
    if kind != Kind.RETURN:
        parts[f"{kind}_lines"] = 1
    for name, part in parts.items():
        sums[name] = sums.get(name, 0) + part


def _aside(lines: Iterable[Line]) -> Sums:
    sums: Sums = {}
    for line in lines:
        _add(sums, line.kind, line.quantity, line.value_e4, 0)
        if line.kind == Kind.RETURN:
            sums["return_lines"] = sums.get("return_lines", 0) + 1
    return sums


def _told(sums: Sums) -> dict[str, Any]:
    """Sums as they are shown: exact values as text, money in the program in pounds."""
    told: dict[str, Any] = {}
    for kind in Kind:
        for what in ("lines", "units"):
            if sums.get(f"{kind}_{what}"):
                told[f"{kind}_{what}"] = sums[f"{kind}_{what}"]
        if kind in SOLD and f"{kind}_value_e4" in sums:
            told[f"{kind}_value_exact"] = exact(sums[f"{kind}_value_e4"])
            told[f"{kind}_value"] = f"{Decimal(sums[f'{kind}_minor']) / 100:.2f}"
    told["net_units"] = sum(sums.get(f"{kind}_units", 0) for kind in (*SOLD, Kind.FREE, Kind.FOUND, Kind.WRITE_OFF))
    told["net_value_exact"] = exact(sum(sums.get(f"{kind}_value_e4", 0) for kind in SOLD))
    told["value"] = f"{Decimal(sum(sums.get(f'{kind}_minor', 0) for kind in SOLD)) / 100:.2f}"
    return told


def _expected_row(row: dict[str, Any]) -> dict[str, Any]:
    wanted: dict[str, Any] = {"net_value_exact": row["net_value"]}
    for kind in SOLD:
        if f"{kind}_lines" in row:
            wanted[f"{kind}_lines"] = row[f"{kind}_lines"]
            wanted[f"{kind}_units"] = row[f"{kind}_units"]
            wanted[f"{kind}_value_exact"] = row[f"{kind}_value"]
    return wanted


def _per_sku(by_code: dict[str, list[int]], path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if is_goods(row["stock_code"]):
                wanted = [int(row["receipts_needed"]), int(row["closing_stock"])]
                if by_code.get(row["stock_code"]) != wanted:
                    yield f"stock {row['stock_code']}: {by_code.get(row['stock_code'])} is not {wanted}"


def _differences(where: str, wanted: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    for name, value in wanted.items():
        if found.get(name, 0) != value and not name.endswith("_value"):
            yield f"{where} {name}: {found.get(name)} is not {value}"
