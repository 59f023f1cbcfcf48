"""Numbers that count without a noun of their own: Rwanda (5,922); a company of 90; from 660 to 860. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.findings.figures_counted import GROUP, MONEY, NONE, PEOPLE, SHARE, UNIT, Counted, parts_of
from crawler.findings.numbers import Number
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy

BODY_OF = "figure: a body of number"
BY_NAME = "figure: country + number"
THOSE_WHO = "figure: number of those who"
_BODY_OF = lazy(
    r"\b(?:battalion|company|companies|contingent|team|force|unit|detachment|group|platoon|party|crew|squad|"
    r"squadron|staff|committee|delegation|strength|"
    r"total|levels?|ceilings?|balance|garrison|brigade|rest|last|one|cut|reduction|mission|corps|batch|echelon|flight|wave|chalk|"
    r"contingente|unité|"
    r"batallón|сил|контингент)\s+of(?:\s+(?:about|around|some|nearly|over|more than|roughly|up to))?\s*\Z",
    re.IGNORECASE,
)
_NUMBERING = lazy(
    r"\b(?:number(?:ing|ed|s)?|total(?:l?ing|l?ed|s)?|stand(?:s|ing)?\s+at|stood\s+at|comes?\s+to|amount\w*\s+to|"
    r"reach\w*|make\s+up|field(?:s|ed)?|keeps?|berjumlah|"
    r"(?:strength|ceiling|number|level|total)\s+(?:to|of|at|from)(?:\s+a\s+total\s+of)?|to\s+a\s+total\s+of|have|"
    r"has|had|(?:an|the)\s+authori[sz]ed)(?:\s+(?:now|at))?(?:\s+(?:about|around|some|nearly|over|roughly))?\s*\Z",
    re.IGNORECASE,
)
_AND_THEN = lazy(
    r"\s+(?:of\s+(?:them|these|those|whom|which)\b|from\s+(?=\w)|(?:in|with)\s+(?=(?-i:[A-Z])|the\b|headquarters|uniform|now\b|"
    r"(?:19|20)\d\d)|(?:and\s+[\d,]+,?\s+)?respectively|remain|would\b|will\b|now\s+in|are\b|were\b|is\b|"
    r"to\s+(?=\d|(?-i:[A-Z]))|"
    r"have\b|had\s+(?:already\s+|since\s+)?(?:\w+ed|been|come|gone|left)\b|belong|serve\b|serving\b|at\b|as\b|de\s|son\b|viajaram\b|di\s+antaranya|dan\s|each\b)",
    re.IGNORECASE,
)
_FROM_TO = lazy(r"\b(?:from|to)\s+(?:about\s+|around\s+|some\s+|nearly\s+)?[$€£]?\Z", re.IGNORECASE)
_OF_WHOM = lazy(
    r"(?:\b(?:of (?:whom|which|them|these)|among (?:whom|them|which)(?:\s+(?:are|were))?|including|women number|"
    r"against|while|by|with|only|another|and)\s*,?\s*(?:some\s+|about\s+|around\s+|only\s+|close\s+to\s+)?|"
    r"[,;:(]\s*|\b(?:y|et|e|dan|и|та)\s+|the\s+first\s+|the\s+last\s+|than\s+the\s+|from\s+the\s+|\bdont\s+|\bde "
    r"los cuales\s+|\bmais\s+|из них\s+)\Z",
    re.IGNORECASE,
)
_ASIDE = lazy(r"(?:-odd|-plus|\+|\s+or\s+so|\s+or\s+thereabouts|\s+or\s+more)(?!\w)")
_CHANGE = lazy(r"cut|reduction", re.IGNORECASE)
_THE_NUMBER_OF = lazy(r"\s+the\s+number\s+of\s+", re.IGNORECASE)
# The number of officers of the mission: no missions are counted.
_OF_ANOTHER = lazy(r"\b(?:of|in|from|with|who|at|to)\b", re.IGNORECASE)
_COME_TO_HARM = lazy(
    r"[^.;,]{0,90}?\b(?:killed|wounded|injured|hurt|missing|abducted|dead|died|lost|fallen)\b", re.IGNORECASE
)
_IN_A_ROW = lazy(r"\s*,|\s+(?:and|or)\b|\s*[.;)]")
_FLED = lazy(
    r"\s+(?:(?:have|had|has|were|are|people)\s+){0,2}(?:fled|(?:been\s+)?(?:displaced|evacuated|uprooted))\b|"
    r"\s+(?:on\s+board|aboard)\b",
    re.IGNORECASE,
)
_GONE = lazy(r"\s+(?:went|came|left|returned|flew|arrived|travelled|will|would|are|remain)\b", re.IGNORECASE)
_SOME_OF = lazy(r"\b(?:the\s+(?:last|first|other|remaining)|another|a\s+further)\s+\Z", re.IGNORECASE)
_LEVEL = lazy(r"strength|ceiling|level|total", re.IGNORECASE)
_ON_A_DAY = lazy(r"\s+(?:on\s+(?=\d|[A-Z])|as\s+of\b|as\s+at\b|at\s+the\s+end\b|today\b|in\s+(?=[A-Z]|20))")
_BRACKET = lazy(r"\s*\)")
_AGE_OF = lazy(r"(?-i:[A-ZÀ-Þ])[\w’'-]+\s*\(\Z")
_OLDEST = 110
# The number of its troops at 3,000; raise the number of women to 800.
_NUMBER_IS = lazy(
    r"\bnumbers?\s+of\s+(?P<noun>[^.;,\d]{2,50}?)\s+(?:at|to|is|was|(?:stands|stood)\s+at|reach\w*"
    r"|(?:rose|risen|fell|fallen|grew|grown|dropped|increased|decreased)\s+to)\s+"
    r"(?:about\s+|some\s+|nearly\s+|over\s+|around\s+|almost\s+)?\Z",
    re.IGNORECASE,
)
_NUMBER_FAR = 100
# Police contributors are Senegal (1,100) and Egypt (900); not troop and police contributors.
POLICE_LIST = lazy(
    r"\b(?<!and\s)(?<!troop/)police[\s-]contribut|contribut\w+\s+of\s+(?:(?:formed|UN|civilian|individual)\s+)?police\b",
    re.IGNORECASE,
)
# The largest donors are Japan (12) and Italy (7): shares, sums, votes.
_NO_PEOPLE = lazy(
    r"\b(?:financ\w+|budgets?|assess\w+|donors?|fund(?:s|ing|ers?)|votes?|voted|index|scor\w+|goals|points|medals?|golds?|"
    r"matches|cases|infections)\b",
    re.IGNORECASE,
)
_LIST_REACH = 300
# The least that a bare number counts where its setting is weak; how far, in code points, its setting reaches.
LEAST_ALONE, LEAST_OF, LEAST_STRENGTH, REACH = 6, 10, 30, 60
_BY = lazy(
    r"\b(?:reduc|cut|increas|rais|lower|strengthen|reinforc|expand|shrunk|shrink|grown?|grew|"
    r"decreas)\w*\s+by\s+(?:about\s+|some\s+)?\Z",
    re.IGNORECASE,
)
_NAME_GAP = lazy(
    r"\s*(?:[(:–-]|has|had|with|by|provide[sd]|contribute[sd]|:)?\s*(?:about\s+|some\s+)?\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Bare:
    """A number without a noun. end: with words such as "or so"; near: where what governs it may begin."""

    passage: Passage
    number: Number
    end: int
    near: int
    previous: Counted | None

    @property
    def text(self) -> str:
        return self.passage.text

    def before(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What stands straight before the number."""
        return pattern.search(self.text, self.near, self.number.start)

    def after(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What follows at once."""
        return pattern.match(self.text, self.end)

    @property
    def stops(self) -> bool:
        """True where a clause ends behind it."""
        return not self.text[self.end : self.end + 1].strip('.,;:)—–”"')

    def people(self, start: int, end: int, rule: str, confidence: float, concept: str = "personnel") -> Counted:
        """It counts people."""
        return Counted(start, end, PEOPLE, "persons", concept, rule, confidence)

    def again(self, rule: str, start: int | None = None, end: int | None = None) -> Counted | None:
        """It goes on counting what was counted before."""
        if self.previous is None or (self.previous.family == SHARE and rule != BY_NAME):
            return None
        first = self.number.start if start is None else start
        like = self.previous
        return Counted(first, end or self.end, like.family, like.unit, like.concept, rule, 0.8)


def elliptical(passage: Passage, number: Number, previous: Counted | None, first: int) -> Counted | None:
    """What a bare number counts. previous: the last counted thing of this sentence, if any; first: its beginning."""
    if number.kind not in ("digits", "words") or number.value < 2:
        return None
    aside = _ASIDE.match(passage.text, number.end)
    end = aside.end() if aside else number.end
    bare = _Bare(passage, number, end, max(first, number.start - REACH), previous)
    rules = _MONEY_RULES if previous is not None and previous.family == MONEY else _RULES
    return next((found for rule in rules if (found := rule(bare)) is not None), None)


def _body_of(bare: _Bare) -> Counted | None:
    """A company of 90; a ceiling of 2,101; a cut of 800."""
    body = bare.before(_BODY_OF)
    if body is None or bare.text[bare.end : bare.end + 1] == "-":
        return None
    like = bare.previous
    concept = like.concept if like is not None and like.family == PEOPLE else "personnel"
    # The words of a change stay outside, where the rule of the natures looks for them.
    start = bare.number.start if _CHANGE.match(body.group()) else body.start()
    return bare.people(start, bare.end, BODY_OF, 0.9, concept)


def _number_of(bare: _Bare) -> Counted | None:
    """Put at 6,000 the number of soldiers."""
    told = bare.after(_THE_NUMBER_OF)
    if told is None:
        return None
    mark = next(bare.passage.within(told.end(), told.end() + REACH, UNIT), None)
    if mark is None:
        return None
    family, unit, concept = parts_of(mark)
    if family != PEOPLE and _OF_ANOTHER.search(bare.text, told.end(), mark.start):
        return None
    if family == PEOPLE and _COME_TO_HARM.match(bare.text, mark.end):
        return None
    return Counted(bare.number.start, mark.end, family, unit, concept, "figure: the number of", 0.9)


def _number_is(bare: _Bare) -> Counted | None:
    """Put the number of soldiers at 6,000."""
    first = max(bare.passage.sentence(bare.number.start)[0], bare.number.start - _NUMBER_FAR)
    told = _NUMBER_IS.search(bare.text, first, bare.number.start)
    if told is None or any(bare.passage.within(*told.span("noun"), "harm")):
        return None
    marks = list(bare.passage.within(*told.span("noun"), UNIT))
    if not marks or parts_of(marks[0])[0] == NONE:
        return None
    return Counted(told.start("noun"), bare.end, *parts_of(marks[0]), "figure: the number of", 0.9)


def _folk(bare: _Bare) -> Counted | None:
    """402 Russian, 492 Transnistrian and 355 Moldovan servicemen: an adjective alone, in a row."""
    mark = next(bare.passage.within(bare.end, bare.end + 24, "people"), None)
    if mark is None or mark.start != bare.end + 1 or not _IN_A_ROW.match(bare.text, mark.end):
        return None
    return bare.people(bare.number.start, mark.end, "figure: number + people", 0.9)


def _those_who(bare: _Bare) -> Counted | None:
    """2.5 million fled; the nine on board; the last 1,041 went home."""
    start = bare.number.start
    if bare.after(_FLED):
        return bare.people(start, bare.end, THOSE_WHO, 0.8, "civilians")
    if bare.after(_GONE) and bare.before(_SOME_OF):
        return bare.people(start, bare.end, THOSE_WHO, 0.8)
    return None


def _range_again(bare: _Bare) -> Counted | None:
    return bare.again("figure: number of those before") if bare.number.value_to is not None else None


def _money_again(bare: _Bare) -> Counted | None:
    return bare.again("figure: money again") if bare.number.value >= 1e5 and bare.stops else None


def _by_name(bare: _Bare) -> Counted | None:
    """Rwanda (5,922); Ethiopia 2,500."""
    like = bare.previous
    if like is not None and like.family not in (PEOPLE, GROUP, SHARE, MONEY):
        return None
    mark = None
    for mark in bare.passage.within(bare.near, bare.number.start, "country", "mission"):  # noqa: B007 - the last one
        pass
    if mark is None or not _NAME_GAP.fullmatch(bare.text, mark.end, bare.number.start):
        return None
    bracket = bare.after(_BRACKET)
    end, rule = bracket.end() if bracket else bare.end, BY_NAME
    if like is not None:
        return bare.again(rule, mark.start, end)
    first = bare.passage.sentence(bare.number.start)[0]
    if _NO_PEOPLE.search(bare.text, max(first, bare.number.start - _LIST_REACH), bare.number.start):
        return None
    police = POLICE_LIST.search(bare.text, max(first, bare.number.start - _LIST_REACH), bare.number.start)
    concept = "police" if police else "personnel"
    return bare.people(mark.start, end, rule, 0.8, concept) if bracket or bare.number.value >= 100 else None


def _strength(bare: _Bare) -> Counted | None:
    """Numbering 30; the strength from 660 to 860; reduced by 2,000: people, where nothing else was counted."""
    if bare.previous is not None and bare.previous.family != GROUP:
        return None
    if bare.number.value < LEAST_STRENGTH:
        return None
    told = bare.before(_NUMBERING)
    on_a_day = _LEVEL.search(bare.text, bare.near, bare.number.start) and bare.after(_ON_A_DAY)
    if told and (bare.stops or on_a_day or _LEVEL.search(told.group()) or _FROM_TO.search(told.group())):
        return bare.people(bare.number.start, bare.end, "figure: numbering", 0.7)
    if bare.before(_BY) and (bare.stops or bare.text.startswith(" to ", bare.end)):
        return bare.people(bare.number.start, bare.end, "figure: changed by a number", 0.7)
    if bare.before(_FROM_TO) and (bare.stops or bare.text.startswith(" to ", bare.end)) and _people_near(bare):
        return bare.people(bare.number.start, bare.end, "figure: from and to", 0.7)
    return None


def _people_near(bare: _Bare) -> bool:
    """True where people are named in the words before: increase its troops in Lebanon from 660 to 860."""
    first = max(bare.passage.sentence(bare.number.start)[0], bare.number.start - 2 * REACH)
    if any(bare.passage.within(first, bare.number.start, "harm")):
        # The number of peacekeepers killed fell from 32 to 7.
        return False
    return any(parts_of(mark)[0] == PEOPLE for mark in bare.passage.within(first, bare.number.start, UNIT))


def _of_those(bare: _Bare) -> Counted | None:
    """850 in the battalion; of whom 14,000 are troops; from 660 to 860; 210 in 2019."""
    rule = "figure: number of those before"
    opens = bare.number.start <= bare.near + 1 or not bare.text[bare.near : bare.number.start].strip()
    told = bare.before(_OF_WHOM)
    if told and bare.number.value <= _OLDEST and bare.after(_BRACKET) and _is_an_age(bare):
        return None
    if bare.after(_AND_THEN) and (told or opens or bare.number.value >= LEAST_ALONE):
        return bare.again(rule)
    if bare.before(_FROM_TO) and (bare.stops or bare.text.startswith(" to ", bare.end)):
        return bare.again("figure: from and to")
    if told and bare.number.value >= LEAST_OF and (bare.stops or bare.text.startswith((" a year", " on "), bare.end)):
        return bare.again(rule)
    if bare.before(_NUMBERING) and (bare.stops or bare.text.startswith(" or", bare.end)):
        return bare.again("figure: numbering")
    return None


def _is_an_age(bare: _Bare) -> bool:
    """True for Heneghan (84), whom no place, mission or counted thing names."""
    name = bare.before(_AGE_OF)
    kinds = ("country", "people", "mission", UNIT)
    return name is not None and not any(bare.passage.within(name.start(), name.end(), *kinds))


_RULES = (_body_of, _number_of, _number_is, _folk, _those_who, _range_again, _by_name, _strength, _of_those)
_MONEY_RULES = (_body_of, _by_name, _money_again)
