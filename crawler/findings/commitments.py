"""What somebody promised, offered or called for: subject, verb and clause, in English and Chinese. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.findings.passage import TITLE, Passage, Text
from crawler.findings.patterns import lazy
from crawler.findings.windows import beginning
from storage.findings import Commitment, CountryMention, Finding, MissionMention, Organisation, Person

_VERB = lazy(
    r"(?P<verb>pledg(?:ed|es|e|ing)|promis(?:ed|es|ing)|vow(?:ed|s|ing)?|offer(?:ed|ing)|undert(?:ook|akes)|"
    r"committed\s+(?:itself|themselves|himself|herself)|(?:call(?:ed|s|ing)|appeal(?:ed|s|ing))\s+(?:on|upon|for)|"
    r"urg(?:ed|es|ing)|plans|intends|will\s+(?:continue\s+to|send|provide|contribute|deploy|donate|train|host|support|"
    r"set\s+up|establish))\s+(?P<what>[^\n.;!?\"”“]{8,240})"
)
# Each of them begins with one of these.
_OPENINGS = (
    "pledg", "promis", "vow", "offer", "undert", "committed", "call", "appeal", "urg", "plans", "intends", "will",
)  # fmt: skip
_AUXILIARY = lazy(r"(?:(?:has|have|had|also|again|jointly|publicly|further)\s+){1,3}$")
_ZH_VERB = lazy(
    r"(?P<verb>承诺|承諾|保证|保證|誓言|宣布将|宣布將|呼吁|呼籲|敦促|将继续|將繼續|(?:还|還|也)?[将將](?=[^。；\n]{0,4}(?:派|提供|捐|培训|培訓|增派|部署|支持|建立|设立|設立|为发展|為發展)))"
    r"(?P<what>[^\n。；！？”“]{4,80})"
)
_CALL = lazy(r"call|appeal|urg|呼|敦")
_NOT = lazy(r"\b(?:not|never|if|would|could|might)\s*$|不$|未$")
_CLAUSE_END = lazy(
    r",\s+(?:which|who|where|while|and\s+(?:said|told|noted|added)|said|he|she|according|as|but|whereas)\b"
    r"|,\s+[^,]{2,40}?\s+(?:said|told|added)\b|\s+(?:he|she)\s+said\b|，(?:并|並|他|她|但|而)"
)
_TO = lazy(r"^(?:to|that|for)\s+")
# What may stand between the name and the verb: a noun that the name owns, or an apposition between commas.
_BETWEEN = lazy(
    r"(?:['’]s)?\s*(?:(?:government|ministry|army|military|side|delegation|police|contingent|authorities|troops|forces?)\s+)?"
    r"|\s*,[^,;:!?\n]{1,90},\s*(?:who\s+)?|[^\s，。；、]{0,8}"
)
_OBJECT = lazy(r"\b(?:of|in|to|from|by|with|for|at|on)\s+(?:the\s+)?$")
NEAREST = 130


@dataclass(frozen=True, slots=True)
class _Known:
    start: int
    end: int
    who: str


def find(text: Text, before: Sequence[Finding]) -> Iterator[Commitment]:
    """One finding for each verb whose subject is a known person, country or body."""
    for passage in text.passages:
        if passage.field == TITLE:
            continue
        pattern = _ZH_VERB if passage.chinese else _VERB
        matches = list(
            pattern.finditer(passage.text) if passage.chinese else beginning(pattern, passage.text, _OPENINGS)
        )
        if not matches:
            continue
        known = _known(passage, before)
        for match in matches:
            yield from _commitment(passage, match, known)


def _known(passage: Passage, before: Sequence[Finding]) -> list[_Known]:
    """Who may promise, by where the words for it end."""
    found = []
    for one in before:
        if (one.field, one.position) != (passage.field, passage.position):
            continue
        start, end = one.parts[0]
        if isinstance(one, CountryMention):
            found.append(_Known(start, end, one.iso3))
        elif isinstance(one, Person | Organisation):
            found.append(_Known(start, end, one.name))
        elif isinstance(one, MissionMention):
            found.append(_Known(start, end, one.mission))
    return sorted(found, key=lambda one: one.start)


def _commitment(passage: Passage, match: re.Match[str], known: Sequence[_Known]) -> Iterator[Commitment]:
    text, place = passage.text, match.start()
    if not passage.chinese and text[place - 1 : place].isalnum():
        return
    auxiliary = None if passage.chinese else _AUXILIARY.search(text, max(0, place - 30), place)
    place = place if auxiliary is None else auxiliary.start()
    sentence = passage.sentence(place)[0]
    if _NOT.search(text, max(0, place - 8), place):
        return
    subject = _subject(text, known, max(sentence, place - NEAREST), place)
    if subject is None:
        return
    start, end = match.start("what"), match.end("what")
    if closing := _CLAUSE_END.search(text, start, end):
        end = closing.start()
    what = _TO.sub("", text[start:end].strip())
    first = min(subject.start, place)
    call = _CALL.match(match["verb"])
    yield Commitment(
        field=passage.field,
        position=passage.position,
        parts=((first, max(end, place + 1)),)
        if place - subject.end < 3
        else ((subject.start, subject.end), (place, end)),
        rule="commitment: call" if call else "commitment: promise",
        confidence=0.8,
        who=subject.who,
        what=what,
    )


def _subject(text: str, known: Sequence[_Known], floor: int, place: int) -> _Known | None:
    """The known name before the verb, with no stop or other clause between; of Liberia is no subject."""
    index = bisect_right([one.start for one in known], place) - 1
    for one in reversed(known[: index + 1]):
        if one.start < floor:
            return None
        if one.end < place and not _BETWEEN.fullmatch(text, one.end, place):
            continue
        if _OBJECT.search(text, max(0, one.start - 9), one.start):
            continue
        return one
    return None
