"""Reads the tables that come inside the storage package."""

from __future__ import annotations

import hashlib
from functools import cache

from storage.mandates import Mandate, parse_mandates
from storage.missions import Mission, parse_missions
from storage.packaged import packaged_text


@cache
def _missions_text() -> str:
    return packaged_text("missions.csv")


@cache
def _mandates_text() -> str:
    return packaged_text("mandates.csv")


def missions_digest() -> str:
    """SHA-256 of the packaged gazetteer with its mandates: tells whether an archive has this one."""
    return hashlib.sha256(f"{_missions_text()}\0{_mandates_text()}".encode()).hexdigest()


@cache
def load_missions() -> tuple[Mission, ...]:
    """The packaged gazetteer of peace operations, read once a process."""
    return parse_missions(_missions_text(), file="storage/missions.csv")


@cache
def load_mandates() -> dict[str, Mandate]:
    """The packaged mandates by acronym, read once a process."""
    known = {mission.acronym for mission in load_missions()}
    return parse_mandates(_mandates_text(), known=known, file="storage/mandates.csv")


def mission_rows() -> list[dict[str, str | None]]:
    """The same as rows of the archive's missions table; several values in one column are parted by semicolons."""
    return [
        {
            "acronym": mission.acronym,
            "name": mission.name,
            "organisation": ";".join(mission.organisations),
            "location": ";".join(mission.locations),
            "country_iso3": ";".join(mission.countries),
            "start": mission.start,
            "end": mission.end,
            "kind": mission.kind,
            "aliases": ";".join(mission.aliases),
            "verified": ";".join(mission.verified),
            "note": mission.note,
            "mandate_until": mandate.until if (mandate := load_mandates().get(mission.acronym)) else None,
            "mandate_source": mandate.source if mandate else None,
        }
        for mission in load_missions()
    ]
