"""The two locks, requirements.txt and requirements-dev.txt, read as pip reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKS = (ROOT / "requirements.txt", ROOT / "requirements-dev.txt")
_PINNED = re.compile(r"(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[0-9][^\s;]*)(?:\s*;\s*(?P<marker>.+))?")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Locked:
    """One pinned distribution. marker: where it is installed, None for everywhere; hashes: of its files."""

    name: str
    version: str
    marker: str | None
    hashes: tuple[str, ...]


def read_lock(text: str) -> Iterator[Locked]:
    """Every entry of a lock; ValueError for a line that is neither a pinned name nor a hash."""
    for entry in re.split(r"\n(?=\S)", text.strip()):
        head, *hashes = (part.strip() for part in entry.replace("\\\n", "\n").split("\n"))
        found = _PINNED.fullmatch(head)
        if found is None:
            raise ValueError(f"no name pinned with ==: {head!r}")
        wrong = [one for one in hashes if _HASH.fullmatch(one) is None]
        if wrong or not hashes:
            raise ValueError(f"{found['name']}: {wrong[0] if wrong else 'no hash'}")
        yield Locked(found["name"], found["version"], found["marker"], tuple(hashes))


def locked() -> dict[str, Locked]:
    """All that the locks name, by name."""
    return {one.name: one for lock in LOCKS for one in read_lock(lock.read_text(encoding="utf-8"))}
