"""Contingents and their steps in Chinese: 中国第24批赴黎巴嫩维和部队第一梯队205名官兵启程. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from crawler.findings.numbers import chinese_value
from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy
from crawler.findings.rotations_contingent import CONTINGENT, COUNTRY, MISSION, STEP, Contingent
from crawler.findings.rotations_undone import undone_chinese

_COUNT = r"(?:\d{1,3}|[一二三四五六七八九十]{1,4})"
_NAMED = lazy(
    rf"(?:第\s*(?P<n>{_COUNT})\s*[批支]|(?P<first>首[批支]))(?P<rest>[^第，。；！？\n“”]{{0,40}}?(?:分队|分隊|部队"
    rf"|部隊|步兵营|步兵營|防暴队|防暴隊|警队|警隊|医疗队|大队|工兵营|官兵|维和警察|警察|军事观察员))"
)
_SHORT = lazy(rf"第\s*(?P<echelon>{_COUNT})\s*梯[队隊]")
_ECHELON = lazy(rf"第\s*(?P<echelon>{_COUNT})\s*梯[队隊]|(?P<first>首批)梯队")
_STRENGTH = lazy(
    r"(?P<n>[\d,，]{1,6}|[一二三四五六七八九十百]{1,5})(?:余|多)?[名人](?!次)(?:官兵|队员|隊員|警员|警察|维和"
    r"|组成|人员|女|参谋|军人|战士|指战员|民警|，|,|。|）|分|已|从|乘|在|於|于|自)"
)
# 400名官兵中的一半, 半数的400名官兵: nobody told how many.
_SHARE_AFTER = lazy(r"[^，。；、]{0,6}(?:[中里]的?|之中|当中|當中)(?=[一半部大多少\d百])")
_SHARE_BEFORE = lazy(
    r"(?:一半|半数|半數|部分|大部分|多数|多數|少数|少數|[之成][一二三四五六七八九十]|[\d.]+[%％]|百分之\S{1,4})的?$"
)
_TO = lazy(
    r"[赴驻駐往](?P<place>(?:联合国|聯合國)?[^，。的]{2,14}?(?:[（(][^（）()]{1,8}[)）])?)(?=维和|維和|联合国"
    r"|执行|任务|参加|多功能|建筑|工兵|医疗|步兵|直升机)"
)
_GOES_TO = tuple("赴驻駐往在向")
_OWN = lazy(r"(?:我国|中国|我军|我(?=第)|中國|我國|我(?=首))")
_ANAPHOR = lazy(
    r"(?:该|此|这支|這支|該)(?:批|支)?(?:维和|維和)?(?:分队|分隊|部队|部隊|营|營|警队)|(?:分队|分隊|部队"
    r"|警队)(?=将|计划|预计|于|在|全体|官兵|已)"
)
_OTHERS = lazy(r"其余|其餘|另有|此前")
_ONE = lazy(r"的?(?:一支|首支)?(?:由?(?P<n>\d{2,4})(?:余|多)?[人名](?:组成)?的?)?(?:维和|維和)?")
_APART = lazy(r"[，。、和]")
# 与第十批举行指挥权交接仪式: the one that takes over, named by its number alone.
_COUNTERPART = lazy(rf"(?<=[与與同向和])第\s*(?P<n>{_COUNT})\s*[批支](?=[^，。；]{{0,12}}(?:交接|移交))")
_RELIEVED = lazy(r"(?:接替|替换|替換|轮换|輪換|取代)(?!他们|他們|其的|它的)[^，。；、]{0,4}$")
# 启程，与第9批步兵营轮换: the ninth is the one that was there.
_ROTATES = lazy(r"(?:进行|進行|实施|實施)?(?:轮换|輪換)")
_WITH = tuple("与與同和")
_PAIR = lazy(r"(?:\d{1,2}日)?(?:与|和|同|向|從|从|與)[^，。]{0,4}$")
# 交接给第4批分队的4架直升机: the things are handed over.
_ITS_THINGS = lazy(r"的[\d一二三四五六七八九十两]{1,4}余?[架辆輛台套件份项艘座]")
_SEEN_OFF = ("送行", "欢送")
_COFFINS = lazy(r"遗体|遺體|遗骸|灵柩|靈柩|骨灰")
_FALLEN = lazy(r"牺牲|犧牲|烈士|遇难|遇難|殉职|殉職|阵亡|陣亡|英灵")
_IMPLICIT = lazy(r"以来|以來|后|後")
MOST_AHEAD = 60


def contingents(passage: Passage, start: int, end: int) -> list[Contingent]:
    """All contingents of a sentence, in order."""
    text = passage.text
    found: list[Contingent] = []
    for match in _NAMED.finditer(text, start, end):
        # 维和直升机分队首批70名官兵: the first of them, not another one.
        if not (found and match["first"] and match.start() - found[-1].end <= 1):
            found.append(_named(passage, match, start, end))
    for match in _COUNTERPART.finditer(text, start, end):
        first = next((one for one in reversed(found) if one.end <= match.start()), None)
        if first is not None and not any(one.start <= match.start() < one.end for one in found):
            found.append(replace(first.at(*match.span()), ordinal=_count(match["n"]), echelon=None, strength=None))
    found += _unnumbered(passage, start, end, found)
    for match in (*_SHORT.finditer(text, start, end), *_ANAPHOR.finditer(text, start, end)):
        if not any(one.start <= match.start() < one.end + 8 for one in found):
            echelon = _count(match["echelon"]) if "echelon" in match.groupdict() else None
            strength, last = _strength(text, match.end(), end)
            found.append(Contingent(start=match.start(), end=last, echelon=echelon, strength=strength))
    found.sort(key=lambda one: one.start)
    return [one for index, one in enumerate(found) if not _hands_over(text, found, index)]


def _hands_over(text: str, found: list[Contingent], index: int) -> bool:
    """The one that is relieved, of two joined the lower number, goes: it is told by the other's taking over."""
    one = found[index]
    if one.ordinal is not None and _RELIEVED.search(text, max(0, one.start - 8), one.start):
        return True
    if _ROTATES.match(text, one.end) and text.endswith(_WITH, 0, one.start):
        return True
    for other in found[max(0, index - 1) : index + 2]:
        if other is one or one.ordinal is None or other.ordinal is None or other.ordinal <= one.ordinal:
            continue
        first, second = sorted((one, other), key=lambda contingent: contingent.start)
        if _PAIR.fullmatch(text, first.end, second.start):
            return True
    return False


