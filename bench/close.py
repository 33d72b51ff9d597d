"""Closing a till after a day of 5,000 tickets: seconds from F9 to the Z report, and what the detective takes beside it.

python bench/close.py [--tickets N] [--times N]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

PROMISE_S = 2.0
WORTHS = (20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
_COPY = "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {tickets}) "


def main() -> int:
    """Measure and tell; 1 when a close took longer than promised."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--tickets", type=int, default=5_000)
    asked.add_argument("--times", type=int, default=5)
    options = asked.parse_args()
    from bench.common import calibration_ms, spread, tell

    closes, searches = [], []
    for _time in range(options.times):
        with tempfile.TemporaryDirectory() as folder:
            close_s, search_s = _one_day(Path(folder), options.tickets)
        closes.append(close_s)
        searches.append(search_s)
    calibrated = calibration_ms()
    tell("11 close", what="close", unit="s", tickets=options.tickets, calibration_ms=calibrated, **spread(closes))
    tell("11 close", what="detective", unit="s", tickets=options.tickets, **spread(searches))
    return int(max(closes) > PROMISE_S)


def _one_day(folder: Path, tickets: int) -> tuple[float, float]:
    """One shop, one day, one close; returns the seconds of the close and of the search for a difference."""
    from app import shop
    from app.core import db
    from app.payments.close import close_shift
    from app.payments.detective import explain
    from app.payments.look_into import case_of
    from app.payments.shift import begin_count
    from bench.big_shop import clerk

    shop.new_shop(db.url_of(folder / "shop.kontor"))
    shift = _sell(tickets)
    begin_count(clerk)
    began = time.perf_counter()
    counted = {"cash": 1_000 * tickets + 9_000}
    explain(case_of(shift, counted, {"10000": counted["cash"] // 10_000}, worths=WORTHS, notes=WORTHS[:6]))
    search_s = time.perf_counter() - began
    began = time.perf_counter()
    close_shift(clerk, {"cash": 1_000 * tickets})
    close_s = time.perf_counter() - began
    shop.close_shop()
    return close_s, search_s


def _sell(tickets: int) -> int:
    """A first sale across the counter, then its rows again and again: what is measured is the close."""
    from app.core.db import db
    from app.ledger.models import Transfer, TransferLine
    from app.payments.models import Payment, Receipt
    from app.payments.shift import open_shift
    from bench.big_shop import clerk
    from tests.app.payments.till import sold
    from tests.factories import make_product

    make_product("MUG", price="10.00", on_hand=9)
    shift = open_shift(clerk, 0)
    sold("MUG", by=clerk)
    with db.atomic():
        for table, same in ((Payment, ("id", "reference")), (Transfer, ("id",))):
            columns = [field.column_name for field in table._meta.sorted_fields if field.name not in same]
            names = ", ".join(f'"{name}"' for name in columns)
            rows = f'SELECT {names} FROM (SELECT * FROM "{table._meta.table_name}" ORDER BY id DESC LIMIT 1), n'
            db.execute_sql(f'{_COPY.format(tickets=tickets)} INSERT INTO "{table._meta.table_name}" ({names}) {rows}')
        lines, receipts = TransferLine._meta.table_name, Receipt._meta.table_name
        _copy_lines(lines)
        db.execute_sql(
            f'{_COPY.format(tickets=tickets)} INSERT INTO "{receipts}" (series, no, kind, order_id, shift_id, station, '
            "total_minor, copies, made_at) SELECT series, i, 'payment', order_id, shift_id, station, total_minor, 0, "
            f'made_at FROM "{receipts}", n'
        )
        db.execute_sql("UPDATE counter SET last_no = ? WHERE series LIKE 'receipt:%'", (tickets,))
        db.execute_sql(
            "UPDATE account SET balance_minor = "
            f'(SELECT COALESCE(SUM(amount_minor), 0) FROM "{lines}" WHERE account_id = account.id)'
        )
    return shift


def _copy_lines(table: str) -> None:
    from app.core.db import db
    from app.ledger.models import Transfer

    transfers = Transfer._meta.table_name
    first = f'(SELECT MIN(transfer_id) FROM "{table}")'
    db.execute_sql(
        f'INSERT INTO "{table}" (transfer_id, account_id, amount_minor) SELECT t.id, l.account_id, l.amount_minor '
        f'FROM "{transfers}" t, "{table}" l WHERE l.transfer_id = {first} AND t.id > {first}'
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.exit(main())
