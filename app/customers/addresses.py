"""Addresses: what is wrong with one by the rules of its country, and how it is written on a label."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from app.core.i18n import N_, _

RULES = Path(__file__).resolve().parents[2] / "resources" / "rules" / "addresses.json"
_WORDS = {
    "postal": N_("postcode"), "zip": N_("ZIP code"), "eircode": N_("Eircode"), "pin": N_("PIN code"),
    "province": N_("province"), "state": N_("state"), "county": N_("county"), "area": N_("area"),
    "department": N_("department"), "district": N_("district"), "do_si": N_("province"), "emirate": N_("emirate"),
    "island": N_("island"), "oblast": N_("oblast"), "parish": N_("parish"), "prefecture": N_("prefecture"),
}  # fmt: skip


class Problem(NamedTuple):
    """What is wrong with one field (line1, city, region, postcode, country), in a sentence; as text, the sentence."""

    field: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class CountryRules:
    """The rules of one country; letters as in the formats: A street, C city, S region, Z postcode."""

    code: str
    line_format: str
    latin_format: str
    need: str
    upper: str
    postcode: str
    example: str
    prefix: str
    postcode_word: str
    region_word: str
    regions: tuple[tuple[tuple[str, ...], str], ...]  # (names, the first is the one on labels; its postcodes begin so)

    def region(self, text: str) -> tuple[tuple[str, ...], str] | None:
        """The region that somebody typed, by any of its names."""
        typed = text.strip().casefold()
        return next((row for row in self.regions if typed in {name.casefold() for name in row[0]}), None)


def rules_of(country: str) -> CountryRules | None:
    """The rules of a country by its two letters, or None when there is no such country."""
    return _rules().get(country.strip().upper())


def check_address(country: str, line1: str, city: str, region: str = "", postcode: str = "") -> list[Problem]:
    """What keeps the post from delivering there; nothing when the address may be right."""
    rules = rules_of(country)
    if rules is None:
        return [Problem("country", _("Choose a country."))]
    given = {"A": line1, "C": city, "S": region, "Z": postcode}
    empty = [letter for letter in "ACSZ" if letter in rules.need and not given[letter].strip()]
    problems = [_missing(letter, rules) for letter in empty]
    if postcode.strip() and rules.postcode:
        problems += _check_postcode(rules, postcode, region)
    if region.strip() and rules.regions and "S" in rules.need and rules.region(region) is None:
        word = _(_WORDS[rules.region_word])
        sentence = _("{region} is no {word} there. Choose one of the list.").format(region=region.strip(), word=word)
        problems.append(Problem("region", sentence))
    return problems


def tidy_postcode(country: str, postcode: str) -> str:
    """A postcode in capitals and with single blanks, as it is kept; the blank of its country's example is put in."""
    rules, text = rules_of(country), " ".join(postcode.upper().split())
    if rules is None or not rules.postcode or " " not in rules.example or " " in text:
        return text
    tail = len(rules.example) - rules.example.index(" ") - 1
    spaced = f"{text[:-tail]} {text[-tail:]}"
    return spaced if re.fullmatch(rules.postcode, spaced, re.IGNORECASE) else text


def format_address(
    country: str, *, name: str, line1: str, line2: str = "", city: str = "", region: str = "", postcode: str = "",
    home: str = "",
) -> list[str]:  # fmt: skip
    """The lines of a label in the order of the country, capitals where its post wants them.

    The last line is the country's name, unless the label stays at `home` (two letters).
    """
    rules = rules_of(country)
    if rules is None:
        return [line for line in (name, line1, line2, f"{postcode} {city}".strip(), region, country) if line]
    known = rules.region(region)
    parts = {"N": name, "O": "", "A": "\n".join(filter(None, (line1, line2))), "C": city, "D": "", "X": ""}
    parts |= {"S": known[0][0] if known else region, "Z": tidy_postcode(country, postcode)}
    parts |= {letter: parts[letter].upper() for letter in rules.upper if letter in parts}
    latin = bool(rules.latin_format) and f"{line1}{city}".isascii()
    if latin and known:
        parts["S"] = known[0][-1]
    lines = _fill(rules.latin_format if latin else rules.line_format, parts)
    if country.upper() != home.upper():
        lines.append(_country_name(country))
    return lines


def regions_of(country: str) -> list[str]:
    """The states, provinces or counties to choose from; empty where addresses have none."""
    rules = rules_of(country)
    return [names[min(1, len(names) - 1)] for names, _postcodes in rules.regions] if rules else []


def field_titles(country: str) -> tuple[str, str]:
    """What a country calls its postcode and its regions, as the titles of fields."""
    rules = rules_of(country)
    words = (rules.postcode_word, rules.region_word) if rules else ("postal", "province")
    postcode, region = (_(_WORDS[word]) for word in words)
    return postcode[:1].upper() + postcode[1:], region[:1].upper() + region[1:]


def _missing(letter: str, rules: CountryRules) -> Problem:
    if letter == "A":
        return Problem("line1", _("Which street and number?"))
    if letter == "C":
        return Problem("city", _("Which town?"))
    if letter == "S":
        return Problem("region", _("Which {word}?").format(word=_(_WORDS[rules.region_word])))
    return Problem("postcode", _("Which {word}?").format(word=_(_WORDS[rules.postcode_word])))


def _check_postcode(rules: CountryRules, postcode: str, region: str) -> list[Problem]:
    typed, word = " ".join(postcode.upper().split()), _(_WORDS[rules.postcode_word])
    if rules.prefix and typed.startswith(rules.prefix):
        typed = typed.removeprefix(rules.prefix)
    if not re.fullmatch(rules.postcode, typed, re.IGNORECASE):
        sentence = _("{postcode} is no {word} there. It looks like {example}.")
        return [Problem("postcode", sentence.format(postcode=typed, word=word, example=rules.example))]
    known = rules.region(region)
    if known and known[1] and not re.match(known[1], typed):
        sentence = _("{postcode} is not in {region}.").format(postcode=typed, region=region.strip())
        return [Problem("postcode", sentence)]
    return []


def _fill(line_format: str, parts: dict[str, str]) -> list[str]:
    """The lines of a format, without those (and the marks between) that nothing was given for."""
    lines = []
    for line in line_format.split("%n"):
        pieces = re.findall(r"%([A-Z])|([^%]+)", line)
        text = "".join(parts.get(letter, "") if letter else between for letter, between in pieces)
        lines += [bit.strip(" ,-") for bit in text.split("\n")]
    return [line for line in lines if line]


def _country_name(country: str) -> str:
    from babel import Locale

    return str(Locale("en").territories.get(country.upper(), country)).upper()


@lru_cache(maxsize=1)
def _rules() -> dict[str, CountryRules]:
    told: dict[str, Any] = msgspec.json.decode(RULES.read_bytes())
    default = told["default"]
    return {code: _one(code, values, default) for code, values in told["countries"].items()}


def _one(code: str, values: dict[str, Any], default: dict[str, str]) -> CountryRules:
    regions = tuple((tuple(row[0]), row[1] if len(row) > 1 else "") for row in values.get("regions", ()))
    return CountryRules(
        code, values.get("fmt", default["fmt"]), values.get("latin_fmt", ""), values.get("need", default["need"]),
        values.get("upper", default["upper"]), values.get("postcode", ""), values.get("example", ""),
        values.get("prefix", ""), values.get("postcode_word", "postal"), values.get("region_word", "province"), regions,
    )  # fmt: skip
