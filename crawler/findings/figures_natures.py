"""The nature of a figure by the words round it: current, cumulative, planned, authorised or change. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from crawler.findings.figures_changes import sign_of
from crawler.findings.figures_counted import EVENT, GROUP, MEASURE, MONEY, PEOPLE, SHARE, STRONG, THING, WORK
from crawler.findings.figures_cues import Cues
from crawler.findings.figures_ended import is_to_be_fewer
from crawler.findings.figures_lists import head_of
from crawler.findings.figures_modality import MAY_BE, is_gone, is_of_another_time, is_replaced, is_unreal
from crawler.findings.figures_setting import Setting, Span
from crawler.findings.passage import Mark
from crawler.findings.patterns import lazy

CURRENT, CUMULATIVE, PLANNED, AUTHORISED, CHANGE = "current", "cumulative", "planned", "authorised", "change"


@dataclass(frozen=True, slots=True)
class Nature:
    """A nature, the sign of a change, and the word of time that says it (an empty span for the perfect tense).

    settled: it does not go on from the count before; counted: False for what is wished, refused or holds no more;
    then: it is of another time, and counts only with a day written for it.
    """

    nature: str
    sign: int = 1
    cue: Span | None = None
    sure: bool = True
    settled: bool = False
    counted: bool = True
    then: bool = False


# Against 13,900; against 13,900 troops and 1,500.
_AGAINST = lazy(
    r"\b(?:against|compared\s+(?:with|to)|up\s+from|down\s+from|than\s+the)\s+(?:\d[\d,.]*\s(?:[\w’'-]+\s){0,3}?and\s+)?\Z",
    re.IGNORECASE,
)
_FROM = lazy(r"\b(?:from|of\s+the|than\s+the|of\s+its)\s+(?:[$€£]|about\s+|some\s+)?\Z", re.IGNORECASE)
_REACHED = lazy(
    r"\b(?:risen|rose|rising|grown|grew|increased|fallen|fell|dropped|reduced|down|up|stands?|stood)\s+(?:to|"
    r"at)\s+(?:about\s+|some\s+|nearly\s+|over\s+)?\Z"
    r"|(?:增至|升至|降至|减至|增加到|减少到)(?:约|近|逾)?\Z",
    re.IGNORECASE,
)
_ANOTHER = lazy(r"\b(?:another|a\s+further)\s*\Z", re.IGNORECASE)
_IS_THERE = lazy(
    r"\s+(?:(?:are|were|is)\s+(?!(?:to|due|expected|planned|scheduled|set|ready|preparing|being|waiting|earmarked|pledged|promised|needed|about|on\s+(?:standby|their))\b)"
    r"|(?:serve[sd]?|remain(?:s|ed)?|guard(?:s|ed)?|man(?:s|ned)?)\b)",
    re.IGNORECASE,
)
_TO_A_TOTAL = lazy(r"\bto\s+a\s+(?:total\s+of\s+)?\Z|(?:另有|以及|as well as)[^，,。]{0,8}\Z", re.IGNORECASE)
_ON_PAPER = lazy(r"[^.;,]{0,24}\bon\s+paper\b", re.IGNORECASE)
_IN_PLACE = lazy(
    r"\s+(?:(?:are|were|is|have\s+been|had\s+been)\s+(?:now\s+|already\s+|currently\s+|actually\s+)?(?:deployed|on\s+the\s+ground|"
    r"in\s+place|in\s+the\s+(?:country|field)|there|present|stationed|serving)|(?:have\s+|had\s+)?arrived|serve\b|"
    r"sont\s+déployés|están\s+desplegados|estão\s+destacados|развернут\w*|прибыл\w*)",
    re.IGNORECASE,
)
_ACROSS = 30
_BY_LEAVE = lazy(r"\b(?:mission|force|mandate|resolution|operation)\b", re.IGNORECASE)
_PLEDGED = lazy(r"\s+(?:already\s+)?(?:pledged|promised|planned|offered|envisaged|earmarked)\b", re.IGNORECASE)
_COMMITTED = lazy(
    r"\b(?:has|have|had|is|are)\s+(?:also\s+|already\s+)?committed\s+(?:to\s+\w+\s+)?"
    r"(?:about\s+|some\s+|around\s+|nearly\s+|up\s+to\s+)?\Z",
    re.IGNORECASE,
)
_EACH = lazy(
    r"\s+(?:a|per|every|each)\s+(?:day|week|month|quarter|year|hour)\b|\s+(?:daily|weekly|monthly|annually)\b",
    re.IGNORECASE,
)
_OTHERS_NUMBER = lazy(r"\d\s+\Z")
# How far before a count its row may begin, in code points.
_ROW = 140
_LABELLED = lazy(
    r"(?:(?:current|total|maximum|UN)\s+)?(?:(?:authori[sz]ed|mandated|maximum)\s+[\w\s-]{2,40}|(?:authori[sz]ation|ceiling|"
    r"authori[sz]ed)[\w\s-]{0,30})(?:\([^()\n]{1,40}\))?:[^:\n]*\Z",
    re.IGNORECASE,
)
# Names of those who may be there and nothing that is said of them: not 目前部署.
_ITEM = r"(?:(?!目前|现|現|部署|实际|實際|已|其中|派|到位|仅|僅|有|在岗)[^，。；、\d])"
_CEILING_ROW = lazy(
    r"(?:上限|限额|最高编制)(?:定|维持|保持|仍)?(?:为|是|在)?[^，。；\d]{0,4}\d[\d.,]*万?[人名]"
    rf"(?:[，、和及]{_ITEM}{{1,14}}\d[\d.,]*万?[人名])*[，、和及]{_ITEM}{{0,14}}\Z"
)
_SET_UP = lazy(
    r"\bset up by (?:the )?resolution\b[^.;]{0,80}\bwith\b[^.;]{0,60}\Z|\bmandate\b[^.;]{0,60}\b(?:allows?|"
    r"permits?)\b",
    re.IGNORECASE,
)
_STOCK = lazy(
    r"\b(?:hold\w*|store\w*|stock\w*|depot|area of|covers? an|range)\b|库存|面积|面積|"
    r"logistik",
    re.IGNORECASE,
)


def nature(cues: Cues) -> Nature:
    """Judge a count by the cues in its sentence: the first rule that speaks; then whether it is a fact of today."""
    told = next(found for rule in _RULES if (found := rule(cues)) is not None)
    if is_unreal(cues, told.nature):
        unreal = PLANNED if told.nature in (CURRENT, CUMULATIVE) else told.nature
        return replace(told, nature=unreal, counted=False, settled=True)
    if told.nature == CURRENT and is_gone(cues):
        return replace(told, counted=False, settled=True)
    if told.nature == AUTHORISED:
        return replace(told, then=is_replaced(cues))
    at_all = told.nature == CURRENT and told.cue is None
    return replace(told, then=told.then or is_of_another_time(cues)) if at_all else told


def in_place(at: Setting) -> bool:
    """True for a count that is said to be there: 400 are on the ground; whatever was promised or allowed before it."""
    return _IN_PLACE.match(at.text, at.words[1], at.span[1]) is not None


def predicate_end(cues: Cues) -> int:
    """The end of the words "are still working", where they follow a count at once; else of the count."""
    serving = None if cues.at.passage.chinese else cues.serving()
    return serving.end() if serving is not None else cues.at.words[1]


def _changed(cues: Cues) -> Nature | None:
    """Increased by 1,126; a cut of 800; 41 fewer incidents than in January; 700 more troops to be sent."""
    sign = sign_of(cues)
    return None if sign is None else Nature(CHANGE, sign)


def _compared(cues: Cues) -> Nature | None:
    """Against 210 in 2019."""
    return Nature(CURRENT, settled=True, then=True) if _AGAINST.search(cues.head) else None


def _here(cues: Cues) -> Nature | None:
    """Of 2,500 pledged or authorised, 400 are on the ground."""
    told = any(cue.value.startswith(("planned", "authorised")) for cue in cues.before)
    return Nature(CURRENT, settled=True) if told and in_place(cues.at) else None


def _authorised(cues: Cues) -> Nature | None:
    """A ceiling of 2,101; the 3,800 authorised soldiers; up to 5,550 by a resolution."""
    at = cues.at
    text, end = at.text, at.words[1]
    clause = cues.clause
    if at.what.family == SHARE:
        clause = tuple(cue for cue in clause if "," not in text[cue.end : at.words[0]])
    near = max(at.span[0], at.words[0] - 200)
    # A part of the cue may belong to the counted phrase: an authorised | strength of 17,400.
    if any(cue.value.startswith("authorised") for cue in _across(cues)):
        return Nature(AUTHORISED)
    clause = tuple(cue for cue in clause if not _is_only_may(cues, cue))
    # Of the 3,800 authorised soldiers: the word belongs to that number alone.
    if any(cue.value.startswith("authorised") and not _OTHERS_NUMBER.search(text, near, cue.start) for cue in clause):
        return Nature(AUTHORISED)
    for cue in cues.after:
        if cue.start > end + 24:
            break
        between = text[at.number[1] : cue.start]
        if cue.value.startswith("authorised") and not set(between) & {",", "，"}:
            return None if " of " in between or " against " in between else Nature(AUTHORISED)
    leave = at.qualifier == "up to" and MAY_BE.match(text, end, at.span[1])
    if _is_in_a_row_of_leave(cues) or leave or _ON_PAPER.match(text, end) or _SET_UP.search(text, near, at.words[0]):
        return Nature(AUTHORISED)
    by_council = any(
        cue.value.startswith(("council", "authorised")) and not _is_only_may(cues, cue) for cue in cues.before
    )
    if by_council and (at.qualifier == "up to" or _TO_A_TOTAL.search(cues.head)):
        return Nature(AUTHORISED)
    return None


def _is_in_a_row_of_leave(cues: Cues) -> bool:
    """True in a row behind a label or a ceiling: Authorised strength: 17,000 troops; 上限为500人，警察60人."""
    at = cues.at
    if at.what.family == MONEY:
        return False
    row = _CEILING_ROW if at.passage.chinese else _LABELLED
    found = row.search(at.text, max(at.span[0], at.words[0] - _ROW), at.words[0])
    return found is not None and (at.passage.chinese or found.start() == at.span[0])


def _across(cues: Cues) -> Iterator[Mark]:
    """The cues that reach into the words of a count, and those of the line over its row."""
    at, head = cues.at, head_of(cues.at) or (0, 0)
    near = at.passage.within(max(at.span[0], at.words[0] - _ACROSS), at.number[0], "cue")
    yield from (*(cue for cue in near if cue.end > at.words[0]), *at.passage.within(*head, "cue"))


def _is_only_may(cues: Cues, cue: Mark) -> bool:
    """May deploy is leave only where the Council, a resolution or a mission is spoken of; else it is a perhaps."""
    at = cues.at
    if not at.text[cue.start : cue.end].lower().startswith("may "):
        return False
    told = any(other.value.startswith("council") for other in cues.before)
    return not (told or any(at.passage.within(at.span[0], cue.start, "mission")) or _BY_LEAVE.search(cues.head))


def _done(cues: Cues) -> Nature | None:
    """Has sent 13 contingents: the perfect right before the count."""
    if cues.at.what.family == SHARE or not cues.done(near=44) or cues.now() is not None:
        return None
    start = cues.at.words[0]
    return Nature(CUMULATIVE, cue=cues.so_far() or (start, start))


def _planned(cues: Cues) -> Nature | None:
    if cues.at.what.family == MONEY and any(cue.value.startswith("budget") for cue in cues.clause):
        return Nature(PLANNED, sure=False)
    if _PLEDGED.match(cues.at.text, cues.at.words[1], cues.at.span[1]):
        return Nature(PLANNED)
    text, end, last = cues.at.text, cues.at.words[1], cues.at.span[1]
    told = any(cue.value.startswith("planned") for cue in cues.clause)
    people = cues.at.what.family in (PEOPLE, GROUP)
    told = told or (people and _COMMITTED.search(cues.head) is not None)
    there = people and _IS_THERE.match(text, end, last) is not None
    if told or (_ANOTHER.search(cues.head) and not there) or cues.ahead():
        start = cues.at.words[0]
        return Nature(CURRENT, cue=(start, start)) if _FROM.search(cues.head) else Nature(PLANNED)
    return None


def _to_be_fewer(cues: Cues) -> Nature | None:
    """Will cut its 12,000 troops: they are there today."""
    people = cues.at.what.family in (PEOPLE, GROUP)
    return Nature(CURRENT, settled=True) if people and is_to_be_fewer(cues) else None


def _strong(cues: Cues) -> Nature | None:
    """The 2,900-strong force has lost 18 soldiers since December: its strength is of today."""
    return Nature(CURRENT) if cues.at.what.rule == STRONG and cues.at.text[cues.at.number[1]] == "-" else None


def _of_now(cues: Cues) -> Nature | None:
    """At present, currently, are serving; the nearer of now and so far counts."""
    now, far = cues.now(), cues.so_far()
    serving = cues.serving() is not None
    if now is not None and (far is None or now[0] > far[0] or serving):
        return Nature(CURRENT, cue=now)
    if cues.at.what.family == SHARE or (serving and far is None) or _REACHED.search(cues.head):
        return Nature(CURRENT)
    return Nature(CUMULATIVE, cue=far) if far is not None else None


def _by_verb(cues: Cues) -> Nature | None:
    """What the tense says where no word of time stands."""
    start = cues.at.words[0]
    if cues.at.what.unit == "personnel-times" or cues.done(near=110):
        return Nature(CUMULATIVE, cue=(start, start))
    worked = cues.at.what.family != MONEY and cues.worked()
    return Nature(CUMULATIVE) if worked or cues.done_after() else None


def _rate(cues: Cues) -> Nature | None:
    """150 patients a day."""
    return Nature(CURRENT) if _EACH.match(cues.at.text, cues.at.words[1], cues.at.span[1]) else None


def _by_kind(cues: Cues) -> Nature:
    """Work adds up; what else is counted, is counted as it is."""
    at, family = cues.at, cues.at.what.family
    start, end = at.words
    stock = family == MEASURE and _STOCK.search(at.text, max(at.span[0], start - 40), min(at.span[1], end + 40))
    if family == WORK or (family == MEASURE and not stock):
        return Nature(CUMULATIVE, sure=False)
    return Nature(CURRENT, sure=family not in (EVENT, THING, MONEY))


_RULES: tuple[Callable[[Cues], Nature | None], ...] = (
    _changed,
    _compared,
    _here,
    _authorised,
    _done,
    _to_be_fewer,
    _planned,
    _strong,
    _of_now,
    _rate,
    _by_verb,
    _by_kind,
)
