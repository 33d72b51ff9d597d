"""The floor of a counter sale: the same kind of rows by the bare driver, in one durable transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.core import db

SCHEMA = """
CREATE TABLE product (id INTEGER PRIMARY KEY, price INT NOT NULL);
CREATE TABLE stock (product INTEGER PRIMARY KEY, on_hand INT NOT NULL CHECK (on_hand >= 0));
CREATE TABLE orders (id INTEGER PRIMARY KEY, number TEXT UNIQUE, total INT NOT NULL, at INT NOT NULL);
CREATE TABLE line (id INTEGER PRIMARY KEY, order_id INT NOT NULL, product INT NOT NULL, qty INT, price INT);
CREATE INDEX line_order ON line (order_id);
CREATE TABLE move (id INTEGER PRIMARY KEY, product INT NOT NULL, qty INT, order_id INT, at INT);
CREATE INDEX move_product ON move (product, at);
CREATE TABLE payment (id INTEGER PRIMARY KEY, order_id INT NOT NULL, tender TEXT, cents INT);
CREATE INDEX payment_order ON payment (order_id);
CREATE TABLE audit (id INTEGER PRIMARY KEY, at INT, who TEXT, what TEXT, ref INT, detail TEXT);
"""


class FloorSale:
    """Order, lines, stock, moves, payment and audit rows, and nothing else."""

    def __init__(self, path: Path, products: int) -> None:
        self.connection: Any = db.empty_file_connection(path)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("PRAGMA wal_autocheckpoint = 0")
        self.connection.executescript(SCHEMA)
        self.connection.execute("BEGIN")
        self.connection.executemany("INSERT INTO product VALUES (?, 1234)", ((no,) for no in range(1, products + 1)))
        self.connection.executemany("INSERT INTO stock VALUES (?, 100000)", ((no,) for no in range(1, products + 1)))
        self.connection.execute("COMMIT")

    def sell(self, no: int, products: list[int]) -> None:
        """One sale of one piece of each product."""
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        prices = [run("SELECT price FROM product WHERE id = ?", (product,)).fetchone()[0] for product in products]
        order = run(
            "INSERT INTO orders (number, total, at) VALUES (?, ?, ?)", (f"{no:08}", sum(prices), no)
        ).lastrowid  # fmt: skip
        many = self.connection.executemany
        many("INSERT INTO line (order_id, product, qty, price) VALUES (?, ?, 1, ?)",
             [(order, product, price) for product, price in zip(products, prices, strict=True)])  # fmt: skip
        many("UPDATE stock SET on_hand = on_hand - 1 WHERE product = ? AND on_hand >= 1", [(one,) for one in products])
        many("INSERT INTO move (product, qty, order_id, at) VALUES (?, -1, ?, ?)",
             [(product, order, no) for product in products])  # fmt: skip
        run("INSERT INTO payment (order_id, tender, cents) VALUES (?, 'cash', ?)", (order, sum(prices)))
        run("INSERT INTO audit (at, who, what, ref, detail) VALUES (?, 'till-1', 'sale', ?, '{}')", (no, order))
        run("COMMIT")

    def checkpoint(self) -> None:
        """Move the log into the file."""
        self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def close(self) -> None:
        """Close the file."""
        self.connection.close()
