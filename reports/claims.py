"""What one text says of one statistic on one day: rows of the view ``claims`` into Claims. Pure.

A Text counts once, however many outlets carry it. Of several numbers in one article on one day the largest stands for
it: a part is never larger than its whole; the others are kept beside it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from storage.times import DAY_SIGNS

# Old words printed again after so long are no copy but an old claim made anew.
COPY_DAYS = 28
# Words that round say no more than their last sign that is not zero, and never more than a tenth.
_TENTH = 0.1
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)
_INFINITE = float("inf")
_OPEN_ABOVE = ("more than", "at least", "dozens")
_OPEN_BELOW = ("up to",)
_SIGNS = {"more than": ">", "at least": "≥", "nearly": "<~", "about": "~", "up to": "≤"}


@dataclass(frozen=True, slots=True)
class Statement:
    """A number as it was said. value_to: the upper end of a range."""

    value: float
    qualifier: str = "exact"
    value_to: float | None = None

    @property
    def words(self) -> str:
        """``more than 2,500``, ``25 to 30``."""
        number = number_words(self.value)
        if self.value_to is not None:
            return f"{number} to {number_words(self.value_to)}"
        return number if self.qualifier == "exact" else f"{self.qualifier} {number}"

    @property
    def short(self) -> str:
        """``>2,500``."""
        if self.value_to is not None:
            return f"{number_words(self.value)}–{number_words(self.value_to)}"
        return f"{_SIGNS.get(self.qualifier, '')}{number_words(self.value)}"

    @property
    def kind(self) -> str:
        """Its qualifier, or ``range``: words of one kind are compared by their values."""
        return self.qualifier if self.value_to is None else "range"

    @property
    def _grain(self) -> float:
        """How much a rounded number may hide: one of its last sign that is not zero, at most a tenth of it."""
        size, grain = abs(self.value), 1.0
        while size >= 10 * grain and size % (10 * grain) == 0:
            grain *= 10
        return min(grain, size * _TENTH)

    @property
    def meant(self) -> tuple[float, float]:
        """The values that a writer who chose these words has in mind."""
        low = high = self.value
        if self.value_to is not None:
            return self.value, self.value_to
        if self.qualifier in _OPEN_ABOVE:
            high += max(self._grain, abs(self.value) * _TENTH)
        elif self.qualifier in ("nearly", *_OPEN_BELOW):
            low -= max(self._grain, abs(self.value) * _TENTH)
        elif self.qualifier == "about":
            low, high = low - self._grain, high + self._grain
        return low, high

    @property
    def possible(self) -> tuple[float, float]:
        """The values that do not make these words false."""
        low, high = self.meant
        if self.value_to is None and self.qualifier in _OPEN_ABOVE:
            high = _INFINITE
        if self.value_to is None and self.qualifier in _OPEN_BELOW:
            low = -_INFINITE
        return low, high


def number_words(value: float) -> str:
    """``2,500``, ``26.95``, ``1,234,567.5``: as it was said; of a third, which has no end, four places."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{round(value, 4):,.15g}"


def differs(old: Statement, new: Statement) -> bool:
    """True where the number moved: other words of the same kind, or values that cannot both be meant."""
    if old.kind == new.kind:
        return (old.value, old.value_to) != (new.value, new.value_to)
    if {old.kind, new.kind} & {"at least", "up to", "dozens"}:
        return not _meet(old.possible, new.possible)
    return not _meet(old.meant, new.meant)


def contradicts(one: Statement, other: Statement) -> bool:
    """True where both cannot be said of one day: "more than 2,500" and 2,267; "more than" 1,800 and 2,500."""
    if one.kind == other.kind and one.kind not in ("at least", "up to", "dozens"):
        return differs(one, other) and not (one.kind != "exact" and _meet(one.meant, other.meant))
    return not _meet(one.possible, other.possible)


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One article's words. said_at: published, else first seen (undated). day: of what it speaks; None: not said.

    revised_from: the number that an earlier state of the article had in its place.
    """

    uid: str
    article: str
    text: str
    outlet: str
    source: str
    url: str | None
    said_at: str
    undated: bool
    withdrawn: bool
    day: str | None
    day_basis: str | None
    words: str
    sentence: str | None
    statement: Statement
    confidence: float
    revised_from: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One point of a series: what one text says. said: its carriers, the first first; beside: other numbers in it."""

    day: str | None
    statement: Statement
    text: str
    said: tuple[Said, ...]
    beside: tuple[Said, ...] = ()

    @property
    def first(self) -> Said:
        """The article that said it first."""
        return self.said[0]

    @property
    def whole_day(self) -> bool:
        """True where the day is known to the day, not to a month or year."""
        return self.day is not None and len(self.day) == DAY_SIGNS


