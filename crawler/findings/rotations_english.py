"""Which step an English sentence reports of which contingent. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.findings.casualties_groups import COUNTRY
from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy
from crawler.findings.rotations_contingent import MISSION, STEP, Contingent
from crawler.findings.rotations_strength import own_count
from crawler.findings.rotations_undone import undone
from crawler.findings.rotations_units import PLACE

_WORDS_TEXT = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
_WORDS = tuple(_WORDS_TEXT.split())
LEFT, ARRIVED, TOOK_OVER, MEDAL, RETURNED, FORMED, TRAINING = (
    "left", "arrived", "took over", "medal", "returned", "formed", "training",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a contingent, with the words for it."""

    step: str
    contingent: Contingent
    start: int
    end: int


# What must follow a verb that has other senses.
_FOLLOWS = {
    "left": r"\s+(?:for\b|(?:the\s+)?[A-Z]|on\b|from\b|home\b|by\b|yesterday|today|this|last|in\b)|\s*[.,]|\s*$",
    "leaves": r"\s+(?:for\b|[A-Z]|on\b|today|tomorrow|next)",
    "will leave": r"\s+(?:for\b|[A-Z]|on\b|in\b|by\b|tomorrow|next)",
    "due to leave": r"(?!\s+for\b)",
    "departed": r"\s*",
    "took off": r"\s*",
    "returned": r"\s+(?:home|from|to\s+(?:[A-Z]|the\s+(?:country|capital|motherland))|safely|on\b|after|with)|\s*[.,]",
    "returns": r"\s+(?:home|from|to\s+[A-Z]|safely|on\b|after)|\s*[.,]|\s*$",
    "return to": r"\s+(?:[A-Z]|the\s+(?:country|capital|motherland))",
    "reached": r"\s+(?:the\s+)?[A-Z]",
    "reaches": r"\s+(?:the\s+)?[A-Z]",
    "entered": r"\s+(?:the\s+)?[A-Z]",
    "landed": r"\s+(?:at|in|on)\b|\s*[.,]",
    "formed": r"\s+(?:in|on|at|last|this|yesterday|from)\b|\s*[.,]",
    "raised": r"\s+(?:in|on|at|for)\b",
    "activated": r"\s+(?:in|on|at)\b",
    "was established": r"\s+(?:in|on|at)\b|\s*[.,]",
    "set up": r"\s+(?:in|on|at)\s+[A-Z\d]",
    "deploys": r"\s+(?:\d|a\b|an\b|its\b|another|more|some)",
    "will send": r"\s+(?:\d|an?\b|its\b|another|more|some)",
    "will deploy": r"\s+(?:to\s+(?:the\s+|(?:north|south|east|west)\w*\s+)?[A-Z]|\d|an?\b|its\b|another|more|some)",
    "will dispatch": r"\s+(?:\d|an?\b|its\b|another|more|some)",
    "replaced": r"\s+(?:(?:an?|the)\s|(?:it|them)\b)",
    "relieved": r"\s+(?:(?:an?|the)\s|(?:it|them)\b)",
    "welcomed": r"\s+(?:an?|the|its|\d+)\s+",
    "sends": r"\s+(?:\d|a\b|an\b|its\b|another|more|some)",
    "dispatched": r"\s+(?:to\b|a\b|an\b|the\b|its\b|\d|another|on\b|from)|\s*[.,]",
}
_NEEDS = {name: lazy(pattern) for name, pattern in _FOLLOWS.items()}
_MEDAL = lazy(r"\bmedals?\b", re.IGNORECASE)
_OBJECT_STEPS = lazy(
    r"flag\w*[\s-]off|dispatch\w*|sent off|seen off|saw off|see-off|send-?off|farewell|departure|arrival of"
    r"|repatriat\w+|withdrawal of|welcome[ds]? home|founding|inaugurat\w+|"
    r"handover|hand-over|transfer|medal\b.*|parade|ceremony|awarded|decorated|honou?red|presented|bestowed"
    r"|conferred|deploys|will (?:send|deploy|dispatch)|welcomed|sends|bids? farewell|returned|formed|set up"
    r"|raised|established|withdrawn",
    re.IGNORECASE,
)
_BY_OBJECT = lazy(r"(?:relieved|replaced) by|handed over|hands over|handing over", re.IGNORECASE)
_OBJECT_GAP = lazy(
    r"[\w\s,'’“”\"-]{0,45}?(?:\b(?:of|for|to|by|between|with|upon|on|off)\s+)?(?:all\s+|its\s+|the\s+|a\s+|an\s+)*$",
    re.IGNORECASE,
)
_ASIDE = lazy(r",\s+(?:including|among\s+them)\b[^,;.]{1,60},")
_SUBJECT_STOP = lazy(r";\s|\b(?:said|says|told|while|whose)\b")
# Left for Juba; left Accra on Friday for Juba.
_GOAL = lazy(
    r"(?:(?:\s+\w+)?\s+(?:for|to|in|at)|(?:\s+[A-Z][\w'’-]+){1,3}(?:\s+on\s+\w+(?:\s+\d{1,2})?)?\s+for)"
    rf"\s+(?:(?:the|a)\s+mission\s+in\s+)?{PLACE}"
)
_HERE = lazy(rf"\s+{PLACE}")
_MONTH = lazy(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes"
    r"|Thurs|Fri|Satur|Sun)day)\b"
)
_AFTER_A_TOUR = lazy(
    r"[^.;]{0,60}?\bafter\s+(?:an?|its|their|completing|spending|\w+)\s+(?:[\w-]+\s+){0,3}?(?:year|months?|tour"
    r"|mission|deployment|duty)\b",
    re.IGNORECASE,
)
_BY_ORDINAL = lazy(rf"\s+(?:to\s+)?the\s+(?P<word>{'|'.join(_WORDS)}|\d+(?:st|nd|rd|th))\b")
_AND_OTHER = lazy(r",?\s+(?:and|as well as)\s+(?:the\s+)?(?:other\s+)?")
_AND_THE = lazy(r"\s*,?\s*(?:and|to)\s+(?:the\s+)?")
_AND = lazy(r"\band\b")
_LAST = lazy(r"\b(?:last|final|remaining)\b", re.IGNORECASE)
_WHO = lazy(r",\s+(?:who|which)\b")
_ITS_OWN = lazy(r",?\s+(?:its|their)\s")
_POSTHUMOUS = lazy(r"\bposthumous", re.IGNORECASE)
_IMPLICIT = lazy(r"(?:Since|After|Before)\s+$")
_STRAIGHT = lazy(r"\s+(?:the\s+)?")
_ONWARD = lazy(r"\s+(?:for|to)\b")
# A country straight behind "left" begins within so many signs.
NEXT = 6
# Out of a camp is no way home.
_OUT_OF_A_CAMP = lazy(
    r"(?:withdr\w+|pull\w+|moved|evacuated)\b[^.;]{0,48}?\bfrom\s+(?:the|its|their|a|an|two|three|some)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:bases?|camps?|posts?|positions?|outposts?|sites?|villages?|towns?|checkpoints?|front\s*lines?)\b",
    re.IGNORECASE,
)
# "Since it was set up" tells how long ago, and no step of the contingent; often with no day to judge that by.
_SINCE = lazy(r"\bsince\s+[^,;]{0,40}\Z", re.IGNORECASE)
_TAKEN_FROM = lazy(r"\bfrom\b[^.;]{0,40}$", re.IGNORECASE)
_PRONOUN = lazy(r"(?:^|,\s+|\band\s+)(?P<it>It|They|it|they)\b")
MOST_BEFORE, MOST_AFTER, MOST_TAIL = 170, 60, 70


