"""Which mandates fall due, and which are past without a renewal here. Pure.

What is past and not renewed in the archive is "unknown since then", never "expired": a renewal that we have not read
is a gap of ours. An end that articles name after the known one counts as a renewal, with its sentence.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.excerpts import beside, sentence
from storage.adoption import Status, end_told, status

DUE_DAYS = 60
DUE, UNKNOWN, LATER, NONE, ENDED = "due", "unknown since then", "later", "no date known", "ended"
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
# "extended the mandate until 30 April 2027", "to April 30, 2027"; 延长至2027年4月30日
_UNTIL = re.compile(
    rf"\b(?:until|till|through|to|up to)\s+(?:(?P<d1>\d{{1,2}})\s+(?P<m1>{_MONTH})\.?,?\s+(?P<y1>20\d\d)"
    rf"|(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}}),?\s+(?P<y2>20\d\d))\b"
    r"|[至到](?P<y3>20\d\d)年(?P<m3>\d{1,2})月(?P<d3>\d{1,2})日",
    re.IGNORECASE,
)
# Another resolution between the one cited and a day: the day is of that one.
_ANOTHER = re.compile(r"resol\w+\s+(?:no\.?\s*)?\d|résol\w+\s+\d|\band\s+\d{4}\b|第\s*\d+\s*号|S/RES/", re.IGNORECASE)
# The next sentence is on the same resolution still.
_OF_THE_SAME = re.compile(
    r"(?:It|They|Th(?:e|is)\s+(?:text|resolution|Council|measure|decision|1[05]-\w+)|By\s+(?:its|the)\s+terms|Under\s+it)\b"
    r"|(?:该|這份|这份)?决议|安理会"
)
# A sentence is judged whole, however long it is; a quotation of it may be cut.
_WHOLE = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A resolution cited beside a mission. until: the end of a mandate that its sentence names."""

    uid: str
    article: str
    outlet: str
    url: str | None
    said_at: str
    number: int
    adopted: str | None
    vote: str | None
    until: str | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """One mission's mandate. until and source: as last known; known: what the gazetteer says, if that was earlier."""

    mission: str
    name: str
    until: str | None
    source: str | None
    known: str | None
    state: str
    days: int | None
    cited: tuple[Cited, ...]


def cited_in(mission: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> tuple[Cited, ...]:
    """Resolutions in their sentences: rows of storage.series_rows.resolutions of that mission.

    An end counts for the mission where the sentence names it, or the article names no other.
    """
    names = [mission["acronym"], mission["name"], *(mission["aliases"] or "").split(";")]
    found = []
    for row in rows:
        told = sentence(row["around"], row["at"], row["at"] + row["end"] - row["start"])
        last, words = _end_of(row)
        named = row["missions"] == 1 or any(name and name in words for name in names)
        found.append(
            Cited(
                uid=row["uid"],
                article=row["article_uid"],
                outlet=row["outlet"],
                url=row["url"],
                said_at=row["said_at"],
                number=row["number"],
                adopted=row["adopted"],
                vote=row["vote"],
                until=last if named else None,
                sentence=told,
            )
        )
    return tuple(found)


def until_of(row: Mapping[str, Any]) -> str | None:
    """The last day of a mandate that a resolution set, by the sentence that cites it. row: with the text around.

    Where that only tells its adoption, the sentence beside it may tell the end, as the Council's press releases do.
    """
    return _end_of(row)[0]


def _end_of(row: Mapping[str, Any]) -> tuple[str | None, str]:
    """The last day, None where none is told, and the words that tell it."""
    text, first, last = row["around"], row["at"], row["at"] + row["end"] - row["start"]
    told = sentence(text, first, last, longest=_WHOLE)
    words = " ".join(text[first:last].split())
    place = told.find(words)
    if place < 0:
        return None, told
    end = place + len(words)
    day = until(told, place, end)
    if day is not None or status(told, place, end) is not Status.ADOPTED:
        return day, told
    before, after = beside(text, first, last)
    if (day := until(f"{before} {told}", len(before) + 1 + place, len(before) + 1 + end)) is not None:
        return day, before
    goes_on = _OF_THE_SAME.match(after) is not None
    return (until(f"{told} {after}", place, end), after) if goes_on else (None, told)


def until(told: str, start: int, end: int) -> str | None:
    """The last day of a mandate that a sentence tells as set by the resolution cited in told[start:end], ISO 8601.

    None where it names none, an impossible one, or one of a resolution that is only drafted, expected or was rejected.
    """
    days = [found for found in _UNTIL.finditer(told) if not _ANOTHER.search(told, *_between(start, end, found))]
    for found in sorted(days, key=lambda found: (found.start() < start, found.start())):
        year, day = (next(found[name + n] for n in "123" if found[name + n]) for name in "yd")
        month = found["m1"] or found["m2"]
        number = _MONTHS[month.lower()] if month else int(found["m3"])
        if not (1 <= number <= len("JFMAMJJASOND") and 1 <= int(day) <= monthrange(int(year), number)[1]):
            continue
        if end_told(told, start, end, found.start()):
            return date(int(year), number, int(day)).isoformat()
    return None


def _between(start: int, end: int, day: re.Match[str]) -> tuple[int, int]:
    return (end, day.start()) if day.start() >= end else (day.end(), start)


def mandate(mission: Mapping[str, Any], cited: Sequence[Cited], *, today: date, days: int = DUE_DAYS) -> Mandate:
    """One mission's mandate today. mission: a row of the table missions; days: due is what ends within so many."""
    known, source = mission["mandate_until"], mission["mandate_source"]
    # The end of a mission that rests on its mandate alone is no more certain than that.
    end = mission["end"] if mission["end"] != known else None
    renewals = [one for one in cited if one.until and one.until > (known or "")]
    newest = max(renewals, key=lambda one: (one.until or "", one.said_at), default=None)
    last = newest.until if newest else known
    if newest:
        source = f"resolution {newest.number}, by {newest.outlet} on {newest.said_at[:10]} ({newest.uid})"
    left = (date.fromisoformat(last) - today).days if last else None
    return Mandate(
        mission=mission["acronym"],
        name=mission["name"],
        until=last,
        source=source,
        known=known if newest else None,
        state=_state(end, left, days, today),
        days=left,
        cited=tuple(cited),
    )


def _state(end: str | None, left: int | None, days: int, today: date) -> str:
    if end is not None and end < today.isoformat()[: len(end)]:
        return ENDED
    if left is None:
        return NONE
    if left < 0:
        return UNKNOWN
    return DUE if left <= days else LATER


def listed(mandates: Iterable[Mandate], *, everything: bool = False) -> tuple[Mandate, ...]:
    """Those due, the soonest first, then those unknown since a day; with everything also the later and dateless."""
    order = (DUE, UNKNOWN, LATER, NONE)
    shown = order if everything else order[:2]
    kept = [one for one in mandates if one.state in shown]
    return tuple(sorted(kept, key=lambda one: (order.index(one.state), one.until or "", one.mission)))
