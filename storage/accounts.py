"""What an article tells of an event, in short: what two articles on one event have in common whatever their wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from storage.findings import (
    Casualty,
    CountryMention,
    Event,
    Exercise,
    Figure,
    Finding,
    Medal,
    MissionMention,
    Person,
    ResolutionMention,
    Rotation,
    Visit,
)
from storage.fingerprint import fold, mark_of, numbers_in, words

# Days of a month and small counts stand everywhere; a number from here on is one of few.
TELLING_NUMBER = 32
TELLING_FIGURE = 10
MOST = 40
_STEM = 6
_LETTERS = 4
# Words that any headline of these outlets may hold.
_GENERIC = (
    "peacek peace missio united nation troops contin battal soldie forces force milita securi counci deploy operat "
    "minist genera intern defenc defens china chines with from that this over after into their more than have been "
    "says said will suppor offici"
)
GENERIC = frozenset(_GENERIC.split())
# A short number of an outlet may be a page number; a long one is an article's.
_LEAST_KEY = 5
# Names of hosts that only say in which language, or for which machine, a section of an outlet is.
_SECTION_NAMES = (
    "www m mobile en eng english fr fra french francais es esp spanish espanol zh cn chs cht chinese ar arabic ru rus"
    " russian de ger german deutsch pt por portuguese ja jp japanese ko kr korean it italian tr turkish fa farsi hi ur"
    " bn sw id uk"
)
_SECTIONS = frozenset(_SECTION_NAMES.split())
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SIGN = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The keys of an article's event. day: number of its day; every set holds folded text.

    numbers: as written in digits; contributors: those of the countries whose people it tells of; rotations:
    country|ordinal|step|destination; casualties: kind|value|nationality|mission. addresses: its own; alternates:
    language and address of each translation that its page names; keys: its outlet's own number behind the outlet's
    name.
    """

    day: int = 0
    source: str = ""
    language: str | None = None
    title: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    counts: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    missions: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    contributors: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    rotations: frozenset[str] = frozenset()
    casualties: frozenset[str] = frozenset()
    resolutions: frozenset[str] = frozenset()
    happenings: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    alternates: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()

    @property
    def named(self) -> frozenset[str]:
        """The addresses of the translations that its page names."""
        return frozenset(one.partition(" ")[2] for one in self.alternates)

    def marks(self) -> frozenset[int]:
        """The keys by which articles of nearby days find each other."""
        telling: dict[str, Iterable[str]] = {
            "title": self.title - GENERIC,
            "number": self.numbers,
            "person": self.people,
            "mission": self.missions,
            "place": self.places,
            "rotation": {"|".join(one.split("|")[:2]) for one in self.rotations if one.split("|")[1]},
            "casualty": {"|".join(one.split("|")[:2]) for one in self.casualties},
            "resolution": self.resolutions,
            "happening": self.happenings,
            "name": self.names,
        }
        return frozenset(mark_of(kind, value) for kind, values in telling.items() for value in values)

    def declared_marks(self) -> frozenset[int]:
        """By what declared translations are found on any day."""
        return self._declared(self.addresses, self.named)

    def declared_by(self) -> frozenset[int]:
        """The declared marks of those that it names, that name it, or that have its number."""
        return self._declared(self.named, self.addresses)

    def _declared(self, at: Iterable[str], names: Iterable[str]) -> frozenset[int]:
        telling = {"at": at, "names": names, "key": self.keys}
        return frozenset(mark_of(kind, value) for kind, values in telling.items() for value in values)

    def form(self) -> dict[str, Any]:
        """As JSON holds it: sets as sorted lists, empty ones left out."""
        pairs = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {
            name: sorted(value) if isinstance(value, frozenset) else value
            for name, value in pairs
            if value or name == "day"
        }

    @classmethod
    def of_form(cls, form: dict[str, Any]) -> Account:
        """Read what form() gave, by older rules too."""
        known = {one.name for one in fields(cls)}
        read: dict[str, Any] = {k: frozenset(v) if isinstance(v, list) else v for k, v in form.items() if k in known}
        return cls(**read)