def implicit(passage: Passage, start: int, end: int) -> list[Contingent]:
    """今年5月部署以来: the contingent named before stands for itself."""
    return [
        Contingent(start=mark.start - 1, end=mark.start)
        for mark in passage.within(start + 1, end, STEP)
        if _IMPLICIT.match(passage.text, mark.end)
    ][:1]


def _unnumbered(passage: Passage, start: int, end: int, found: list[Contingent]) -> list[Contingent]:
    """尼泊尔一支850人的步兵营: a country and a head count or 一支 instead of an ordinal."""
    made = []
    for mark in passage.within(start, end, CONTINGENT):
        low = max(start, mark.start - 18)
        country = next((one for one in passage.within(low, mark.start, COUNTRY)), None)
        if country is None or any(one.start < mark.end and mark.start < one.end for one in found):
            continue
        told = _ONE.fullmatch(passage.text, country.end, mark.start)
        # 赴刚果（金）维和医疗分队: where it goes is not whose it is.
        if told is not None and passage.text[country.start - 1 : country.start] not in _GOES_TO:
            strength = float(told["n"]) if told["n"] else None
            made.append(
                Contingent(
                    start=country.start,
                    end=mark.end,
                    country=country.value,
                    unit=mark.value or None,
                    strength=strength,
                    firm=True,
                )
            )
    return made


