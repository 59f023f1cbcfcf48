"""How far a replay is, on a terminal: records and megabytes a second, what was found, and the time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.replay import Progress

EVERY_SECONDS = 0.5


class Shown:
    """One line on standard error, written anew a few times a second; nothing where that is no terminal."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._sizes = {path: _size(path) for path in files}
        self._done: dict[Path, int] = {}
        self._first: dict[Path, int] = {}
        self._on = sys.stderr.isatty()
        self._began = self._last = time.monotonic()

    def __enter__(self) -> Shown:
        self._began = self._last = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        if self._on:
            sys.stderr.write("\n")

    def at(self, progress: Progress) -> None:
        """Show how far it is, if the last time is a while ago. What was unpacked out of a file counts from then on."""
        if progress.file not in self._sizes:
            self._sizes[progress.file] = _size(progress.file)
        self._first.setdefault(progress.file, progress.at_byte)
        self._done[progress.file] = progress.at_byte
        now = time.monotonic()
        if not self._on or now - self._last < EVERY_SECONDS:
            return
        self._last = now
        sys.stderr.write(f"\r{self.line(progress, now - self._began)}\x1b[K")
        sys.stderr.flush()

    def line(self, progress: Progress, seconds: float) -> str:
        """The line. seconds: since the beginning."""
        summary, whole = progress.summary, sum(self._sizes.values()) or 1
        behind = list(self._sizes).index(progress.file) if progress.file in self._sizes else 0
        before = sum(size for _, size in list(self._sizes.items())[:behind])
        read = sum(self._done[file] - self._first[file] for file in self._done)
        rate = read / seconds if seconds > 0 else 0.0
        left = (whole - before - progress.at_byte) / rate if rate else 0.0
        return (
            f"{100 * (before + progress.at_byte) / whole:3.0f} %  {summary.records:,} records,"
            f" {summary.records / max(seconds, 0.001):,.0f}/s, {rate / 1e6:,.1f} MB/s,"
            f" {summary.left:,} left out, {summary.kept:,} kept, {_span(left)} left"
        )


class Fetched:
    """How much of a file has come: one line on a terminal, written anew after each piece, gone when all is here."""

    def __init__(self, url: str) -> None:
        self._name, self._on = url.rpartition("/")[2][:60], sys.stderr.isatty()

    def __enter__(self) -> Fetched:
        return self

    def __exit__(self, *_: object) -> None:
        if self._on:
            sys.stderr.write("\r\x1b[K")

    def at(self, have: int, whole: int) -> None:
        """Show it. have, whole: bytes."""
        if self._on:
            share = 100 * have / max(whole, 1)
            sys.stderr.write(
                f"\r{share:3.0f} %  {have / 1e6:,.0f} of {whole / 1e6:,.0f} MB of {self._name} fetched\x1b[K"
            )
            sys.stderr.flush()


def _span(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
