"""Names of countries for what commands print and read: those of news, and the UN's own."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from storage.countries import country_names


def iso3_by_name() -> dict[str, str]:
    """ISO3 by name, the UN's own names before those of news."""
    un = tomllib.loads(resources.files("reports").joinpath("un_countries.toml").read_text(encoding="utf-8"))
    return {name: iso3 for iso3, entry in _news().items() for name in entry.get("names", ())} | un


def told(iso3: str) -> str:
    """``China (CHN)``; a code of no country is said to be one, as the demo's."""
    name = country_names().get(iso3)
    return f"{name} ({iso3})" if name else f"{iso3}, a code of the source file's own"


@cache
def _news() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(resources.files("crawler.findings").joinpath("countries.toml").read_text(encoding="utf-8"))
