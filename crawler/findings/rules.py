"""Reads the gazetteer of the findings from the package and compiles the rules."""

from __future__ import annotations

from typing import Any

from crawler.findings.finder import Finder
from crawler.findings.gazetteer import country_words, listed_words, unit_words
from crawler.findings.people_names import names_of
from crawler.findings.romance import tongues
from crawler.peacekeeping.relevance import Relevance
from crawler.tables import packaged
from storage.data import load_missions


def load_finder(relevance: Relevance) -> Finder:
    """Compile the rules with the packaged gazetteer, for texts that these relevance rules have read."""
    words = (
        *country_words(_table("countries.toml")),
        *listed_words(_table("country_roles.toml")),
        *listed_words(_table("casualties.toml")),
        *listed_words(_table("contingents.toml")),
        *listed_words(_table("happenings.toml")),
        *unit_words(_table("units.toml")),
        *listed_words(_table("cues.toml")),
        *listed_words(_table("posts.toml")),
        *listed_words(_table("bodies.toml")),
    )
    return Finder(
        words,
        load_missions(),
        lexicon=relevance.lexicon(),
        names=names_of(_table("names.toml")),
        tongues=tongues(_table("romance.toml")),
    )


def _table(name: str) -> dict[str, Any]:
    return packaged("crawler.findings", name)
