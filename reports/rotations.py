"""Contingents in their order: when each came and went, how strong, which is due next, which number is missing. Pure.

A line is one country's units of one kind at one mission. What no text says is not known: a contingent without a
number is listed without one, a number that nobody named is "not seen here", and the next is expected only by the
rhythm of the contingents seen.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from reports.claims import known_day, number_words
from reports.phrases import step_word
from reports.wording import clean
from storage.times import DAY_SIGNS

# Which step tells when a contingent's tour began, the best first.
STARTS = ("took over", "arrived", "left")
STEPS = ("formed", "training", "left", "arrived", "took over", "medal", "returned")
# After so many days beyond the expected one, a rotation that nobody has reported is overdue.
GRACE = 30
_BRACKET = re.compile(r"\s*[(（][^()（）]{2,}[)）]\s*$")
# 将 is also a general's rank.
_TO_COME = re.compile(
    r"\b(?:will|shall|(?:is|are|was|were) (?:to|due to|expected to|set to)|plans? to)\b"
    r"|(?<![上中少准準])[将將](?![军軍士领領官])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step as one article tells it. date: ISO 8601 of the precision that is known."""

    uid: str
    article: str
    text: str
    outlet: str
    url: str | None
    said_at: str
    step: str
    date: str | None
    echelon: int | None
    strength: float | None
    mission: str | None
    destination: str | None
    words: str
    planned: bool

    @property
    def told(self) -> str:
        """``left``; ``to leave`` of what is to come."""
        return step_word(self.step, planned=self.planned)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Texts that tell the same thing differently. what: ``date of arrived``, ``strength``, ``mission``."""

    what: str
    ordinal: int | None
    told: tuple[tuple[str, Step], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contingent:
    """One numbered unit; those without a number of one line are together under None."""

    ordinal: int | None
    steps: tuple[Step, ...]

    @property
    def began(self) -> tuple[str, str] | None:
        """When its tour began, and by which step; of several echelons the first."""
        if self.ordinal is None:
            return None
        for name in STARTS:
            if days := sorted(one.date for one in self.steps if one.step == name and one.date and len(one.date) > 4):
                return days[0], name
        return None

    @property
    def strength(self) -> float | None:
        """Its whole strength as most texts give it; None where they give only echelons' or none."""
        by_text: dict[str, float] = {}
        for one in self.steps:
            # Of several numbers in one text the largest is the whole; those who come home may be a first group.
            if one.strength and one.echelon is None:
                by_text[one.text] = max(by_text.get(one.text, 0.0), one.strength)
        told = Counter(by_text.values())
        return max(told, key=lambda value: (told[value], value)) if told else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One country's units of one kind in one place. rhythm: days from one to the next, from so many pairs."""

    where: str
    country: str
    unit: str | None
    contingents: tuple[Contingent, ...]
    rhythm: int | None
    pairs: int
    next_ordinal: int | None
    next_expected: str | None
    overdue: bool
    skipped: tuple[int, ...]
    unseen: tuple[int, ...]
    disagreements: tuple[Disagreement, ...]


# One country's units at one mission: by kind, by number, their steps.
_Units = dict[str | None, dict[int | None, list[Step]]]


def rotations(
    rows: Sequence[Mapping[str, Any]], *, today: date, mission: str | None = None, country: str | None = None
) -> tuple[Line, ...]:
    """The lines of all rows of the view, those with the newest step first. today: by whom "overdue" is judged."""
    groups: dict[tuple[str, str], _Units] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    places = _missions_of_places(rows)
    for row in sorted(rows, key=lambda row: -len(row["unit"] or "")):
        if row["country"] is None:
            continue
        where = row["mission"] or places.get(_place(row["destination"]) or "") or row["destination"] or "unknown"
        units = groups[clean(where), row["country"]]
        units[_unit(units, row["unit"], row["ordinal"])][row["ordinal"]].append(_step(row, today))
    lines = [
        _line((*key, unit), by_ordinal, today)
        for key, units in groups.items()
        if (mission is None or key[0].casefold() == mission.casefold()) and (country is None or key[1] == country)
        for unit, by_ordinal in units.items()
    ]
    return tuple(sorted(lines, key=lambda line: (_newest(line), line.where, line.country), reverse=True))


def _unit(units: _Units, unit: str | None, ordinal: int | None) -> str | None:
    """The line a row belongs to: "battalion" and "the 9th" are the 9th infantry battalion where there is one only."""
    plain = clean(unit).casefold() or None
    if plain in units:
        return plain
    fitting = [
        other
        for other, known in units.items()
        if ordinal is not None
        and ordinal in known
        and (plain is None or other is None or plain in other or other in plain)
    ]
    return fitting[0] if len(fitting) == 1 else plain