def steps(passage: Passage, start: int, end: int, marks: Sequence[Mark], named: Sequence[Contingent]) -> Iterator[Step]:
    """The steps of a sentence. marks: its words for steps; named: its contingents; both in order."""
    text = passage.text
    used: set[tuple[int, str]] = set()
    for mark in marks:
        for one, step in _whose(passage, mark, start, named):
            if (one.start, step) not in used:
                used.add((one.start, step))
                yield _told(text, mark, one, step, end)


def holds(text: str, mark: Mark, start: int, end: int) -> bool:
    """True where the word is used in the sense of a contingent's step."""
    word = text[mark.start : mark.end].lower()
    needs = _NEEDS.get(word)
    if needs is not None and not needs.match(text, mark.end, end):
        return False
    if mark.value == MEDAL and "medal" not in word and not _MEDAL.search(text, mark.end, end):
        return False
    if mark.value == MEDAL and _POSTHUMOUS.search(text, start, end):
        return False
    if mark.value == FORMED and _SINCE.search(text, start, mark.start):
        return False
    if mark.value == RETURNED and _OUT_OF_A_CAMP.match(text, mark.start, end):
        return False
    return not undone(text, (mark.start, mark.end), (start, end))


def _whose(passage: Passage, mark: Mark, start: int, named: Sequence[Contingent]) -> Iterator[tuple[Contingent, str]]:
    """The contingents that a step belongs to, each with its step."""
    text = passage.text
    word = text[mark.start : mark.end]
    if mark.value == TOOK_OVER and _of_a_mission(passage, mark):
        return
    subject = _subject(text, mark, named)
    if subject is not None and (count := own_count(passage, subject.end, mark.start)):
        # "1,000 were to go but only 400 arrived": the number nearest to the verb is the verb's.
        subject = subject.counted(count.people)
    following = next((one for one in named if one.start >= mark.end), None)
    if subject is not None and subject.people and following is not None and following.echelon is not None:
        subject = _explained(text, subject, following)
    near = (
        following is not None
        and following.start - mark.end <= MOST_AFTER
        and _OBJECT_GAP.fullmatch(text, mark.end, following.start)
    )
    if mark.value == TOOK_OVER and following is not None and _IMPLICIT.search(text[start : mark.start]):
        yield following, TOOK_OVER
        return
    if _BY_OBJECT.fullmatch(word):
        if near and following is not None:
            yield following, TOOK_OVER
        ordinal = _BY_ORDINAL.match(text, mark.end) if subject is not None else None
        if not near and ordinal is not None and subject is not None:
            number = _WORDS.index(ordinal["word"]) + 1 if ordinal["word"] in _WORDS else int(ordinal["word"][:-2])
            yield replace(subject, ordinal=number, strength=None, start=mark.start, end=ordinal.end()), TOOK_OVER
        if subject is not None and "by" in word:
            yield subject, RETURNED
        return
    if near and following is not None and not (following.loose and mark.value == MEDAL) and _OBJECT_STEPS.match(word):
        yield _last_of_pair(text, following, named, mark.value), mark.value
        return
    if subject is not None:
        home = mark.value == ARRIVED and _AFTER_A_TOUR.match(text, mark.end)
        away = mark.value == LEFT and not word.endswith((" for", " to"))
        last = away and (_LAST.search(text, subject.start, mark.start) or _leaves_abroad(passage, mark, subject))
        step = RETURNED if home or last else mark.value
        yield subject, step
        yield from ((one, step) for one in _joined_to(text, subject, named))


