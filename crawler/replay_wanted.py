"""Which files of one call of replay are read: each once, by what it holds; of a bundle the web archives in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from crawler.bundled_archive import Unpacked, is_bundle, no_archive
from crawler.looked import Mark, identity_of
from crawler.replay_files import Files, Summary
from storage.replays import Identity


class Wanted:
    """The files of one call. refuse: told of what is no web archive, by its name, and why.

    read_before: what earlier calls read, of each file up to a mark or (None) to its end. bundles: those whose archives
    are all among the files given.
    """

    def __init__(self, files: Files, summary: Summary, refuse: Callable[[Path, str], None], *, again: bool) -> None:
        self._files, self._summary, self._refuse, self._again = files, summary, refuse, again
        # One by two names is read once.
        self._named: set[Identity] = set()
        self.read_before: list[tuple[Path, Mark | None]] = []
        self.bundles: list[Path] = []

    def of(self, paths: Iterable[Path], unpacked: Unpacked) -> Iterator[Path]:
        """The files to be read, in order; those of a bundle are unpacked when it is their turn."""
        for path in paths:
            if self._skips(path):
                continue
            inside = [path]
            with suppress(OSError):
                if is_bundle(path):
                    inside, whole = unpacked.of(path)
                    self.bundles += [path] if whole else []
                    inside = [one for one in inside if not self._skips(one)]
                elif why := no_archive(path):
                    self._refuse(path, why)
                    continue
            yield from inside

    def _skips(self, path: Path) -> bool:
        with suppress(OSError):  # said where it is read
            identity = identity_of(path)
            if identity in self._named or (not self._again and self._files.finished(identity)):
                self._summary.finished_before += 1
                self.read_before += [] if identity in self._named or is_bundle(path) else [(path, None)]
                return True
            self._named.add(identity)
        return False
