"""The names of countries that are printed: one for each code that a rule, a table of the UN or a mission can give."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from storage.countries import country_name, country_names
from storage.data import load_missions


def test_every_code_that_can_come_up_has_a_name_and_no_name_stands_twice() -> None:
    rules = tomllib.loads((resources.files("crawler.findings") / "countries.toml").read_text(encoding="utf-8"))
    un = tomllib.loads((resources.files("reports") / "un_countries.toml").read_text(encoding="utf-8"))
    missions = {code for mission in load_missions() for code in mission.countries}
    assert not (set(rules) | set(un.values()) | missions) - set(country_names())
    assert len(set(country_names().values())) == len(country_names())


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CHN", "China"),
        ("COD", "DR Congo"),
        ("TUR", "Türkiye"),
        ("XNM", "Northmark"),
        ("XQZ", "XQZ"),
        ("UNMISS", "UNMISS"),
    ],
)
def test_a_code_is_told_by_name_and_anything_else_as_it_is(code: str, name: str) -> None:
    assert country_name(code) == name
    assert country_name(None) is None