def _of_a_mission(passage: Passage, mark: Mark) -> bool:
    """The force, which replaced the Multinational Security Support mission: one mission took another's place."""
    named = next(passage.within(mark.end, mark.end + MOST_AFTER, MISSION), None)
    return named is not None and _STRAIGHT.fullmatch(passage.text, mark.end, named.start) is not None


def _explained(text: str, people: Contingent, batch: Contingent) -> Contingent:
    """180 peacekeepers left, the first batch of the 12th battalion: of which contingent they are."""
    if not text.endswith(", ", 0, batch.start):
        return people
    return replace(people, ordinal=batch.ordinal, unit=batch.unit or people.unit, echelon=batch.echelon)


def _leaves_abroad(passage: Passage, mark: Mark, one: Contingent) -> bool:
    """Egyptian troops left Mali: out of another country than their own they go home, unless somewhere else is named."""
    place = next(passage.within(mark.end, mark.end + NEXT, COUNTRY), None)
    if (
        place is None
        or one.country in (None, place.value)
        or not _STRAIGHT.fullmatch(passage.text, mark.end, place.start)
    ):
        return False
    return not _ONWARD.match(passage.text, place.end)


def _joined_to(text: str, subject: Contingent, named: Sequence[Contingent]) -> Iterator[Contingent]:
    """The contingents that "and" joins to the subject: the Ghanaian battalion and the Irish company left."""
    for one in reversed(named):
        if one.end <= subject.start and not one.people and _AND_OTHER.fullmatch(text, one.end, subject.start):
            subject = one
            yield one


