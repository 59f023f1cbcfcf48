"""Which forms count where: spelling, company and support of every word found in a document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from crawler.peacekeeping.document import Document
from crawler.peacekeeping.entries import Compiled, Form, SupportGroup
from crawler.peacekeeping.lexicon import Places
from crawler.peacekeeping.terms import Meta

# After these a capital letter is no sign of a name.
_OPENERS = ".!?:;\n\"'“”‘«»([{•*|—"
_SMALL_WORDS = frozenset(
    ("of", "the", "and", "for", "to", "in", "on", "a", "an", "de", "la", "le", "du", "des", "et", "y")
)
_LETTERS = re.compile(r"[^\W_]+")
DEFINITION_REACH = 120


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place, in the joined text, where an entry counts."""

    entry: Compiled
    form: Form
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Told:
    """Operations told by body and place: crawler.peacekeeping.described. ended: those that did not run on the day.

    plain: where those begin whose words are any operation's: they may take the place of a name. others: such words
    that tell of no operation.
    """

    occurrences: tuple[Occurrence, ...] = ()
    ended: frozenset[str] = frozenset()
    plain: frozenset[int] = frozenset()
    others: tuple[tuple[int, int], ...] = ()


EntriesByWord = Mapping[int, Sequence[tuple[Compiled, Form]]]


def by_word(entries: Iterable[Compiled]) -> EntriesByWord:
    """The entries and forms by the number of their word in the lexicon."""
    numbered: dict[int, list[tuple[Compiled, Form]]] = {}
    for entry in entries:
        for form in entry.forms:
            numbered.setdefault(form.number, []).append((entry, form))
    return numbered


def _widest(span: tuple[int, int]) -> tuple[int, int]:
    return span[0], -span[1]


def within(places: Sequence[tuple[int, int]], start: int, end: int, window: int) -> bool:
    """True where one of the places, in order, lies within a window of a span."""
    index = bisect_left(places, (start - window, 0))
    return index < len(places) and places[index][0] <= end + window


