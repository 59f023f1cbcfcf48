"""Scores findings against gold: precision, recall and F1 a type, with every miss. Pure.

A finding is right where a fact of the gold has the same value and one of its places shares half with the finding.
Several findings on one fact (title and body) are all right; a fact is found once. Missions, countries, resolutions
and people are scored once an item. The other values of a matched fact are scored apart, as shares.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crawler.findings.gold import GoldFact, GoldItem, Place
from storage.findings import Figure, Finding
from storage.records import Decision, Label

# What makes a finding the fact of the gold.
KEY = {
    "figure": ("value",),
    "casualty": ("value", "kind"),
    "resolution": ("number",),
    "person": ("name",),
    "ranking": ("rank",),
    "rotation": ("country", "step"),
    "mission": ("mission",),
    "country": ("iso3",),
    "event": ("kind",),
    "visit": (),
}
# What is scored of a matched fact, where the gold gives it.
SCORED = {
    "figure": ("qualifier", "nature", "as_of"),
    "casualty": ("qualifier", "nature"),
    "person": ("post",),
    "resolution": ("adopted", "vote"),
    "rotation": ("ordinal", "unit", "destination", "mission", "strength"),
    "country": ("role",),
    "event": ("date",),
    "visit": ("kind", "date"),
}
# Once an item: it does not matter at which of its mentions.
ANYWHERE = frozenset({"mission", "country", "resolution", "person"})


@dataclass(slots=True)
class Tally:
    """Counts of one type. attributes: name to [right, of]."""

    found: int = 0
    gold: int = 0
    right: int = 0
    given: int = 0
    attributes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    @property
    def recall(self) -> float | None:
        """Share of the gold's facts that were found."""
        return self.found / self.gold if self.gold else None

    @property
    def precision(self) -> float | None:
        """Share of the findings that are facts of the gold; of types that the gold lists whole."""
        return self.right / self.given if self.given else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both."""
        if self.precision is None or self.recall is None:
            return None
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """What went wrong with one item. kind: missed, false, label, or the name of a value that differs."""

    item: str
    type: str
    kind: str
    wanted: str
    got: str


@dataclass(slots=True)
class Report:
    """All tallies, the labels (wanted, got), the kinds of operation (right, of) and the misses."""

    types: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    labels: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)
    items: int = 0
    kinds: list[int] = field(default_factory=lambda: [0, 0])

    def relevance(self) -> Tally:
        """Labels as a tally: peacekeeping against all others."""
        tally = Tally()
        for (wanted, got), count in self.labels.items():
            tally.gold += count * (wanted == Label.PEACEKEEPING)
            tally.given += count * (got == Label.PEACEKEEPING)
            tally.right += count * (wanted == got == Label.PEACEKEEPING)
        tally.found = tally.right
        if self.kinds[1]:
            tally.attributes["operation_kind"] = list(self.kinds)
        return tally


def score(report: Report, item: GoldItem, decision: Decision, findings: Sequence[Finding]) -> None:
    """Add one item to the report."""
    report.items += 1
    if item.label is not None:
        report.labels[item.label, str(decision.label)] += 1
        if item.label != decision.label:
            report.misses.append(
                Miss(item.id, "relevance", "label", item.label, f"{decision.label} ({decision.reason})")
            )
    if item.label == Label.OTHER:
        return
    if item.operation_kind is not None:
        right = item.operation_kind == decision.operation_kind
        report.kinds[0] += right
        report.kinds[1] += 1
        if not right:
            got = str(decision.operation_kind)
            report.misses.append(Miss(item.id, "relevance", "operation_kind", item.operation_kind, got))
    types = {fact.type for fact in item.facts} | item.complete
    for kind in sorted(types & KEY.keys()):
        ours = [one for one in findings if kind == one.TYPE]
        gold = [fact for fact in item.facts if fact.type == kind]
        _score_type(report, item, kind, gold, ours)


def _score_type(report: Report, item: GoldItem, kind: str, gold: Sequence[GoldFact], ours: Sequence[Finding]) -> None:
    tally = report.types[kind]
    for fact in gold:
        tally.gold += 1
        matching = [one for one in ours if _is(fact, one, kind)]
        if not matching:
            report.misses.append(Miss(item.id, kind, "missed", _told(fact.values), ""))
            continue
        tally.found += 1
        best = max(matching, key=lambda one: sum(_agrees(fact, one, name) for name in SCORED.get(kind, ())))
        for name in SCORED.get(kind, ()):
            if name not in fact.values:
                continue
            agrees = _agrees(fact, best, name)
            tally.attributes[name][0] += agrees
            tally.attributes[name][1] += 1
            if not agrees:
                report.misses.append(
                    Miss(
                        item.id, kind, name, f"{fact.values[name]!r} of {_told(fact.values)}", repr(getattr(best, name))
                    )
                )
    if kind not in item.complete:
        return
    for key, group in _grouped(kind, ours):
        right = any(_is(fact, one, kind) for fact in gold for one in group)
        tally.given += 1
        tally.right += right
        if not right:
            report.misses.append(Miss(item.id, kind, "false", "", f"{key} ({group[0].rule})"))


def _grouped(kind: str, ours: Sequence[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for number, one in enumerate(ours):
        key = ", ".join(str(getattr(one, name)) for name in KEY[kind])
        groups[key if kind in ANYWHERE else f"{key} at {one.field} {one.start}-{one.end} #{number}"].append(one)
    yield from groups.items()


def _is(fact: GoldFact, one: Finding, kind: str) -> bool:
    if any(not _same(fact.values.get(name), getattr(one, name)) and not _end(fact, one, name) for name in KEY[kind]):
        return False
    return kind in ANYWHERE or any(_shares_half(place, one) for place in fact.places)


def _end(fact: GoldFact, one: Finding, name: str) -> bool:
    """True for the upper end of a range: between 30 and 40 is one finding, and two facts of the gold."""
    return name == "value" and isinstance(one, Figure) and _same(fact.values.get(name), one.value_to)


def _shares_half(place: Place, one: Finding) -> bool:
    name, number, start, end = place
    if name != one.field or number != one.position:
        return False
    shared = sum(max(0, min(end, last) - max(start, first)) for first, last in one.parts)
    # Of a long stretch a finding may rest on a few words: then half of its own must lie inside.
    own = sum(last - first for first, last in one.parts)
    return 2 * shared >= min(end - start, own)


def _agrees(fact: GoldFact, one: Finding, name: str) -> bool:
    wanted = fact.values.get(name)
    got = getattr(one, name)
    if name == "post":
        return _posts_agree(wanted, got)
    if name in ("destination", "unit") and wanted and got:
        return _folded(str(wanted)) in _folded(str(got)) or _folded(str(got)) in _folded(str(wanted))
    return _same(wanted, got)


def _posts_agree(wanted: Any, got: str | None) -> bool:
    """Every post of the gold is there, with or without its body; none is added where the gold has none."""
    posts = [wanted] if isinstance(wanted, str) else list(wanted or ())
    if not posts:
        return not got
    ours = [_folded(post) for post in (got or "").split("; ") if post]
    return all(any(_folded(post) in our or our in _folded(post) for our in ours) for post in posts)


def _same(wanted: Any, got: Any) -> bool:
    if wanted is None or got is None:
        return wanted is None and got is None
    if isinstance(wanted, int | float) and isinstance(got, int | float):
        return abs(wanted - got) < 1e-9
    return _folded(str(wanted)) == _folded(str(got))


def _folded(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())


def _told(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items() if name not in ("as_of_basis", "post_basis"))