def _last_of_pair(text: str, one: Contingent, named: Sequence[Contingent], step: str) -> Contingent:
    """A handover between two contingents is the taking over of the second."""
    if step != TOOK_OVER:
        return one
    after = [other for other in named if other.start > one.start and _AND_THE.fullmatch(text, one.end, other.start)]
    return after[0] if after else one


def _subject(text: str, mark: Mark, named: Sequence[Contingent]) -> Contingent | None:
    """The contingent before the step that its words let be the subject."""
    before = [one for one in named if one.end <= max(mark.start, mark.end - 1)]
    if len(before) > 1 and _TAKEN_FROM.search(text[before[-2].end : before[-1].start]):
        before.pop()
    for index, one in reversed(list(enumerate(before))):
        gap = _ASIDE.sub("", text[one.end : mark.start])
        # Pakistani troops, who made up the bulk of the force, left: the force stands in a clause of its own.
        if index and "," in gap and _WHO.match(text, before[index - 1].end):
            continue
        if one.people and ("," in gap.strip(", ") or len(gap) > MOST_AFTER):
            continue
        if one.loose and mark.value in (MEDAL, FORMED, TRAINING):
            continue
        if len(gap) > MOST_BEFORE or _SUBJECT_STOP.search(gap) or len(_AND.findall(gap)) > 2:
            return None
        return one
    return None


def _told(text: str, mark: Mark, one: Contingent, step: str, end: int) -> Step:
    """The step with the place it names: where to, and after "entered Karabakh" or "left Juba" the place itself."""
    far = min(end, mark.end + MOST_TAIL)
    goal = None
    if text[mark.start : mark.end].lower().endswith((" for", " to", " in")):
        goal = _HERE.match(text, mark.end, far)
    elif step in (LEFT, ARRIVED):
        goal = _GOAL.match(text, mark.end, far)
    if goal is not None and _MONTH.match(goal["place"]):
        goal = None
    if goal is not None and goal.start("place") < one.end and one.start < goal.end("place"):
        goal = None
    last = goal.end() if goal and goal.end() <= end else mark.end
    if goal is None and step in (LEFT, ARRIVED):
        there = _HERE.match(text, mark.end, far)
        if there is not None and not _MONTH.match(there["place"]):
            goal, last = there if step == ARRIVED else None, there.end()
    if goal is not None and one.destination is None:
        one = replace(one, destination=goal["place"])
    return Step(step, one, mark.start, last)


def pronoun(text: str, start: int, marks: Sequence[Mark]) -> Contingent | None:
    """The place of an "it" or "they" before the step, which stands for the contingent named last."""
    for mark in marks:
        if mark.value == TOOK_OVER and _IMPLICIT.search(text[start : mark.start]):
            return Contingent(start=mark.start, end=mark.end - 1)
        if mark.value == TRAINING and _ITS_OWN.match(text, mark.end):
            return Contingent(start=mark.start, end=mark.end - 1)
        found = _PRONOUN.search(text[start : min(mark.start, start + 60)])
        if found and mark.start - start - found.end() < 40:
            return Contingent(start=start + found.start("it"), end=start + found.end("it"))
    return None


__all__ = ["ARRIVED", "LEFT", "STEP", "Step", "pronoun", "steps"]
