"""Reads the tables that come inside the storage package."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from storage.missions import Mission, parse_missions


@cache
def _missions_text() -> str:
    return resources.files("storage").joinpath("missions.csv").read_text(encoding="utf-8")


def missions_digest() -> str:
    """SHA-256 of the packaged gazetteer: tells whether an archive has this one."""
    return hashlib.sha256(_missions_text().encode()).hexdigest()


@cache
def load_missions() -> tuple[Mission, ...]:
    """The packaged gazetteer of peace operations, read once a process."""
    return parse_missions(_missions_text(), file="storage/missions.csv")


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
        }
        for mission in load_missions()
    ]
