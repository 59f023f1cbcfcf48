"""Counts of dead, hurt, missing and captured people, which are casualties and no figures. Pure."""

from __future__ import annotations

import re

from crawler.findings.casualties_groups import numbers_in
from crawler.findings.casualties_ways import ENEMY
from crawler.findings.figures_harm_foreign import is_foreign_casualty
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy

_AFTER = lazy(
    r"(?:\s*[,(][^,.;()]{0,50}[,)])?(?:\s+(?!(?:and|but|while)\b)[\w’'-]+){0,3}?\s+(?:and\s+)?(?:(?:were|was|had|"
    r"have|has|are|been|being|also|reportedly|seriously|slightly|who|themselves)\s+){0,4}"
    r"(?:killed|wounded|injured|hurt|dead|die[ds]?|dying|missing|martyred|slain|shot|perished|fallen|fell|"
    r"lost\s+(?:their|his|her)|laid\s+down|sacrificed|"
    r"gave\s+(?:their|his|her)|embraced|paid\s+the\s+(?:supreme|ultimate)|made\s+the\s+(?:supreme|ultimate)|"
    r"never\s+came\s+home|sustained|suffered|succumbed|beheaded|"
    r"abducted|kidnapped|taken\s+hostage|disabled|left\s+disabled|sickened|infected|buried|murdered|drowned|tués|"
    r"blessés|morts|muertos|heridos|fallecid\w+|mortos|feridos|tewas|gugur|"
    r"погиб\w*|ранен\w*|убит\w*|загину\w*|поранен\w*)\b",
    re.IGNORECASE,
)
_BEFORE = lazy(
    r"\b(?:kill\w*|wound\w*|injur\w*|hurt\w*|murder\w*|lost|lose|losing|buried|abduct\w*|kidnap\w*|martyr\w*|assassinat\w*|massacr\w*|behead\w*|"
    r"sicken\w*|"
    r"(?:lives|deaths?|bodies|killing|loss|remains|families)\s+of|death\s+toll|toll|dead|casualties|tuant|blessant|"
    r"matando|menewaskan)"
    r"\s+(?:(?:to|at|of|stands\s+at|rose\s+to|including|another|the|their|at\s+least|more\s+than|up\s+to|by|"
    r"some)\s+){0,3}\Z",
    re.IGNORECASE,
)
# The dead were from Ghana (5), Fiji (3) and Nepal (2).
_OF_THE_DEAD = lazy(
    r"\b(?:dead|killed|fallen|wounded|injured|victims?|casualties|fatalities|deaths)\b[^.;:]{0,24}?"
    r"(?:\b(?:were|are|came|come|hail(?:ed)?|includ(?:e|ed|ing))\b[^.;:]{0,130}|:[^.;:]{0,130})\Z"
    r"|\b(?:bodies|remains|coffins|caskets|corpses|funerals?|graves)\s+of\b[^.;:]{0,130}\Z",
    re.IGNORECASE,
)
_NOUN = lazy(
    r"\b(?:deaths?|fatalit(?:y|ies)|casualt(?:y|ies)(?!\s+evac)|victims?|bodies|dead|injured|wounded|lives|fallen|"
    r"martyrs?|injuries|wounds|corpses|graves|morts|blessés|muertos|heridos)\b",
    re.IGNORECASE,
)
_CHINESE_AFTER = lazy(
    r"[^，。；、]{0,14}?(?:牺牲|犧牲|死亡|遇难|遇難|阵亡|陣亡|丧生|喪生|殉职|殉職|受伤|受傷|失踪|"
    r"失蹤|伤亡|傷亡|重伤|重傷|轻伤|輕傷|遇害|身亡|献出(?:宝贵)?生命|情况稳定|伤势稳定|脱离(?:生命)?危险|没有生命危险|死|伤|傷|被俘|被绑架|毙)"
)
_CHINESE_BEFORE = lazy(
    r"(?:造成|致|打死|打伤|击毙|擊斃|炸死|炸伤|遇难者|死者|伤者|遇襲致|死亡|受伤|牺牲|另有|伤亡|"
    r"就有)[^，。；]{0,6}\Z"
)
# 死亡总数升至13人，其中10人属于: some of the dead.
_CHINESE_OF_THE_DEAD = lazy(
    r"(?:死亡|丧生|喪生|遇难|遇難|牺牲|犧牲|身亡|殉职|殉職|受伤|受傷|伤亡|傷亡)[^，。；]{0,12}，(?:其中|包括)[^。；另]{0,24}\Z"
)
_CHINESE_NOUN = lazy(r"殉职|殉職|遇难者|死者|伤者|伤员|烈士|遗体|牺牲的|遇難者")
_HONOURED = lazy(r"\b(?:honou?red|posthumous\w*|awarded|medal)\b|追授|勋章|获颁", re.IGNORECASE)
_POSTHUMOUS = lazy(r"\bposthumous", re.IGNORECASE)
# Whom one mourns is dead, though no word of harm stands near.
_MOURNED = lazy(
    r"\b(?:mourn(?:s|ed|ing)?|bur(?:y|ies|ied|ying))\s+(?:(?:the|its|their|another|all)\s+)?\Z", re.IGNORECASE
)
# The toll rose to 52, up from 38: what it was before.
_UP_FROM = lazy(r"\btoll\b[^.;]{0,90}\b(?:up|down|raised|lowered|revised)\s+from\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE)
# In the exercise, 40 gunmen attacked: they are played, other than those who exercise.
_PLAYED = lazy(
    r"[\s\"“‘]*(?:In|During|As\s+part\s+of|For)\s+(?:the|this|that|their)\s+(?:\w+\s+)?"
    r"(?:exercises?|drills?|scenarios?|simulations?|war\s?games?)\b"
)
_ENEMY = lazy(ENEMY + r"|\b(?:attackers?|assailants?|hostage[s-]?\w*|intruders?|rioters?)\b", re.IGNORECASE)
_CHINESE_HONOURED, _TOLL_REACH, _FROM_REACH = 30, 140, 24


def is_casualty(passage: Passage, span: tuple[int, int], counted: tuple[int, int]) -> bool:
    """True for a count of people whom the words round it report dead, hurt, missing or captured."""
    text, (start, end), (first, last) = passage.text, counted, span
    if _OF_THE_DEAD.search(text, max(first, start - 160), start):
        return True
    if passage.chinese and _CHINESE_OF_THE_DEAD.search(text, max(first, start - 48), start):
        return True
    if _MOURNED.search(text, max(first, start - 24), start):
        return True
    near = next(passage.within(max(first, start - 60), min(last, end + 120), "harm"), None) is not None
    if (near or _POSTHUMOUS.search(text, end, min(last, end + 60))) and _is_told(text, span, counted):
        return True
    others = [number.start for number in numbers_in(passage, end, last)]
    return not passage.chinese and is_foreign_casualty(text, span, counted, others)


def is_no_fact(passage: Passage, span: tuple[int, int], counted: tuple[int, int]) -> bool:
    """True for what a toll was before, and for the enemy whom the scenario of an exercise imagines."""
    text, start = passage.text, counted[0]
    # Few sentences hold such words: most are passed over by one look.
    if text.find("from ", max(span[0], start - _FROM_REACH), start) >= 0 and _UP_FROM.search(
        text, max(span[0], start - _TOLL_REACH), start
    ):
        return True
    return _PLAYED.match(passage.text, *span) is not None and _ENEMY.search(passage.text, *counted) is not None


def _is_told(text: str, span: tuple[int, int], counted: tuple[int, int]) -> bool:
    """By the words of English and Chinese, and those of their neighbours that these rules knew first."""
    (start, end), (first, last) = counted, span
    if _CHINESE_AFTER.match(text, end, min(last, end + 34)):
        return not _HONOURED.search(text, end, min(last, end + _CHINESE_HONOURED))
    if _CHINESE_BEFORE.search(text, max(first, start - 14), start):
        return bool(
            _CHINESE_AFTER.search(text, max(first, start - 24), start)
            or text[max(first, start - 14) : start].find("致") >= 0
        )
    if _POSTHUMOUS.search(text, end, min(last, end + 60)):
        return True
    if _NOUN.search(text, start, end) or _CHINESE_NOUN.search(text, start, end):
        return not _HONOURED.search(text, end, min(last, end + 40))
    return bool(_AFTER.match(text, end, min(last, end + 110)) or _BEFORE.search(text, max(first, start - 40), start))
