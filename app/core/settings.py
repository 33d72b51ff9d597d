"""Settings: each is declared once with its default, its words and what it may be; forms, checks and manual read that.

A setting holds for the whole shop, or for one station where it is declared so (a station without its own value takes
the shop's).  Reading is a look into a dict: all values are kept in memory and read again when a `setting` changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from threading import get_ident
from typing import Any
from zoneinfo import available_timezones

import peewee

from app.core import changes, clock, money, rooms
from app.core.actor import Actor
from app.core.changes import Changed
from app.core.command import command, note, touch
from app.core.db import Row, db
from app.core.events import ask
from app.core.fields import Facts
from app.core.i18n import N_, _, language, languages
from app.core.plain import plain
from app.core.refusal import NotFound, Refusal

Choices = Mapping[Any, str] | Iterable[Any]


class Setting(Row):
    """A value that differs from its default; station "" is the whole shop."""

    id = peewee.BigAutoField()
    station = peewee.CharField(max_length=40, default="")
    name = peewee.CharField(max_length=80)
    value = Facts()

    class Meta:
        indexes = ((("station", "name"), True),)


@dataclass(frozen=True)
class Declared:
    """What one setting is: read by the settings form, by the check before a change and by the manual."""

    name: str
    default: Any
    title: str
    help: str
    scope: str  # "shop" or "station"
    kind: type[Any]
    given_choices: Choices | Callable[[], Choices] | None
    least: int | None
    most: int | None
    reaches_out: bool
    is_fixed: bool

    def choices(self) -> dict[Any, str] | None:
        """The allowed values with their words, or None when anything of the kind goes."""
        given = self.given_choices() if callable(self.given_choices) else self.given_choices
        if given is None:
            return None
        return {k: _(v) for k, v in given.items()} if isinstance(given, Mapping) else {v: str(v) for v in given}

    def check(self, value: Any) -> None:
        """Raise WrongSetting unless this may be the value."""
        title, given = _(self.title), type(value)
        if given is not self.kind:  # a bool is no int here
            raise WrongSetting(_("{title} cannot be {value}.").format(title=title, value=value), self.name)
        if self.kind is list and not all(isinstance(part, str) for part in value):
            raise WrongSetting(_("{title} is a list of lines of text.").format(title=title), self.name)
        choices = self.choices()
        if choices is not None and value not in choices:
            raise WrongSetting(_("{title} cannot be {value}.").format(title=title, value=value), self.name)
        if self.least is not None and value < self.least:
            raise WrongSetting(_("{title} is at least {least}.").format(title=title, least=self.least), self.name)
        if self.most is not None and value > self.most:
            raise WrongSetting(_("{title} is at most {most}.").format(title=title, most=self.most), self.name)


class WrongSetting(Refusal):
    """The value does not fit the setting; nothing was changed."""

    def __init__(self, sentence: str, name: str) -> None:
        super().__init__(sentence, name=name)


@dataclass(frozen=True)
class MaySet:
    """A question: may this setting be changed?  A listener answers with a sentence against it, or nothing."""

    name: str
    value: Any


_declared: dict[str, Declared] = {}
_kept: dict[tuple[str, str], Any] = {}
_kept_of: Any = None  # the database that the values were read from
_dirty_in: int | None = None  # the thread of a command that wrote and may not have ended yet


def declare(
    name: str,
    default: Any,
    title: str,
    help: str = "",
    *,
    choices: Choices | Callable[[], Choices] | None = None,
    scope: str = "shop",
    least: int | None = None,
    most: int | None = None,
    reaches_out: bool = False,
    is_fixed: bool = False,
) -> str:
    """Declare a setting, its words marked with `N_`; its kind (bool, int, str, list of str, dict) is the default's.

    `choices` are the allowed values, with words as a mapping, or a function that gives them; returns the name.
    What `reaches_out` of the shop keeps its default in a practice copy; nobody changes what `is_fixed`.
    """
    assert scope in ("shop", "station"), scope
    assert name not in _declared, f"two settings are called {name}"
    kind = type(default)
    assert kind in (bool, int, str, list, dict), f"{name}: {kind.__name__} is not kept as a setting"
    _declared[name] = Declared(name, default, title, help, scope, kind, choices, least, most, reaches_out, is_fixed)
    return name


def declared(prefix: str = "") -> list[Declared]:
    """The settings whose names begin so, in the order of their declaration."""
    rooms.all_open()
    return [setting for name, setting in _declared.items() if name.startswith(prefix)]


def _find(name: str) -> Declared:
    if name not in _declared:
        rooms.all_open()
    return _declared[name]


def read(name: str, station: str = "") -> Any:
    """The value that holds at a station: its own, else the shop's, else the default."""
    setting = _find(name)
    values = _values()
    if station and (station, name) in values:
        return values[station, name]
    return values.get(("", name), setting.default)


