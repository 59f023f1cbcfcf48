"""People told of without a number of their own, and those to whom two things happened. Pure.

Two were killed and a third wounded; eleven of the 14 wounded; a soldier who was wounded died.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.findings.casualties_groups import DEATH, Group, Hit
from crawler.findings.numbers import Number
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span

ILLNESS = "illness"
# Words that tell where the sick and the hurt alike are.
_CARE = lazy(r"\b(?:hospital\w*|intensive\s+care|condition)\b", re.IGNORECASE)
ANOTHER, THEN = "casualty: another", "casualty: then died"
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

_CLAIMED = lazy(
    r"\b(?:claim(?:s|ed|ing)?|cost(?:s|ing)?|t(?:ake[sn]?|ook|aking)|loss\s+of|los(?:t|es?|ing))\s+"
    r"(?:(?:at\s+least|more\s+than|about|some|nearly|over|up\s+to|the|another|a\s+further|as\s+many\s+as)\s+)*$",
    re.IGNORECASE,
)
_WERE_LOST = lazy(r"\s+(?:(?:were|was|are|have\s+been|had\s+been)\s+)?(?:\w+ly\s+)?lost\b", re.IGNORECASE)
_CLAIMED_REACH = 40


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


def lives_lost(text: str, number: Number, end: int) -> int | None:
    """Where words begin that tell lives to be lost: claimed three lives, three lives were lost; None where saved."""
    claimed = _CLAIMED.search(text, max(0, number.start - _CLAIMED_REACH), number.start)
    if claimed is not None:
        return claimed.start()
    return number.start if _WERE_LOST.match(text, end) else None


def in_care(passage: Passage, found: Sequence[Hit]) -> Iterator[Hit]:
    """The hits, those in hospital behind others who fell ill as some of these: 26 fell ill, one is in hospital."""
    ill: Hit | None = None
    for hit in found:
        if ill is not None and hit.harm is not None and _CARE.search(passage.text, *hit.harm) is not None:
            yield replace(hit, kind=ill.kind, part=hit.group.value < ill.group.value, whole=ill)
            continue
        ill = hit if hit.kind == ILLNESS else ill
        yield hit
