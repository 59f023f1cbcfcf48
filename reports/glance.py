"""The few lines at the head of a digest: each is a count of something below, with the place where it stands."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from reports.wording import of_texts

NO_MISSION = "No mission named"
MOST_MISSIONS = 5
MOST_NAMES = 6


def anchor_of(mission: str) -> str:
    """The name of a mission's place in a page; safe in an attribute whatever the mission is called."""
    plain = re.sub(r"[^a-z0-9]+", "-", mission.lower()).strip("-")
    return f"mission-{plain or hashlib.sha256(mission.encode('utf-8', 'replace')).hexdigest()[:8]}"


def glance(edition: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Lines of {"head", "parts": [{"text", "anchor"}]}; a line whose subject is empty is left out."""
    found = [
        _line("Most named", _missions(edition["missions"])),
        _line("Changed", _changes(edition["changes"]), anchor="s-corrections"),
        _line("Late", _late(edition["late"]), anchor="late"),
        _line("Not read", _sources(edition["sources"], "failing", "never-ran"), anchor="s-missing"),
        _line("Reads worse", _sources(edition["sources"], "drifted"), anchor="s-missing"),
    ]
    return [line for line in found if line["parts"]]


def _line(head: str, parts: Sequence[tuple[str, str | None]], *, anchor: str | None = None) -> dict[str, Any]:
    return {"head": head, "parts": [{"text": text, "anchor": own or anchor} for text, own in parts]}


def _missions(blocks: Sequence[Mapping[str, Any]]) -> list[tuple[str, str | None]]:
    named = [block for block in blocks if block["mission"] != NO_MISSION]
    return [
        (
            f"{b['mission']} {b['count']}{of_texts(b['count'], b.get('texts'))}{_arrow(b['trend'])}",
            anchor_of(b["mission"]),
        )
        for b in named[:MOST_MISSIONS]
    ]


def _arrow(trend: str | None) -> str:
    return {"more": " ▲", "fewer": " ▼"}.get(trend or "", "")


def _changes(changes: Sequence[Mapping[str, Any]]) -> list[tuple[str, str | None]]:
    kinds = Counter(change["kind"] for change in changes)
    words = {
        "revised": "revised",
        "withdrawn": "withdrawn by the outlet",
        "returned": "back at the outlet",
        "relabelled": "judged anew",
    }
    return [(f"{kinds[kind]} {word}", None) for kind, word in words.items() if kinds[kind]]


def _late(late: Sequence[Mapping[str, Any]]) -> list[tuple[str, str | None]]:
    weeks = Counter(entry["own_week"] for entry in late)
    return [(f"{count} of {week}", None) for week, count in sorted(weeks.items())]


def _sources(sources: Sequence[Mapping[str, Any]], *states: str) -> list[tuple[str, str | None]]:
    wanting = [s["name"] for s in sources if s["state"] in states]
    more = len(wanting) - MOST_NAMES
    shown = wanting[:MOST_NAMES] + ([f"and {more} more"] if more > 0 else [])
    return [(name, None) for name in shown]
