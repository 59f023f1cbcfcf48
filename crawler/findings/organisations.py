"""Organisations named: those of bodies.toml, and names with a head word (Department of ..., ... Bureau). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.findings.passage import TITLE, Mark, Passage, Text
from crawler.findings.patterns import lazy
from crawler.findings.people_mentions import is_title_case
from storage.findings import Finding, Organisation, Person

ORGANISATION = "organisation"
_HEADS = (
    "Department|Ministry|Bureau|Office|Cent(?:er|re)|Corps|Division|Directorate|Command|Commission|Committee|Council|"
    "Agency|Institute|Academy|Association|Foundation|Federation|Secretariat|Society|University|Embassy|Authority|Tribunal|"
    "Directorate-General|Administration|College|School|Group of Friends"
)
_HEAD = lazy(rf"(?:{_HEADS})\b(?![’'])")
# Capitalised words before the head, joined by spaces, `and`, `&` or a comma never.
_WORD_BEFORE = lazy(r"(?:([A-Z][\w’'-]*|&)|(and))[ \u00a0]$")
_COMPLEMENT = lazy(
    r"[ \u00a0](?:of|for|on)[ \u00a0](?:the[ \u00a0])?[A-Z][\w-]*"
    r"(?:(?:[ \u00a0](?:and|of|for|&)|[ \u00a0](?:of|for)[ \u00a0]the)?[ \u00a0][A-Z][\w-]*){0,10}"
)
_PARENT = lazy(r"[ \u00a0]+(?:of|under|within|at|in)[ \u00a0]+(?:the[ \u00a0]+)?(?:[A-Z]\w+[’']s[ \u00a0]+)?")
_OWNER = lazy(r"((?:[A-Z][\w-]*[ \u00a0]){0,4}[A-Z][\w-]*)[’']s[ \u00a0]$")
_OPENINGS = frozenset(
    [
        "The",
        "A",
        "An",
        "At",
        "In",
        "On",
        "For",
        "By",
        "From",
        "With",
        "Our",
        "His",
        "Her",
        "Their",
        "Its",
        "This",
        "That",
        "New",
        "Former",
        "Acting",
        "Deputy",
        "And",
    ]
)
_UNDER = lazy(r"[\u4e00-\u9fff]{2,8}?(?:委员会|办公室|中心|总队|研究院|学院|局|司|处)(?![长長级級])")
_NO_UNDER = lazy(r"[在和与向对说是的了将于]|发言人|部长|大使|代表")
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    end: int
    name: str
    rule: str
    parent: str | None = None


def find(text: Text, before: Sequence[Finding]) -> Iterator[Organisation]:
    """One finding for each name and item, at its first mention, or the first that names a parent."""
    seen: dict[str, Organisation] = {}
    for passage in text.passages:
        for one in _of_passage(passage, _people(passage, before)):
            known = seen.get(one.name)
            if known is not None and (known.parent or not one.parent):
                continue
            seen[one.name] = Organisation(
                field=passage.field,
                position=passage.position,
                parts=((one.start, one.end),),
                rule=one.rule,
                confidence=1.0 if one.rule.endswith("gazetteer") else 0.9,
                name=one.name,
                parent=one.parent,
            )
    yield from seen.values()


def _people(passage: Passage, before: Sequence[Finding]) -> list[int]:
    """Where names of people begin: Department of Protection Anna Berg ends before her."""
    return [
        one.start + passage.text[one.start : one.end].find(one.name)
        for one in before
        if isinstance(one, Person) and (one.field, one.position) == (passage.field, passage.position)
    ]


def _of_passage(passage: Passage, people: Sequence[int]) -> list[_Named]:
    known = [
        _Named(mark.start, mark.end, mark.value, "organisation: name in the gazetteer")
        for mark in passage.of(ORGANISATION)
        if passage.chinese or not _is_another(passage.text, mark)
    ]
    found = known + ([*_under(passage, known)] if passage.chinese else [*_built(passage, known, people)])
    found.sort(key=lambda one: one.start)
    return [_with_parent(passage.text, one, found[index + 1 : index + 2]) for index, one in enumerate(found)]


def _is_another(text: str, mark: Mark) -> bool:
    """National Security Council is not the UN's, which is often written without its owner."""
    if not mark.value.startswith("UN ") or text.startswith(("UN", "U.N.", "United"), mark.start):
        return False
    word = _WORD_BEFORE.search(text, max(0, mark.start - 40), mark.start)
    return word is not None and word.group(1) is not None and word.group(1) not in _OPENINGS


def _built(passage: Passage, known: Sequence[_Named], people: Sequence[int]) -> Iterator[_Named]:
    """Names with a head word: capitalised words before it, or what it is for after it."""
    text, reach = passage.text, 0
    if passage.field == TITLE and is_title_case(text):
        return
    for head in _HEAD.finditer(text):
        if (
            head.start() < reach
            or text[head.start() - 1 : head.start()].isalnum()
            or any(one.start < head.end() and head.start() < one.end for one in known)
        ):
            continue
        start = _left(text, head.start())
        end = head.end()
        complement = _COMPLEMENT.match(text, end)
        if complement is not None and not _HEAD.search(text, end, complement.end()):
            inner = next((one for one in known if end < one.start < complement.end()), None)
            end = complement.end() if inner is None else end
            end = next((place - 1 for place in people if start < place <= end), end)
        # A bare head word names nothing; nor does one known body under another's words.
        if text[start:end] == head.group() or any(one.start < end and start < one.end for one in known):
            continue
        if any(mark.end >= head.end() for mark in passage.within(start, end, "country")):
            continue
        reach = end
        yield _Named(start, end, text[start:end], "organisation: words round a head word")


def _left(text: str, start: int) -> int:
    place = start
    for _ in range(MOST_WORDS):
        word = _WORD_BEFORE.search(text, max(0, place - 40), place)
        if word is None or word.group(1) in _OPENINGS:
            break
        if word.group(2) and not _WORD_BEFORE.search(text, max(0, word.start() - 40), word.start()):
            break
        if word.group(1) and word.group(1).endswith(("'s", "’s")):
            break
        place = word.start()
    return place + len("and ") if text.startswith("and ", place) else place


def _with_parent(text: str, one: _Named, following: Sequence[_Named]) -> _Named:
    """``the Training Division of the UN Department of Peace Operations``; ``the Nepali Army's Directorate``."""
    for other in following:
        if one.end < other.start and _PARENT.fullmatch(text, one.end, other.start):
            return replace(one, parent=other.name)
    owner = _OWNER.search(text, max(0, one.start - 60), one.start)
    if owner is not None and one.parent is None:
        words = owner.group(1).removeprefix("The ")
        return replace(one, start=owner.start(1) + owner.group(1).index(words), parent=words)
    return one


def _under(passage: Passage, known: Sequence[_Named]) -> Iterator[_Named]:
    """``公安部国际合作局``: a bureau straight after its ministry."""
    for one in known:
        sub = _UNDER.match(passage.text, one.end)
        if sub is None or _NO_UNDER.search(sub.group()) or any(other.start == one.end for other in known):
            continue
        yield _Named(one.start, sub.end(), sub.group(), "organisation: body under a body", one.name)
