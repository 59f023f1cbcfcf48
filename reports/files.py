"""The files of a digest's editions: their names, and which of them are not there. The service looks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from storage.errors import UsageError
from storage.profiles import DEFAULT_NAME, Profile

FOLDER = "digests"
LISTS = ("index.html", "feed.xml")
SUFFIXES = ("html", "md", "json", "txt", "eml")
ALL_SUFFIXES = (*SUFFIXES, "pdf")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def has_pdf() -> bool:
    """Whether the extra ``pdf`` is installed; without it every other form is written all the same."""
    return find_spec("reportlab") is not None


def suffixes() -> tuple[str, ...]:
    """The forms that are written here."""
    return ALL_SUFFIXES if has_pdf() else SUFFIXES


def folder_of(digests: Path, profile: Profile) -> Path:
    """The folder of a profile's editions: its own below that of the default one. Raises UsageError for an odd name."""
    if profile.name == DEFAULT_NAME:
        return digests
    if _NAME.fullmatch(profile.name) is None:
        raise UsageError(f"{profile.name!r} is no name for a profile: small letters, digits and dashes, 40 at most")
    return digests / profile.name


def incomplete(folder: Path, weeks: Iterable[str]) -> frozenset[str]:
    """Those of the weeks of which a form is not in the folder, as after a kill; none where there is no such folder."""
    if not folder.is_dir():
        return frozenset()
    there = {path.name for path in folder.iterdir()}
    weeks = sorted(weeks)
    wanting = {week for week in weeks if any(f"{week}.{suffix}" not in there for suffix in suffixes())}
    # The lists come last, after the newest week's own files.
    return frozenset(wanting if there.issuperset(LISTS) else {*wanting, *weeks[-1:]})
