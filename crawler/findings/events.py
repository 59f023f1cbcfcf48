"""Events: what was held, founded, marked, attacked, decided or is planned, each with its day. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from crawler.findings.days import Day
from crawler.findings.days_told import told
from crawler.findings.events_names import chinese_name, english_name, place_of
from crawler.findings.passage import TITLE, Mark, Passage, Text
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span
from crawler.findings.stretches import stretch
from storage.findings import Event, Finding, Visit

HAPPENING, HELD, BODY, TARGET, MARTIAL = "happening", "held", "body", "target", "martial"
ATTACK, VOTE, FOUNDING, PLAN, ANNIVERSARY, SPEECH, EXERCISE = (
    "attack", "vote", "founding", "plan", "anniversary", "speech", "exercise",
)  # fmt: skip
_ANNIVERSARY = lazy(r"\b(?P<nth>\d{1,3}(?:st|nd|rd|th)|[a-z-]+(?:th|rd|st|nd))\s+(?:founding\s+)?$", re.IGNORECASE)
_CHINESE_NTH = lazy(r"(?:\d{1,3}|[一二三四五六七八九十百]{1,4})$")
_COUNCIL = lazy(
    r"\bSecurity Council\b|\bCouncil\b|\bGeneral Assembly\b|\b[Pp]arliament\b|\b[Cc]abinet\b|\bBundestag\b|安理会"
    r"|安全理事会|联大|联合国大会|议会"
)
_COUNCIL_WORK = lazy(
    r"\b(?:mandate|resolution|mission|operation|troop|force|sanctions|peace)|决议|授权|任期|特派团|维和", re.IGNORECASE
)
# The session of the General Assembly tells the year: the first met in 1946.
_SESSION = lazy(
    r"\b(?P<n>\d{1,2})(?:st|nd|rd|th)\s+(?:regular\s+)?(?:session\s+of\s+the\s+)?(?:UN\s+"
    r"|United Nations\s+)?General Assembly|第(?P<z>\d{1,2})届(?:联合国大会|联大)"
)
_NO_EVENT_BEFORE = lazy(
    r"\b(?:no|any|every|each|future|possible|potential|such|these|those|all|further|more|against|from|condemn\w*"
    r"|under)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_AN_ATTACK = lazy(r"\b(?:an?|another|the (?:latest|deadly|deadliest|fatal))\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)
_HAPPENED = lazy(
    r"\b(?:killed|killing|wounded|wounding|injured|injuring|left|hit|took place|occurred|happened|died|claimed"
    r"|on\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|this morning|on their|on a|on its)\b",
    re.IGNORECASE,
)
_UNREAL = lazy(
    r"\b(?:could|would|might|may|should|if|can|not|never|cannot|threaten\w*|to be)\s+(?:\w+\s+)?$|(?:如果|一旦"
    r"|可能|未|不)$",
    re.IGNORECASE,
)
_PRONOUN = lazy(r"\b(?:it|he|she|they|which|who)\s*$|新中国$|新中國$|建国$", re.IGNORECASE)
_PLANNER = lazy(
    r"\b(?:U\.?N\.?|United Nations|African Union|European Union|NATO|ECOWAS|Ministry|Secretariat|Army"
    r"|Armed Forces)\b|联合国|国防部|公安部|我军|我国|非盟|中方"
)
_WITH_WHOM = lazy(r"\s+(?:the\s+)?(?:[A-Z]|officials|members|representatives|leaders|commanders)")
_GIVEN = lazy(
    r"\b(?:deliver\w*|gave|giv\w+|made|mak\w+)\b[^.;]{0,40}$|^[^.;]{0,30}\b(?:delivered|given|made)\s+by\b|发表|致"
)
_NO_ATTACK = lazy(r"\b(?:heart|panic|asthma|verbal|personal|cyber|cyber-|counter-?|surprise)\s*$", re.IGNORECASE)
_ON = lazy(r"\s+(?:on|in|at|of)$")
_WHOSE = lazy(r"['’]s?\s+(?:(?:deadly|fatal|complex|coordinated|suicide|rocket|mortar|drone|mine|bomb)\s+)?")
_THEN = lazy(
    r"(?:\s+(?:on|of|against|by|near|in|at|from)\s(?:(?!\b(?:was|were|is|are|has|have|had|said|killed|left|will|that|which|who|and)\b)"
    r"[^,;.:]){1,70}?)?\s+(?:on|of)?\s*(?:the\s+)?"
)
# Condemned the attack on Tuesday: the day may be that of the words.
_SPOKEN_OF = lazy(
    r"\b(?:condemned|denounced|discussed|recalled|mourned|marked|remembered|deplored|debated|said|told|reported)\b",
    re.IGNORECASE,
)
_PAST = lazy(r"(?:\w+ed|was|were|came|took|hit|struck|ran)\b", re.IGNORECASE)
_FALLS = lazy(r"^\W*(?:is|was|marks?|marked)\s+(?:the|its|their)\s*$|^\s*(?:是|系|为)", re.IGNORECASE)
_HYPHEN = lazy(r"-\w")
MOST_BETWEEN, NEAR = 110, 60
TARGET_INSIDE = "vehicle"
_SUFFERED = ("was", "were", "came", "come", "hit", "struck", "遭", "遇")


def find(text: Text, before: Sequence[Finding]) -> Iterator[Event]:
    """One finding a kind and sentence, several for anniversaries. Nouns need a verb of holding in their sentence."""
    visits = [one for one in before if isinstance(one, Visit)]
    for passage in text.passages:
        for sentence, group in groupby(passage.of(HAPPENING), key=lambda mark: stretch(passage, mark.start)):
            marks = list(group)
            yield from _anniversaries(passage, sentence, marks)
            done: set[str] = {"visit"}
            for mark, kind in _told(passage, sentence, marks):
                if kind in done or (kind == SPEECH and _is_visit(passage, visits, mark)):
                    continue
                done.add(kind)
                yield _event(passage, sentence, mark, kind, text.around.published)


def _told(passage: Passage, sentence: Span, marks: Sequence[Mark]) -> Iterator[tuple[Mark, str]]:
    """The marks that tell an event, with its kind: verbs at once, nouns with a verb of holding."""
    held = list(passage.within(*sentence, HELD))
    for mark in marks:
        kind, _, form = mark.value.partition("/")
        if kind == ANNIVERSARY or _UNREAL.search(passage.text, max(sentence[0], mark.start - 24), mark.start):
            continue
        if _is_inside(mark, marks):
            continue
        if form == "verb":
            if _verb_holds(passage, sentence, mark, kind):
                yield mark, kind
        elif kind == ATTACK:
            if _is_an_attack(passage, sentence, mark):
                yield mark, kind
        elif _is_held(passage, mark, held):
            yield mark, kind


def _is_inside(mark: Mark, marks: Sequence[Mark]) -> bool:
    return any(
        one.start <= mark.start and mark.end <= one.end and one.end - one.start > mark.end - mark.start for one in marks
    )


def _verb_holds(passage: Passage, sentence: Span, mark: Mark, kind: str) -> bool:
    """True where the words round the verb make it an event of that kind."""
    text = passage.text
    if text[max(0, mark.start - 1) : mark.start] == "-":
        return False
    low, high = max(sentence[0], mark.start - MOST_BETWEEN), min(sentence[1], mark.end + MOST_BETWEEN)
    head = text[low : mark.start]
    if kind == VOTE:
        work = _COUNCIL_WORK.search(text, mark.end, sentence[1]) or _COUNCIL_WORK.search(text, low, mark.start)
        return bool(_COUNCIL.search(text, max(sentence[0], mark.start - 200), mark.start)) and bool(work)
    if kind == FOUNDING:
        after = passage.chinese and _has(passage, mark.end, mark.end + 12, BODY)
        return not _PRONOUN.search(head) and (_has(passage, low, mark.start, BODY) or after)
    if kind == ATTACK:
        return _has_target(passage, low, mark, high)
    if kind == PLAN:
        return _has(passage, low, mark.start, "country", "people", "mission") or bool(_PLANNER.search(head))
    return kind != "meeting" or passage.chinese or bool(_WITH_WHOM.match(text, mark.end))


def _has_target(passage: Passage, low: int, mark: Mark, high: int) -> bool:
    """True where people or things of a mission are attacked: before a passive, after an active verb."""
    text = passage.text
    if TARGET_INSIDE in text[mark.start : mark.end]:
        return True
    suffered = text.startswith(_SUFFERED, mark.start)
    where = (low, mark.start) if suffered else (mark.end, min(high, mark.end + NEAR))
    return _has(passage, *where, "persons", "mission", "contingent", TARGET) or (
        passage.chinese and _has(passage, low, mark.start, TARGET)
    )


def _has(passage: Passage, start: int, end: int, *kinds: str) -> bool:
    return next(passage.within(start, end, *kinds), None) is not None


def _day_of_its_own(passage: Passage, sentence: Span, mark: Mark) -> Day | None:
    """The day in the words of an attack: Sunday's attack on a base, the ambush of a patrol on 20 June."""
    text = passage.text
    for day in told(passage, max(sentence[0], mark.start - NEAR), min(sentence[1], mark.end + MOST_BETWEEN)):
        if day.end <= mark.start and _WHOSE.fullmatch(text, day.end, mark.start):
            return day
        if day.start >= mark.end and _THEN.fullmatch(text, mark.end, day.start):
            return None if _SPOKEN_OF.search(text, max(sentence[0], mark.start - NEAR), mark.start) else day
    return None


