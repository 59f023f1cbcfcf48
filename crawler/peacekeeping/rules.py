"""Reads the relevance rules from the package or from the user's own file."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from crawler.peacekeeping.relevance import Relevance
from crawler.peacekeeping.terms import Terms, parse_terms
from crawler.tables import packaged
from storage.data import load_missions
from storage.errors import ConfigurationError

# Words in other scripts carry an acceptance by themselves.
_READABLE = re.compile(r"[A-Za-z\u00c0-\u024f\u4e00-\u9fff]")


def read_table(terms_file: Path | None) -> tuple[dict[str, Any], str]:
    """A terms file as TOML, the packaged one or the user's, and its name for people. Raises ConfigurationError."""
    if terms_file is None:
        return dict(packaged("crawler.peacekeeping", "terms.toml")), "crawler/peacekeeping/terms.toml"
    try:
        return tomllib.loads(terms_file.read_text(encoding="utf-8-sig")), str(terms_file)
    except OSError as error:
        raise ConfigurationError(f"{terms_file}: found no readable terms file ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{terms_file}: found no UTF-8 text (byte {error.start})") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigurationError(f"{terms_file}: found no valid TOML ({error})") from error


@cache
def _nations() -> tuple[str, ...]:
    """Names and adjectives of countries in Latin letters and in Chinese, from the table of the findings."""
    rows = packaged("crawler.findings", "countries.toml").values()
    words = (word for row in rows for key in ("names", "people", "stems") for word in row.get(key, ()))
    return tuple(word for word in words if _READABLE.match(word))


@cache
def country_names() -> dict[str, tuple[str, ...]]:
    """Names of countries by ISO3 code, and in inflected languages their stems, from the table of the findings."""
    rows = packaged("crawler.findings", "countries.toml")
    return {
        iso3: (*row["names"], *(stem for stem in row.get("stems", ()) if stem[0].isupper()))
        for iso3, row in rows.items()
    }


def load_relevance(
    terms_file: Path | None = None, *, accept: float | None = None, review: float | None = None
) -> Relevance:
    """Compile the packaged rules or the user's; accept and review go over the file's own thresholds.

    Raises ConfigurationError that names file, key, what was found and what is allowed.
    """
    return Relevance(load_terms(terms_file, accept, review), load_missions(), _nations(), country_names())


def load_terms(terms_file: Path | None, accept: float | None, review: float | None) -> Terms:
    """The same rules, read and checked and not compiled, which is the quick part. Raises as load_relevance does."""
    table, name = read_table(terms_file)
    over = {key: value for key, value in (("accept_at", accept), ("review_at", review)) if value is not None}
    if over and isinstance(table.get("meta"), dict):
        table["meta"] = table["meta"] | over
    return parse_terms(table, file=name)
