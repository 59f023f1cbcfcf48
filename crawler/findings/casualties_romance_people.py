"""Groups of people in a Romance language: "au moins deux Casques bleus burundais", "otros tres", "um deles". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.findings.casualties_groups import COUNTRY, PEOPLE, Group, is_no_count, numbers_in
from crawler.findings.numbers import Number
from crawler.findings.passage import TITLE, Mark, Passage
from crawler.findings.romance import Tongue
from crawler.findings.sentences import Span

_OPENING_REACH, _NAME_REACH, _ADJECTIVES = 40, 30, 3
# Nouns that end so stand for several, in each of these languages.
_PLURAL = ("s", "x")


def groups(passage: Passage, tongue: Tongue, span: Span, harms: Sequence[Span]) -> list[Group]:
    """All groups of a sentence, in order. harms: where its words of harm stand."""
    found = [*_counted(passage, tongue, span, harms), *_single(passage, tongue, span)]
    if passage.field == TITLE:
        found += _headline(passage, tongue, span, harms)
    found.sort(key=lambda group: (group.start, not group.firm, -group.end))
    kept: list[Group] = []
    for group in found:
        if not kept or group.start >= kept[-1].end:
            kept.append(group)
    return kept


def _counted(passage: Passage, tongue: Tongue, span: Span, harms: Sequence[Span]) -> Iterator[Group]:
    text = passage.text
    for number in _ranged(passage, tongue, span):
        before = text[max(span[0], number.start - _OPENING_REACH) : number.start]
        if is_no_count(passage, number) or tongue["no_number_before"].search(before):
            continue
        group = _opened(text, tongue, span, number)
        people = tongue["people"].match(text, number.end, span[1])
        if people is not None:
            yield _firm(passage, tongue, group, people)
            continue
        mark = _people_at(passage, number.end + 1)
        if mark is not None:
            noun = (mark.start, mark.end)
            yield replace(group, end=mark.end, firm=True, noun=noun, nationality=mark.value)
            continue
        bare = tongue["bare"].match(text, number.end, span[1])
        if bare is None:
            continue
        end, some = bare.end(), bare["of"] is not None
        if some or any(start == end + 1 for start, _ in harms) or tongue["stands"].match(text, end, span[1]):
            score = tongue["collective"].search(text, number.start, number.end)
            of = tongue["of_number"].match(text, end + 1) if score else None
            mark = _people_at(passage, end + 1) if some else None
            end = mark.end if mark else of.end() if of else end
            yield replace(group, end=end, partial=some, nationality=mark.value if mark else None)


def _people_at(passage: Passage, place: int) -> Mark | None:
    """The name of a people that begins at a place."""
    return next((one for one in passage.within(place, place + _NAME_REACH, PEOPLE) if one.start == place), None)


def _ranged(passage: Passage, tongue: Tongue, span: Span) -> Iterator[Number]:
    """The numbers of a sentence; 10 to 15 is the lower one, which is sure, up to the higher."""
    lower: Number | None = None
    for number in numbers_in(passage, *span):
        between = passage.text[lower.end : number.start] if lower is not None else ""
        opened = lower is not None and tongue["in_range"].search(passage.text, span[0], lower.start)
        linked = tongue["range"].fullmatch(between) or (opened and tongue["link"].fullmatch(between.strip()))
        changes = lower is not None and tongue["rises"].search(
            passage.text, max(span[0], lower.start - 24), lower.start
        )
        if lower is not None and linked and not changes and lower.value < number.value:
            yield number._replace(start=lower.start, value=lower.value, value_to=number.value)
        else:
            yield number
        lower = number


def _opened(text: str, tongue: Tongue, span: Span, number: Number) -> Group:
    """A number with its qualifier, of nobody yet."""
    before = tongue["opening"].search(text, max(span[0], number.start - _OPENING_REACH), number.start)
    start, qualifier, bound = number.start, "exact", None
    if before is not None:
        start = before.start() + len(before.group()) - len(before.group().lstrip())
        name = next((key for key, got in before.groupdict().items() if got), None)
        if name is not None:
            qualifier, bound = tongue.qualifiers[int(name[1:])]
    if number.value_to is not None:
        qualifier, bound = "at least", "lower"
    elif qualifier == "exact" and tongue["collective"].search(text, number.start, number.end):
        qualifier, bound = "about", "around"
    return Group(start, number.end, number.value, qualifier, bound, firm=False)


def _firm(passage: Passage, tongue: Tongue, group: Group, people: re.Match[str]) -> Group:
    """A group with its noun, the adjectives behind it, and the country that they or "of X" name."""
    text, end = passage.text, people.end("noun")
    kind = next(tongue.personnel[int(key[1:])] for key, got in people.groupdict().items() if key[0] == "p" and got)
    nations: list[str] = []
    for _ in range(_ADJECTIVES):
        blank = end + 1
        mark = _people_at(passage, blank)
        adjective = tongue["behind"].match(text, blank)
        if mark is not None:
            nations.append(mark.value)
            end = mark.end
        elif adjective is not None:
            end = adjective.end()
        else:
            break
    if not nations and (of := tongue["of_country"].match(text, end)) is not None:
        marks = passage.within(of.start() + 1, of.end() + 40, COUNTRY)
        nations += [mark.value for mark in marks if mark.start <= of.end() <= mark.end][:1]
    return replace(
        group,
        end=end,
        firm=True,
        noun=(people.start("noun"), end),
        personnel=None if kind == "other" else kind,
        nationality=nations[0] if len(set(nations)) == 1 else None,
    )


def _single(passage: Passage, tongue: Tongue, span: Span) -> Iterator[Group]:
    """One person by the article: "un soldat", "otro militar", "um ruandês"; or by the pronoun: "otro"."""
    text = passage.text
    for found in tongue["single"].finditer(text, *span):
        one = Group(found.start(), found.end("one"), 1.0, "exact", None, firm=True)
        if not _is_plural(found["noun"]):
            yield _firm(passage, tongue, one, found)
    for mark in passage.within(*span, PEOPLE):
        article = tongue["one_before"].search(text, max(span[0], mark.start - _OPENING_REACH), mark.start)
        if article is not None:
            noun = (mark.start, mark.end)
            yield Group(article.start(), mark.end, 1.0, "exact", None, firm=True, noun=noun, nationality=mark.value)
    for found in tongue["pronoun"].finditer(text, *span):
        some = found["of"] is not None
        yield Group(found.start(), found.end(), 1.0, "exact", None, firm=False, partial=some)


def _is_plural(noun: str) -> bool:
    return noun.split(maxsplit=1)[0].endswith(_PLURAL)


def _headline(passage: Passage, tongue: Tongue, span: Span, harms: Sequence[Span]) -> Iterator[Group]:
    """One person without the article, as a headline names him: first of all, or straight behind the word of harm."""
    for start in {span[0], *(end + 1 for _, end in harms)}:
        found = tongue["people"].match(passage.text, start, span[1])
        if found is not None and found.start("noun") == start and not _is_plural(found["noun"]):
            yield _firm(passage, tongue, Group(start, start, 1.0, "exact", None, firm=True), found)
