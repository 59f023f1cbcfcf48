"""Nationalities behind their noun, in Romance tongues and Malay: soldats français, prajurit Indonesia. Pure."""

from __future__ import annotations

import re

from crawler.findings import gazetteer
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy

_MALAY = lazy(r"\b(?:prajurit|personel|tentara|pasukan|polisi|perwira)\Z")
_OF_ITS_ARMY = lazy(
    r"\s(?:del?|de\s+la|de\s+las|de\s+l['’]|das?|dos?|des)\s?(?:ejército|armada|marina|fuerzas?\s+(?:armadas|aérea)|policía|"
    r"gendarmería|exército|força\s+aérea|forças\s+armadas|polícia|armée|forces\s+armées|gendarmerie|police)\s",
    re.IGNORECASE,
)


def with_people(passage: Passage, end: int) -> int:
    """The end of a phrase with the nationality behind its noun: soldats français, prajurit Indonesia."""
    body = _OF_ITS_ARMY.match(passage.text, end)
    place = end + 1 if body is None else body.end()
    if not passage.text.startswith(" ", place - 1):
        return end
    for mark in passage.within(place, place + 32, gazetteer.PEOPLE, gazetteer.COUNTRY):
        adjective = mark.kind == gazetteer.PEOPLE and passage.text[mark.start].islower()
        if mark.start == place and (adjective or _MALAY.search(passage.text, max(0, end - 10), end)):
            return mark.end
    return end
