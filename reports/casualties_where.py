"""Where a telling of casualties says that they fell: towns and other places, and countries. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from reports.excerpts import sentence
from storage.countries import country_names

# Beside a finding's mission, the codes of the countries that it serves in.
HOSTS = "hosts"
_NAME = r"[A-Z][\w’'-]+(?:[ -](?:de |du |el |al-|of )?[A-Z][\w’'-]+){0,2}"
_PLACE = re.compile(rf"\b(?:in|near|at|outside|around|of)\s+(?:the\s+)?(?:(?:town|village|city)\s+of\s+)?({_NAME})")
_WORD = re.compile(r"[\w’'-]+")
_NO_PLACE = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)\w*(?:['’]s?)?$|[A-Z]{2,}"
    r"|United Nations|New York|Security Council"
)


def places(row: Mapping[str, Any]) -> frozenset[str]:
    """The towns and other places that a finding's sentence names, without countries, missions and days."""
    return _places(_told(row))


def lands(row: Mapping[str, Any]) -> frozenset[str]:
    """The codes of the countries that its mission serves in, or, without one, that its sentence names."""
    return frozenset(row.get(HOSTS, ())) if row["mission"] is not None else _countries_named(_told(row))


def _told(row: Mapping[str, Any]) -> str:
    return sentence(row["around"], row["at"], row["at"] + row["end"] - row["start"], longest=2 * len(row["around"]))


@lru_cache(maxsize=4096)
def _countries_named(told: str) -> frozenset[str]:
    return frozenset(code for code, name in country_names().items() if re.search(rf"\b{re.escape(name)}\b", told))


@lru_cache(maxsize=4096)
def _places(told: str) -> frozenset[str]:
    return frozenset(_named(told))


@cache
def _countries() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(_WORD.findall(name)) for name in country_names().values())


def _named(told: str) -> Iterator[str]:
    for found in _PLACE.finditer(told):
        name = found.group(1)
        near = found.group().split(maxsplit=1)[0]
        if near == "of" and not re.search(r"\b(?:town|village|city)\s+of\b", found.group()):
            continue
        words = set(_WORD.findall(name))
        if _NO_PLACE.match(name) or any(words <= country for country in _countries()):
            continue
        yield name