def write(name: str, value: Any, station: str = "") -> None:
    """Keep a value, as a step of a command; WrongSetting when it may not be that.

    Text is kept without end blanks and without signs that steer a printer or a screen.
    """
    global _dirty_in
    setting = _find(name)
    assert not station or setting.scope == "station", f"{name} is the same at all stations"
    setting.check(value := _made_plain(value))
    Setting.insert(station=station, name=name, value=value).on_conflict(
        conflict_target=[Setting.station, Setting.name], update={Setting.value: value}
    ).execute()
    row = Setting.get(Setting.station == station, Setting.name == name)
    _dirty_in = get_ident()
    touch("setting", row.id)


def _made_plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value).strip()
    if isinstance(value, list):
        return [plain(line) if isinstance(line, str) else line for line in value]
    return value


@command("settings.change")
def change_setting(by: Actor, name: str, value: Any, station: str = "") -> None:
    """Change a setting of the shop or of one station; WrongSetting when it may not have that value, NotFound."""
    rooms.all_open()
    if name not in _declared:
        raise NotFound("setting", name)
    setting, before = _find(name), read(name, station)
    if station and setting.scope != "station":
        raise WrongSetting(_("{title} is the same at all stations.").format(title=_(setting.title)), name)
    if setting.is_fixed:
        raise WrongSetting(_("{title} cannot be changed.").format(title=_(setting.title)), name)
    if setting.reaches_out and read(PRACTICE):
        raise WrongSetting(
            _("{title} stays off in practice, where nothing leaves.").format(title=_(setting.title)), name
        )
    if value != before and (reasons := ask(MaySet(name, value))):
        raise WrongSetting(str(reasons[0]), name)
    write(name, value, station)
    note(name=name, at_station=station, before=before, after=value)


def forget() -> None:
    """Read all values anew, or have none when no store is open; after a store was opened, closed or changed.

    Called in a thread that has a connection, so that the window's thread finds the values without one.
    """
    global _kept, _kept_of
    if db.obj is None or db.is_closed():
        _kept, _kept_of = {}, None
    else:
        _load()


def _load() -> None:
    global _kept, _kept_of
    _kept, _kept_of = _all(), db.obj
    money.use_currency(read("shop.currency"), read("shop.currency_symbol"))
    clock.use_zone(read("shop.zone"))


def _values() -> dict[tuple[str, str], Any]:
    global _dirty_in
    if _dirty_in is not None and _dirty_in == get_ident():
        if db.in_transaction():
            return _all()  # a command reads what it wrote itself; nobody else may see that yet
        _dirty_in = None
    if _kept_of is not db.obj:
        _load()
    return _kept


def _all() -> dict[tuple[str, str], Any]:
    return {(row.station, row.name): row.value for row in Setting.select()}


def _read_again(changed: list[Changed]) -> None:
    global _dirty_in
    if any(change.kind == "setting" for change in changed):
        _dirty_in = None
        _load()


changes.subscribe(_read_again)


def _languages() -> dict[str, str]:
    """The languages of the program, each by its own name."""
    from babel import Locale

    return {code: str(Locale.parse(code).get_display_name(code)).capitalize() for code in languages()}


NO_COUNTRIES = frozenset(("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"))


def _currencies() -> dict[str, str]:
    """What is paid with somewhere today, by the names of the window's language."""
    from babel import Locale
    from babel.numbers import get_territory_currencies

    names = Locale.parse(language()).currencies
    used = {code for country in _countries() for code in get_territory_currencies(country, tender=True)}
    return {code: f"{code} · {names.get(code, code)}" for code in sorted(used)}


def _countries() -> dict[str, str]:
    """All countries, by their names in the window's language."""
    from babel import Locale

    names = Locale.parse(language()).territories
    found = {code: name for code, name in names.items() if len(code) == 2 and code.isalpha()}
    return {code: found[code] for code in sorted(found.keys() - NO_COUNTRIES, key=lambda code: found[code])}


PRACTICE = declare(
    "shop.is_practice", False, N_("Practice copy"), N_("Nothing in it counts, and it stays one."), is_fixed=True
)
declare("shop.name", "", N_("Shop name"), N_("Stands on receipts, labels and messages."))
declare("shop.address_lines", [], N_("Address"), N_("The lines under the shop's name on receipts and invoices."))
declare("shop.vat_number", "", N_("VAT number"), N_("Stands on receipts and invoices."))
declare(
    "shop.country",
    "IE",
    N_("Country"),
    N_("Addresses and phone numbers without a country are here."),
    choices=_countries,
)
declare(
    "shop.currency",
    "EUR",
    N_("Currency"),
    N_("Prices are kept in it; it stays once the shop has sold."),
    choices=_currencies,
)
declare("shop.currency_symbol", "", N_("Currency sign"), N_("Leave it empty for the usual one."))
declare(
    "shop.zone",
    "Europe/Dublin",
    N_("Time zone"),
    N_("Days begin and end by it."),
    choices=lambda: sorted(available_timezones()),
)
declare(
    "shop.language",
    "en",
    N_("Language"),
    N_("Receipts and messages use it unless a customer has another."),
    choices=_languages,
)
