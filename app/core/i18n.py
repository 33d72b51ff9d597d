"""The languages of the program: gettext catalogs, looked up when a text is shown, switched while running.

The window speaks one language (`use_language`); a document or a message speaks its own inside `speaking`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

SOURCE = "en"  # the texts in the code are English and need no catalog
DOMAIN = "kontor"

_folder = Path(__file__).resolve().parents[2] / "resources" / "translations"
_window_language = SOURCE
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def _(text: str) -> str:
    """The text in the language spoken now."""
    return _catalog(language()).gettext(text) if text else ""


def N_(text: str) -> str:
    """The text unchanged; marks it for the catalogs where it stands in a table and is put into words later."""
    return text


def ngettext(one: str, many: str, count: int) -> str:
    """The text that fits `count`, in the language spoken now; `count` itself is put in by `.format(n=count)`."""
    return _catalog(language()).ngettext(one, many, count)


def language() -> str:
    """The language spoken now: that of the document being written, else the window's."""
    return _spoken.get() or _window_language


def speaks_chinese() -> bool:
    """Whether Chinese names are wanted now."""
    return language().startswith("zh")


def spoken_name(name: str, name_zh: str | None) -> str:
    """Of the two names of a product or category, the one in the language spoken now."""
    return name_zh if name_zh and speaks_chinese() else name


def use_language(name: str) -> None:
    """Make the window speak another language from now on; LookupError when there is no catalog for it."""
    global _window_language
    _catalog(name)
    _window_language = name


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Texts in another language inside this block and this thread only; for documents and messages."""
    _catalog(name)
    token = _spoken.set(name)
    try:
        yield
    finally:
        _spoken.reset(token)


def languages() -> list[str]:
    """The languages that the program can speak, English first."""
    return list(_spoken_in(_folder))


@cache
def _spoken_in(folder: Path) -> tuple[str, ...]:
    """Looked up once: every message and paper asks."""
    found = {file.parents[1].name for file in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")}
    return (SOURCE, *sorted(found - {SOURCE}))


def use_catalogs(folder: Path) -> None:
    """Take the catalogs from another folder: a packaged program or a test keeps them elsewhere."""
    global _folder
    _folder = folder
    _catalog.cache_clear()
    _spoken_in.cache_clear()


def catalogs() -> Path:
    """The folder that the catalogs are taken from."""
    return _folder


@cache
def _catalog(name: str) -> NullTranslations:
    file = _folder / name / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if file.is_file():
        with file.open("rb") as content:
            return GNUTranslations(content)
    if name == SOURCE:
        return NullTranslations()
    raise LookupError(f"there is no catalog for {name!r} in {_folder}")
