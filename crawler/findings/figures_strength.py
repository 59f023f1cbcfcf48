"""Whether a count of people tells how many there are of a country or at a mission, or only some of them. Pure."""

from __future__ import annotations

from bisect import bisect_left

from crawler.findings.figures_counted import STRONG, THING
from crawler.findings.figures_cues import Cues
from crawler.findings.figures_ellipsis import BY_NAME
from crawler.findings.figures_lists import is_of_contributors
from crawler.findings.figures_natures import CUMULATIVE, CURRENT, PLANNED, Nature
from crawler.findings.figures_qualifiers import DOZENS
from crawler.findings.figures_setting import Setting, Span
from crawler.findings.figures_strength_words import (
    ACTED_AFTER,
    ACTS_BEFORE,
    BODY_AFTER,
    BODY_HAS,
    COME_AND_GO,
    DONE_TO_AFTER,
    FORMER,
    FROM_THERE,
    HAS_BEFORE,
    HOSTED_AFTER,
    HOSTS_BEFORE,
    LEAVING_AFTER,
    LEAVING_BEFORE,
    PARTITIVE,
    PEACE,
    SENT,
    SERVE_AFTER,
    SERVING_AFTER,
    SOME_AFTER,
    SOME_BEFORE,
    TOWN_AFTER,
    UNIT_HAS,
    UNKNOWN_AFTER,
    UNKNOWN_NAME,
    UNNAMED_MISSION,
    WITH_AFTER,
    WITH_FIRST,
)
from crawler.findings.passage import Passage

PEOPLE = ("people", "group")
# Concepts of people whom a mission has, and of those whom it never has.
SERVE = frozenset(("peacekeepers", "personnel", "police", "observers", "women", "civilians"))
FIGHTERS = frozenset(("fighters",))
# No unit that only does something has so many.
SURELY_ALL = 2_000
# So many people of a place are its inhabitants.
POPULATION = 100_000
_REACH, _PHRASE, _FAR = 72, 96, 140
_SERVING_WITH = 24
# So much of the sentences before a count is looked at for words of peacekeeping.
_CONTEXT = 1_500


def makes_a_series(
    cues: Cues, told: Nature, owner: str | None, where: str | None, value: float, *, owner_here: bool, goes_on: bool
) -> bool:
    """False where a count is of some only: what befell them, or nothing says that they are all.

    where: its place; owner_here: the owner is named in the count's own sentence; goes_on: the count before it, which it
    goes on from, makes one.
    """
    at = cues.at
    # Nobody's and nowhere, numbers of any armies would meet.
    adrift = owner is None and where is None and (told.nature != CUMULATIVE or at.what.family != "people")
    if adrift or (told.nature == CUMULATIVE and at.what.family == "people" and not _is_sent(cues)):
        return False
    timed = cues.serving() is not None or (told.cue is not None and told.cue[0] < told.cue[1])
    if at.what.family == "people" and at.what.concept not in SERVE:
        return told.nature == CURRENT and _is_told_of_hosts(cues, owner, where, value)
    if at.what.family not in PEOPLE or told.nature not in (CURRENT, PLANNED):
        # Kenya lost two helicopters: things too are all of somebody's only where he has them.
        things = at.what.family == THING and told.nature == CURRENT
        return _says_all(cues) if things else owner is None or owner_here or timed or _says_all(cues)
    of_body = told.nature == CURRENT and _is_of_a_body(cues, where)
    of_others = owner is None and (at.what.rule == BY_NAME or _is_of_strangers(cues))
    if of_body or _is_of_some(cues) or of_others or (told.nature == PLANNED and _is_leaving(cues)):
        return False
    whole = _says_all(cues) or _is_whole(cues, owner, where, value)
    if told.nature == PLANNED:
        # Two plans of nobody's, to send 118 and 24, are of two units.
        return owner is not None or whole
    listed = owner_here and is_of_contributors(at)
    timed = timed and (owner_here or owner is None)
    of_peacekeepers = _is_of_peacekeepers(cues, owner, where)
    return listed or (of_peacekeepers and (goes_on or timed or at.what.rule == STRONG or whole))


def _opening(at: Setting) -> int:
    """Where the words of a count begin that its predicate stands before."""
    return at.number[0] if at.what.rule == BY_NAME else at.words[0]


def _is_sent(cues: Cues) -> bool:
    """True where a sum over time is of people sent; those trained, treated or decorated are another number."""
    at = cues.at
    first, last = max(at.span[0], at.words[0] - _FAR), min(at.span[1], at.words[1] + _REACH)
    return at.what.unit == "personnel-times" or SENT.search(at.text, first, last) is not None


def _is_of_some(cues: Cues) -> bool:
    at = cues.at
    (start, end), (first, last) = at.words, at.span
    serve = SERVE_AFTER.match(at.text, end, last)
    # Four peacekeepers who serve in Tyre were rescued.
    acted = serve is not None and serve["who"] and ACTED_AFTER.match(at.text, serve.end(), last)
    partly = acted or PARTITIVE.search(at.text, start, end) or DONE_TO_AFTER.match(at.text, end, last)
    if partly and not HAS_BEFORE.search(at.text, max(first, start - _REACH), start):
        return True
    return bool(
        SOME_AFTER.match(at.text, end, last)
        or SOME_AFTER.match(at.text, _name_end(at), last)
        or SOME_BEFORE.search(at.text, max(first, start - _REACH), start)
        or FORMER.search(at.text, at.number[1], end)
    )


