"""The key under which the same statistic meets again: pure function of what, who, where and nature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.findings.figures_counted import UNIT, WITH_NOUN, Counted, parts_of
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span
from storage.findings import Figure

_FAR_LARGER = 5

# Cumulative people were sent, authorised ones are a ceiling, current ones are deployed.
_VERBS = {
    "cumulative": "sent",
    "current": "deployed",
    "planned": "planned",
    "authorised": "ceiling",
    "change": "change",
}
# A peacekeeper, a soldier and 官兵 of one country are the same people; police, women and observers are counted apart.
_SAME = {"peacekeepers": "personnel", "personnel-times": "personnel"}
# Nobody sends or deploys them.
_NOT_SENT = frozenset(("people", "displaced", "fighters"))
# Concepts of many things, of which only the noun says what a number counts: bridges and escorts are both tasks.
BUCKETS = frozenset(("tasks", "sites", "units", "weapons", "equipment", "incidents"))
_NOT_WORD = lazy(r"[^\w]+")


def series_key(concept: str, who: str | None, place: str | None, nature: str | None, *, family: str = "people") -> str:
    """``what|who|where|nature`` in small letters: ``personnel deployed|chn||current``.

    what: the concept of the counted noun (the tables' own word, so that languages meet) and, for people, what befell
    them. who: ISO3 or words. where: a mission's acronym or words. An unknown part is empty.
    """
    what = _SAME.get(concept, concept)
    if family in ("people", "group") and concept not in _NOT_SENT:
        what = f"{what} {_VERBS.get(nature or '', '')}".strip()
    return "|".join(_plain(part) for part in (what, who, place, nature))


def noun_of(passage: Passage, counted: Counted) -> str | None:
    """The counted noun itself as printed, in small letters."""
    nouns = [mark for mark in passage.within(counted.start, counted.end, UNIT) if parts_of(mark)[2] == counted.concept]
    return passage.text[nouns[-1].start : nouns[-1].end].casefold() if nouns else None


def unmixed(passage: Passage, figures: Sequence[Figure]) -> Iterator[Figure]:
    """The figures of one passage; of several that a sentence tells under one key only a far larger one makes a series.

    16,300 soldiers and 108 officers of the prisons are two things, of which the table knows one name; of 6,100
    soldiers, 620 of them women, the 620 are not how many there are.
    """
    wholes = {one.parts: one.series_key for one in figures}
    told: dict[tuple[str, Span, str | None], list[Figure]] = {}
    for one in figures:
        if one.series_key is not None and one.rule.startswith(WITH_NOUN) and one.part_of is None:
            told.setdefault((one.series_key, passage.sentence(one.start), one.as_of), []).append(one)
    mixed: set[Span] = set()
    for row in told.values():
        if len({one.what for one in row}) > 1 and len({one.value for one in row}) > 1:
            largest, second, *_ = sorted(row, key=lambda one: -one.value)
            alone = largest.value >= _FAR_LARGER * second.value
            mixed |= {one.parts[-1] for one in row if not (alone and one is largest)}
    for one in figures:
        part = one.part_of is not None and one.series_key == wholes.get(one.part_of)
        yield replace(one, series_key=None) if part or one.parts[-1] in mixed else one


def _plain(words: str | None) -> str:
    return " ".join(_NOT_WORD.sub(" ", words or "").casefold().split())
