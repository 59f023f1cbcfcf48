"""Findings: the facts taken from an article, each with the words it rests on and the rule that found it.

A finding lies in one field (title, body, or a caption) of one revision. ``parts`` are its spans there: code points, end
exclusive, in order. Values stand as the archive's columns hold them: countries as ISO 3166 alpha-3, days as ISO 8601 of
the precision that is known; what the text does not say is None.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar

Parts = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What every finding has. position: the caption's number from 1, None elsewhere.

    confidence: 1.0 where the words leave no choice, less where a rule chose. counted: False for what no count may
    hold (contested uses, borderline items, answers of a transcript on other subjects, harm that a text only denies).
    """

    TYPE: ClassVar[str] = ""
    TABLE: ClassVar[str] = ""

    field: str
    parts: Parts
    rule: str
    position: int | None = None
    confidence: float = 1.0
    counted: bool = True

    @property
    def start(self) -> int:
        """Where its words begin in the field."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """Where its words end in the field."""
        return max(end for _, end in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Finding):
    """A count or measure. value_to: the upper end of a range; who: ISO3 or words; part_of: the parts of its total.

    qualifier: exact, more than, nearly, about, up to, at least or dozens; bound: above, below, around, upper, lower;
    nature: current, cumulative, planned, authorised or change, with its direction: rise or fall.
    """

    TYPE = "figure"
    TABLE = "figures"

    value: float
    value_to: float | None = None
    qualifier: str = "exact"
    bound: str | None = None
    unit: str | None = None
    what: str | None = None
    who: str | None = None
    place: str | None = None
    nature: str | None = None
    direction: str | None = None
    period: str | None = None
    as_of: str | None = None
    as_of_basis: str | None = None
    series_key: str | None = None
    part_of: Parts | None = None


# Languages (ISO 639-1) in which the dead and hurt are read; a text in another one has no casualty, whatever it tells.
CASUALTY_LANGUAGES = ("en", "zh", "fr", "es", "pt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Casualty(Finding):
    """Dead, hurt, missing, captured or ill people. kind: death, injury, missing, captured or illness.

    personnel: military, police, military observer or civilian; cause: malicious act, accident, illness or
    self-inflicted (the words of the UN's fatality data).
    """

    TYPE = "casualty"
    TABLE = "casualties"

    value: float
    qualifier: str = "exact"
    bound: str | None = None
    kind: str
    who: str | None = None
    nationality: str | None = None
    personnel: str | None = None
    mission: str | None = None
    cause: str | None = None
    nature: str | None = None
    period: str | None = None
    date: str | None = None
    as_of: str | None = None
    as_of_basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionMention(Finding):
    """A peace operation named. mission: its acronym in the gazetteer."""

    TYPE = "mission"
    TABLE = "mission_mentions"

    mission: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryMention(Finding):
    """A country named, by name, adjective or people. role: contributor, host or other."""

    TYPE = "country"
    TABLE = "country_mentions"

    iso3: str
    role: str = "other"
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionMention(Finding):
    """A resolution cited. body: UN Security Council unless another is named; vote: in favour-against-abstained."""

    TYPE = "resolution"
    TABLE = "resolution_mentions"

    number: int
    adopted: str | None = None
    body: str | None = None
    vote: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Finding):
    """Somebody named. post: as printed, several joined by "; "; body: the organisation the post belongs to."""

    TYPE = "person"
    TABLE = "people"

    name: str
    post: str | None = None
    body: str | None = None
    post_basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Finding):
    """A body named; parent: the body it belongs to where the text says so."""

    TYPE = "organisation"
    TABLE = "organisations"

    name: str
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation(Finding):
    """One step of a contingent. step: formed, left, arrived, took over, medal, returned or training."""

    TYPE = "rotation"
    TABLE = "rotations"

    ordinal: int | None = None
    country: str | None = None
    unit: str | None = None
    destination: str | None = None
    mission: str | None = None
    step: str
    echelon: int | None = None
    strength: float | None = None
    date: str | None = None
    date_basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Medal(Finding):
    """A medal given. count: how many people received it."""

    TYPE = "medal"
    TABLE = "medals"

    medal: str
    who: str | None = None
    count: float | None = None
    mission: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise(Finding):
    """An exercise by name."""

    TYPE = "exercise"
    TABLE = "exercises"

    name: str
    place: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Finding):
    """Somebody visited, inspected or was received."""

    TYPE = "visit"
    TABLE = "visits"

    kind: str
    who: str | None = None
    what: str | None = None
    place: str | None = None
    date: str | None = None
    date_basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Finding):
    """Something that happened, happens or will: meeting, founding, anniversary, ceremony, plan, speech, attack ..."""

    TYPE = "event"
    TABLE = "events"

    kind: str
    name: str | None = None
    place: str | None = None
    date: str | None = None
    date_basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Finding):
    """What somebody promised, offered or called for doing."""

    TYPE = "commitment"
    TABLE = "commitments"

    who: str | None = None
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking(Finding):
    """A place in an order: the second-largest contributor is rank 2 of contributors."""

    TYPE = "ranking"
    TABLE = "rankings"

    who: str | None = None
    rank: int
    of: str | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation(Finding):
    """Words in quotation marks that somebody said. The span is the quotation with its marks."""

    TYPE = "quotation"
    TABLE = "quotations"

    speaker: str | None = None
    speaker_basis: str | None = None


FINDINGS: tuple[type[Finding], ...] = (
    Figure, Casualty, MissionMention, CountryMention, ResolutionMention, Person, Organisation, Rotation, Medal,
    Exercise, Visit, Event, Commitment, Ranking, Quotation,
)  # fmt: skip
BY_TYPE = {kind.TYPE: kind for kind in FINDINGS}
SHARED = tuple(field.name for field in fields(Finding))


_OWN = {kind.TYPE: tuple(field.name for field in fields(kind) if field.name not in SHARED) for kind in FINDINGS}


def own_columns(kind: type[Finding]) -> tuple[str, ...]:
    """The columns that a type of finding has beside the shared ones, in order."""
    return _OWN[kind.TYPE]
