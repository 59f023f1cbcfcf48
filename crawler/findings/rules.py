"""Reads the gazetteer of the findings from the package and compiles the rules."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

from crawler.findings.finder import Finder
from crawler.findings.gazetteer import country_words
from storage.data import load_missions


def load_finder() -> Finder:
    """Compile the rules with the packaged gazetteer."""
    words = (*country_words(_table("countries.toml")),)
    return Finder(words, load_missions())


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("crawler.findings").joinpath(name).read_text(encoding="utf-8"))
