"""Places in an order: the second-largest contributor, ranks third among, 第二大出资国, 居首位. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crawler.findings.figures_owners import subject_of
from crawler.findings.figures_setting import Countries
from crawler.findings.numbers import chinese_value
from crawler.findings.passage import Passage, Text
from crawler.findings.patterns import lazy
from crawler.findings.rankings_rows import (
    ORDINAL,
    Placed,
    followers,
    further,
    how_many_before,
    numbered,
    rank_of,
    respective,
)
from crawler.findings.windows import places
from storage.findings import Finding, Ranking

_GIVER = (
    r"(?:contributors?|contributing\s+(?:country|nation|state)s?|(?:[\w-]+\s+)?(?:troop|police|personnel|financial|"
    r"peacekeeping|budget|uniformed)[\s-]contribut\w+(?:\s+(?:country|nation|state)s?)?|"
    r"providers?|donors?|suppliers?|payers?|TCCs?|PCCs?|T/PCCs?|contingents?|sources?\s+of)"
)
# the second-largest contributor; the number one contributor; the largest contingent but one; top provider
_SUPERLATIVE = lazy(
    rf"(?<![\w-])(?:the\s+|its\s+|a\s+)?(?:(?:world['’]s|UN['’]s|United\s+Nations['’]?|Africa['’]s|continent['’]s|"
    rf"mission['’]s|single|by\s+far\s+the)\s+)?"
    rf"(?:(?P<ord>{ORDINAL})[\s-]+(?:largest|biggest|highest|leading|top|most\s+important|greatest|major)|"
    rf"number\s+(?P<number>one|two|three|\d{{1,2}})|No\.?\s?(?P<no>\d{{1,2}})|"
    rf"(?P<top>largest|biggest|top|leading|foremost)(?:\s+single)?)\s+(?P<which>(?:(?!the\b|of\b|in\b|and\b|"
    rf"to\b)[\w-]+\s+){{0,3}}?)(?P<giver>{_GIVER})(?P<rest>(?:\s+\(\w+\))?)(?P<but>\s+but\s+(?:one|two))?",
    re.IGNORECASE,
)
# Once the largest contributor: no more.
_ONCE = lazy(
    r"\b(?:once|formerly|previously|at\s+one\s+time|long|used\s+to\s+be|had\s+been|no\s+longer|never|not)\s+(?:been\s+)?\Z",
    re.IGNORECASE,
)
_ONCE_FAR = 24
_BUT_ONE = lazy(r"\b(?:the\s+)?(?:largest|biggest)\s+but\s+(?P<but>one|two)\b", re.IGNORECASE)
_LARGEST_NUMBER = lazy(
    r"\b(?:the\s+)?(?:largest|highest|biggest|greatest)\s+(?:number|share|"
    r"total)\s+(?:of\s+[\w\s-]{2,40}?\s+)?(?:from|of|by|for|among)\s+(?:any|all)\s+[\w-]+",
    re.IGNORECASE,
)
_RANKS = lazy(
    rf"\b(?:ranks?|ranked|ranking|stands?|stood|places?|placed|comes?|is|was|remains?)\s+(?:(?:now|currently|again|"
    rf"at|in|as|the|number|No\.?|joint)\s+)*"
    rf"(?P<place>{ORDINAL}|\d{{1,2}}|(?<=number )one|top)(?:\s+place)?(?P<among>\s+(?:among|in|of|worldwide|"
    rf"globally|as)\b)",
    re.IGNORECASE,
)
_STANDS = lazy(
    rf"\b(?:ranks?|ranked|stands?|stood)\s+(?P<place>{ORDINAL})(?=[.,;]|\s+(?:and|while)\s+(?:the\s+)?(?-i:[A-Z]))",
    re.IGNORECASE,
)
# Nepal topped the list of contributors; slipped to third place among contributors; second only to India.
_TOPS = lazy(
    rf"\b(?:(?P<tops>tops?|topped|topping|heads?|headed)\s+(?:the\s+)?(?:[\w-]+\s+){{0,2}}?(?:list|rankings?|table)\s+of"
    rf"|(?:regain(?:s|ed)|took|takes|h[eo]lds?|occup(?:y|ies|ied)|kept|keeps|retain(?:s|ed)|secured"
    rf"|(?:slips|slipped|rises|rose|climbs|climbed|drops|dropped|falls|fell|moves|moved|advanced|jumped)(?:\s+(?:up|down|back))?"
    rf"\s+to)\s+(?:the\s+|its\s+)?(?P<place>{ORDINAL}|top)\s+(?:spot|place|position|rank)\s+(?:among|in|of|as)"
    rf"|(?P<only>second\s+only\s+to))\b",
    re.IGNORECASE,
)
# Bangladesh came third, Egypt fourth: with no word for those who are ranked, only in a row.
_CAME = lazy(
    rf"\b(?:came|comes|is|was|placed|follows|followed|lies)\s+(?:in\s+)?(?P<place>{ORDINAL})(?=[,;]|\s+and\b)",
    re.IGNORECASE,
)
_TOP_FAR = 60
_NEXT_BEST = 2
# Sports and courses have their places too.
_CONTEST = lazy(
    r"\b(?:tournament|competition|contest|match(?:es)?|race|league|championships?|marathon|cup|games|exam\w*|course|class"
    r"|shooting|quiz|relay|tug\s+of\s+war|march|run|football|volleyball|basketball|sports?|swimming)\b",
    re.IGNORECASE,
)
# The largest European contributor is that of Europe.
_OF_SOME = lazy(r"(?!UN\b|United\b|Nations\b)[A-Z][a-z][\w-]*(?:\s+[A-Z][\w-]+)*|\bEU\b|\bNATO\b")
_CHINESE = lazy(
    r"第(?P<n>[一二三四五六七八九十]{1,2}|\d{1,2})大(?:的)?(?P<of>[^，。；、]{0,12}?(?:国|國|贡献者|贡献方|来源|出资方|"
    r"摊款国))"
    r"|最大的?(?P<of1>[^，。；、是]{0,10}?(?:出兵国|出资国|贡献国|派遣国|捐助国|出警国|派兵国|贡献者))"
    r"|(?P<of2>(?:派遣|派出|提供|贡献)[^，。；、]{1,16}?)最多的?(?:国家|成员国|会员国)?"
    r"|(?<!分)(?<![分][别別])(?:排名?|位居|位列|名列|居|列|高居|稳居|跃居)(?:世界|全球|各国|(?:出兵|派兵|派遣|出资|出警|贡献|会员|成员)国|首|第)?(?P<place>首位|榜首|"
    r"第(?P<m>[一二三四五六七八九十]{1,2}|\d{1,2})(?:位|名)?)"
)
_END = lazy(
    r"[,.;:()\n]|\s(?:and|but)\s(?:the\s|its\s|it\s|is\s|has\s|ranks?|one\b)|\s(?:which|who|whose|with|while|after|"
    r"ahead|behind|paying|having|said|since|when|as)\b"
)
_SCOPE = lazy(
    r"\b(?:among|worldwide|globally|in\s+the\s+world|in\s+(?:all\s+)?[A-Z][\w-]+|of\s+the\s+(?:five|\d+|world|"
    r"continent|bloc|permanent)|from\s+any)\b"
)
_SCOPE_CHINESE = lazy(r"[^，。；]{0,24}(?:中|当中)(?=[^，。；]{0,24}\Z)")
_RANKED = lazy(
    r"\s*(?:the\s+)?(?:[\w-]+\s+){0,2}(?:contributors?|providers?|contributing|donors?|troop|world|list|countries|"
    r"nations)",
    re.IGNORECASE,
)
_GIVES = lazy(r"\bcontribut\w+|\bprovid\w+|\bpeacekeepers\b", re.IGNORECASE)
_FAR = 150


# One of these stands in every place in an order; other sentences need not be read.
_TRIGGERS = (
    "larg", "bigg", "rank", "leading", "top ", "number one", "number two", "no. ", "stand", "stood",
    "highest", "foremost", "place", "among", "topp", "tops", "head", "spot", "position", "only to", "came ", "comes ",
)  # fmt: skip
_CHINESE_TRIGGERS = ("大", "位", "首", "最多", "名第")


def _sentences(passage: Passage) -> Iterator[tuple[int, int]]:
    """The sentences that hold a trigger."""
    lower = passage.text.lower()
    if len(lower) != len(passage.text):
        lower = passage.text
    seen = -1
    for place in places(lower, _CHINESE_TRIGGERS if passage.chinese else _TRIGGERS):
        if place >= seen:
            span = passage.sentence(place)
            seen = max(span[1], place + 1)
            yield span


_MOST = ("largest", "highest", "biggest", "greatest")


class _Found(NamedTuple):
    rank: int
    start: int
    end: int
    of: str | None
    scope: str | None
    rule: str
    who: str | None = None
    place: int = 0


def find(text: Text, before: Sequence[Finding]) -> Iterator[Ranking]:
    """One finding a place in an order."""
    for passage in text.passages:
        read = _chinese if passage.chinese else _english
        found = [one for span in _sentences(passage) for one in read(passage, span)]
        countries = Countries(passage, before if found else ())
        reach = -1
        for one in sorted(found, key=lambda one: (one.start, -one.end)):
            if one.start < reach:
                continue
            reach = one.end
            yield Ranking(
                field=passage.field,
                position=passage.position,
                parts=((one.start, one.end),),
                rule=one.rule,
                who=one.who or subject_of(passage, countries, passage.sentence(one.start), one.start, text.around.home),
                rank=one.rank,
                of=one.of,
                scope=one.scope,
            )


def _english(passage: Passage, span: tuple[int, int]) -> Iterator[_Found]:
    """Those of one sentence: each place that is told, and those of other countries that hang on it."""
    for one in _placed(passage, span):
        beside = list(further(passage, one.place, span[1])) if one.place else []
        yield one._replace(end=min(one.end, one.place)) if beside else one
        for other in (*beside, *followers(passage, one.rank, one.end, span[1])):
            yield _of_row(other, one)
    for other in numbered(passage, span):
        yield _of_row(other, None)


def _of_row(placed: Placed, like: _Found | None) -> _Found:
    of, scope = (like.of, like.scope) if like is not None else (None, None)
    return _Found(placed.rank, placed.start, placed.end, of, scope, "ranking: row", placed.who)


def _placed(passage: Passage, span: tuple[int, int]) -> Iterator[_Found]:
    text = passage.text
    for match in _SUPERLATIVE.finditer(text, *span):
        if (rank := _superlative(match)) and not _ONCE.search(
            text, max(span[0], match.start() - _ONCE_FAR), match.start()
        ):
            end = _end(text, match.end())
            of, scope = _split(text, match.start("giver"), match.end(), end)
            some = _OF_SOME.search(match["which"] or "")
            rank += how_many_before(passage, match.end(), span[1]) if match["top"] else 0
            yield _Found(rank, match.start(), end, of, scope or (some and some.group()), "ranking: superlative")
    lower = text[span[0] : span[1]].lower()
    for match in _BUT_ONE.finditer(text, *span) if "but" in lower else ():
        end = _end(text, match.end())
        _, scope = _split(text, match.end(), match.end(), end)
        yield _Found(1 + rank_of(match["but"]), match.start(), end, None, scope, "ranking: but one")
    for match in _LARGEST_NUMBER.finditer(text, *span) if any(word in lower for word in _MOST) else ():
        yield _Found(1, match.start(), match.end(), None, None, "ranking: largest number")
    for match in (*_RANKS.finditer(text, *span), *_STANDS.finditer(text, *span)):
        rank = rank_of(match["place"])
        if rank and not _not_a_place(text, match):
            end = _end(text, match.end())
            of, scope = _split(text, match.end(), match.end(), end)
            yield _Found(rank, match.start(), end, of, scope, "ranking: ranks", place=match.end("place"))
    for match in _CAME.finditer(text, *span):
        if any(further(passage, match.end(), span[1])) and not _CONTEST.search(text, match.end(), span[1]):
            yield _Found(
                rank_of(match["place"]), match.start(), match.end(), None, None, "ranking: row", place=match.end()
            )
    for match in _TOPS.finditer(text, *span):
        if (match["only"] and _GIVES.search(text, *span)) or _RANKED.match(text, match.end(), match.end() + _TOP_FAR):
            rank = _NEXT_BEST if match["only"] else rank_of(match["place"] or "top")
            end = _end(text, match.end())
            of, scope = _split(text, match.end(), match.end(), end)
            yield _Found(rank, match.start(), end, None if match["only"] else of, scope, "ranking: tops")


def _superlative(match: re.Match[str]) -> int:
    """The rank that a superlative gives, 0 for none: one of the largest contributors, the largest contingent."""
    placed = match["ord"] or match["number"] or match["no"]
    giver = match["giver"].lower()
    if placed is None and giver.endswith("s"):
        return 0
    if giver.startswith("contingent") and not match["but"]:
        return 0
    return rank_of(placed or "one") + (rank_of(match["but"].split()[-1]) if match["but"] else 0)


def _not_a_place(text: str, match: re.Match[str]) -> bool:
    """``was first in`` tells an order of time unless those who are ranked are named."""
    if _CONTEST.search(text, match.end(), match.end() + _TOP_FAR):
        return True
    among = match.groupdict().get("among")
    if among is None or match.group().lower().startswith("rank"):
        return False
    return _RANKED.match(text, match.end(), match.end() + 60) is None


def _end(text: str, place: int) -> int:
    stop = _END.search(text, place, place + _FAR)
    return stop.start() if stop else min(len(text), place + _FAR)


def _split(text: str, start: int, after: int, end: int) -> tuple[str | None, str | None]:
    scope = _SCOPE.search(text, after, end)
    of = " ".join(text[start : scope.start() if scope else end].split())
    return of or None, " ".join(text[scope.start() : end].split()) if scope else None


def _chinese(passage: Passage, span: tuple[int, int]) -> Iterator[_Found]:
    text = passage.text
    yield from (_of_row(one, None) for one in respective(passage, span))
    for match in _CHINESE.finditer(text, *span):
        got = match.groupdict()
        numeral = got["n"] or got["m"]
        rank = 1 if numeral is None else int(numeral) if numeral.isdigit() else int(chinese_value(numeral) or 0)
        if not rank:
            continue
        of = got["of"] or got["of1"] or got["of2"]
        scope = _SCOPE_CHINESE.search(text, max(span[0], match.start() - 40), match.start())
        told = scope.group().strip() if scope else None
        yield _Found(rank, match.start(), match.end(), of, told, "ranking: 第几大")
