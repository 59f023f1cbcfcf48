"""Names of countries as we print them, by ISO 3166 alpha-3: countries.csv, of the UN's short English names.

The words by which texts name a country are the rules' own (crawler/findings/countries.toml).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from functools import cache
from typing import overload

from storage.packaged import packaged_text


@cache
def country_names() -> Mapping[str, str]:
    """Name by code, read once a process."""
    text = packaged_text("countries.csv")
    return {row["iso3"]: row["name"] for row in csv.DictReader(io.StringIO(text))}


@overload
def country_name(iso3: str) -> str: ...
@overload
def country_name(iso3: None) -> None: ...
def country_name(iso3: str | None) -> str | None:
    """``China`` of ``CHN``; ``Northmark`` of the demo's ``XNM``; what is no code is given back."""
    return None if iso3 is None else country_names().get(iso3, iso3)
