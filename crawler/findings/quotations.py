"""Words in quotation marks that somebody said, with the speaker and what he was taken from. Pure.

A stretch in marks is a quotation only where a verb of speech goes with it; titles, names and words in marks for their
oddness are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.findings.passage import TITLE, Passage, Text
from crawler.findings.patterns import lazy
from crawler.findings.speakers import Speaker, Speakers
from storage.findings import Finding, Quotation

LEAST_WORDS, LEAST_SIGNS = 4, 6
_PAIRS = {"“": "”", "«": "»", "「": "」", "『": "』", '"': '"', "„": "“"}
_MARK = lazy(r"[“”«»「」『』\"„]")
_CHINESE = lazy(r"[\u3400-\u4dbf\u4e00-\u9fff]")
# What stands in marks after these is a name or a title.
_TITLED = lazy(
    r"(?:titled|entitled|named|called|dubbed|themed?|slogan|motto|codenamed|code-named|known as|exhibition of|exercise|"
    r"operation|so-called|film|book|song|documentary|the words?|the phrase|report|the term|medal|banner(?: reading)?|"
    r"title(?: of)?|award(?: of)?|programme|program|project|course|workshop|seminar|conference|drill|主[题題][为為]|"
    r"[题題][为為]|名[为為]|所[谓謂]|代[号號]|口[号號]|以|[荣榮][获獲]|授予|被?[称稱][为為]|[誉譽][为為]|命名[为為]|[开開]展|"
    r"[参參]加|[举舉]行|[举舉][办辦])[\s,:，：]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Quoted:
    start: int
    end: int


def find(text: Text, before: Sequence[Finding]) -> Iterator[Quotation]:
    """Quotations of every field with their speakers."""
    for passage in text.passages:
        if passage.field == TITLE:
            continue
        quoted = list(_quoted(passage.text))
        if not quoted:
            continue
        speakers = Speakers(passage, before)
        last: tuple[Speaker, int] | None = None
        for one in quoted:
            if not _is_speech(passage, one):
                continue
            speaker = speakers.of(one.start, one.end)
            if speaker is None and last is not None and _goes_on(passage.text, last[1], one.start):
                speaker = Speaker(last[0].name, "goes on from the quotation before", 0.8)
            if speaker is None:
                continue
            last = (speaker, one.end)
            yield Quotation(
                field=passage.field,
                position=passage.position,
                parts=((one.start, one.end),),
                rule="quotation: marks and verb of speech",
                confidence=speaker.confidence,
                speaker=speaker.name,
                speaker_basis=speaker.basis,
            )


def _quoted(text: str) -> Iterator[_Quoted]:
    """Stretches in marks. Where a paragraph ends within marks and the next begins with one, they are one quotation."""
    opened: int | None = None
    closing = ""
    for mark in _MARK.finditer(text):
        sign, place = mark.group(), mark.start()
        if opened is None:
            if sign in _PAIRS and _opens(text, place, sign):
                opened, closing = place, _PAIRS[sign]
        elif sign == closing and not _reopens(text, place):
            if "\n" not in text[opened:place] or _carried(text, opened, place):
                yield _Quoted(opened, place + 1)
                opened = None
            elif sign == '"' and _opens(text, place, sign):
                opened = place
            else:
                opened = None
        elif "\n" in text[opened:place] and not _reopens(text, place):
            opened, closing = (place, _PAIRS[sign]) if sign in _PAIRS and _opens(text, place, sign) else (None, "")


def _opens(text: str, place: int, sign: str) -> bool:
    if sign != '"':
        return True
    return (place == 0 or not text[place - 1].isalnum()) and not text[place + 1 : place + 2].isspace()


def _reopens(text: str, place: int) -> bool:
    """A mark at the head of a paragraph takes a quotation up again."""
    return text[max(0, place - 1) : place] == "\n" and not text[place + 1 : place + 2].isspace()


def _carried(text: str, start: int, end: int) -> bool:
    """True where every further paragraph begins with a mark."""
    return all(part[:1] in ("“", '"', "「", "«", "『") for part in text[start:end].split("\n") if part.strip())


def _is_speech(passage: Passage, one: _Quoted) -> bool:
    """Long enough, and no title."""
    inside = passage.text[one.start + 1 : one.end - 1]
    if passage.chinese:
        if len(_CHINESE.findall(inside)) < LEAST_SIGNS:
            return False
    elif len(inside.split()) < LEAST_WORDS:
        return False
    return not _TITLED.search(passage.text, max(0, one.start - 24), one.start)


def _goes_on(text: str, end: int, start: int) -> bool:
    """A second stretch in the same paragraph."""
    return "\n" not in text[end:start] and start - end < 160