def account_of(
    *,
    day: int,
    source: str,
    language: str | None,
    title: str | None,
    body: str,
    dateline_place: str | None,
    findings: Sequence[Finding],
    addresses: Iterable[str] = (),
    alternates: Mapping[str, str] | None = None,
    key: str | None = None,
) -> Account:
    """Read the keys of an article from its text, what was found in it, its addresses and the translations it names.

    alternates: language tag to address, as its page declares them. key: its outlet's own number.
    """
    own = sorted(addresses)
    places_of = frozenset(place_of(one) for one in own)
    others = ((tag.partition("-")[0], place_of(address)) for tag, address in (alternates or {}).items())
    numbers, counts = _numbers(title, body, findings)
    places = [dateline_place, *(getattr(one, "place", None) for one in findings if not isinstance(one, Figure))]
    return Account(
        day=day,
        source=source,
        language=language,
        title=title_words(title),
        numbers=numbers,
        counts=counts,
        people=_some(_name(one.name) for one in findings if isinstance(one, Person)),
        missions=_some(one.mission for one in findings if isinstance(one, MissionMention)),
        countries=_some(one.iso3 for one in findings if isinstance(one, CountryMention)),
        contributors=_some(
            one.iso3 for one in findings if isinstance(one, CountryMention) and one.role == "contributor"
        ),
        places=_some(" ".join(words(place)) for place in places if place),
        rotations=_some(_rotation(one) for one in findings if isinstance(one, Rotation)),
        casualties=_some(
            _casualty(one) for one in findings if isinstance(one, Casualty) and one.nature != "cumulative"
        ),
        resolutions=_some(str(one.number) for one in findings if isinstance(one, ResolutionMention)),
        happenings=_some(_happenings(findings)),
        names=_some(fold(one.name) for one in findings if isinstance(one, Exercise)),
        addresses=places_of,
        alternates=_some(f"{language} {place}" for language, place in sorted(others) if place not in places_of),
        keys=frozenset(f"{site} {key}" for site in map(_site, own) if site and key and len(key) >= _LEAST_KEY),
    )


def of_other_things(a: Account, b: Account) -> bool:
    """Whether two articles tell of other missions, or of other contingents of one country."""
    if a.missions and b.missions and not a.missions & b.missions:
        return True
    if not a.rotations or not b.rotations:
        return False
    first, second = _ordinals(a), _ordinals(b)
    return any(first[country].isdisjoint(second[country]) for country in first.keys() & second.keys())


def of_other_people(a: Account, b: Account) -> bool:
    """Whether each tells of people of countries that the other names nowhere: a form that was filled anew."""
    both = a.contributors and b.contributors
    return bool(both and not a.contributors & b.countries and not b.contributors & a.countries)


def _ordinals(account: Account) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in account.rotations:
        country, ordinal, *_ = one.split("|")
        if ordinal:
            found.setdefault(country, set()).add(ordinal)
    return found


def place_of(address: str) -> str:
    """An address as two pages may write it: without scheme, www and a closing slash."""
    parts = urlsplit(address)
    host = (parts.netloc or "").lower().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}{'?' if parts.query else ''}{parts.query}"


def _site(address: str) -> str:
    """The outlet of an address: its host without what names a section in one language."""
    labels = (urlsplit(address).hostname or "").split(".")
    while len(labels) > 2 and labels[0] in _SECTIONS:
        labels = labels[1:]
    return ".".join(labels)


def title_words(title: str | None) -> frozenset[str]:
    """The words of a headline that tell something, cut to their stems; of scripts without spaces, pairs of signs."""
    found = words(title or "")
    telling = {one[:_STEM] for one in found if len(one) >= _LETTERS and not one.isdigit()}
    pairs = {a + b for a, b in pairwise(found) if _SIGN.match(a) and _SIGN.match(b)}
    return frozenset(telling | pairs)


def _some(found: Iterable[str | None]) -> frozenset[str]:
    """The first of them in the order of the text: a list of hundreds says no more than its beginning."""
    return frozenset(list(dict.fromkeys(one for one in found if one))[:MOST])


def _numbers(title: str | None, body: str, findings: Sequence[Finding]) -> tuple[frozenset[str], frozenset[str]]:
    """Telling numbers, in digits or from findings, and the small counts of people and things."""
    found = list(numbers_in(f"{title or ''}\n{body}", least=TELLING_NUMBER))
    counts: list[str] = []
    for one in findings:
        if isinstance(one, Figure | Casualty):
            (found if abs(one.value) >= TELLING_FIGURE else counts).append(f"{abs(one.value):g}")
    return frozenset(sorted(set(found))[: MOST * 2]), frozenset(counts)


def _name(name: str) -> str | None:
    folded = words(name)
    return " ".join(folded) if len(folded) > 1 else None


def _rotation(one: Rotation) -> str | None:
    if one.country is None:
        return None
    where = one.mission or " ".join(words(one.destination or ""))
    return f"{one.country}|{'' if one.ordinal is None else one.ordinal}|{one.step}|{where}"


def _casualty(one: Casualty) -> str:
    return f"{one.kind}|{one.value:g}|{one.nationality or ''}|{one.mission or ''}"


def _happenings(findings: Sequence[Finding]) -> Iterator[str]:
    """Events, visits and medals with their day; without a day they are too common to tell."""
    for one in findings:
        if isinstance(one, Event | Visit | Medal) and one.date and _DAY.fullmatch(one.date):
            kind = one.kind if isinstance(one, Event | Visit) else "medal"
            yield f"{kind}|{one.date}"
