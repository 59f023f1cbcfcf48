"""Peace operations named in a text: the occurrences that the relevance rules let count, as findings. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crawler.findings.passage import Mark, Passage, Text
from crawler.findings.patterns import lazy
from crawler.peacekeeping.entries import name_variants
from crawler.peacekeeping.hosts import ran_on
from storage.findings import Finding, MissionMention
from storage.missions import Mission

MISSION = "mission"
# Contested operations are seldom named: "Russian peacekeepers" in Karabakh. The relevance rules say which is meant.
DESCRIBED = "described mission"
# Acronyms that newsrooms write for a younger one: the older mission, the younger, the year from which it is meant,
# and a country that must be named. Seen in contributors' press (UNMIS ended in July 2011, UNMISS began).
MISTAKEN = (("UNMIS", "UNMISS", 2012, "SSD"),)

_SMALL_MISSION = lazy(r"^(?:UN|AU|EU|ECOWAS|SADC|United Nations|African Union)\s(?:mission|operation|force)\b")


@dataclass(frozen=True, slots=True)
class Operations:
    """The gazetteer by acronym and by shared names (UNOSOM stands for two operations)."""

    by_acronym: Mapping[str, Mission]
    shared: Mapping[str, tuple[Mission, ...]]


def operations(missions: Iterable[Mission]) -> Operations:
    """Index the gazetteer."""
    by_acronym = {mission.acronym: mission for mission in missions}
    names: dict[str, list[Mission]] = {}
    for mission in by_acronym.values():
        for name in {*mission.aliases, *name_variants(mission.plain_name)}:
            names.setdefault(name.casefold(), []).append(mission)
    return Operations(by_acronym, {name: tuple(owners) for name, owners in names.items()})


def find(text: Text, before: Sequence[Finding]) -> Iterator[MissionMention]:  # noqa: ARG001 - every rule has this form
    """One finding a mention. Where several operations share a name, the one that ran in the year of the text."""
    for passage in text.passages:
        for mark in passage.of(MISSION, DESCRIBED):
            mission, confidence, rule = _settle(text, passage, mark)
            if mission is not None and not _is_mere_description(text, passage, mark, mission):
                yield MissionMention(
                    field=passage.field,
                    position=passage.position,
                    parts=((mark.start, mark.end),),
                    rule=rule,
                    confidence=confidence,
                    mission=mission,
                )


def _settle(text: Text, passage: Passage, mark: Mark) -> tuple[str | None, float, str]:
    known = text.operations.by_acronym.get(mark.value)
    if mark.kind == DESCRIBED:
        return (None if known is None else known.acronym), 0.8, "mission: contested use of the word"
    if known is not None and (several := _described_as(text, passage, mark, known)):
        running = [one for one in several if text.around.published and ran_on(one, text.around.published)]
        if len(running) != 1:
            return None, 0.0, "mission: a description that fits several"
        return running[0].acronym, 0.8, "mission: a description, of the one that ran on the day"
    if known is None:
        owners = text.operations.shared.get(mark.value.casefold(), ())
        return _running(owners, text.around.year), 0.7, "mission: a name of several"
    for older, younger, since, country in MISTAKEN:
        if mark.value != older or (text.around.year or 0) < since:
            continue
        if any(other.value == country for other in passage.of("country", "people")):
            return younger, 0.8, "mission: acronym of its forerunner"
    return known.acronym, 1.0, "mission: a name of it, or its body and place"


def _is_mere_description(text: Text, passage: Passage, mark: Mark, mission: str) -> bool:
    """The ECOWAS stabilisation force, in small letters, is not NATO's, which had ended by then."""
    published, known = text.around.published, text.operations.by_acronym[mission]
    in_small = mark.kind == MISSION and passage.text[mark.start : mark.end].islower()
    return in_small and published is not None and not ran_on(known, published)


def _described_as(text: Text, passage: Passage, mark: Mark, known: Mission) -> list[Mission]:
    """Those that ``the UN mission in Liberia``, in small letters, may mean, where the body had several operations."""
    words = passage.text[mark.start : mark.end]
    if not _SMALL_MISSION.search(words):
        return []
    several = [
        one
        for one in text.operations.by_acronym.values()
        if one.kind == known.kind
        and one.countries[:1] == known.countries[:1]
        and set(one.organisations) & set(known.organisations)
    ]
    return several if len(several) > 1 else []


def _running(owners: Sequence[Mission], year: int | None) -> str | None:
    """The operation that ran in a year, else the newest."""
    if not owners:
        return None
    running = [
        owner
        for owner in owners
        if year is not None
        and (owner.start or "0") <= f"{year}-12-31"
        and (owner.end is None or owner.end >= f"{year}")
    ]
    return (running or sorted(owners, key=lambda owner: owner.start or ""))[-1].acronym
