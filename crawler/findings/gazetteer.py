"""The words of the rules as a value: parses the packaged tables. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crawler.findings.words import Word

COUNTRY, PEOPLE, UNIT = "country", "people", "unit"


def country_words(table: Mapping[str, Any]) -> Iterator[Word]:
    """countries.toml: names are marks of kind country, adjectives and peoples of kind people; value: ISO3."""
    for iso3, row in table.items():
        for name in row["names"]:
            yield Word(name, COUNTRY, iso3, capital=name[0].isupper())
        for name in row.get("people", ()):
            yield Word(name, PEOPLE, iso3, capital=True)
        for stem in row.get("stems", ()):
            yield Word(stem, PEOPLE if stem[0].islower() else COUNTRY, iso3, capital=stem[0].isupper())


def listed_words(table: Mapping[str, Any]) -> Iterator[Word]:
    """A table of lists: the first key is the kind of mark, the keys below it, joined by ``/``, are its value."""
    for kind, rows in table.items():
        for value, words in _lists(rows, ""):
            for word in words:
                yield Word(word, kind, value)


def _lists(rows: Mapping[str, Any], path: str) -> Iterator[tuple[str, list[str]]]:
    for key, row in rows.items():
        value = f"{path}/{key}" if path else key
        if isinstance(row, list):
            yield value, row
        else:
            yield from _lists(row, value)


def unit_words(table: Mapping[str, Any]) -> Iterator[Word]:
    """units.toml: counted nouns, marks of kind unit; value: family|unit|concept. English plurals are made here."""
    for family, units in table.items():
        for unit, concepts in units.items():
            for concept, languages in concepts.items():
                value = f"{family}|{unit}|{concept}"
                for language, nouns in languages.items():
                    for noun in nouns:
                        for form in _forms(noun) if language == "en" else (noun,):
                            yield Word(form, UNIT, value)


def _forms(noun: str) -> tuple[str, ...]:
    """Singular and plural of an English noun; ``man/men`` gives an irregular plural."""
    singular, slash, plural = noun.partition("/")
    return (singular, plural if slash else f"{singular}s")
