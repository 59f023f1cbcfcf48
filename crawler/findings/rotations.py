"""Rotations: contingents that were formed, left, arrived, took over, got medals, came home or train. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from crawler.findings import rotations_chinese, rotations_english
from crawler.findings.days import Day
from crawler.findings.figures_places import AREA
from crawler.findings.passage import TITLE, Mark, Passage, Text
from crawler.findings.patterns import lazy
from crawler.findings.rotations_contingent import CODE, CONTINGENT, STEP, Contingent
from crawler.findings.rotations_counted import Counted, counted, with_strengths
from crawler.findings.rotations_days import ahead, day_of, is_long_ago
from crawler.findings.rotations_english import ARRIVED, FORMED, RETURNED, Step
from crawler.findings.rotations_home import home_town
from crawler.findings.rotations_merged import merge
from crawler.findings.rotations_named import contingents
from crawler.findings.rotations_seat import only_there
from crawler.findings.sentences import Span
from crawler.findings.stretches import stretch
from storage.findings import CountryMention, Finding, MissionMention, Rotation

# So far back "it" may refer, in signs.
NEAR = 600
# Of the contingents named so many can still be meant.
MOST_KNOWN = 12
HOMEWARD = "homeward"
# Those who relieve the ones that go home do not go home themselves.
_RELIEF = lazy(r"\b[Tt]heir\s+(?:relief|replacements?|successors)\b|接替(?:他们|他們|其)")
_DEFINED = lazy(r"\s+(?:that|which)\s+(?:leaves|left|returns|returned|comes|came|served|serves)\b")
# What tells a state unless a day is named with it.
_NEEDS_A_DAY = ("was deployed", "were deployed", "deployed", "部署", "進駐", "进驻")


class _Memory:
    """The contingents named so far, and the one that "it" and "they" stand for."""

    def __init__(self) -> None:
        self.known: list[Contingent] = []
        self.counted: list[Counted] = []
        self.partial: set[tuple[str, int | None]] = set()
        self.ordinals: set[int | None] = set()
        self.subject: Contingent | None = None
        self.place = 0

    def learn(self, passage: Passage, sentence: Span, named: Sequence[Contingent], found: Sequence[Step]) -> None:
        """Add the contingents of a sentence; the first of them is its subject. Of mere people only those that moved."""
        moved = [step.contingent.start for step in found]
        named = [one for one in named if not one.people or one.start in moved]
        firm = [one for one in named if one.firm]
        if named:
            self.place = named[0].start
            earlier = self.earlier(named[0])
            self.subject = named[0].filled(earlier) if earlier and not named[0].firm else named[0]
        self.counted += counted(passage, sentence, named, self._only(named))
        self.ordinals |= {step.contingent.ordinal for step in found} | {one.ordinal for one in named}
        self.partial |= {(step.step, step.contingent.ordinal) for step in found if step.contingent.partial}
        self.known = [*self.known, *firm][-MOST_KNOWN:]

    def _only(self, named: Sequence[Contingent]) -> Contingent | None:
        """The contingent that words without an ordinal stand for, where the text has told of no other ordinal."""
        one = self.earlier(named[0]) if named else None
        return one if len(self.ordinals - {None}) == 1 else None

    def earlier(self, one: Contingent) -> Contingent | None:
        """The contingent named last that it may refer to."""
        fitting = [other for other in reversed(self.known) if other is not one and one.may_be(other)]
        same = [other for other in fitting if other.noun == one.noun] if one.noun and not one.firm else []
        return next(iter((*same, *fitting)), None)


def find(text: Text, before: Sequence[Finding]) -> Iterator[Rotation]:
    """One finding for each contingent and step, at its fullest mention."""
    found: list[Rotation] = []
    memory = _Memory()
    surroundings: _Surroundings | None = None
    for passage in text.passages:
        marks = passage.of(STEP, CONTINGENT, CODE)
        for sentence, group in groupby(marks, key=lambda mark: stretch(passage, mark.start)):
            stepping = [mark for mark in group if mark.kind == STEP]
            for step in _steps(passage, sentence, stepping, memory):
                surroundings = surroundings or _Surroundings(text, before, memory)
                rotation = surroundings.rotation(passage, sentence, step)
                if rotation is not None:
                    merge(found, rotation, refers_back=not step.contingent.firm)
    yield from with_strengths(found, memory.counted, memory.partial)


def _steps(passage: Passage, sentence: Span, marks: list[Mark], memory: _Memory) -> list[Step]:
    start, end = sentence
    if passage.chinese:
        return _chinese_steps(passage, sentence, memory)
    marks = [mark for mark in marks if rotations_english.holds(passage.text, mark, start, end)]
    if not marks and not any(passage.within(start, end, CONTINGENT, CODE)):
        return []
    named = contingents(passage, start, end, people=bool(marks))
    near = memory.subject is not None and 0 <= start - memory.place <= NEAR
    pronoun = rotations_english.pronoun(passage.text, start, marks) if near else None
    if pronoun is not None and memory.subject is not None and not any(one.start < pronoun.end for one in named):
        named = [memory.subject.at(pronoun.start, pronoun.end), *named]
        memory.known += named[:1]
    found = list(rotations_english.steps(passage, start, end, marks, named))
    memory.learn(passage, sentence, named, found)
    return found


def _chinese_steps(passage: Passage, sentence: Span, memory: _Memory) -> list[Step]:
    start, end = sentence
    named = rotations_chinese.contingents(passage, start, end)
    if not named and memory.known:
        named = rotations_chinese.implicit(passage, start, end)
    found = []
    for index, one in enumerate(named):
        following = named[index + 1].start if index + 1 < len(named) else end
        found += [
            Step(mark.value, one, mark.start, mark.end)
            for mark in rotations_chinese.steps(passage, one, following, end)
        ]
    memory.learn(passage, sentence, named, found)
    return found


class _Surroundings:
    """What the rest of the text says where a sentence leaves it out."""

    def __init__(self, text: Text, before: Sequence[Finding], memory: _Memory) -> None:
        self._text = text
        self._memory = memory
        missions = {one.mission for one in before if isinstance(one, MissionMention)}
        self._hosts = {iso3 for name in missions for iso3 in text.operations.by_acronym[name].countries}
        self._contributors = {
            one.iso3 for one in before if isinstance(one, CountryMention) and one.role == "contributor"
        }
        self._missions = sorted(missions)
        self._headed_home = any(next(one.of(HOMEWARD), None) for one in text.passages if one.field == TITLE)
        # Lebanese is no name of a place.
        self._adjectives = {
            (passage.field, passage.position, mark.start) for passage in text.passages for mark in passage.of("people")
        }
        hosts = [
            one
            for one in before
            if isinstance(one, CountryMention)
            and one.iso3 in self._hosts
            and (one.field, one.position, one.start) not in self._adjectives
        ]
        alone = len({one.iso3 for one in hosts}) == 1
        self._only_host = hosts[0].name if alone else None
        self._only_host_code = hosts[0].iso3 if alone else None
        areas = {one.group() for passage in text.passages for one in AREA.finditer(passage.text)}
        seats = {seat for name in missions for seat in text.operations.by_acronym[name].locations}
        seated = len(areas) == len(missions) == 1 and any(min(areas) in seat for seat in seats)
        self._only_area = min(areas) if seated else None
        givers = Counter(
            one.iso3 for one in before if isinstance(one, CountryMention) and one.role == "contributor"
        ).most_common(2)
        self._giver = givers[0][0] if len(givers) == 1 or (givers and givers[0][1] > givers[1][1]) else None
        self._countries = [one for one in before if isinstance(one, CountryMention)]

    def rotation(self, passage: Passage, sentence: Span, step: Step) -> Rotation | None:
        """The finding, or None where nothing says whose contingent it is."""
        one, confidence = self._resolved(passage, sentence, step)
        if one is None or one.country is None:
            return None
        day = day_of(passage, sentence, step)
        if day is None and passage.text[step.start : step.end].lower().startswith(_NEEDS_A_DAY):
            return None
        name = step.step
        # "It was set up in 1978" is told of the mission.
        if name == FORMED and one.ordinal is None and is_long_ago(day, self._text):
            return None
        if name == ARRIVED and self._is_homeward(passage, sentence, step):
            name, confidence = RETURNED, min(confidence, 0.8)
        goal = one.destination
        if home_town(passage, step, one.country):
            name = RETURNED
            # What the step itself names is no place that they were sent to.
            goal = None if goal is not None and goal in passage.text[step.start : step.end] else goal
        destination = goal or self._left(passage, step) or self._place(passage, sentence, one.country)
        mission = one.mission or self._fitting(destination)
        if mission is None and not self._missions:
            mission = only_there(self._text, passage, step, destination, self._countries)
        country: str | None = one.country
        if mission is not None and country in self._text.operations.by_acronym[mission].countries:
            # A host sends nobody to itself.
            country = self._text.around.home
            if country is None or country in self._text.operations.by_acronym[mission].countries:
                return None
        return Rotation(
            field=passage.field,
            position=passage.position,
            parts=_parts(step, day),
            rule=f"rotation: {name}",
            confidence=confidence,
            ordinal=one.ordinal,
            country=country,
            unit=one.unit,
            destination=destination,
            mission=mission,
            step=name,
            echelon=one.echelon,
            strength=one.strength,
            date=ahead(self._text, passage, day, step),
            date_basis=day.basis if day else None,
        )

    def _resolved(self, passage: Passage, sentence: Span, step: Step) -> tuple[Contingent | None, float]:
        """The contingent with what the text says of it elsewhere, and how sure that is."""
        one, confidence = step.contingent, 1.0
        # The company that leaves Lebanon is another one than those told of before.
        itself = _DEFINED.match(passage.text, one.end) is not None
        earlier = None if itself else self._memory.earlier(one)
        if not one.firm and earlier is None and not (self._missions and self._given(passage, sentence, step)):
            return None, 0.0
        if one.loose and (not self._missions or one.country not in self._contributors or one.country in self._hosts):
            return None, 0.0
        if earlier is not None and (not one.firm or one.country is None or one.ordinal == earlier.ordinal):
            one, confidence = one.filled(earlier), 0.9
        if one.country is None:
            one, confidence = replace(one, country=self._country(passage, sentence, step)), 0.7
        return one, confidence

    def _country(self, passage: Passage, sentence: Span, step: Step) -> str | None:
        """Whose it is where its words do not say: a contributor of the sentence or its first word, else of the text."""
        return self._given(passage, sentence, step) or self._text.around.home

    def _given(self, passage: Passage, sentence: Span, step: Step) -> str | None:
        start = max(sentence[0], passage.opening)
        marks = list(passage.within(start, step.start, "country", "people"))
        named = {mark.value for mark in marks if mark.value in self._contributors} - self._hosts
        if not named and marks and marks[0].start == start:
            named = {marks[0].value} - self._hosts
        return named.pop() if len(named) == 1 else self._giver

    def _left(self, passage: Passage, step: Step) -> str | None:
        """The country straight behind "the company that leaves", as printed: where it was."""
        if not _DEFINED.match(passage.text, step.contingent.end):
            return None
        here = (one for one in self._countries if (one.field, one.position) == (passage.field, passage.position))
        return next((one.name for one in here if 0 <= one.start - step.end <= len(" the ")), None)

    def _place(self, passage: Passage, sentence: Span, country: str) -> str | None:
        """The host country named in the sentence, as printed; else the only one of the text, or its mission's area."""
        for one in self._countries:
            here = (one.field, one.position) == (passage.field, passage.position)
            named = (one.field, one.position, one.start) not in self._adjectives
            away = named and one.iso3 in self._hosts and one.iso3 != country
            if here and away and sentence[0] <= one.start < sentence[1]:
                return one.name
        area = AREA.search(passage.text, *sentence)
        host = self._only_host if self._only_host_code != country else None
        return area.group() if area is not None else host or self._only_area

    def _is_homeward(self, passage: Passage, sentence: Span, step: Step) -> bool:
        """True where the title or the text just before speaks of going home and the sentence of no host country."""
        text = passage.text
        if text.startswith("enter", step.start) or _RELIEF.search(text, sentence[0], step.start):
            return False
        start = max(0, text.rfind("\n\n", 0, max(0, text.rfind("\n\n", 0, sentence[0]))))
        if not self._headed_home and not any(passage.within(start, sentence[1], HOMEWARD)):
            return False
        after = {mark.value for mark in passage.within(*sentence, "country")}
        return (
            not after & self._hosts
            or bool(next(passage.within(*sentence, HOMEWARD), None))
            or not self._arrives(passage, sentence)
        )

    def _arrives(self, passage: Passage, sentence: Span) -> bool:
        """True where a host country stands after the word of arriving."""
        step = next((mark for mark in passage.within(*sentence, STEP) if mark.value == ARRIVED), None)
        places = [mark for mark in passage.within(*sentence, "country") if mark.value in self._hosts]
        return step is not None and any(mark.start > step.end for mark in places)

    def _fitting(self, destination: str | None) -> str | None:
        """The only mission of the text, or the only one with its seat in the country of the destination."""
        named = {one.iso3 for one in self._countries if destination and one.name and one.name in destination}
        by_acronym = self._text.operations.by_acronym
        fitting = [name for name in self._missions if not named or named & set(by_acronym[name].countries[:1])]
        return fitting[0] if len(fitting) == 1 else None


def _parts(step: Step, day: Day | None) -> tuple[Span, ...]:
    """The contingent, the step, and a day right beside it."""
    one = step.contingent
    first, last, end = min(one.start, step.start), max(one.end, step.end), step.end
    if day is not None and 0 <= first - day.end <= 2:
        first = day.start
    if day is not None and 0 <= day.start - last <= 4:
        last = day.end
        end = day.end if step.end >= one.end else end
    if last - first <= 120 or one.end >= step.start >= one.start:
        return ((first, last),)
    return tuple(sorted(((one.start, one.end), (step.start, end))))
