"""Whether the pages of a source read worse than they did: which field, since which day, a page before and after. Pure.

The pages stand in order of the days they were read first. For each field the days are cut where the share of pages
that fill it changes beyond chance: at each cut the hypergeometric law (Fisher's exact test) tells how likely so few
filled pages behind it are if nothing changed. Pages are compared within their type and language only, so that a week of
galleries, which have no dateline, is no fall. A fall is told where the newest stretch of days fills less than half of
what the stretch before it did; a later rise ends it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import comb
from statistics import median

from storage.readings import FIELDS, LAYOUT, PageRead
from storage.records import FieldState

# How likely by chance a cut may be at most: hundreds of cuts, a dozen fields and scores of sources are tried every day.
# A clean break (nearly every page before, nearly none after) is no chance of a field that is often missing, and may be
# told after three or four pages. A rise only ends an alarm, or says where a better time began.
FALL_CHANCE, BREAK_CHANCE, RISE_CHANCE = 2e-6, 2e-4, 1e-3
CLEAN = 0.05
LEAST_BEFORE, LEAST_AFTER, LEAST_DAYS_AFTER = 10, 3, 2
# A field that fewer pages filled is no rule of the outlet; one that keeps more than half of it has not fallen.
RULE, KEPT = 0.3, 0.5
# Pages that were old when we read them are a back list in an older design.
OLD_WHEN_READ = timedelta(days=30)
# After that the fall is how the outlet is now.
TOLD_FOR = timedelta(days=90)
# A text is short under a third of the upper quartile of its kind.
SHORT, QUARTILE = 3, 0.75
# The normal law sorts out the cuts that are far from being a change, before the exact law is asked.
FAR_FROM_CHANGE = 2.0
BACK_AT_ONCE = 3

ARTICLE, ITEM, BY_LAYOUT, PARAGRAPHS, LENGTH = "article", "item", "layout", "paragraphs", "length"
MEASURES = (PARAGRAPHS, LENGTH)
TOLD = (ARTICLE, ITEM, BY_LAYOUT, *FIELDS, *MEASURES)

_Stratum = tuple[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a fall. share: of its n pages that fill the field; median: of paragraphs or signs, for those two."""

    share: float
    n: int
    page: PageRead
    median: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One field of one source that fell, since a day (that of the first page read so). why: of rejected pages."""

    source: str
    field: str
    since: date
    before: Side
    after: Side
    why: str | None = None


@dataclass(slots=True)
class _Sample:
    """One page as a test sees it: filled or not, within its kind."""

    page: PageRead
    stratum: _Stratum
    filled: bool
    size: int | None = None


@dataclass(slots=True)
class _Counted:
    """Pages and filled pages by stratum, up to each day."""

    days: list[date]
    starts: list[int]
    strata: list[_Stratum]
    pages: list[list[int]] = field(default_factory=list)
    filled: list[list[int]] = field(default_factory=list)


def drifts(source: str, pages: Sequence[PageRead], today: date) -> tuple[Drift, ...]:
    """The fields that fell, in the order of TOLD; pages in any order. Deterministic."""
    regular = [p for p in pages if p.published is None or p.day - p.published <= OLD_WHEN_READ]
    regular.sort(key=lambda page: (page.day, page.published or page.day, page.url))
    found = []
    for name in TOLD:
        samples = list(_samples(name, regular))
        fall = _fall(samples) if _may_have_fallen(samples) else None
        if fall is None or today - samples[fall[1]].page.day > TOLD_FOR:
            continue
        told = _told(source, name, samples, *fall)
        # News has fewer items in some months; none at all means that the listing carries another section.
        if name != ITEM or (told.after.n >= LEAST_BEFORE and told.after.share <= CLEAN):
            found.append(told)
    return tuple(found)


def _samples(name: str, pages: Sequence[PageRead]) -> Iterator[_Sample]:
    """The pages that say something of a field. What a layout declares as not provided says nothing."""
    if name == ARTICLE:
        for page in pages:
            yield _Sample(page, ("", None), page.rejection is None)
        return
    read = [page for page in pages if page.rejection is None]
    if name == ITEM:
        for page in read:
            yield _Sample(page, ("", None), page.uid is not None)
        return
    if name in MEASURES:
        yield from _measured(name, read)
        return
    for page in read:
        if name == BY_LAYOUT:
            yield _Sample(page, (page.type, page.language), page.body == LAYOUT)
        elif page.states.get(name) is not FieldState.NOT_PROVIDED:
            # A language that cannot be told any more is itself what fell.
            stratum = (page.type, None if name == "language" else page.language)
            yield _Sample(page, stratum, page.states.get(name) is FieldState.FOUND)


def _measured(name: str, pages: Sequence[PageRead]) -> Iterator[_Sample]:
    sizes: dict[_Stratum, list[int]] = {}
    for page in pages:
        sizes.setdefault((page.type, page.language), []).append(_size(name, page))
    usual = {stratum: sorted(values)[int(QUARTILE * (len(values) - 1))] for stratum, values in sizes.items()}
    for page in pages:
        stratum, size = (page.type, page.language), _size(name, page)
        yield _Sample(page, stratum, size * SHORT >= usual[stratum], size)


def _size(name: str, page: PageRead) -> int:
    return page.paragraphs if name == PARAGRAPHS else page.length


def _may_have_fallen(samples: Sequence[_Sample]) -> bool:
    """Quick answer for the many fields that every page fills, or none: some filled, and the newest not all."""
    filled = sum(sample.filled for sample in samples)
    if filled < RULE * LEAST_BEFORE or filled == len(samples):
        return False
    return not all(sample.filled for sample in samples[-BACK_AT_ONCE:])


def _fall(samples: Sequence[_Sample]) -> tuple[int, int] | None:
    """Where the good time before a fall begins, and where the fall does (indices); None where there is no fall."""
    counted = _count(samples)
    bounds = [0, *_cuts(counted, 0, len(counted.days)), len(counted.days)]
    for last in range(len(bounds) - 2, 0, -1):
        start, cut = bounds[last - 1], bounds[last]
        later = [(bounds[n], bounds[n + 1]) for n in range(last, len(bounds) - 1)]
        if all(_is_fall(counted, start, cut, *stretch) for stretch in later):
            return counted.starts[start], counted.starts[cut]
    return None


def _count(samples: Sequence[_Sample]) -> _Counted:
    strata = list(dict.fromkeys(sample.stratum for sample in samples))
    place = {stratum: n for n, stratum in enumerate(strata)}
    counted = _Counted([], [], strata)
    pages, filled = [0] * len(strata), [0] * len(strata)
    for index, sample in enumerate(samples):
        if not counted.days or counted.days[-1] != sample.page.day:
            counted.days.append(sample.page.day)
            counted.starts.append(index)
            counted.pages.append(list(pages))
            counted.filled.append(list(filled))
        pages[place[sample.stratum]] += 1
        filled[place[sample.stratum]] += sample.filled
    counted.pages.append(pages)
    counted.filled.append(filled)
    counted.starts.append(len(samples))
    return counted


def _cuts(counted: _Counted, low: int, high: int) -> list[int]:
    """The days, between two, at which the share changes beyond chance; the clearest first, then within both parts."""
    best, where = 1.0, None
    for cut in range(low + 1, high):
        chance = _chance(counted, low, cut, high)
        if chance < best:
            best, where = chance, cut
    if where is None:
        return []
    return [*_cuts(counted, low, where), where, *_cuts(counted, where, high)]


def _chance(counted: _Counted, low: int, cut: int, high: int) -> float:
    """How likely a cut is by chance, as a part of what is allowed: under 1 it is a change."""
    tables = _tables(counted, low, cut, high)
    expected = sum(after * filled / pages for pages, filled, after, _ in tables)
    spread = sum(
        after * filled * (pages - filled) * (pages - after) / (pages * pages * (pages - 1))
        for pages, filled, after, _ in tables
        if pages > 1
    )
    seen = sum(got for *_, got in tables)
    if spread <= 0 or abs(seen - expected) < FAR_FROM_CHANGE * spread**0.5:
        return 1.0
    if seen > expected:
        mirrored = [(pages, pages - filled, after, after - got) for pages, filled, after, got in tables]
        return _tail(mirrored) / RISE_CHANCE
    behind = sum(after for _, _, after, _ in tables)
    before = sum(pages - after for pages, _, after, _ in tables)
    if behind < LEAST_AFTER or before < LEAST_BEFORE or high - cut < LEAST_DAYS_AFTER:
        return 1.0
    missing = sum(pages - filled for pages, filled, _, _ in tables) - (behind - seen)
    clean = seen <= CLEAN * behind and missing <= CLEAN * before
    return _tail(tables) / (BREAK_CHANCE if clean else FALL_CHANCE)


def _tables(counted: _Counted, low: int, cut: int, high: int) -> list[tuple[int, int, int, int]]:
    """(pages, filled, pages behind the cut, filled behind it) of each stratum that lies on both sides."""
    tables = []
    for n in range(len(counted.strata)):
        pages = counted.pages[high][n] - counted.pages[low][n]
        after = counted.pages[high][n] - counted.pages[cut][n]
        if 0 < after < pages:
            filled = counted.filled[high][n] - counted.filled[low][n]
            tables.append((pages, filled, after, counted.filled[high][n] - counted.filled[cut][n]))
    return tables


def _tail(tables: Sequence[tuple[int, int, int, int]]) -> float:
    """How likely at most so many filled pages behind the cut are, all strata together, if nothing changed."""
    seen = sum(got for *_, got in tables)
    chances = [1.0]
    for pages, filled, after, _ in tables:
        least = max(0, after - (pages - filled))
        own = [0.0] * least + [comb(filled, least) * comb(pages - filled, after - least) / comb(pages, after)]
        for k in range(least, min(seen, filled, after)):
            own.append(own[k] * (filled - k) * (after - k) / ((k + 1) * (pages - filled - after + k + 1)))
        joint = [0.0] * min(seen + 1, len(chances) + len(own) - 1)
        for i, chance in enumerate(chances):
            for k, other in enumerate(own[: len(joint) - i]):
                joint[i + k] += chance * other
        chances = joint
    return sum(chances)


def _is_fall(counted: _Counted, start: int, cut: int, low: int, high: int) -> bool:
    """Whether the days from low to high fill less than half of what those from start to cut did, kind by kind."""
    before_pages = before_filled = after_pages = after_filled = 0.0
    for n in range(len(counted.strata)):
        before = counted.pages[cut][n] - counted.pages[start][n]
        after = counted.pages[high][n] - counted.pages[low][n]
        if before and after:
            # The share of before as if its kinds had been mixed as those of after are.
            before_pages += after
            before_filled += after * (counted.filled[cut][n] - counted.filled[start][n]) / before
            after_pages += after
            after_filled += counted.filled[high][n] - counted.filled[low][n]
    if not before_pages or counted.starts[cut] - counted.starts[start] < LEAST_BEFORE:
        return False
    return before_filled / before_pages >= RULE and after_filled < KEPT * before_filled


def _told(source: str, name: str, samples: Sequence[_Sample], start: int, cut: int) -> Drift:
    before, after = samples[start:cut], samples[cut:]
    kinds = {sample.stratum for sample in before} & {sample.stratum for sample in after}
    before = [sample for sample in before if sample.stratum in kinds]
    after = [sample for sample in after if sample.stratum in kinds]
    fallen = [sample for sample in after if not sample.filled]
    reasons = Counter(sample.page.rejection for sample in fallen if sample.page.rejection)
    return Drift(
        source=source,
        field=name,
        since=fallen[0].page.day,
        before=_side(before, [sample for sample in reversed(before) if sample.filled]),
        after=_side(after, fallen),
        why=min(reasons, key=lambda kind: (-reasons[kind], kind)) if reasons else None,
    )


def _side(samples: Sequence[_Sample], shown: Sequence[_Sample]) -> Side:
    """shown: the pages that show this side, the one nearest to the fall first; a kept article goes before the rest."""
    near = shown[:10]
    sizes = [sample.size for sample in samples if sample.size is not None]
    return Side(
        share=sum(sample.filled for sample in samples) / len(samples),
        n=len(samples),
        page=next((sample.page for sample in near if sample.page.uid), near[0].page),
        median=median(sizes) if sizes else None,
    )
