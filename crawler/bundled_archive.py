"""Web archives within a zip file, for replay, and what a file is that holds none.

WACZ 1.1.1 (Webrecorder: ArchiveWeb.page, Browsertrix) keeps its WARC files under ``archive/``; any other zip file may
hold some, too. They are unpacked beside the archive, as any record of them may be read once more, and then removed.
"""

from __future__ import annotations

import re
import shutil
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

# In the data folder.
FOLDER = "unpacked"
# Left free on the disk.
FREE_BYTES = 256 << 20
PIECE = 1 << 20
NAMED_ARCHIVE = re.compile(r"\.w?arc(?:\.gz|\.zst)?$", re.IGNORECASE)
_ZIP = b"PK\x03\x04"
_HEAD_BYTES = 1 << 10
# How files begin that are often taken for web archives, and what to do with them.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x05\x06", "an empty zip file"),
    (b"BZh", "compressed by bzip2: unpack it first, bunzip2 FILE"),
    (b"\xfd7zXZ\x00", "compressed by xz: unpack it first, unxz FILE"),
    (b"%PDF-", "a PDF"),
    (b"SQLite format 3\0", "a database: bluewatch merge joins archives of Bluewatch"),
)
# RuntimeError: a password, or a way of compressing that zipfile does not know.
_NOT_UNPACKED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|\?xml)", re.IGNORECASE)
_MAIL = re.compile(rb"(?:From|MIME-Version|Snapshot-Content-Location): ", re.IGNORECASE)


def no_archive(path: Path) -> str | None:
    """Why a file is certainly no web archive; None where it may be one, damaged or not. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        return "no web archive: it is empty"
    known = next((what for mark, what in _OTHERS if head.startswith(mark)), None)
    if known is None and _PAGE.match(head):
        known = "a page: bluewatch import takes saved pages"
    if known is None and _MAIL.match(head):
        known = "a page saved as MHTML: save it as HTML and give it to bluewatch import"
    return None if known is None else f"no web archive, but {known}"


def is_bundle(path: Path) -> bool:
    """Whether a file is a zip file. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(_ZIP)) == _ZIP


class Unpacked:
    """The web archives of bundles, which are there until the block ends.

    data: the folder beneath which they are unpacked. refuse: told of what cannot be, by its name, and why.
    """

    def __init__(self, data: Path, refuse: Callable[[Path, str], None]) -> None:
        self._folder, self._refuse, self._count = data / FOLDER, refuse, 0

    def __enter__(self) -> Unpacked:
        shutil.rmtree(self._folder, ignore_errors=True)  # of a call that was killed
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def of(self, path: Path) -> tuple[list[Path], bool]:
        """The web archives in a bundle that can be unpacked, and whether these are all that it should hold."""
        self._count += 1
        folder = self._folder / str(self._count) / path.name
        try:
            with zipfile.ZipFile(path) as bundle:
                inside = [one for one in bundle.infolist() if NAMED_ARCHIVE.search(one.filename)]
                folder.mkdir(mode=0o700, parents=True)
                places = [self._member(bundle, one, folder, number) for number, one in enumerate(inside, 1)]
        except zipfile.BadZipFile:
            self._refuse(path, "cannot be unpacked: the zip file is damaged or cut")
            return [], False
        except OSError as error:
            self._refuse(path, f"cannot be unpacked: {error.strerror or error}")
            return [], False
        if not inside:
            self._refuse(path, "no web archive, but a zip file without a WARC or ARC file in it")
        return [place for place in places if place is not None], bool(inside) and None not in places

    def _member(self, bundle: zipfile.ZipFile, one: zipfile.ZipInfo, folder: Path, number: int) -> Path | None:
        """Unpack one of them; None where that fails."""
        # The name tells people which it is; no part of it leads anywhere.
        place = folder / f"{number}-{PurePosixPath(one.filename).name}"
        try:
            if one.file_size + FREE_BYTES > shutil.disk_usage(folder).free:
                raise OSError(f"the disk has no room for {one.file_size:,} bytes")
            with bundle.open(one) as source, place.open("xb") as target:
                shutil.copyfileobj(source, target, PIECE)
        except _NOT_UNPACKED as error:
            place.unlink(missing_ok=True)
            self._refuse(place, f"cannot be unpacked: {error or 'it is cut'}")
            return None
        return place
