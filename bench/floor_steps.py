"""The floor of an order's nine durable steps, with peewee models and nothing else: rows, state checks, ledger, audit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.core.db import peewee

PRODUCTS = 1_000
AT = "2026-01-01T00:00:00"
database = peewee.SqliteDatabase(None)


class Bare(peewee.Model):
    """What the floor's tables start from."""

    class Meta:
        database = database
        legacy_table_names = False


class Product(Bare):
    sku = peewee.CharField(unique=True)
    price = peewee.IntegerField()
    tax = peewee.IntegerField()


class Stock(Bare):
    product = peewee.IntegerField(primary_key=True)
    on_hand = peewee.IntegerField()
    reserved = peewee.IntegerField()


class Order(Bare):
    number = peewee.CharField(unique=True)
    customer = peewee.IntegerField()
    state = peewee.CharField(index=True)
    total = peewee.IntegerField()
    tax = peewee.IntegerField()
    at = peewee.CharField()


class Line(Bare):
    order = peewee.ForeignKeyField(Order)
    product = peewee.IntegerField()
    qty = peewee.IntegerField()
    price = peewee.IntegerField()
    tax = peewee.IntegerField()


class Shipment(Bare):
    order = peewee.ForeignKeyField(Order)
    state = peewee.CharField()
    packed_g = peewee.IntegerField(null=True)
    tracking = peewee.CharField(null=True)


class Move(Bare):
    product = peewee.IntegerField(index=True)
    qty = peewee.IntegerField()
    kind = peewee.CharField()
    order = peewee.ForeignKeyField(Order)
    at = peewee.CharField()


class Invoice(Bare):
    number = peewee.CharField(unique=True)
    order = peewee.ForeignKeyField(Order)
    state = peewee.CharField()
    total = peewee.IntegerField()


class Ledger(Bare):
    account = peewee.CharField()
    debit = peewee.IntegerField()
    credit = peewee.IntegerField()
    ref = peewee.CharField()
    at = peewee.CharField()


class Payment(Bare):
    order = peewee.ForeignKeyField(Order)
    method = peewee.CharField()
    cents = peewee.IntegerField()
    at = peewee.CharField()


class Audit(Bare):
    at = peewee.CharField()
    who = peewee.CharField()
    what = peewee.CharField()
    entity = peewee.IntegerField()
    detail = peewee.CharField()


TABLES = (Product, Stock, Order, Line, Shipment, Move, Invoice, Ledger, Payment, Audit)


class FloorSteps:
    """Create, quote, confirm, assign, pick, pack, ship, invoice, pay: each its own transaction."""

    def __init__(self, path: Path) -> None:
        database.init(str(path), pragmas={"journal_mode": "wal", "synchronous": "full", "wal_autocheckpoint": 0})
        database.connect()
        database.create_tables(TABLES)
        with database.atomic():
            Product.insert_many([(f"S{no}", 1234, 23) for no in range(PRODUCTS)],
                                [Product.sku, Product.price, Product.tax]).execute()  # fmt: skip
            Stock.insert_many([(no, 10**6, 0) for no in range(1, PRODUCTS + 1)]).execute()

    def run(self, no: int) -> None:
        """One order through all nine."""
        order = self._in(self._create, no)
        for step in (self._quote, self._confirm, self._assign, self._pick, self._pack, self._ship, self._invoice,
                     self._pay):  # fmt: skip
            self._in(step, order)

    def checkpoint(self) -> None:
        """Move the log into the file."""
        database.execute_sql("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def close(self) -> None:
        """Close the file."""
        database.close()

    def _in(self, step: Any, about: int) -> Any:
        with database.atomic("IMMEDIATE"):
            return step(about)

    def _audit(self, what: str, order: int) -> None:
        Audit.create(at=AT, who="till-1", what=what, entity=order, detail="{}")

    def _advance(self, order: int, old: str, new: str) -> None:
        done = Order.update(state=new).where(Order.id == order, Order.state == old).execute()
        assert done == 1, old

    def _create(self, no: int) -> int:
        chosen = [(no * 3 + place) % PRODUCTS + 1 for place in range(3)]
        rows = [Product.get_by_id(product) for product in chosen]
        net, tax = sum(2 * row.price for row in rows), sum(2 * row.price * row.tax // 100 for row in rows)
        order = Order.create(number=f"SO{no:07}", customer=no % 20, state="draft", total=net + tax, tax=tax, at=AT)
        Line.insert_many([{"order": order, "product": row.id, "qty": 2, "price": row.price, "tax": row.tax}
                          for row in rows]).execute()  # fmt: skip
        self._audit("create", order.id)
        return int(order.id)

    def _quote(self, order: int) -> None:
        sums = peewee.fn.COUNT(Line.id), peewee.fn.SUM(Line.qty * Line.price)
        assert Line.select(*sums).where(Line.order == order).tuples().get()
        self._advance(order, "draft", "quoted")
        self._audit("quote", order)

    def _confirm(self, order: int) -> None:
        self._advance(order, "quoted", "confirmed")
        Shipment.create(order=order, state="waiting")
        Invoice.create(number=f"D{order}", order=order, state="draft", total=Order.get_by_id(order).total)
        self._audit("confirm", order)

    def _assign(self, order: int) -> None:
        for line in Line.select().where(Line.order == order):
            free = Stock.on_hand - Stock.reserved >= line.qty
            taken = Stock.update(reserved=Stock.reserved + line.qty).where(Stock.product == line.product, free)
            assert taken.execute() == 1
        Shipment.update(state="assigned").where(Shipment.order == order).execute()
        self._audit("assign", order)

    def _pick(self, order: int) -> None:
        Shipment.update(state="picked").where(Shipment.order == order, Shipment.state == "assigned").execute()
        self._audit("pick", order)

    def _pack(self, order: int) -> None:
        packed = Shipment.update(state="packed", packed_g=1200, tracking="T")
        packed.where(Shipment.order == order, Shipment.state == "picked").execute()
        self._audit("pack", order)

    def _ship(self, order: int) -> None:
        for line in Line.select().where(Line.order == order):
            Stock.update(on_hand=Stock.on_hand - line.qty, reserved=Stock.reserved - line.qty).where(
                Stock.product == line.product
            ).execute()
            Move.create(product=line.product, qty=-line.qty, kind="sale", order=order, at=AT)
        Shipment.update(state="done").where(Shipment.order == order, Shipment.state == "packed").execute()
        self._advance(order, "confirmed", "shipped")
        self._audit("ship", order)

    def _invoice(self, order: int) -> None:
        row = Order.get_by_id(order)
        posted = Invoice.update(state="posted", number=f"INV{order:07}")
        posted.where(Invoice.order == order, Invoice.state == "draft").execute()
        self._book(order, [("receivable", row.total, 0), ("revenue", 0, row.total - row.tax), ("tax", 0, row.tax)])
        self._audit("invoice", order)

    def _pay(self, order: int) -> None:
        total = Order.get_by_id(order).total
        Payment.create(order=order, method="cash", cents=total, at=AT)
        self._book(order, [("cash", total, 0), ("receivable", 0, total)])
        Invoice.update(state="paid").where(Invoice.order == order, Invoice.state == "posted").execute()
        self._advance(order, "shipped", "paid")
        self._audit("pay", order)

    def _book(self, order: int, lines: list[tuple[str, int, int]]) -> None:
        Ledger.insert_many([
            {"account": account, "debit": debit, "credit": credit, "ref": str(order), "at": AT}
            for account, debit, credit in lines
        ]).execute()  # fmt: skip
