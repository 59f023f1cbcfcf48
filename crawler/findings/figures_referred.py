"""The mission that a count's sentence only refers to: the Mission has 1,200; its police component. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from crawler.findings.figures_counted import WORK
from crawler.findings.figures_items import item_of
from crawler.findings.figures_labels import LABELLED
from crawler.findings.figures_owners import HOST
from crawler.findings.figures_places import holder, is_of_a_mission
from crawler.findings.figures_setting import Countries, Setting
from crawler.findings.figures_strength import FIGHTERS
from crawler.findings.passage import TITLE, Mark, Text
from crawler.findings.patterns import lazy

# It now has 6,280; the mission's 870 soldiers.
_IT_HAS = lazy(
    r"[“\"]?(?:The\s+(?:(?:UN|U\.N\.|United\s+Nations|peacekeeping|peace)\s+)?)?(?P<who>(?-i:Its?)|mission|operation|force)"
    r"(?:['’]s\b|(?<=Its)\b|\s+(?:(?:now|currently|still|also|already|today|at\s+present)\s+)*"
    r"(?:has|had|will\s+have|numbers|counts|comprises|consists\s+of|deploys|fields|keeps|employs|maintains|stands\s+at|includes"
    r"|is\s+made\s+up\s+of)\b)"
    r"(?:\s*,?\s+(?:now|currently|still|only|just|today|some|about|over|nearly|almost|around|more\s+than|a\s+total\s+of"
    r"|an?\s+(?:authori[sz]ed\s+|current\s+)?(?:strength|ceiling|force|total)\s+of"
    r"|[\d.,]+\s+[a-z ]{1,30}?(?:,|\s+and)(?=\s)))*\s*\Z",
    re.IGNORECASE,
)
# How far back, in code points, a mission may have been named; how near the head of its sentence a count stands.
_FAR, _SUBJECT_FAR = 2000, 160
_ARTICLE_FIRST = lazy(r"\s*(?:The\s+)?")
_OTHER_BODY = lazy(
    r"\b(?:army|armies|armed\s+forces|forces|police|military|militias?|company|battalion|contingent)\b", re.IGNORECASE
)
# The mission and the force of which the text speaks; a task is no mission, and whoever commands a force is not it.
_REFERS = lazy(
    r"\b(?:the|this)\s+(?:(?:UN|U\.N\.|United\s+Nations|peacekeeping|peace|multinational|regional|African\s+Union|joint)\s+)*"
    r"(?:mission(?!\s+(?:of|to|is|was|accomplished|statement|area|headquarters|leadership|commander|chief))"
    r"|force(?!s|\s+(?:of|commander|headquarters|chief|protection|generation))"
    r"|(?:(?:military|police|civilian|uniformed)\s+)?component)\b"
    r"|(?:该|这支|这一)(?:特派团|维和部队|部队|团)|(?<![\u4e00-\u9fff])(?:特派团|部队)(?!长|指挥|总部)|(?<=在)团(?=内)",
    re.IGNORECASE,
)
_LONGEST = 16
_CHINESE_LABEL = lazy(r"(?:\A|\n)[^\n，。：:]{2,12}[：:]\Z")


class Subject(NamedTuple):
    """The one mission that the title names, and the one that the whole text names; None for none or several."""

    title: str | None
    text: str | None


def subject(text: Text) -> Subject:
    """The mission that a text is about."""
    titled = (mark for one in text.passages if one.field == TITLE for mark in one.of("mission"))
    return Subject(_only(titled), _only(mark for one in text.passages for mark in one.of("mission")))


def referred(at: Setting, countries: Countries, about: Subject) -> str | None:
    """The mission of a count without a place, by what its sentence refers to."""
    if at.what.rule == LABELLED or (
        at.passage.chinese and _CHINESE_LABEL.search(at.text, max(0, at.number[0] - _LONGEST), at.number[0])
    ):
        return about.title if is_of_a_mission(at) else None
    return of_sentence_before(at, countries) or _named_before(at, about)


def _named_before(at: Setting, about: Subject) -> str | None:
    """The one mission that the paragraph named before a sentence about the mission or the force, else the text's."""
    own = is_of_a_mission(at)
    first = max(at.span[0], at.passage.opening)
    if at.what.concept in FIGHTERS or not (own or at.what.family == WORK):
        return None
    if any(at.passage.within(*at.span, "mission")):
        return None
    said = [Mark(*one.span(), "mission", "") for one in _REFERS.finditer(at.text, first, at.span[1])]
    if not said and own and at.text[first - 1 : first] == "；":
        # A Chinese semicolon parts the counts of one sentence.
        said = [Mark(first, first, "mission", "")]
    found = holder(at, item_of(at), said) if said else None
    if found is None or not (own or found.start < at.words[0]):
        return None
    start = max(0, first - _FAR)
    start = max(start, at.text.rfind("\n", start, first) + 1)
    # Any armed body is a force.
    force = at.text[found.start : found.end].lower().endswith("force")
    if force and _OTHER_BODY.search(at.text, start, first):
        return None
    named = list(at.passage.within(start, first, "mission"))
    return _only(named) if named else about.title if force else about.title or about.text


def _only(marks: Iterable[Mark]) -> str | None:
    """What all of some marks stand for; None where they stand for several things, or there are none."""
    named = {mark.value for mark in marks}
    return named.pop() if len(named) == 1 else None


def of_sentence_before(at: Setting, countries: Countries) -> str | None:
    """The mission that the sentence before names alone, where the count's subject is it, the mission or the force."""
    text, first = at.text, max(at.passage.sentence(at.number[0])[0], at.passage.opening)
    near = at.words[0] - first <= _SUBJECT_FAR
    subject = _IT_HAS.match(text, first, at.words[0]) if near else None
    if subject is None or not is_of_a_mission(at):
        return None
    end = first
    while end > at.passage.opening and text[end - 1].isspace():
        end -= 1
    if end <= at.passage.opening:
        return None
    start, end = at.passage.sentence(end - 1)
    marks = list(at.passage.within(start, end, "mission"))
    if len({mark.value for mark in marks}) != 1:
        return None
    said = subject["who"].lower()
    opens = _ARTICLE_FIRST.fullmatch(text, start, marks[0].start) is not None
    others = said != "mission" and (
        _OTHER_BODY.search(text, start, end) is not None
        or (said.startswith("it") and any(one.role != HOST for one in countries.named(start, end)))
    )
    return None if others and not opens else marks[0].value
