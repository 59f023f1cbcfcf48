"""The mission of Chinese peacekeepers whose text names the country alone: 赴南苏丹（朱巴）维和步兵营. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.findings.passage import Passage, Text
from crawler.findings.patterns import lazy
from crawler.findings.rotations_english import Step
from crawler.peacekeeping.hosts import ran_on
from storage.findings import CountryMention

# The UN's: who goes abroad with an army of his own is not said to keep the peace there.
_PEACEKEEPING = lazy(r"维和|維和")
_UN = "un-pko"


def only_there(
    text: Text, passage: Passage, step: Step, destination: str | None, countries: Sequence[CountryMention]
) -> str | None:
    """The acronym of the UN's only peacekeeping operation seated in the country of a destination on the text's day."""
    day, one = text.around.published, step.contingent
    words = passage.text[min(one.start, step.start) : max(one.end, step.end)]
    if destination is None or day is None or not _PEACEKEEPING.search(words):
        return None
    lands = {named.iso3 for named in countries if named.name and destination.startswith(named.name)}
    there = [
        known.acronym
        for known in text.operations.by_acronym.values()
        if known.kind == _UN and set(known.countries[:1]) & lands and ran_on(known, day)
    ]
    return there[0] if len(there) == len(lands) == 1 else None
