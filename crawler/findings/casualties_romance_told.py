"""How a sentence of a Romance language tells a toll: asserted or not, of which day, of what cause. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from crawler.findings.casualties_groups import Hit, numbers_in
from crawler.findings.casualties_past import ON_BEFORE
from crawler.findings.casualties_scope import REACH, clipped
from crawler.findings.casualties_ways import ASSERTED, ATTEMPTED, CLAIMED, DENIED, EXERCISE, HYPOTHETICAL
from crawler.findings.days import Day
from crawler.findings.days_told import told
from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy
from crawler.findings.romance import UNITS, Tongue
from crawler.findings.sentences import Span

_NEAR, _SAID_REACH, _RITE_REACH, _DAYS_OF = 40, 40, 32, {"days_ago": 1, "weeks": 7}
MISSING = "missing"
_RITES, _PARTS = ("rite", "remembers"), ("clause", "incident")
_PAUSE = lazy(r"[,;:]")
_SAID_BEHIND = lazy(r"[^,;]*,([^,;.]*)")
_SENTENCE = lazy(r"[,;:.]")


def veracity(tongue: Tongue, passage: Passage, sentence: Span, hit: Hit) -> str:
    """How the sentence tells a hit; parts of a number are told as their whole is."""
    if hit.whole is not None:
        return veracity(tongue, passage, sentence, hit.whole)
    return next(_readings(passage, tongue, sentence, hit), ASSERTED)


def _readings(passage: Passage, tongue: Tongue, sentence: Span, hit: Hit) -> Iterator[str]:
    """Each way in which it is not asserted, the plainest first."""
    text, (start, end) = passage.text, clipped(sentence, hit)
    first, last = hit.parts[0][0], hit.parts[-1][1]
    before, after = text[start:first], text[last:end]
    if text[sentence[1] - 1 : sentence[1]] == "?":
        yield HYPOTHETICAL
    if tongue["staged"].search(text, start, end) or _is_staged_before(passage, tongue, sentence):
        yield EXERCISE
    gap = _between(text, sentence, hit)
    if tongue["not"].search(gap) or tongue["none_before"].search(before):
        yield DENIED
    if tongue["would"].search(gap):
        yield CLAIMED
    if tongue["try_before"].search(before):
        yield ATTEMPTED
    near = before[max(before.rfind(";"), before.rfind(":")) + 1 :]
    if tongue["if"].search(near[near.rfind(",") + 1 :]):
        yield HYPOTHETICAL
    if tongue["deny"].search(near) or tongue["denied_after"].match(after):
        yield DENIED
    if tongue["doubt"].search(before + after):
        yield CLAIMED
    if hit.kind == MISSING and tongue["found_again"].search(after):
        yield DENIED
    behind = _SAID_BEHIND.match(after)
    if tongue["enemy"].search(near) or (behind is not None and tongue["enemy"].search(behind[1])):
        yield CLAIMED


def _between(text: str, sentence: Span, hit: Hit) -> str:
    """What helps the word of harm: the words between it and its people, and those straight before it."""
    if hit.harm is None:
        return ""
    if hit.harm[0] >= hit.group.end:
        return text[hit.group.end : hit.harm[0]]
    opening = text[max(sentence[0], hit.harm[0] - _NEAR) : hit.harm[0]]
    stop = [found.end() for found in _SENTENCE.finditer(opening)]
    return opening[stop[-1] if stop else 0 :]


def _is_staged_before(passage: Passage, tongue: Tongue, sentence: Span) -> bool:
    """Whether the sentence before, of the same paragraph, sets a scene."""
    if sentence[0] < 2 or "\n" in passage.text[sentence[0] - 2 : sentence[0]]:
        return False
    start, end = passage.sentence(sentence[0] - 2)
    return tongue["staged"].search(passage.text, max(start, end - REACH), end) is not None


def in_the_past(tongue: Tongue, passage: Passage, sentence: Span, hit: Hit, published: date | None) -> Day | None:
    """The day that "30 years ago" gives a hit, of the precision known; iso None: past, and no more is known."""
    if hit.whole is not None:
        return in_the_past(tongue, passage, sentence, hit.whole, published)
    text, (start, end) = passage.text, clipped(sentence, hit)
    if published is not None:
        ones = [(found.start(), found.end(), 1.0) for found in tongue["one"].finditer(text, start, end)]
        counts = [(number.start, number.end, number.value) for number in numbers_in(passage, start, end)]
        for low, high, many in (*counts, *ones):
            unit = tongue["ago_unit"].match(text, high, end)
            cue = tongue["ago"].search(text, max(start, low - _NEAR), low)
            if unit is not None and (cue is not None or (unit["after"] and unit.end() == hit.parts[0][0])):
                named = next(name for name in UNITS if unit[name])
                return Day(cue.start() if cue else low, unit.end(), _back(published, named, int(many)), ON_BEFORE)
    if any(day.iso for day in told(passage, start, end)):
        return None
    for name in ("remembers", "tried"):
        found = tongue[name].search(text, start, hit.parts[0][0])
        if found is not None:
            return Day(found.start(), found.end(), None, ON_BEFORE)
    return None


def _back(published: date, unit: str, many: int) -> str | None:
    if unit == "years":
        return f"{published.year - many:04d}" if many < published.year else None
    if unit == "moons":
        index = published.year * 12 + published.month - 1 - many
        return f"{index // 12:04d}-{index % 12 + 1:02d}" if index >= 12 else None
    days = many * _DAYS_OF[unit]
    return (published - timedelta(days=days)).isoformat() if days < published.toordinal() else None


def own_day(tongue: Tongue, passage: Passage, hit: Hit, days: Sequence[Day]) -> Day | None:
    """Of the days of a hit's clause the nearest that is neither a rite's nor that of who tells it."""
    text, first, last = passage.text, hit.parts[0][0], hit.parts[-1][1]

    def is_own(day: Day) -> bool:
        said = tongue["said"].search(text, max(0, day.start - _SAID_REACH), day.start)
        if said is not None and _PAUSE.search(text, said.end(), day.start) is None:
            return False
        span = (day.end, first) if day.end <= first else (last, day.start)
        if any(tongue[name].search(text, *span) for name in _RITES):
            return False
        # He paid a visit on Tuesday to two who were hurt: the rite may stand before its day, in the same clause. "Of 4
        # October" behind the attack that is condemned is the attack's.
        opening = max(0, day.start - _RITE_REACH)
        rites = [found.end() for name in _RITES for found in tongue[name].finditer(text, opening, day.start)]
        parted = [found.end() for name in _PARTS for found in tongue[name].finditer(text, opening, day.start)]
        return day.start > first or max(rites, default=-1) <= max(parted, default=-1)

    own = [day for day in days if is_own(day)]
    return min(own, key=lambda day: max(first - day.end, day.start - last, 0), default=None)


def causes(tongue: Tongue, kind: str, passage: Passage, span: Span) -> list[Mark]:
    """The words of a sentence that say what did it, as marks of a kind."""
    return [
        Mark(found.start(), found.end(), kind, tongue.causes[int((found.lastgroup or "c0")[1:])])
        for found in tongue["cause"].finditer(passage.text, *span)
    ]
