"""Figures: counts and measures with what is counted, whose, where, of which nature and day. Pure.

A number is a figure where it counts something: figures_numbers says which numbers only name, date or order,
figures_counted (and its Chinese sister) what the others count, figures_ellipsis what bare ones go on counting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.findings.figures_counted import OF_THEM, SHARE
from crawler.findings.figures_counts import Count, counts
from crawler.findings.figures_cues import Cues, cues_of
from crawler.findings.figures_days import as_of, event_day, period
from crawler.findings.figures_natures import (
    AUTHORISED,
    CHANGE,
    CUMULATIVE,
    CURRENT,
    PLANNED,
    Nature,
    in_place,
    nature,
    predicate_end,
)
from crawler.findings.figures_owners import who
from crawler.findings.figures_places import place
from crawler.findings.figures_qualifiers import BOUNDS
from crawler.findings.figures_referred import Subject, referred, subject
from crawler.findings.figures_series import BUCKETS, noun_of, series_key, unmixed
from crawler.findings.figures_setting import Countries, Setting, Span
from crawler.findings.figures_strength import makes_a_series
from crawler.findings.figures_totals import tie
from crawler.findings.passage import Text
from crawler.findings.patterns import lazy
from storage.findings import Figure, Finding
from storage.missions import Mission

# A cue of nature apart from its count is a part of its own up to this length, in code points.
_CUE_LONGEST = 34
_GOES_ON = frozenset(("figure: country + number", "figure: number of those before", OF_THEM))
# What is there, is there though more was promised or allowed.
_BUT = lazy(
    r"\b(?:but|however|only|yet|while|whereas|although|though|mais|seuls?|pero|solo|sólo|mas|apenas|но|однако|лишь|але|лише|"
    r"tetapi|namun)\b|(?:,|\band)\s+(?:now\s+|currently\s+)?(?:has|had|have|fields|deploys)\s+\Z|但|却|仅|只有|实际|لكن|فقط",
    re.IGNORECASE,
)
_JOINS = lazy(
    r"\s*(?:[,，、]|[,，]?\s*(?:and|plus|as\s+well\s+as|along\s+with|et|y|e|dan|и|та|和|及|以及|与))\s*", re.IGNORECASE
)
_INCLUDING = lazy(r"\s*,?\s+including\s+(?:up\s+to\s+)?", re.IGNORECASE)
_NAMES_ONLY = lazy(r"\A(?:[，,](?:主要|分别)?(?:来自|來自|其中)?)?[、，和及]?[\u4e00-\u9fff]{2,8}\Z")
# What stands between a name and its number: Nepal with, Nepal (, Nepal:.
_NAMES = lazy(r"[\s(（:–-]*(?:\b(?:with|has|had|by))?[\s(（:–-]*\Z")
_MEASURE_SIGNS = "余餘多来几"


@dataclass(frozen=True, slots=True)
class _Around:
    """What all counts of a passage share. event: the day of the article's event; subject: the mission it is about."""

    text: Text
    countries: Countries
    event: str | None
    subject: Subject


def find(text: Text, before: Sequence[Finding]) -> Iterator[Figure]:
    """One finding a count, parts tied to totals."""
    english = (text.around.language or "en").startswith("en")
    event, about = event_day(text), subject(text)
    for passage in text.passages:
        if not passage.numbers:
            continue
        around = _Around(text, Countries(passage, before), event, about)
        figures: list[Figure] = []
        last: tuple[Setting, Nature] | None = None
        for one in counts(passage, before, english=english):
            cues = cues_of(one.at)
            told = nature(cues)
            if last is not None and last[0].number[0] >= one.at.span[0]:
                told = _as_before(one.at, told, *last)
            last = one.at, told
            whole = figures[-1] if figures and figures[-1].start >= one.at.span[0] else None
            made = _figure(around, one, told, cues, whole)
            # 240 officers from Rwanda, 172 of them: some of those before are of the same country.
            if made.who is None and whole is not None and one.at.what.rule == OF_THEM:
                made = replace(made, who=whole.who)
            figures.append(made)
        yield from unmixed(passage, tie(passage, figures))


def _as_before(at: Setting, told: Nature, other: Setting, before: Nature) -> Nature:
    """A number without a noun of its own goes on in the nature of the count before it: Kenya 1,000; Jamaica 200."""
    between = at.text[other.words[1] : at.words[0]]
    if _BUT.search(between) or in_place(at):
        return told
    if before.nature == CHANGE and between.strip() == "and":
        return replace(before, cue=None)
    # Up to 14,400 soldiers and 3,020 police; 17,000 troops, including 2,101 police: one ceiling.
    in_a_row = _JOINS.fullmatch(between) is not None or _INCLUDING.fullmatch(between) is not None
    if before.nature == AUTHORISED and told.nature in (CURRENT, PLANNED) and told.cue is None and in_a_row:
        return replace(before, cue=None)
    goes_on = at.what.rule in _GOES_ON and told.nature == CURRENT and told.cue is None and not told.settled
    return replace(before, cue=None) if goes_on and before.nature in (PLANNED, AUTHORISED, CUMULATIVE) else told