def _named(passage: Passage, match: re.Match[str], start: int, end: int) -> Contingent:
    text, last = passage.text, match.end()
    # 维和警察防暴队: the unit's name may go on after the first of its words.
    last = max(
        [mark.end for mark in passage.within(match.start("rest"), min(end, last + 6), CONTINGENT) if mark.start < last],
        default=last,
    )
    last = max(last, match.end())
    units = [mark.value for mark in passage.within(match.start("rest"), last, CONTINGENT) if mark.value]
    destination = _TO.search(text, match.start("rest"), min(end, last + 6)) or _TO.search(text, start, match.start())
    echelon = _ECHELON.search(text, last, min(end, last + 10))
    if echelon:
        last = echelon.end()
    strength, last = _strength(text, last, min(end, last + 30), last)
    if strength is None:
        strength, _ = _strength(text, max(start, match.start() - 12), match.start())
    missions = [mark.value for mark in passage.within(start, end, MISSION)]
    begin, country = _owner(passage, match, start)
    return Contingent(
        start=begin,
        end=last,
        ordinal=1 if match["first"] else _count(match["n"]),
        country=country,
        unit=units[-1] if units else None,
        destination=destination["place"] if destination else None,
        mission=missions[0] if len(missions) == 1 else None,
        echelon=_count(echelon["echelon"]) if echelon and echelon["echelon"] else None,
        strength=strength,
        firm=True,
    )


def _owner(passage: Passage, match: re.Match[str], start: int) -> tuple[int, str | None]:
    """The country written before it; 我 and 我国 are the outlet's own."""
    low = max(start, match.start() - 12)
    for mark in passage.within(low, match.start(), COUNTRY):
        if not _APART.search(passage.text, mark.end, match.start()):
            return mark.start, mark.value
    return match.start(), None


def _strength(text: str, start: int, end: int, last: int | None = None) -> tuple[float | None, int]:
    found = _STRENGTH.search(text, start, end)
    if found is None or _SHARE_BEFORE.search(text, start, found.start()) or _SHARE_AFTER.match(text, found.end()):
        return None, start if last is None else last
    digits = found["n"].replace(",", "").replace("，", "")
    value = float(digits) if digits.isdecimal() else chinese_value(digits)
    return (value, found.end("n") + 1) if value and value >= 8 else (None, start if last is None else last)


def _count(words: str | None) -> int | None:
    if words is None:
        return None
    value = float(words) if words.isdecimal() else chinese_value(words)
    return int(value) if value else None


def _of_the_dead(text: str, mark: Mark, opening: int) -> bool:
    """True where those who come or are seen off are dead: 灵柩抵达, 为牺牲的战士送行."""
    told = text[opening : mark.start]
    return bool(_COFFINS.search(told) or (text.startswith(_SEEN_OFF, mark.start) and _FALLEN.search(told)))


def steps(passage: Passage, one: Contingent, following: int, end: int) -> Iterator[Mark]:
    """The first word of a step after a contingent, up to the next one; else one shortly before it."""
    opening = passage.sentence(one.start)[0]
    after = [
        mark
        for mark in passage.within(one.start, min(end, following, one.end + MOST_AHEAD), STEP)
        if not undone_chinese(passage.text, (mark.start, mark.end), (opening, end))
        and not _of_the_dead(passage.text, mark, opening)
    ]
    ahead = [mark for mark in after if mark.start >= one.end and not _OTHERS.search(passage.text, one.end, mark.start)]
    ahead = [mark for mark in ahead if mark.value != "training" or "将" not in passage.text[one.end : mark.start]]
    if ahead:
        best = next((mark for mark in ahead if mark.value == "medal"), None)
        # 启程，将接替: it has left, and will take over.
        done = (mark for mark in ahead if "将" not in passage.text[max(one.end, mark.start - 6) : mark.start])
        best = best or next((mark for mark in done if mark.value in ("returned", "took over")), ahead[0])
        yield best
        return
    lead = [mark for mark in after if mark.start < one.start + 14 and mark.value == "left" and mark.end < one.end]
    if lead:
        yield lead[0]
        return
    before = [
        mark
        for mark in passage.within(max(0, one.start - 14), one.start, STEP)
        if not undone_chinese(passage.text, (mark.start, mark.end), (opening, end))
    ]
    of_things = _ITS_THINGS.match(passage.text, one.end)
    if before and not of_things and "。" not in passage.text[before[-1].end : one.start]:
        yield before[-1]