def _is_an_attack(passage: Passage, sentence: Span, mark: Mark) -> bool:
    if _day_of_its_own(passage, sentence, mark) and _has(
        passage, *sentence, "persons", "mission", "contingent", TARGET
    ):
        return not _NO_ATTACK.search(passage.text, max(sentence[0], mark.start - NEAR), mark.start)
    before = passage.text[max(sentence[0], mark.start - 40) : mark.start]
    if _NO_EVENT_BEFORE.search(before) or _NO_ATTACK.search(before):
        return False
    return bool(_AN_ATTACK.search(before)) and bool(_HAPPENED.search(passage.text, *sentence))


def _is_held(passage: Passage, mark: Mark, held: Sequence[Mark]) -> bool:
    """A verb of holding near the noun, and no word that makes the noun one of many."""
    text = passage.text
    kind = mark.value.split("/")[0]
    if kind == SPEECH:
        return bool(
            _GIVEN.search(text[max(0, mark.start - 50) : mark.start]) or _GIVEN.search(text[mark.end : mark.end + 40])
        )
    if kind == EXERCISE and not _has(passage, mark.start - 50, mark.end + 30, MARTIAL):
        return False
    if kind == "press conference" and passage.field == TITLE:
        return True
    if _HYPHEN.match(text, mark.end) or _NO_EVENT_BEFORE.search(text, max(0, mark.start - 24), mark.start):
        return False
    return any(
        -MOST_BETWEEN <= verb.start - mark.end <= MOST_BETWEEN and (verb.end <= mark.start or verb.start >= mark.end)
        for verb in held
    )


