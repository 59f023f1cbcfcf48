"""Soldiers who are told of by role and name in Chinese: 维和战士申某牺牲, 上士李某、中士王某遇难. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.findings.casualties_groups import COUNTRY, Group
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from crawler.findings.people_chinese_names import ChineseNames
from crawler.findings.people_names import Names
from crawler.findings.sentences import Span

_POLICE = r"警察|警员|警員|民警|警官|一级警司|二级警司|三级警司|警督|警士"
_ROLE = lazy(
    rf"(?P<police>{_POLICE})"
    r"|士兵|战士|戰士|战友|戰友|军人|軍人|军官|軍官|官兵|工兵|军医|軍醫|维和人员|維和人員|维和军人|维和员"
    r"|(?:[一二三四]级)?军士长|[上中下]士|列兵|[上中少准][尉校]|大校"
)
# A name that is hidden in part: 申某, 申某某.
_HIDDEN = lazy(r"[\u4e00-\u9fff]某{1,2}")
_BETWEEN = lazy(r"[、：\s“”]{0,2}|和|与|與|及")
# Of a soldier who is told of, not what befell him: 战士申某的母亲.
_OF = ("的", "之")
# Before a country: he serves there.
_WHERE = ("赴", "在", "驻", "駐", "援", "于", "於", "往")
_REACH = 16
_STOP = lazy(r"[，,。；：:！？]")


def with_named(passage: Passage, sentence: Span, counted: Sequence[Group], names: Names) -> list[Group]:
    """The people of a sentence, in order, with each soldier who is named behind his role.

    A number that counts those named, 2名战士申某、杨某, has them for its end instead.
    """
    text, found, last = passage.text, ChineseNames(passage, names), sentence[0]
    people = list(counted)
    for role in _ROLE.finditer(text, *sentence):
        if role.start() < last:
            continue
        spans = list(_named(text, found, role, sentence[1]))
        last = spans[-1][1] if spans else last
        number = next((at for at, one in enumerate(people) if one.start <= role.start() < _end(one)), None)
        if number is None:
            people += [_soldier(passage, sentence, span, role) for span in spans if not text.startswith(_OF, span[1])]
        elif spans and people[number].name is None:
            people[number] = replace(people[number], end=last)
    return sorted(people, key=lambda group: group.start)


def _named(text: str, names: ChineseNames, role: re.Match[str], stop: int) -> Iterator[Span]:
    """The names behind a role, each with what joins it to the one before."""
    first, place = role.span()
    while (end := _name(text, names, place)) is not None and end <= stop:
        yield first, end
        joined = _BETWEEN.match(text, end)
        if joined is None or joined.end() == end:
            return
        place = first = joined.end()


def _end(group: Group) -> int:
    return group.noun[1] if group.noun else group.end


def _name(text: str, names: ChineseNames, place: int) -> int | None:
    hidden = _HIDDEN.match(text, place)
    return hidden.end() if hidden else names.end_of(place)


def _soldier(passage: Passage, sentence: Span, span: Span, role: re.Match[str]) -> Group:
    """Of the country in the words before the role that is not where he serves: 中国赴马里维和部队战士."""
    text, low = passage.text, max(sentence[0], role.start() - _REACH)
    nations = [
        mark.value
        for mark in passage.within(low, role.start(), COUNTRY)
        if not _STOP.search(text, mark.end, role.start()) and not text.startswith(_WHERE, max(0, mark.start - 1))
    ]
    return Group(
        span[0], span[1], 1.0, "exact", None, firm=True, noun=role.span(),
        personnel="police" if role["police"] else "military", nationality=nations[-1] if nations else None,
        name=text[max(span[0], role.end()) : span[1]],
    )  # fmt: skip
