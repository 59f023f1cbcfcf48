"""Points: what each entry gives at its best place, with the words it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.peacekeeping.document import Document, View
from crawler.peacekeeping.entries import Compiled, SupportGroup
from crawler.peacekeeping.matching import Matching, Occurrence
from crawler.peacekeeping.ties import Tied, Ties
from storage.records import Match

# From this weight on an unambiguous entry is firm evidence: it may carry an acceptance.
FIRM_WEIGHT = 4.0


@dataclass(frozen=True, slots=True)
class Scored:
    """The points of one view. firm: some evidence can mean nothing else; sure: it may carry an acceptance.

    loose: all of it may mean something else, and nothing in the text could tie it to an operation.
    settling: points of what stands against a contested use; settling_place: its best place (0: none).
    evidence: the occurrences, with weight above 0, of strong entries and missions.
    """

    score: float
    matches: tuple[Match, ...]
    evidence: tuple[Occurrence, ...]
    firm: bool
    loose: bool
    settling: float
    settling_place: int
    sure: bool
    operation_kind: str | None


def match_of(document: Document, kind: str, term: str, start: int, end: int, **rest: object) -> Match:
    """A Match whose span is in the original field; the note names the caption."""
    field, first, last, caption = document.original(start, end)
    note = rest.pop("note", None)
    if caption is not None:
        note = f"caption {caption + 1}" + (f"; {note}" if note else "")
    return Match(kind=kind, term=term, field=field, start=first, end=last, note=note, **rest)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Rules:
    """What adds to and stands behind the entries: groups of supporting words, and ties."""

    groups: Sequence[SupportGroup]
    ties: Ties


def _is_firm(entries: Iterable[Compiled]) -> bool:
    return any(entry.weight >= FIRM_WEIGHT for entry in entries)


def _means_it(entry: Compiled, *, tied: bool) -> bool:
    """True for a mission, a term of art, and in a text tied to an operation words that elsewhere are a metaphor."""
    return not entry.ambiguous and (tied or not entry.generic)


def _best(occurrences: Sequence[Occurrence], document: Document, view: View) -> dict[str, list[Occurrence]]:
    """The occurrences of each entry, the best place first."""
    grouped: dict[str, list[Occurrence]] = {}
    for occurrence in occurrences:
        if document.inside(occurrence.start, view):
            grouped.setdefault(f"{occurrence.entry.kind} {id(occurrence.entry)}", []).append(occurrence)
    for group in grouped.values():
        group.sort(key=lambda o: (-document.place(o.start, view), o.start, -o.end))
    return grouped


def _entry_match(group: Sequence[Occurrence], document: Document, view: View, *, lifted: bool) -> Match:
    best = group[0]
    entry, place = best.entry, document.place(best.start, view)
    times = f"{len(group)} times" if len(group) > 1 else None
    note = "lifted by firm evidence" if lifted else times
    points = 0.0 if lifted else entry.weight * place
    return match_of(
        document,
        entry.kind,
        entry.term,
        best.start,
        best.end,
        weight=entry.weight,
        place=place,
        points=points,
        note=note,
    )


def _supporting(groups: Iterable[SupportGroup], document: Document, matching: Matching, view: View) -> Iterator[Match]:
    """The supporting words. Each counts once, in its first group."""
    seen: set[int] = set()
    for group in groups:
        left = group.cap
        for form in filter(matching.stands, group.forms):
            places = [p for p in matching.places((form.number,)) if document.inside(p[0], view)]
            start, end = next((p for p in places if matching.spelt(form, *p)), (-1, -1))
            if start < 0 or form.number in seen:
                continue
            seen.add(form.number)
            points = min(group.weight, left)
            left -= points
            yield match_of(
                document,
                "supporting",
                form.text,
                start,
                end,
                weight=group.weight,
                place=document.place(start, view),
                points=points,
                note=None if points == group.weight else "over the cap of its group",
            )


def _tie_matches(tied: Tied, points: float, document: Document, view: View) -> Iterator[Match]:
    """What ties the words to an operation; all of it together gives the points once."""
    for index, (kind, (start, end)) in enumerate(tied.by):
        yield match_of(
            document,
            "supporting",
            kind,
            start,
            end,
            weight=points,
            place=document.place(start, view),
            points=0.0 if index else points,
            note="ties the words to an operation",
        )


def _operation_kind(evidence: Sequence[Occurrence], document: Document, view: View) -> str | None:
    """The kind of the strongest mission; else that of the strongest entry that names a kind."""

    def rank(occurrence: Occurrence) -> tuple[bool, int, float, int]:
        place = document.place(occurrence.start, view)
        return occurrence.entry.kind == "mission", place, occurrence.entry.weight, -occurrence.start

    named = [occurrence for occurrence in evidence if occurrence.entry.operation_kind]
    return max(named, key=rank).entry.operation_kind if named else None


def score(
    document: Document, matching: Matching, occurrences: Sequence[Occurrence], rules: Rules, view: View
) -> Scored:
    """Add up the points of the title and one view of the body."""
    grouped = _best(occurrences, document, view)
    speaking = [group for group in grouped.values() if group[0].entry.kind != "negative" and group[0].entry.weight > 0]
    against = [group for group in grouped.values() if group[0].entry.kind == "negative"]
    evidence = tuple(occurrence for group in speaking for occurrence in group)
    entries = [group[0].entry for group in speaking]
    unconditional = [entry for entry in entries if _means_it(entry, tied=False)]
    tied = Tied() if _is_firm(unconditional) else rules.ties.hold(evidence, document, matching, view)
    literal = [entry for entry in entries if _means_it(entry, tied=bool(tied))]
    firm = _is_firm(literal)
    settling = [group for group in speaking if group[0].entry.settles]
    matches = [_entry_match(group, document, view, lifted=False) for group in speaking]
    matches += _supporting(rules.groups, document, matching, view)
    if tied and not unconditional:
        matches += _tie_matches(tied, rules.ties.points, document, view)
    matches += [_entry_match(group, document, view, lifted=group[0].entry.unless_firm and firm) for group in against]
    return Scored(
        score=round(sum(match.points for match in matches), 2),
        matches=tuple(sorted(matches, key=lambda m: (-abs(m.points), m.field, m.start))),
        evidence=evidence,
        firm=firm,
        settling=sum(g[0].entry.weight * document.place(g[0].start, view) for g in settling),
        settling_place=max((document.place(g[0].start, view) for g in settling), default=0),
        sure=firm or any(entry.kind == "strong" for entry in (entries if tied else literal)),
        loose=bool(evidence) and not unconditional and tied.loose,
        operation_kind=_operation_kind(evidence, document, view),
    )