class Matching:
    """The occurrences of one document. Conditions are checked once for the whole document."""

    def __init__(self, document: Document, found: dict[int, Places], meta: Meta) -> None:
        self._document = document
        self._found = found
        self._window = meta.support_window
        self._elsewhere: dict[str, bool] = {}
        self._support: Places = []
        self._evidence: Places = []

    def places(self, numbers: Iterable[int]) -> Places:
        """All places of several words, in order."""
        here = [self._found[number] for number in numbers if number in self._found]
        return here[0] if len(here) == 1 else sorted(place for places in here for place in places)

    def of(self, numbers: Container[int]) -> list[int]:
        """Those of some words that stand in the text."""
        return [number for number in self._found if number in numbers]

    def __contains__(self, number: int) -> bool:
        return number in self._found

    def stands(self, form: Form) -> bool:
        """True where the form's letters occur at all, whatever their spelling."""
        return form.number in self._found

    def occurrences(
        self, entries: EntriesByWord, groups: Iterable[SupportGroup], told: Told = Told()
    ) -> list[Occurrence]:
        """Every occurrence that meets its conditions, in the order of the text. told: operations by body and place."""
        sure: list[Occurrence] = []
        open_ones: list[Occurrence] = []
        for number, places in self._found.items():
            for entry, form in entries.get(number, ()):
                for start, end in places:
                    if self._fits(form, start, end):
                        occurrence = Occurrence(entry, form, start, end)
                        (open_ones if self._is_open(occurrence) else sure).append(occurrence)
        sure, names = self._without_names(sure, open_ones)
        open_ones += names
        sure = self._with_told(sure, told) if told.occurrences or told.others else sure
        self._evidence = sorted((o.start, o.end) for o in sure if o.entry.kind != "negative" and o.entry.weight > 0)
        self._support = sorted([*self._evidence, *(place for group in groups for place in self._unlocking(group))])
        counted = sure + [o for o in open_ones if self._unlocked(o)]
        return sorted(self._outermost(counted), key=lambda o: (o.start, -o.end))

    def _with_told(self, sure: Sequence[Occurrence], told: Told) -> list[Occurrence]:
        """With operations told by body and place, but for words that name one.

        The plain name of one that had ended is such words of another day: "the UN mission in the Congo" was MONUC once.
        """
        kept = [
            o
            for o in sure
            if o.entry.kind != "mission"
            or o.form.is_acronym
            or not any(first <= o.start and o.end <= last for first, last in told.others)
        ]
        for one in told.occurrences:
            over = [o for o in kept if o.entry.kind == "mission" and o.start < one.end and one.start < o.end]
            if over and not (
                one.entry.kind == "mission"
                and one.start in told.plain
                and all(o.entry.term in told.ended and self._is_covered(o, one) for o in over)
            ):
                continue
            kept = [o for o in kept if o not in over] if over else kept
            kept.append(one)
        return kept

    def _is_covered(self, named: Occurrence, told: Occurrence) -> bool:
        """Whether a name is no more than the words told, and no acronym says in the paragraph that it is meant."""
        if named.form.is_acronym or not told.start <= named.start < named.end <= told.end:
            return False
        first, last = self._document.paragraph(named.start)
        if self._document.plain.find(told.entry.term, first, last) >= 0:
            return True
        return not any(
            first <= start < last and self.spelt(form, start, end)
            for form in named.entry.forms
            if form.is_acronym
            for start, end in self.places((form.number,))
        )

    def _without_names(
        self, sure: list[Occurrence], open_ones: list[Occurrence]
    ) -> tuple[list[Occurrence], list[Occurrence]]:
        """Take out words at the head of a sentence that the text elsewhere uses as a name, and never as a word."""
        plain = self._document.plain
        named = {id(o.entry) for o in open_ones if o.form.capital_needs_support and not o.form.needs_support}
        named -= {id(o.entry) for o in sure if plain[o.start].islower()}
        taken = [o for o in sure if id(o.entry) in named and o.form.capital_needs_support]
        return [o for o in sure if o not in taken] if taken else sure, taken

    def spelt(self, form: Form, start: int, end: int) -> bool:
        """True where the word is written as the form asks."""
        return form.exact is None or self._document.plain[start:end] == form.exact

    def _unlocking(self, group: SupportGroup) -> Places:
        return [
            place
            for form in group.forms
            if form.number in self._found and form.number in group.unlocking
            for place in self._found[form.number]
            if self.spelt(form, *place)
        ]

    def _fits(self, form: Form, start: int, end: int) -> bool:
        lower = self._document.lower
        if not self.spelt(form, start, end):
            return False
        if form.not_after and lower.endswith(form.not_after, 0, start):
            return False
        if form.not_before and lower.startswith(form.not_before, end):
            return False
        if form.near and not within(self.places(form.near), start, end, form.window):
            return False
        return not (form.unless and within(self.places(form.unless), start, end, form.window))

    def _is_open(self, occurrence: Occurrence) -> bool:
        form = occurrence.form
        if form.needs_support:
            return True
        if form.is_acronym and occurrence.entry.kind != "negative" and self._defined_elsewhere(occurrence):
            return True
        return form.capital_needs_support and self._is_name(occurrence.start)

    def _is_name(self, start: int) -> bool:
        """True for a capital letter in mid-sentence."""
        plain = self._document.plain
        if not plain[start].isupper():
            return False
        before = plain[max(0, start - 4) : start].rstrip(" ")
        return bool(before) and before[-1] not in _OPENERS

    def _unlocked(self, occurrence: Occurrence) -> bool:
        form, start, end = occurrence.form, occurrence.start, occurrence.end
        if form.is_acronym and self._defined_elsewhere(occurrence):
            return False
        if form.own_names and any(number in self._found for number in form.own_names):
            return True
        support = self._evidence if occurrence.entry.kind == "mission" else self._support
        supported = self._supported(support, start, end)
        at_home = bool(form.own_places) and within(self.places(form.own_places), start, end, self._window)
        if form.wary:
            return supported and at_home
        return supported or at_home

    def _supported(self, support: Places, start: int, end: int) -> bool:
        index = bisect_left(support, (start - self._window, 0))
        for first, last in support[index:]:
            if first > end + self._window:
                return False
            if last <= start or first >= end:
                return True
        return False

    def _outermost(self, occurrences: list[Occurrence]) -> list[Occurrence]:
        """Drop a mission's name that stands inside the longer name of another mission."""
        inner: set[tuple[int, int]] = set()
        reach = 0
        for start, end in sorted({(o.start, o.end) for o in occurrences if o.entry.kind == "mission"}, key=_widest):
            if end <= reach:
                inner.add((start, end))
            reach = max(reach, end)
        return [o for o in occurrences if o.entry.kind != "mission" or (o.start, o.end) not in inner]

    def _defined_elsewhere(self, occurrence: Occurrence) -> bool:
        """True where the text says that the letters stand for words which hold no form of the entry."""
        acronym = occurrence.form.text
        key = f"{occurrence.entry.kind} {occurrence.entry.term} {acronym}"
        if key not in self._elsewhere:
            told = [self._told(start, end, acronym) for start, end in self._found.get(occurrence.form.number, ())]
            spans = [span for span in told if span]
            known = self.places({*occurrence.form.own_names, *(form.number for form in occurrence.entry.forms)})
            known = [place for place in known if place[1] - place[0] > len(acronym)]
            self._elsewhere[key] = bool(spans) and not any(within(known, s, e, 8) for s, e in spans)
        return self._elsewhere[key]

    def _told(self, start: int, end: int, acronym: str) -> tuple[int, int] | None:
        """The words that an acronym is said to stand for: before ``(ACR)`` or in the bracket after ``ACR (``."""
        plain = self._document.plain
        letters = [sign.lower() for sign in acronym if sign.isalpha()]
        if plain[start - 1 : start] == "(" and plain[end : end + 1] in (")", ",", ";"):
            begin = max(0, start - 1 - DEFINITION_REACH)
            words = [(m.start() + begin, m.group()) for m in _LETTERS.finditer(plain[begin : start - 1])]
            return self._initials(words[::-1], letters[::-1], start - 1)
        opened = plain[end : end + 2]
        if opened == " (":
            close = plain.find(")", end, end + DEFINITION_REACH)
            inner = plain[end + 2 : close] if close > 0 else ""
            words = [(m.start() + end + 2, m.group()) for m in _LETTERS.finditer(inner)]
            return self._initials(words, letters, close)
        return None

    @staticmethod
    def _initials(words: list[tuple[int, str]], letters: list[str], limit: int) -> tuple[int, int] | None:
        """The span of words whose initials are the letters, in the given direction; small words may be passed over."""
        used: list[int] = []
        rest = list(letters)
        for place, word in words:
            if not rest:
                break
            if word[0].lower() == rest[0]:
                rest.pop(0)
                used.append(place)
            elif word.lower() not in _SMALL_WORDS:
                return None
        return (min(used), max(limit, max(used) + 1)) if used and not rest else None
