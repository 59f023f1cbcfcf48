"""Why a text with enough points is not accepted after all: touched in passing, or on something near by. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from crawler.peacekeeping.document import LEAD, Document, View
from crawler.peacekeeping.lexicon import Lexicon, Places
from crawler.peacekeeping.matching import Matching, Occurrence, within
from crawler.peacekeeping.scoring import Scored
from crawler.peacekeeping.terms import Terms

# Between "former" and the word it speaks of; a sign of the list ends its reach.
PAST_REACH = 16
LONGEST_PAST = 20
MOST_PAST = 12
_STOPS = re.compile(r"[.,;:!?\n。，；：]")
# How near the words that renew an operation stand to its name.
CHANGE_REACH = 80
_NUMBER = re.compile(r"(?<![\d.,])\d{3,4}(?![\d.,]?\d)")


class Doubts:
    """The rules of [passing], [resolutions] and interventions of one terms file."""

    def __init__(self, terms: Terms, lexicon: Lexicon) -> None:
        self._meta, self._passing, self._missions = terms.meta, terms.passing, terms.missions
        self._recent = terms.described.recent
        self._past_before = lexicon.numbers(terms.passing.past_before)
        self._past_after = lexicon.numbers(terms.passing.past_after)
        self._handover = lexicon.numbers(terms.missions.handover)
        self._resolution_words = lexicon.numbers(terms.resolutions.words)
        self._changes = lexicon.numbers(terms.resolutions.changes)
        self._numbers = frozenset(terms.resolutions.numbers)

    def of(
        self, scored: Scored, inside: Sequence[Occurrence], document: Document, matching: Matching, view: View
    ) -> str | None:
        """The doubt in words, or None."""
        if scored.score < self._meta.accept_at:
            return f"score below {self._meta.accept_at:g}"
        if not scored.sure:
            return "only words that may mean something else"
        evidence = [o for o in scored.evidence if not self._is_history(o, document)]
        if not evidence:
            return "only operations that ended long ago"
        if self._in_passing(evidence, document, matching, view):
            return "mentioned in passing"
        return self._of_subject(scored, inside, document, matching, view)

    def _of_subject(
        self, scored: Scored, inside: Sequence[Occurrence], document: Document, matching: Matching, view: View
    ) -> str | None:
        against = [o for o in inside if o.entry.kind == "negative" and o.entry.weight <= self._passing.other_subject]
        if _on_other_subject(scored, against, document):
            return "mentioned in an article on another subject"
        if self._is_intervention(scored, document, matching, view):
            return "an intervention of another kind"
        if self._is_other_resolution(scored, document, matching, view):
            return "a resolution that changes no operation"
        return None

    def _is_history(self, occurrence: Occurrence, document: Document) -> bool:
        """True for an operation that ended long before the text was written."""
        until = occurrence.entry.until
        return until is not None and document.day is not None and int(until[:4]) < document.day.year - self._recent

    def _in_passing(self, evidence: Sequence[Occurrence], document: Document, matching: Matching, view: View) -> bool:
        """True where the subject is only touched: few mentions, in one paragraph, behind the lead, late enough.

        One mention is never early enough. A former peacekeeper in the title is no mention of the subject.
        """
        evidence = self._without_past(evidence, document, matching)
        if any(document.place(o.start, view) >= LEAD for o in evidence):
            return False
        mentions = _apart(evidence)
        if not mentions:
            return True
        if len(mentions) > self._passing.max_mentions or mentions[-1][0] >= document.body_end:
            return False
        first = (mentions[0][0] - view.start) / max(1, min(view.end, document.body_end) - view.start)
        late = len(mentions) == 1 or first >= self._passing.after
        return late and len({document.paragraph(start) for start, _ in mentions}) == 1

    def _without_past(
        self, evidence: Sequence[Occurrence], document: Document, matching: Matching
    ) -> Sequence[Occurrence]:
        before, after = matching.places(self._past_before), matching.places(self._past_after)
        if not before and not after:
            return evidence
        return [
            o
            for o in evidence
            if not any(_bears_on(end, o.start, document) for end in _ends_near(before, o.start))
            and not within(after, o.end, o.end, 1)
        ]

    def _is_intervention(self, scored: Scored, document: Document, matching: Matching, view: View) -> bool:
        """True where all that stands in title and lead is a coalition that fights; a hand-over is our subject."""
        kinds = self._missions.interventions
        named = [o for o in scored.evidence if o.entry.kind == "mission" and o.entry.operation_kind in kinds]
        if not named or matching.places(self._handover):
            return False
        best = max(document.place(o.start, view) for o in named)
        return not any(
            document.place(o.start, view) >= best
            for o in scored.evidence
            if not (o.entry.kind == "mission" and o.entry.operation_kind in kinds)
        )

    def _is_other_resolution(self, scored: Scored, document: Document, matching: Matching, view: View) -> bool:
        """True where title and lead tell of sanctions, and nothing that made, renewed or changed an operation."""
        told = [place for place in matching.places(self._resolution_words) if document.inside(place[0], view)]
        if not any(document.place(start, view) >= LEAD for start, _ in told):
            return False
        if any(
            document.place(o.start, view) > LEAD or (o.entry.kind == "strong" and document.place(o.start, view) >= LEAD)
            for o in scored.evidence
        ):
            return False
        changes = matching.places(self._changes)
        missions = [o for o in scored.evidence if o.entry.kind == "mission"]
        if any(within(changes, o.start, o.end, CHANGE_REACH) for o in missions):
            return False
        text = document.plain[: document.title_end] + "\n" + document.plain[view.start : view.end]
        return not any(int(found.group()) in self._numbers for found in _NUMBER.finditer(text))


def _ends_near(places: Places, start: int) -> Iterator[int]:
    """Where the places end that begin shortly before a place."""
    first = bisect_left(places, (start - PAST_REACH - LONGEST_PAST, 0))
    for begin, end in places[first : first + MOST_PAST]:
        if begin > start:
            return
        yield end


def _bears_on(end: int, start: int, document: Document) -> bool:
    """True where a word that ends at a place speaks of what starts at another."""
    return start - end <= PAST_REACH and not _STOPS.search(document.plain, end, start)


def _apart(evidence: Iterable[Occurrence]) -> Places:
    """The places of evidence; what overlaps is one mention."""
    mentions: Places = []
    for start, end in sorted((o.start, o.end) for o in evidence):
        if mentions and start < mentions[-1][1]:
            mentions[-1] = (mentions[-1][0], max(end, mentions[-1][1]))
        else:
            mentions.append((start, end))
    return mentions


def _on_other_subject(scored: Scored, against: Sequence[Occurrence], document: Document) -> bool:
    """True where words of another subject come first and the evidence is neither firm nor in the title."""
    first = min(o.start for o in scored.evidence)
    return not scored.firm and first > document.title_end and any(o.start < first for o in against)
