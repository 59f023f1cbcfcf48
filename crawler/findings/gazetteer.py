"""The words of the rules as a value: parses the packaged tables. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crawler.findings.words import Word

COUNTRY, PEOPLE = "country", "people"


def country_words(table: Mapping[str, Any]) -> Iterator[Word]:
    """countries.toml: names are marks of kind country, adjectives and peoples of kind people; value: ISO3."""
    for iso3, row in table.items():
        for name in row["names"]:
            yield Word(name, COUNTRY, iso3, capital=name[0].isupper())
        for name in row.get("people", ()):
            yield Word(name, PEOPLE, iso3, capital=True)
        for stem in row.get("stems", ()):
            yield Word(stem, COUNTRY if stem[0].isupper() else PEOPLE, iso3, capital=stem[0].isupper())