def _is_visit(passage: Passage, visits: Sequence[Visit], mark: Mark) -> bool:
    """True for the speech that a visit already tells."""
    return any(
        (one.field, one.position) == (passage.field, passage.position)
        and any(start <= mark.start < end for start, end in one.parts)
        for one in visits
    )


def _anniversaries(passage: Passage, sentence: Span, marks: Sequence[Mark]) -> Iterator[Event]:
    """The 50th anniversary of X: each of them, in the year that the sentence gives."""
    for mark in marks:
        if not mark.value.startswith(ANNIVERSARY):
            continue
        low = max(sentence[0], mark.start - 24)
        pattern = _CHINESE_NTH if passage.chinese else _ANNIVERSARY
        nth = pattern.search(passage.text, low, mark.start)
        if nth is not None:
            yield _event(passage, sentence, Mark(nth.start(), mark.end, mark.kind, mark.value), ANNIVERSARY)


def _event(passage: Passage, sentence: Span, mark: Mark, kind: str, published: date | None = None) -> Event:
    name = (chinese_name if passage.chinese else english_name)(passage, sentence, mark, kind)
    session = (
        _SESSION.search(passage.text, mark.start, min(sentence[1], mark.end + 140))
        if kind in (SPEECH, "meeting")
        else None
    )
    when: str | None
    basis: str | None
    if session:
        when, basis = str(1945 + int(session["n"] or session["z"])), "session number; month not in the text"
        day = None
    else:
        day = None if kind == PLAN and not _near(passage, mark) else _day(passage, sentence, mark, published)
        when, basis = (day.iso, day.basis) if day else (None, None)
    if kind == ANNIVERSARY and when is not None:
        # A day in the sentence is the anniversary's own only where the words say so; its year always is.
        when = when if day is not None and _falls(passage, day, mark) else when[:4]
    name = _without_day(passage, name, mark)
    start, end = min(mark.start, name[0]), max(mark.end, name[1])
    if kind == FOUNDING and day is not None and 0 <= day.start - end <= MOST_BETWEEN:
        end = day.end
    place = place_of(passage, sentence, mark)
    return Event(
        field=passage.field, position=passage.position, parts=((start, end),), rule=f"event: {mark.value}", kind=kind,
        name=" ".join(passage.text[name[0] : name[1]].split()) or None, place=place, date=when, date_basis=basis,
        confidence=1.0 if when else 0.9,
    )  # fmt: skip


def _without_day(passage: Passage, name: Span, mark: Mark) -> Span:
    """The name up to a day that follows the event's own words: "a ceremony on Dec. 5"."""
    day = next((one for one in passage.days if mark.end <= one.start < name[1]), None)
    if day is None:
        return name
    cut = passage.text[: day.start].rstrip()
    return name[0], max(mark.end, len(_ON.sub("", cut)))


def _falls(passage: Passage, day: Day, mark: Mark) -> bool:
    """True where the anniversary is said to fall on the day: Friday was the 31st anniversary; ... on 28 July."""
    between = passage.text[min(day.end, mark.end) : max(day.start, mark.start)]
    if day.start > mark.start:
        return len(between) < MOST_BETWEEN and "," not in between
    return bool(_FALLS.search(between))


def _near(passage: Passage, mark: Mark) -> bool:
    return any(abs(day.start - mark.end) < MOST_BETWEEN for day in passage.days)


def _day(passage: Passage, sentence: Span, mark: Mark, published: date | None) -> Day | None:
    """The day of its own words, else the nearest of the sentence; a verb of the past has none that is to come."""
    own = _day_of_its_own(passage, sentence, mark) if mark.value.startswith(ATTACK) else None
    if own is not None:
        return own
    days = told(passage, *sentence)
    if published is not None and mark.value.endswith("/verb") and _PAST.match(passage.text, mark.start):
        last = published.isoformat()
        days = [day for day in days if (day.iso or "") <= last[: len(day.iso or "")]]
    # A month and day settle an event better than a year that stands nearer.
    return min(
        days, key=lambda day: (abs(day.start - mark.start) > MOST_BETWEEN, abs(day.start - mark.start)), default=None
    )
