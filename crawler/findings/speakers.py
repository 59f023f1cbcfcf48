"""Who said what stands in quotation marks: the subject of the verb of speech beside it. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from storage.findings import Finding, MissionMention, Organisation, Person

_SAYS = (
    r"(?:said|says|say|saying|told|tells|added|adds|noted|notes|stressed|stresses|explained|explains|stated|states|"
    r"declared|confirmed|insisted|warned|argued|recalled|replied|wrote|writes|remarked|emphasi[sz]ed|reiterated|"
    r"recounted|commented|observed|concluded|continued|asked|announced|read|reads|promised|pledged|vowed|thanked|"
    r"praised|described|condemned|called|hailed|expressed|urged)"
)
_ALSO = r"(?:also\s+|later\s+|then\s+|has\s+|had\s+)?"
_AFTER = lazy(
    rf"\s*[,.]?\s*(?:(?P<verb>{_SAYS})\s+(?P<whom>(?:he|she|they)\b)?|(?P<pronoun>[Hh]e|[Ss]he)\s+{_ALSO}{_SAYS}\b"
    rf"|(?P<named>[^\n.!?\"“”]{{2,120}}?)\s+{_ALSO}{_SAYS}\b)"
)
_BEFORE = lazy(
    rf"\b(?:{_SAYS}|according to|in (?:his|her|their) (?:words|speech|message|remarks))\b[^\n\"“”]{{0,120}}$"
)
_HAILED = lazy(
    r"\b(?:hailed|described|praised|called|labell?ed|branded|dubbed|denounced|condemned|lauded)\s+by\s+(?:the\s+)?"
    r"(?P<by>[A-Z][\w.-]*(?:\s+[A-Z][\w.-]*){0,5})\s+as\s+(?:an?\s+|the\s+)?$"
)
_PRONOUN = lazy(r"\b(?:[Hh]e|[Ss]he)\b")
_DESCRIBED = lazy(r"(?:the|an?|his|her)\s+\w+", re.IGNORECASE)
_ZH_SAYS = (
    r"(?:[说説說]|表示|指出|[强強][调調]|[称稱]|介[绍紹]|告[诉訴]|[写寫]道|感慨|坦言|答|道|回[忆憶]|呼[吁籲]|宣布|"
    r"[认認][为為]|[谈談]到|表[态態]|重申|[评評][价價]|致[辞辭]|[讲講])"
)
_ZH_BEFORE = lazy(rf"{_ZH_SAYS}(?:道|了|着|[记記]者|[^。！？\n“”「」]{{0,12}})?[：:，,]?\s*$")
_ZH_AFTER = lazy(rf"[，,]?\s*(?P<named>[^。！？\n“”「」]{{1,40}}?){_ZH_SAYS}")
_ZH_PRONOUNS = ("他", "她")
# How far a verb of speech may stand from the marks, in code points.
_REACH, _ZH_REACH, _NAMED_WITHIN = 260, 60, 24


@dataclass(frozen=True, slots=True)
class Speaker:
    """name: as the findings have it. basis: how the words lead to it."""

    name: str | None
    basis: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class _Known:
    start: int
    end: int
    name: str
    person: bool = False


class Speakers:
    """Finds speakers in one passage, among the people and bodies that were found in the item."""

    def __init__(self, passage: Passage, before: Sequence[Finding]) -> None:
        self._passage, self._text = passage, passage.text
        self._known = sorted((*self._people(before), *self._bodies(before)), key=lambda one: (one.start, -one.end))
        self._starts = [one.start for one in self._known]

    def _people(self, before: Sequence[Finding]) -> list[_Known]:
        """Every place of a person in this passage, by the whole name and by what later mentions have of it."""
        found = []
        for name in dict.fromkeys(one.name for one in before if isinstance(one, Person)):
            for word in dict.fromkeys((name, *_short(name))):
                at = self._text.find(word)
                while at >= 0:
                    found.append(_Known(at, at + len(word), name, person=True))
                    at = self._text.find(word, at + len(word))
        return found

    def _bodies(self, before: Sequence[Finding]) -> list[_Known]:
        found = []
        for one in before:
            if (one.field, one.position) != (self._passage.field, self._passage.position):
                continue
            if isinstance(one, Organisation | MissionMention):
                name = one.name if isinstance(one, Organisation) else one.mission
                found.append(_Known(one.start, one.end, name))
        return found

    def of(self, start: int, end: int) -> Speaker | None:
        """The speaker of the stretch in marks at a place; None where nothing says that it was said."""
        return self._chinese(start, end) if self._passage.chinese else self._english(start, end)

    def _between(self, start: int, end: int) -> list[_Known]:
        return self._known[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _bounds(self, start: int, end: int, reach: int) -> tuple[int, int, int]:
        """Where the paragraph and the sentence begin, and where what follows ends."""
        floor = self._text.rfind("\n", 0, start) + 1
        line = self._text.find("\n", end)
        stop = min(len(self._text) if line < 0 else line, end + reach)
        return floor, max(floor, self._passage.sentence(start)[0]), stop

    def _english(self, start: int, end: int) -> Speaker | None:
        text = self._text
        floor, sentence, stop = self._bounds(start, end, _REACH)
        if hailed := _HAILED.search(text, max(sentence, start - _REACH), start):
            return Speaker(hailed["by"], "said by it, no person named", 0.9)
        said = _BEFORE.search(text, max(sentence, start - _REACH), start)
        subject = said and self._subject(sentence, said.start(), floor)
        if subject is not None:
            return subject
        after = _AFTER.match(text, end, stop)
        if after is None:
            return None
        if after["pronoun"] or after["whom"]:
            return self._earlier(start, floor, "pronoun", 0.8)
        if after["named"]:
            return self._named(*after.span("named"), floor, start)
        return self._named(after.end("verb"), min(stop, after.end("verb") + 120), floor, start)

    def _named(self, start: int, end: int, floor: int, quoted: int) -> Speaker | None:
        """The first known name of a stretch, or the words that stand for one."""
        one = next(iter(self._between(start, end)), None)
        if one is not None and one.person:
            return Speaker(one.name, "named beside it")
        if one is not None and one.start - start < 8:
            return Speaker(one.name, "body named beside it", 0.9)
        words = self._text[start:end].lstrip()
        if _PRONOUN.match(words):
            return self._earlier(quoted, floor, "pronoun", 0.8)
        return self._earlier(quoted, floor, "nearest before it", 0.6) if _DESCRIBED.match(words) else None

    def _subject(self, start: int, end: int, floor: int) -> Speaker | None:
        """The subject of a verb: the last person before it in the sentence, else a pronoun's person, else a body."""
        inside = [one for one in self._between(start, end) if one.end <= end]
        people = [one for one in inside if one.person]
        pronoun = _PRONOUN.search(self._text, start, end)
        if people and (pronoun is None or pronoun.start() < people[-1].start):
            return Speaker(people[-1].name, "subject of the verb")
        if pronoun is not None:
            return self._earlier(pronoun.start(), floor, "pronoun", 0.8)
        if inside:
            return Speaker(inside[0].name, "body, subject of the verb", 0.9)
        described = _DESCRIBED.match(self._text, start, end)
        return self._earlier(start, floor, "nearest before it", 0.6) if described else None

    def _earlier(self, place: int, floor: int, basis: str, confidence: float) -> Speaker | None:
        """The nearest person before, in the paragraph, else in the one before it."""
        paragraph_before = self._text.rfind("\n", 0, max(0, self._text.rfind("\n\n", 0, floor))) + 1 if floor else 0
        people = [one for one in self._between(paragraph_before, place) if one.person]
        return Speaker(people[-1].name, f"{basis}: {people[-1].name}", confidence) if people else None

    def _chinese(self, start: int, end: int) -> Speaker | None:
        text = self._text
        floor, sentence, stop = self._bounds(start, end, _ZH_REACH)
        if _ZH_BEFORE.search(text, max(sentence, start - _ZH_REACH), start):
            inside = self._between(sentence, start)
            people = [one for one in inside if one.person]
            if people:
                return Speaker(people[-1].name, "subject of the verb")
            if inside:
                return Speaker(inside[0].name, "body, subject of the verb", 0.9)
            return self._earlier(start, floor, "pronoun", 0.8)
        after = _ZH_AFTER.match(text, end, stop)
        near = [one for one in self._between(end, min(stop, end + _NAMED_WITHIN)) if one.person]
        if near and (after is not None or text[end - 2] in "。！？!?，"):
            return Speaker(near[0].name, "named beside it")
        pronoun = after is not None and after["named"].strip() in _ZH_PRONOUNS
        return self._earlier(start, floor, "pronoun", 0.8) if pronoun else None


def _short(name: str) -> tuple[str, ...]:
    """What later mentions have of a name: the last word, of a name of two words also the first (Zhao Kezhi)."""
    if "·" in name:
        return (name.rsplit("·", 1)[1],)
    words = name.split()
    if len(words) < 2:
        return ()
    return (words[-1], words[0]) if len(words) == 2 else (words[-1],)
