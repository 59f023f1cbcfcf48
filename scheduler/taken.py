"""The configuration as the service took it over: copies that its children read.

What the operator writes counts only once the service has read it again (SIGHUP) and found it right; until then, and
while it is wrong, crawls and digests go on with the copies. They may hold passwords: private, and removed at the end.
"""

from __future__ import annotations

import os
import shutil
from itertools import count
from pathlib import Path

from crawler.catalogue import source_files
from scheduler.config import FILE_NAME, TAKEN_SOURCES, TAKEN_TERMS, Config, load_config
from storage.errors import ArchiveUnusable, ConfigurationError

FOLDER = Path("locks") / "taken"
# A child that was started a moment ago may still read the copies before the newest.
COPIES = 2


class Taken:
    """The copies in one data folder; the service's alone, under its lock."""

    def __init__(self, data: Path) -> None:
        self._home = data / FOLDER
        self._numbers = count(1)
        self._kept: list[Path] = []
        shutil.rmtree(self._home, ignore_errors=True)

    @property
    def folder(self) -> Path | None:
        """The newest copies; None where there is no configuration file."""
        return self._kept[-1] if self._kept else None

    @property
    def lost(self) -> bool:
        """True where somebody removed the newest copies, as with all of ``locks/``."""
        return self.folder is not None and not (self.folder / FILE_NAME).is_file()

    def over(self, config: Config) -> Config:
        """Copy what was read from ``config``'s files; the configuration as the copies have it.

        Raises ConfigurationError where the files changed for the worse meanwhile, ArchiveUnusable where the data folder
        cannot be written.
        """
        if config.path is None:
            return config
        folder = self._home / f"{os.getpid()}-{next(self._numbers)}"
        try:
            for place in (self._home.parent, self._home, folder, folder / TAKEN_SOURCES):
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._copy(config, folder)
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise ArchiveUnusable(
                f"{error.filename or folder}: the configuration cannot be taken over: {error.strerror}"
            ) from error
        try:
            taken = load_config(config.path, folder)
        except ConfigurationError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._kept.append(folder)
        while len(self._kept) > COPIES:
            shutil.rmtree(self._kept.pop(0), ignore_errors=True)
        return taken

    def end(self) -> None:
        """Remove all copies."""
        shutil.rmtree(self._home, ignore_errors=True)
        self._kept.clear()

    @staticmethod
    def _copy(config: Config, folder: Path) -> None:
        if config.path is not None:
            _put(folder / FILE_NAME, config.path.read_bytes())
        if config.sources_folder is not None:
            for path in source_files(config.sources_folder):
                _put(folder / TAKEN_SOURCES / path.name, path.read_bytes())
        if config.relevance.terms is not None and config.relevance.terms.is_file():
            _put(folder / TAKEN_TERMS, config.relevance.terms.read_bytes())


def is_behind(data: Path, config: Config) -> bool:
    """True where a running service works with another configuration than its files hold now."""
    home = data / FOLDER
    try:
        copies = sorted(home.iterdir(), key=lambda one: int(one.name.partition("-")[2]))
    except (OSError, ValueError):
        return False
    if not copies or config.path is None:
        return False
    pairs = [(config.path, copies[-1] / FILE_NAME)]
    names = {path.name for path in source_files(copies[-1] / TAKEN_SOURCES)}
    if config.sources_folder is not None:
        names |= {path.name for path in source_files(config.sources_folder)}
        pairs += [(config.sources_folder / name, copies[-1] / TAKEN_SOURCES / name) for name in names]
    if config.relevance.terms is not None:
        pairs.append((config.relevance.terms, copies[-1] / TAKEN_TERMS))
    return any(_content(now) != _content(then) for now, then in pairs)


def _put(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
