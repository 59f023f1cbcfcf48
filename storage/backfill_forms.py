"""What a step of a back-fill asks for and gives, and the addresses that it finds. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class OldAddress:
    """An address to remember. day: the day it is of, as day_by says; copy: in a web archive."""

    url: str
    key: str | None = None
    day: date | None = None
    day_by: str | None = None
    title: str | None = None
    copy: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One address that a way asks for: a page of a listing, a sitemap, a query of an index."""

    way: str
    kind: str
    url: str
    entry: str
    depth: int = 0
    barren: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone:
    """What a step gave. links: addresses of articles on it; reason: why the walk ends there."""

    links: int = 0
    oldest: date | None = None
    links_digest: str | None = None
    reason: str | None = None
    further: Sequence[Step] = ()
    addresses: Sequence[OldAddress] = field(default_factory=tuple)
