"""What must hold after a death at any moment: nothing acknowledged is lost, nothing is half done, nothing doubles."""

from __future__ import annotations

from app import shop
from app.core import db, journal
from app.inventory.models import BinStock, Stock
from app.ledger.models import Account
from tests.crash import plan, target
from tests.texts import bring_texts, keep_texts

Picture = dict[str, object]


def picture() -> Picture:
    """How many rows each table has, what each account holds, how much of each product is where."""
    tables = set(db.db.get_tables()) - {journal.JournalHead._meta.table_name}
    rows: Picture = {name: db.db.execute_sql(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in sorted(tables)}
    rows["money"] = dict(Account.select(Account.code, Account.balance_minor).tuples())
    rows["goods"] = sorted(Stock.select(Stock.product, Stock.on_hand, Stock.reserved).tuples())
    rows["bins"] = sorted(BinStock.select(BinStock.product, BinStock.place, BinStock.on_hand).tuples())
    return rows


def faults(url: str, seed: int, acked: list[str], whole: Picture) -> list[str]:
    """Open the store as a normal start does, look, send the whole day again, look again; closes the store."""
    shop.open_shop(url)
    bring_texts()
    try:
        shop.recover(target.STATION)
        found = [f"acknowledged and lost: {key}" for key in acked if journal.find(key) is None]
        found += [f"half done: {check}: {sentence}" for check, sentence in shop.verify()]
        if found:
            return found
        plan.play(seed, target.sender(lambda _key: None))
        found = [f"after the repeat: {check}: {sentence}" for check, sentence in shop.verify()]
        now = picture()
        found += [f"{name}: {now[name]}, without the kill {whole[name]}" for name in whole if now[name] != whole[name]]
        return found
    except Exception as error:  # whatever the repeat runs into is a finding
        return [f"the repeat failed: {type(error).__name__}: {error}"]
    finally:
        keep_texts()
        db.close_store()
