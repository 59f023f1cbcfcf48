"""A contingent as a text names it: ordinal, country, unit, where to, echelon and head count. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

CONTINGENT, CODE, STEP = "contingent", "contingent_code", "step"
COUNTRY, PEOPLE, PERSONS, MISSION = "country", "people", "persons", "mission"
LEAST_PEOPLE, MOST_PEOPLE = 8, 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Contingent:
    """start, end: its words. firm: it has an ordinal, a country or a head count of its own; else it refers back.

    loose: no unit is named (Pakistani troops); only a contributor named elsewhere makes it a contingent. people: only
    a head count is named (350 soldiers). noun: the last word of its unit, by which it may be named again. partial: only
    a part of it is meant (half of the 400 soldiers), so that no other head count is its own.
    """

    start: int
    end: int
    ordinal: int | None = None
    country: str | None = None
    unit: str | None = None
    destination: str | None = None
    mission: str | None = None
    echelon: int | None = None
    strength: float | None = None
    firm: bool = False
    loose: bool = False
    people: bool = False
    noun: str = ""
    partial: bool = False

    def at(self, start: int, end: int) -> Contingent:
        """The same at other words."""
        return replace(self, start=start, end=end)

    def counted(self, people: float | None) -> Contingent:
        """That part of it whose head count is told; people: None where it is told as a share."""
        return replace(self, strength=people, partial=True)

    def filled(self, known: Contingent) -> Contingent:
        """What it does not say itself, from the one it refers back to."""
        return replace(
            self,
            ordinal=self.ordinal or known.ordinal,
            country=self.country or known.country,
            unit=self.unit or known.unit,
            destination=self.destination or known.destination,
            mission=self.mission or known.mission,
            strength=self.strength or (None if self.echelon or self.partial else known.strength),
        )

    def may_be(self, known: Contingent) -> bool:
        """False where ordinal, country or kind of unit speak against it."""
        return (
            (self.ordinal is None or known.ordinal is None or self.ordinal == known.ordinal)
            and (self.country is None or known.country is None or self.country == known.country)
            and (not self.unit or not known.unit or self.unit in known.unit or known.unit in self.unit)
        )
