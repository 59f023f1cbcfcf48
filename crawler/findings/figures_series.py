"""The key under which the same statistic meets again: pure function of what, who, where and nature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.findings.figures_counted import UNIT, Counted, parts_of
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span
from storage.findings import Figure

_WITH_NOUN = "figure: number + noun"

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
    """The figures of one passage; what one sentence tells of two things under one key makes no series of either."""
    mixed: set[int] = set()
    last: dict[tuple[str, Span], int] = {}
    for index, one in enumerate(figures):
        if one.series_key is None or not one.rule.startswith(_WITH_NOUN) or one.part_of is not None:
            continue
        place = one.series_key, passage.sentence(one.start)
        other = last.setdefault(place, index)
        told = (figures[other].what, figures[other].as_of, figures[other].value)
        if told[0] != one.what and told[1] == one.as_of and told[2] != one.value:
            mixed |= {other, index}
    for index, one in enumerate(figures):
        yield replace(one, series_key=None) if index in mixed else one


def _plain(words: str | None) -> str:
    return " ".join(_NOT_WORD.sub(" ", words or "").casefold().split())
