"""The folder of a demo: what it holds, how it is told from other folders, how it is made anew.

Only what a demo itself writes is ever removed, and only from a folder that bears the demo's mark.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from filelock import FileLock, Timeout

from scheduler.demo.script import OUTLETS
from storage.archive import ARCHIVE_FILE, Archive
from storage.errors import AlreadyRunning, UsageError

MARK = ".bluewatch-demo.json"
LOCK = ".bluewatch-demo.lock"
CONFIG = "bluewatch.toml"
SOURCES = "sources"
DIGESTS = "digests"
OWN_NAMES = (
    ARCHIVE_FILE,
    f"{ARCHIVE_FILE}-wal",
    f"{ARCHIVE_FILE}-shm",
    "pages",
    DIGESTS,
    "locks",
    "logs",
    SOURCES,
    CONFIG,
    MARK,
)
SOURCE_FILES = {"portal": "northmark-portal", "ministry": "northmark-ministry", "service": "peace-news"}
CONFIGURATION = """\
# Written by `bluewatch demo`, for the invented newsroom on this machine only.
# `bluewatch init` writes the one for real outlets.

[data]
folder = "."

[sources]
folder = "sources"
packaged = "none"

[crawl]
contact = "demo@bluewatch.example"
gap_seconds = 0.02  # the newsroom stands on this machine; real outlets get the default of 5 s

[schedule]
zone = "UTC"
"""


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """A folder that holds a demo, or is to hold one."""

    path: Path

    @property
    def config(self) -> Path:
        """The demo's configuration."""
        return self.path / CONFIG

    @property
    def digests(self) -> Path:
        """Where the digests lie."""
        return self.path / DIGESTS

    def ports(self) -> dict[str, int]:
        """The ports at which the demo's outlets stand. Raises UsageError where there is no demo here."""
        try:
            noted = json.loads((self.path / MARK).read_text(encoding="utf-8"))["ports"]
            return {outlet: int(noted[outlet]) for outlet in OUTLETS}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{self.path}: holds no demo; `bluewatch demo --data {self.path}` makes one") from error

    def is_former(self) -> bool:
        """True for a former demo's folder, False for an empty or missing one; UsageError for any other."""
        if self.path.exists() and not self.path.is_dir():
            raise UsageError(f"{self.path}: is not a folder; name an empty one with --data")
        found = sorted(entry.name for entry in self.path.iterdir()) if self.path.exists() else []
        if MARK in found:
            self._refuse_real_archive()
            return True
        others = [name for name in found if name != LOCK]
        if others:
            raise UsageError(
                f"{self.path}: holds {', '.join(others[:3])}{' and more' if len(others) > 3 else ''} "
                "and no former demo; name an empty folder with --data"
            )
        return False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the folder for this process. Raises AlreadyRunning where a demo runs in it."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with FileLock(self.path / LOCK, timeout=0, mode=0o600):
                yield
        except Timeout as error:
            raise AlreadyRunning(f"{self.path}: a demo is running in this folder; stop it first (Ctrl-C)") from error

    def clear(self) -> None:
        """Remove what a former demo wrote, and nothing else."""
        for name in OWN_NAMES:
            path = self.path / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def lay_out(self, ports: Mapping[str, int], hosts: Mapping[str, str]) -> None:
        """Write the mark, the configuration, the three source files, and an archive that admits the demo's clock."""
        # The mark comes first: a demo that is stopped at any later moment can be cleared away.
        (self.path / MARK).write_text(json.dumps({"ports": dict(ports)}) + "\n", encoding="utf-8")
        self.config.write_text(CONFIGURATION, encoding="utf-8")
        sources = self.path / SOURCES
        sources.mkdir(exist_ok=True)
        packaged = resources.files("scheduler.demo") / "sources"
        for outlet, slug in SOURCE_FILES.items():
            declared = (packaged / f"{slug}.toml").read_text(encoding="utf-8").replace("@HOST@", hosts[outlet])
            (sources / f"{slug}.toml").write_text(declared, encoding="utf-8")
        with Archive.open(self.path, create=True) as archive:
            archive.ledger.meta_set("demo", "1")

    def _refuse_real_archive(self) -> None:
        if not (self.path / ARCHIVE_FILE).exists():
            return
        with Archive.open(self.path, read_only=True) as archive:
            if archive.ledger.meta_get("demo") != "1":
                raise UsageError(f"{self.path}: holds an archive that is no demo's; name an empty folder with --data")