def known_day(told: str | None) -> str | None:
    """A day, month or year of the calendar as ISO 8601 has it; None for anything else."""
    if not told or not _DAY.fullmatch(told):
        return None
    try:
        date.fromisoformat(told + "-01-01"[len(told) - 4 :])
    except ValueError:
        return None
    return told


def claims_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Claim, ...]:
    """The claims of one series, by day (those without one last), then by when they were said."""
    by_article: dict[tuple[str, str | None], list[Mapping[str, Any]]] = defaultdict(list)
    for row in _without_parts(list(rows)):
        by_article[row["article_uid"], known_day(row["day"])].append(row)
    by_text: dict[tuple[str, Statement], list[_Mention]] = defaultdict(list)
    for found in by_article.values():
        said = sorted((_said(row) for row in found), key=lambda one: (-abs(one.statement.value), one.uid))
        beside = {one.statement: one for one in reversed(said) if one.statement != said[0].statement}
        by_text[said[0].text, said[0].statement].append(_Mention(said[0], tuple(beside.values())[::-1]))
    claims = [claim for mentions in by_text.values() for claim in _folded(mentions)]
    return tuple(sorted(claims, key=_order))


@dataclass(frozen=True, slots=True)
class _Mention:
    said: Said
    beside: tuple[Said, ...]


def _folded(mentions: list[_Mention]) -> list[Claim]:
    """What one text says with one number: a copy speaks of its original's day, unless it comes long after it."""
    mentions.sort(key=lambda one: (one.said.said_at, one.said.uid))
    groups: list[list[_Mention]] = []
    for one in mentions:
        own = next((group for group in groups if _copies(group[0].said, one.said)), None)
        if own is None:
            groups.append([one])
        else:
            own.append(one)
    return [
        Claim(
            day=group[0].said.day,
            statement=group[0].said.statement,
            text=group[0].said.text,
            said=tuple(one.said for one in group),
            beside=group[0].beside,
        )
        for group in groups
    ]


def _copies(first: Said, other: Said) -> bool:
    if first.day == other.day:
        return True
    lag = date.fromisoformat(other.said_at[:DAY_SIGNS]) - date.fromisoformat(first.said_at[:DAY_SIGNS])
    return first.article != other.article and lag.days < COPY_DAYS


def _order(claim: Claim) -> tuple[bool, str, str, float, str]:
    return claim.day is None, claim.day or "", claim.first.said_at, claim.statement.value, claim.first.uid


def _without_parts(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Without the parts of a total of the same series, and without the upper end of a range that is told whole."""
    totals = {row["uid"] for row in rows}
    ranges = {
        (row["article_uid"], row["field"], row["position"], row["start"], row["value_to"])
        for row in rows
        if row["value_to"] is not None
    }
    return [
        row
        for row in rows
        if row["part_of"] not in totals
        and (
            row["value_to"] is not None
            or (row["article_uid"], row["field"], row["position"], row["start"], row["value"]) not in ranges
        )
    ]


def _said(row: Mapping[str, Any]) -> Said:
    value_to = row["value_to"]
    return Said(
        uid=row["uid"],
        article=row["article_uid"],
        text=row["text"],
        outlet=row["outlet"],
        source=row["source"],
        url=row["url"],
        said_at=row["said_at"],
        undated=bool(row["undated"]),
        withdrawn=row["withdrawn_at"] is not None,
        day=known_day(row["day"]),
        day_basis=row["day_basis"],
        words=row["words"],
        sentence=row.get("sentence"),
        statement=Statement(row["value"], "exact" if value_to is not None else row["qualifier"], value_to),
        confidence=row["confidence"],
        revised_from=row.get("revised_from"),
    )