def _figure(around: _Around, one: Count, told: Nature, cues: Cues, whole: Figure | None) -> Figure:
    """One count as a figure. whole: the figure before it in its sentence, which a bare number goes on from."""
    at, what = one.at, one.at.what
    day = as_of(at, told, around.text, around.event)
    if told.nature == CURRENT and day.ahead:
        # The day ahead is that of what is to become of those who are there.
        told = Nature(PLANNED, sure=False, counted=not told.settled)
    where = place(at, around.countries)
    carried = referred(at, around.countries, around.subject) if where is None else None
    where = where or carried
    mission = around.text.operations.by_acronym.get(where or "")
    owner = who(
        at, around.countries, around.text.around.home, mission.countries if mission else (), refers=carried is None
    )
    written = day.basis is not None and day.basis.startswith("written")
    closed = mission is not None and _is_over(mission, day.day)
    gone = (told.nature == CURRENT and closed) or (told.nature in (CURRENT, AUTHORISED) and told.then and not written)
    counted = told.counted and not gone
    concept = noun_of(at.passage, what) if what.concept in BUCKETS else what.concept
    goes_on = whole is not None and whole.series_key is not None and _is_beside(at, whole)
    return Figure(
        field=at.passage.field,
        position=at.passage.position,
        parts=_parts(at, told, predicate_end(cues) if told.nature == CURRENT else at.words[1]),
        rule=what.rule,
        counted=counted,
        confidence=round(what.confidence * (1.0 if told.sure else 0.9), 2),
        value=one.value,
        value_to=one.value_to,
        qualifier=at.qualifier,
        bound=BOUNDS[at.qualifier],
        unit=what.unit or None,
        what=_described(at),
        who=owner,
        place=where,
        nature=told.nature,
        direction=("fall" if told.sign < 0 else "rise") if told.nature == CHANGE else None,
        period=period(at, day.day) if told.nature == CUMULATIVE else None,
        as_of=day.day,
        as_of_basis=_basis(at, told, day.basis),
        series_key=(
            series_key(concept, owner, where, told.nature, family=what.family)
            if counted
            and concept is not None
            and makes_a_series(
                cues, told, owner, where, one.value, owner_here=_is_named(around, at, owner), goes_on=goes_on
            )
            else None
        ),
    )


def _is_over(mission: Mission, day: str | None) -> bool:
    """True for a mission that had ended by a day: nobody serves there on it."""
    return mission.end is not None and day is not None and day[: len(mission.end)] > mission.end[: len(day)]


def _is_beside(at: Setting, whole: Figure) -> bool:
    """True where a count goes on from the one before it: 802 soldiers, 68 police; Rwanda (5,922); 斐济149人."""
    if at.what.rule in _GOES_ON:
        return True
    between = at.text[whole.end : at.words[0]]
    return _JOINS.fullmatch(between) is not None or (at.passage.chinese and _NAMES_ONLY.search(between) is not None)


def _is_named(around: _Around, at: Setting, owner: str | None) -> bool:
    """True where the owner stands in the count's sentence; the outlet's own country is never written out."""
    if owner is None:
        return False
    near = around.countries.named(at.span[0], at.span[1])
    return owner == around.text.around.home or any(one.iso3 == owner for one in near)


def _described(at: Setting) -> str | None:
    """The counted noun phrase as printed, without the number."""
    (start, end), what = at.number, at.what
    after = at.text[max(end, what.start) : what.end].strip(" -–（()）").lstrip(_MEASURE_SIGNS) if what.end > end else ""
    before = _NAMES.sub("", at.text[what.start : start]) if what.start < start else ""
    return " ".join(f"{before} {after}".split()) or (what.unit if what.family != SHARE else "share") or None


def _basis(at: Setting, told: Nature, basis: str | None) -> str | None:
    if basis is None or told.nature != CURRENT or told.cue is None or told.cue[0] == told.cue[1]:
        return basis
    return f"'{at.text[told.cue[0] : told.cue[1]]}' + {basis}"


def _parts(at: Setting, told: Nature, end: int) -> tuple[Span, ...]:
    """The count's words; with its cue in one part where they touch, else as a part of its own where it is short."""
    words = at.words[0], end
    if told.cue is None or told.cue[0] == told.cue[1] or told.cue[0] < at.span[0]:
        return (words,)
    first, last = told.cue
    if last <= words[0] and not at.text[last : words[0]].strip(" ,，:"):
        return ((first, words[1]),)
    if last - first > min(_CUE_LONGEST, words[1] - words[0]):
        return (words,)
    if last <= words[0]:
        return (told.cue, words)
    return (words, told.cue) if first >= words[1] else (words,)