def _missions_of_places(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Which mission the rows themselves name most for a destination; none where two are named as often."""
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["mission"] and (place := _place(row["destination"])):
            named[place][row["mission"]] += 1
    found = {}
    for place, counts in named.items():
        (best, most), *rest = counts.most_common()
        if not rest or rest[0][1] < most:
            found[place] = best
    return found


def _place(destination: str | None) -> str | None:
    """``south sudan`` of ``South Sudan (Juba)``; ``刚果（金）`` stays."""
    plain = _BRACKET.sub("", clean(destination)).casefold()
    return plain.removeprefix("the ") or None


def is_planned(words: str, day: str | None, last_day: date) -> bool:
    """Whether a step is to come: its words say so, or the day told for it is after the last day."""
    return bool(_TO_COME.search(words)) or (day is not None and day > last_day.isoformat()[: len(day)])


def _step(row: Mapping[str, Any], today: date) -> Step:
    return Step(
        uid=row["uid"], article=row["article_uid"], text=row["text"], outlet=row["outlet"], url=row["url"],
        said_at=row["said_at"], step=row["step"], date=known_day(row["date"]), echelon=row["echelon"],
        strength=row["strength"], mission=row["mission"], destination=row["destination"], words=row["words"],
        planned=is_planned(row["words"], row["date"], today),
    )  # fmt: skip


def _line(key: tuple[str, str, str | None], by_ordinal: Mapping[int | None, list[Step]], today: date) -> Line:
    contingents = tuple(
        Contingent(ordinal=ordinal, steps=tuple(sorted(steps, key=_order)))
        for ordinal, steps in sorted(by_ordinal.items(), key=lambda pair: (pair[0] is None, pair[0] or 0))
    )
    dated = [(one.ordinal, _day(one.began[0])) for one in contingents if one.ordinal is not None and one.began]
    steps = [
        (later - earlier).days / (number - before)
        for (before, earlier), (number, later) in itertools.pairwise(dated)
        if later > earlier and number - before == 1
    ]
    rhythm = round(median(steps)) if steps else None
    skipped, unseen = _missing(contingents, rhythm)
    expected = dated[-1][1] + timedelta(days=rhythm) if rhythm and dated else None
    return Line(
        where=key[0],
        country=key[1],
        unit=key[2],
        contingents=contingents,
        rhythm=rhythm,
        pairs=len(steps),
        next_ordinal=dated[-1][0] + 1 if expected else None,
        next_expected=expected.isoformat() if expected else None,
        overdue=expected is not None and (today - expected).days > GRACE,
        skipped=skipped,
        unseen=unseen,
        disagreements=tuple(_disagreements(contingents)),
    )


def _missing(contingents: Sequence[Contingent], rhythm: int | None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Numbers between those seen. Skipped: no time was left for them by the rhythm; else only not seen here."""
    skipped: list[int] = []
    unseen: list[int] = []
    numbered = [one for one in contingents if one.ordinal is not None]
    for one, other in itertools.pairwise(numbered):
        between = range((one.ordinal or 0) + 1, other.ordinal or 0)
        no_time = (
            rhythm is not None
            and one.began is not None
            and other.began is not None
            and (_day(other.began[0]) - _day(one.began[0])).days < 1.5 * rhythm
        )
        (skipped if no_time else unseen).extend(between)
    return tuple(skipped), tuple(unseen)


def _disagreements(contingents: Sequence[Contingent]) -> Iterator[Disagreement]:
    for one in contingents:
        if one.ordinal is None:
            continue
        for name in STEPS:
            for echelon in {step.echelon for step in one.steps if step.step == name}:
                same = [step for step in one.steps if step.step == name and step.echelon == echelon]
                yield from _differing(f"date of {name}", one.ordinal, same, lambda step: step.date)
        for echelon in {step.echelon for step in one.steps}:
            same = [step for step in one.steps if step.echelon == echelon]
            what = "strength" if echelon is None else f"strength of echelon {echelon}"
            yield from _differing(
                what, one.ordinal, same, lambda step: number_words(step.strength) if step.strength else None
            )


def _differing(what: str, ordinal: int, steps: Sequence[Step], told: Any) -> Iterator[Disagreement]:
    """One disagreement where texts give values of which none is the beginning of the other (2023-09 of 2023-09-12)."""
    by_value: dict[str, Step] = {}
    for step in steps:
        if (value := told(step)) is not None:
            by_value.setdefault(value, step)
    whole = {
        value: step
        for value, step in by_value.items()
        if "-" not in value or not any(other != value and other.startswith(value) for other in by_value)
    }
    if len(whole) > 1 and len({step.text for step in whole.values()}) > 1:
        yield Disagreement(what, ordinal, tuple(sorted(whole.items())))


def _order(step: Step) -> tuple[bool, str, int, str]:
    return step.date is None, step.date or "", STEPS.index(step.step) if step.step in STEPS else 0, step.uid


def _newest(line: Line) -> str:
    return max((step.date or step.said_at[:10] for one in line.contingents for step in one.steps), default="")


def _day(told: str) -> date:
    """A day; of a month its middle."""
    return date.fromisoformat(told if len(told) == DAY_SIGNS else f"{told}-15")
