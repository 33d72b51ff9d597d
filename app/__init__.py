"""The shop's business: one room for each thing the shop does; it knows no screen, printer or device."""

import sys

# peewee loads every driver that it finds, and psycopg costs a till without a server 90 ms at each start.  Whichever
# room is imported first may bring peewee in, so they are held back here; app.core.db lets them go again.
held_back: list[str] = []
if "peewee" not in sys.modules:
    held_back += [name for name in ("psycopg2", "psycopg2cffi", "psycopg") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(held_back))  # type: ignore[arg-type]
