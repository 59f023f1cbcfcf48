"""People told of without a number of their own, and those to whom two things happened. Pure.

Two were killed and a third wounded; eleven of the 14 wounded; a soldier who was wounded died; Sergeant X was killed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.findings.casualties_groups import Group, Hit
from crawler.findings.passage import TITLE, Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span
from storage.findings import Casualty

ANOTHER, THEN, NAMED = "casualty: another", "casualty: then died", "casualty: a named soldier"
DEATH, INJURY = "death", "injury"
_ANOTHER = lazy(
    r"(?:,|;|\band|\bwhile|\bwith)\s+(?P<who>another|an?\s+(?:second|third|fourth|fifth|sixth|seventh|eighth))"
    r"(?:\s+(?:is|was|went|has|had|been|being|remains?|still|also|later|reported|left|\w+ly))*\s+\Z",
    re.IGNORECASE,
)
_ANOTHER_REACH = 60
# A participle that only says which people are meant: the 14 soldiers wounded in the ambush were evacuated.
_WHICH = lazy(
    r"(?:,?\s+(?:who|that)\s+(?:(?:was|were|is|are|has|have|had|been|being|got)\s+)*)?\s*(?:\w+ly\s+)?", re.IGNORECASE
)
_VERB = lazy(
    r"[^,;.:]{0,120}?,?\s(?:was|were|has|have|had|is|are|will|would|remains?|remained|died|dies|succumbed|lost|recovered|returned"
    r"|came|left|told|later)\b",
    re.IGNORECASE,
)
_ADVERBS = (
    r"(?:(?:he|she|they|both|all|later|then|subsequently|eventually|finally|since|soon|shortly|afterwards?|also|has|have|had"
    r"|was|were|sadly|tragically)\s+)*"
)
_AFTER_WHICH = lazy(
    rf"(?:(?!\b(?:which|whom|whose|where|while|when|as|after|who|and|but)\b)[^,;.:]){{0,120}}?,?\s+{_ADVERBS}",
    re.IGNORECASE,
)
# One of three wounded soldiers died: not the three.
_SOME_OF = lazy(r"\bof\s+(?:the\s+|its\s+|their\s+)?\Z", re.IGNORECASE)
_SOME_REACH = 24
_AND_THEN = lazy(rf"[^;.:]{{0,110}}?(?:\band|\bbut|\bbefore)\s+{_ADVERBS}", re.IGNORECASE)
_RANK = (
    r"(?:sepoy|jawan|havildar|naik|subedar|private|lance[- ]corporal|corporal|sergeant(?:\s+major|\s+first\s+class)?"
    r"|warrant\s+officer|lieutenant|captain|major|colonel|general|constable|inspector|soldier|peacekeeper|guardsman|sapper|gunner|signaller)"
)
# Told of somebody after whom a thing is named, or who is remembered.
_WHO = lazy(r",?\s+(?:who|whom|whose)\b")
# In a headline of capitals: Major Blast Hurt Two.
_NO_RANK = frozenset(("major", "general", "private"))
_NAMED = lazy(
    rf"(?<![\w-])(?<!\b[Aa]\s)(?<!\b[Tt]he\s)(?P<rank>(?i:(?:(?:lance|staff|master|first|second|senior|chief|sub|police|brigadier|major"
    rf"|lieutenant)\s+)*{_RANK}(?:\s+(?:general|colonel))?))\s+(?:[A-Z][\w’'.-]*\w\s+(?:(?:[A-Z][\w’'.-]*|bin|al|de|da|ul|ud)\s+)*)?"
    r"(?P<last>[A-Z][\w’'-]*\w)(?:,\s(?:aged\s)?\d\d(?=,)|\s\(\d\d\))?"
)


def with_named(passage: Passage, span: Span, people: Sequence[Group]) -> list[Group]:
    """The people of a sentence, in order, with soldiers by rank and name, each one person."""
    text, made = passage.text, []
    for found in _NAMED.finditer(text, *span):
        if passage.field == TITLE and found["rank"].lower() in _NO_RANK:
            continue
        taken = any(group.start < found.start() < group.end for group in people)
        if not taken and not _WHO.match(text, found.end()):
            made.append(_of_name(found))
    kept = [one for one in people if not any(name.start <= one.start < name.end for name in made)]
    return sorted((*kept, *made), key=lambda group: group.start)


def _of_name(found: re.Match[str]) -> Group:
    return Group(
        found.start(),
        found.end(),
        1.0,
        "exact",
        None,
        firm=True,
        noun=found.span("rank"),
        personnel="military",
        name=found["last"].lower(),
    )


def another(text: str, span: Span, harm: Span, kind: str, found: Sequence[Hit]) -> Iterator[Hit]:
    """And another missing, a third wounded: one more of the people of the hit before."""
    one = _ANOTHER.search(text, max(span[0], harm[0] - _ANOTHER_REACH), harm[0])
    if one is None or not found or found[-1].group.start > one.start():
        return
    like = found[-1].group
    start, end = one.span("who")
    group = Group(
        start,
        end,
        1.0,
        "exact",
        None,
        firm=True,
        personnel=like.personnel,
        nationality=like.nationality,
        shared=like.shared or like.noun,
    )
    yield Hit(group, kind, ANOTHER, ((start, harm[1]),), harm=harm)


def all_of(text: str, sentence: Span, group: Group, harm: Span) -> Group:
    """Those whom a participle describes: of eleven of the 14 soldiers wounded, who were flown out, the fourteen."""
    whole = group.of
    if whole is None or not _WHICH.fullmatch(text, group.end, harm[0]) or not _VERB.match(text, harm[1], sentence[1]):
        return group
    return whole


def then_died(
    passage: Passage, sentence: Span, harm: Span, found: Sequence[Hit], people: Sequence[Group]
) -> Iterator[Hit]:
    """The death of those just told to be hurt: a soldier who was wounded on Monday died; two later died."""
    text = passage.text
    hit = next((one for one in reversed(found) if one.harm is not None and one.harm[1] < harm[0]), None)
    if hit is None or hit.harm is None or hit.kind == DEATH or hit.group.end > hit.harm[0]:
        return
    who = next((one for one in people if hit.group in (one, one.of)), None)
    if who is None or any(hit.harm[1] <= one.start < harm[0] for one in people):
        return
    if _SOME_OF.search(text, max(sentence[0], who.start - _SOME_REACH), who.start):
        return
    joined = _AND_THEN.fullmatch(text, hit.harm[1], harm[0])
    if joined is None and _WHICH.fullmatch(text, hit.group.end, hit.harm[0]):
        joined = _AFTER_WHICH.fullmatch(text, hit.harm[1], harm[0])
    if joined is not None:
        parts = ((who.start, who.end), harm)
        yield Hit(who, DEATH, THEN, parts, harm=harm, within=(harm[0], sentence[1]))


def narrowed(found: Sequence[Hit], died: Hit) -> Iterator[Hit]:
    """The hits before a death that was told of the same people: their own words of time stand before its verb."""
    for hit in found:
        if died.within is not None and hit.group in (died.group, died.group.of):
            yield replace(hit, within=(hit.group.start, died.within[0]))
        else:
            yield hit


def once(hits: Sequence[tuple[Hit, Casualty]]) -> Iterator[Casualty]:
    """The casualties of a text with each soldier who is named once, and where no number counts them already."""
    counted = {one.kind for hit, one in hits if hit.group.name is None}
    seen: set[tuple[str, str]] = set()
    for hit, one in hits:
        if hit.group.name is not None:
            if one.kind not in (DEATH, INJURY) or one.kind in counted or (one.kind, hit.group.name) in seen:
                continue
            seen.add((one.kind, hit.group.name))
        yield one
