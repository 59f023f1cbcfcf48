"""The folder of a digest's editions: every form of each, written whole or not at all; a static site as it stands."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from reports import mail, render
from reports.files import ALL_SUFFIXES, SUFFIXES, folder_of, has_pdf, suffixes
from storage.errors import AlreadyRunning, ArchiveUnusable

__all__ = [
    "ALL_SUFFIXES", "SUFFIXES", "folder_of", "has_pdf", "locked", "suffixes", "write_forms", "write_if_new",
    "write_whole",
]  # fmt: skip
LOCK_SECONDS = 120


def write_forms(edition: Mapping[str, Any], text: str, folder: Path, name: str, *, again: bool) -> tuple[Path, ...]:
    """Write the forms that are not there, or all of them again. text: the JSON form; name: of the files."""
    digest = render.hash_of(text)
    made: dict[str, Callable[[], str | bytes]] = {
        "html": lambda: render.html(edition, digest=digest),
        "md": lambda: render.markdown(edition, digest=digest),
        "json": lambda: text,
        "txt": lambda: render.plain(edition, digest=digest),
        "eml": lambda: mail.eml(edition, digest=digest),
        "pdf": lambda: _pdf(edition, digest),
    }
    paths = []
    for suffix in suffixes():
        path = folder / f"{name}.{suffix}"
        paths.append(path)
        if again or not path.exists():
            write_whole(path, made[suffix]())
    return tuple(paths)


def _pdf(edition: Mapping[str, Any], digest: str) -> bytes:
    from reports.pdf import pdf  # noqa: PLC0415 - of the extra, and slow to load

    return pdf(edition, digest=digest)


def write_if_new(path: Path, text: str) -> None:
    """Write a file where it would say something new."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write_whole(path, text)


def write_whole(path: Path, text: str | bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut; readable by its owner only."""
    part = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ArchiveUnusable(f"{path}: cannot be written: {error.strerror}; make room and run it again") from error
    entry = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One writer of a digest folder at a time; a lock file left by a dead program holds nobody up."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=LOCK_SECONDS, mode=0o600)
        lock.acquire()
    except Timeout as error:
        raise AlreadyRunning(f"{folder}: another program is writing digests there; try again later") from error
    except OSError as error:
        raise ArchiveUnusable(f"{folder}: cannot be used: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()