def _name_end(at: Setting) -> int:
    """Where the names of the mission straight behind a count end, however long: serving with M (ACRONYM)."""
    end = at.words[1]
    for mark in at.passage.within(end, at.span[1], "mission"):
        if mark.start > end + _SERVING_WITH:
            break
        end = max(end, mark.end)
    return end


def _is_of_a_body(cues: Cues, where: str | None) -> bool:
    """True for the strength of a company or hospital, and of a contingent of no mission: a country has more of them."""
    at = cues.at
    (start, end), (first, last) = at.words, at.span
    if where is not None:
        return UNIT_HAS.search(at.text, max(first, start - _FAR), start) is not None
    if at.what.rule == STRONG and BODY_AFTER.match(at.text, end, last):
        return True
    return BODY_HAS.search(at.text, max(first, start - _FAR), start) is not None


def _is_of_strangers(cues: Cues) -> bool:
    """True for people of a country or body that the tables do not know: they are not all of the mission."""
    at = cues.at
    after = UNKNOWN_AFTER.match(at.text, at.words[1], at.span[1])
    return after is not None or UNKNOWN_NAME.search(at.text, at.number[1], at.words[1]) is not None


def _is_leaving(cues: Cues) -> bool:
    """True for a plan to bring people home, which is no plan to have them."""
    at = cues.at
    (start, end), (first, last) = at.words, at.span
    return bool(
        LEAVING_BEFORE.search(at.text, max(first, start - _REACH), start) or LEAVING_AFTER.match(at.text, end, last)
    )


def _is_of_peacekeepers(cues: Cues, owner: str | None, where: str | None) -> bool:
    """False for an army of which nothing says that it keeps the peace, and for those in a town that nobody knows."""
    at = cues.at
    if at.what.concept == "civilians" and owner is not None:
        return False
    if where is None and owner is not None and TOWN_AFTER.match(at.text, at.words[1], at.span[1]):
        return False
    if at.qualifier == DOZENS:
        return False
    if at.what.concept == "peacekeepers" or at.what.family == "group":
        return True
    missions = {mark.value for mark in at.passage.within(*at.span, "mission")}
    if missions or where is not None:
        # Israel has 5,000 troops in Lebanon, UNIFIL said: a mission that only speaks tells of an army of others.
        unnamed = UNNAMED_MISSION.search(at.text, at.span[0], at.words[0])
        of_mission = where in missions or any(mark.value == where for mark in at.passage.of("mission"))
        return of_mission or (not missions and (owner is not None or unnamed is not None))
    first = at.passage.sentence(max(0, at.passage.sentence(at.span[0])[0] - 2))[0]
    first = max(first, at.span[0] - _CONTEXT)
    told = at.passage.once(_peace)
    place = bisect_left(told, (first, first))
    return not at.text[first : at.span[1]].isascii() or (place < len(told) and told[place][1] <= at.span[1])


def _peace(passage: Passage) -> list[Span]:
    """Where words of peacekeeping stand."""
    return [found.span() for found in PEACE.finditer(passage.text)]


def _says_all(cues: Cues) -> bool:
    """A predicate of strength: has, deploys, a force of; are deployed, serve with; from Ghana in UNIFIL."""
    at = cues.at
    (end, start), (first, last) = (at.words[1], _opening(at)), at.span
    if WITH_FIRST.fullmatch(at.text, first, at.words[0]) and WITH_AFTER.match(at.text, end, last):
        return True
    serve = SERVE_AFTER.match(at.text, end, last)
    if HAS_BEFORE.search(at.text, max(first, start - _REACH), start) or (serve is not None and not serve["who"]):
        return not COME_AND_GO.match(at.text, end, last)
    serving = serve or SERVING_AFTER.match(at.text, end, last) or FROM_THERE.match(at.text, end, last)
    return serving is not None and not ACTED_AFTER.match(at.text, serving.end(), min(last, serving.end() + _PHRASE))


def _is_whole(cues: Cues, owner: str | None, where: str | None, value: float) -> bool:
    """UNIFIL's 10,000 peacekeepers guard the line: so many are all, unless they come, go or are sent somewhere."""
    at = cues.at
    (start, end), (first, last) = at.words, at.span
    if value < SURELY_ALL or owner is not None or where is None or COME_AND_GO.match(at.text, end, last):
        return False
    return not ACTS_BEFORE.search(at.text, max(first, start - _REACH), start)


def _is_told_of_hosts(cues: Cues, owner: str | None, where: str | None, value: float) -> bool:
    """People who live or fled somewhere are a number of that place: UNMISS hosts 31,000 displaced people."""
    at = cues.at
    (start, end), (first, last) = at.words, at.span
    hosts = HOSTS_BEFORE.search(at.text, max(first, start - _REACH), start) is not None
    if at.what.concept == "people":
        return hosts and value >= POPULATION and (where or owner) is not None
    told = hosts or HOSTED_AFTER.match(at.text, end, last) is not None
    return told and where is not None and at.what.concept not in FIGHTERS
