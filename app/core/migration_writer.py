"""For developers: the SQL of both databases for what the models have and the migrations do not, written to files."""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee

from app.core.db import close_store, create_store, db, load_psycopg, url_of
from app.core.migrations import HISTORY, migrate

Models = Iterable[type[peewee.Model]]
_inner: Any = peewee  # the types of peewee leave out what writes the SQL of tables
DIALECTS = ("sqlite", "postgres")

_PYTHON = '''"""{title}"""

from __future__ import annotations

from typing import Any

{imports}


def up(migrator: Any, db: Any) -> None:
    """Run the SQL beside this file."""
    run_sql(db, __file__)
'''
_FIRST_IMPORTS = "from app.core.migrations import run_sql\nfrom app.core.search import create_search_tables"


def write_next(name: str, folder: Path) -> Path | None:
    """Compare an empty store with all migrations against all models of the shop, and write what is missing."""
    models = importlib.import_module("app.shop").all_models()
    with tempfile.TemporaryDirectory() as scratch:
        create_store(url_of(Path(scratch) / "scratch.kontor"))
        try:
            migrate(folder=folder)
            return make(name, models, folder)
        finally:
            close_store()


def make(name: str, models: Models, folder: Path) -> Path | None:
    """Write the migration that leads from the open store's tables to these models; None when they agree.

    A changed type or a renamed column is not seen: write those by hand into the two SQL files.
    """
    from playhouse.migrations import Runner
    from playhouse.schema_diff import diff_models

    models = list(models)
    diff = diff_models(db.obj, models)
    if not diff:
        return None
    first = not list(folder.glob("[0-9]*.py"))
    body = _PYTHON.format(
        title=name[:1].upper() + name[1:] + ".",
        imports=_FIRST_IMPORTS if first else "from app.core.migrations import run_sql",
    )
    if first:
        body += "    create_search_tables()\n"
    path = Path(Runner(db.obj, str(folder), table_name=HISTORY).create(name, body=body))
    for dialect in DIALECTS:
        statements = create_sql(diff.create_tables, dialect) + _alter_sql(diff, models, dialect)
        path.with_suffix(f".{dialect}.sql").write_text("\n\n".join(statements) + "\n", encoding="utf-8")
    return path


def create_sql(models: Models, dialect: str) -> list[str]:
    """The statements that make the tables and indexes of these models on "sqlite" or "postgres".

    A model whose Meta says `append_only = True` gets triggers that refuse to change or delete its rows.
    """
    statements: list[str] = []
    with _speaking(dialect) as database:
        for model in _inner.sort_models(list(models)):
            schema = _inner.SchemaManager(model, database)
            statements.append(_broken_up(_text(schema._create_table(safe=False), database)))
            statements += [_text(index, database) for index in schema._create_indexes(safe=False)]
            if getattr(model._meta, "append_only", False):
                statements += _append_only(model._meta.table_name, dialect)
    return statements


def _alter_sql(diff: Any, models: Models, dialect: str) -> list[str]:
    """The statements for new and dropped columns and indexes of tables that are there already."""
    new_tables = {model._meta.table_name for model in diff.create_tables}
    statements = [f'DROP INDEX "{index.name}"' for index in diff.drop_indexes]
    with _speaking(dialect) as database:
        statements += [_add_column(field, database) for field in diff.add_columns]
        wanted = {(index.table, index.columns or index.name, index.unique) for index in diff.add_indexes}
        for model in models:
            if model._meta.table_name in new_tables:
                continue
            schema = _inner.SchemaManager(model, database)
            for index in model._meta.fields_to_index():
                if _signature(model, index) & wanted:
                    statements.append(_text(schema._create_index(index, safe=False), database))
    return statements + [f'ALTER TABLE "{table}" DROP COLUMN "{column}"' for table, column in diff.drop_columns]


def _add_column(field: Any, database: peewee.Database) -> str:
    schema = _inner.SchemaManager(field.model, database)
    context = schema._create_context()
    column = _text(context.sql(field.ddl(context)), database)
    if not field.null:
        default = field.default() if callable(field.default) else field.default
        assert default is not None, f"{field.model.__name__}.{field.name} needs a default for the rows there are"
        column += f" DEFAULT {_literal(field.db_value(default))}"
    if isinstance(field, peewee.ForeignKeyField):
        constraint = _text(schema._create_context().sql(field.foreign_key_constraint()), database)
        column += " " + constraint[constraint.index("REFERENCES") :]
    return f'ALTER TABLE "{field.model._meta.table_name}" ADD COLUMN {column}'


def _signature(model: Any, index: Any) -> set[tuple[Any, ...]]:
    """How `diff_models` names an index: by its columns, or by its own name when it is partial or an expression."""
    parts = getattr(index, "_expressions", ())
    columns = tuple(getattr(part, "column_name", "") for part in parts)
    table, unique = model._meta.table_name, bool(getattr(index, "_unique", False))
    return {(table, columns, unique), (table, getattr(index, "_name", ""), None)}


def _append_only(table: str, dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f'CREATE TRIGGER "{table}_no_{act}" BEFORE {act.upper()} ON "{table}"\n'
            f"BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
            for act in ("update", "delete")
        ]
    refuse = (
        f'CREATE FUNCTION "{table}_never"() RETURNS trigger LANGUAGE plpgsql AS\n'
        f"$$ BEGIN RAISE EXCEPTION '{table} is never changed'; END $$"
    )
    trigger = (
        f'CREATE TRIGGER "{table}_never" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}"\n'
        f'FOR EACH STATEMENT EXECUTE FUNCTION "{table}_never"()'
    )
    return [refuse, trigger]


@contextmanager
def _speaking(dialect: str) -> Iterator[peewee.Database]:
    """The models bound to a database of this dialect, which is never connected."""
    before = db.obj
    if dialect == "postgres":
        load_psycopg()  # a binary column asks its driver how it writes bytes
    database = (
        peewee.PostgresqlDatabase("none", prefer_psycopg3=True)
        if dialect == "postgres"
        else peewee.SqliteDatabase(":memory:")
    )
    db.initialize(database)
    try:
        yield database
    finally:
        db.initialize(before)


def _text(context: Any, database: peewee.Database) -> str:
    sql, values = context.query()
    for value in values:
        sql = sql.replace(database.param, _literal(value), 1)
    return str(sql)


def _broken_up(create_table: str) -> str:
    """A column a line, so that people can read it and a diff shows what changed."""
    depth, quoted, out = 0, False, []
    for place, letter in enumerate(create_table):
        quoted ^= letter in "'\""
        depth += 0 if quoted else {"(": 1, ")": -1}.get(letter, 0)
        out.append(letter)
        if not quoted and depth == 1 and (letter == "," or (letter == "(" and create_table[place - 1] == " ")):
            out.append("\n ")
    return "".join(out).replace("\n  ", "\n ")


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"
