"""One printed line of a digest, made from one article's row: what it says, where it stood, which missions it names."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from reports.excerpts import first_quotable

Row = Mapping[str, Any]

QUOTE_WORDS = 25
QUOTE_SIGNS = 180
TITLE_SIGNS = 300
SHORT_SIGNS = 80
PARAGRAPHS_TRIED = 2
_SPACES = re.compile(r"\s+")
_DASHES = " \t-\u2010\u2011\u2012\u2013\u2014\u2015:"


class MissionNames:
    """From the words of a match to the acronym of the missions table, where it has one."""

    def __init__(self, missions: Sequence[Row]) -> None:
        self._acronyms: dict[str, str] = {}
        self.names: dict[str, str] = {}
        for row in missions:
            self.names[row["acronym"]] = row["name"]
            for word in (row["acronym"], row["name"], *_words(row["aliases"])):
                if word.strip():
                    self._acronyms.setdefault(word.strip().casefold(), row["acronym"])

    def of(self, matches: str | None) -> list[str]:
        """The missions that a decision's matches name, the one that weighs most first; no mission twice."""
        weight: dict[str, tuple[float, int, str]] = {}
        for match in json.loads(matches or "[]"):
            if match.get("kind") != "mission" or not match.get("term"):
                continue
            mission = self._acronyms.get(str(match["term"]).casefold(), str(match["term"]))
            points, place, _ = weight.get(mission, (0.0, 0, ""))
            weight[mission] = (
                points + float(match.get("points") or 0),
                max(place, int(match.get("place") or 0)),
                mission,
            )
        return [name for *_, name in sorted(weight.values(), key=lambda w: (-w[1], -w[0], w[2]))]


def _words(aliases: str | None) -> list[str]:
    """A mission's other names: the column holds a JSON list, or words parted by semicolons."""
    if aliases and aliases.startswith("["):
        return [str(word) for word in json.loads(aliases)]
    return (aliases or "").split(";")


def line(row: Row, missions: MissionNames) -> dict[str, Any]:
    """The line of an article: everything that any form of the digest prints of it, as values."""
    day = str(row["dated_at"])[:10]
    printed = _day_of(row["published_local"])
    return {
        "uid": row["uid"],
        "day": day,
        "at": row["dated_at"],
        "undated": row["published_at"] is None,
        "printed_day": printed if row["published_at"] is not None and printed != day else None,
        "source": row["source"],
        "outlet": _clipped(row["outlet"] or row["source_name"] or row["source"], SHORT_SIGNS),
        "title": _clipped(row["title"], TITLE_SIGNS),
        "url": web_address(row["url"]),
        "place": _clipped(row["dateline_place"], SHORT_SIGNS),
        "quote": quote(row["opening"], row["dateline"], row["title"]),
        "language": row["language"],
        "type": row["type"],
        "label": row["label"],
        "score": round(float(row["score"]), 2),
        "reason": _clipped(row["reason"], TITLE_SIGNS),
        "missions": missions.of(row["matches"]),
        "revision": row["revision"],
        "withdrawn": row["withdrawn_at"],
        "first_seen": row["first_seen_at"],
    }


def _clipped(text: str | None, most: int) -> str | None:
    """A text that a broken page made endless must not fill the digest."""
    return text if text is None or len(text) <= most else text[:most].rstrip() + " …"


def _day_of(local: str | None) -> str | None:
    """The day of a time as the outlet gives it, or None."""
    try:
        return date.fromisoformat((local or "")[:10]).isoformat()
    except ValueError:
        return None


def web_address(url: str | None) -> str | None:
    """The address if it is one that a reader's browser should open on a click, else None."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def quote(opening: str, dateline: str | None, title: str | None) -> str | None:
    """A whole sentence of at most 25 words from the beginning of a text, without its dateline; None without one."""
    text = opening.lstrip()
    if dateline and text.startswith(dateline.strip()):
        text = text[len(dateline.strip()) :].lstrip(_DASHES)
    tried = 0
    for paragraph in text.split("\n\n"):
        plain = _SPACES.sub(" ", paragraph).strip()
        if not plain or plain.casefold() == (title or "").strip().casefold():
            continue
        if (found := first_quotable(plain)) is not None:
            return found
        tried += 1
        if tried == PARAGRAPHS_TRIED:
            break
    return None


def excerpt(text: str) -> str | None:
    """The first words of a text on one line: at most 25 words; None of an empty one."""
    words = _SPACES.sub(" ", text).strip().split(" ")
    shown = " ".join(words[:QUOTE_WORDS])
    # A Chinese word has two signs or so: 25 words of a text without spaces are some 50 signs.
    most = QUOTE_SIGNS if shown.isascii() or len(words) > 5 else 2 * QUOTE_WORDS
    if len(shown) > most:
        cut = shown[:most]
        space = cut.rfind(" ")
        return (cut[:space] if space > most // 2 else cut).rstrip(",;:- ") + " …"
    if len(words) > QUOTE_WORDS:
        return shown.rstrip(",;:- ") + " …"
    return shown or None
