"""Lists of web archives as archives publish them: a path or an address a line, gzip or not. Pure.

Common Crawl gives one for each month of its news (``crawl-data/CC-NEWS/2026/10/warc.paths.gz``). A path is one on the
host that the list came from.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from urllib.parse import urljoin, urlsplit

from crawler.decoding import BrokenCodingError, TooLargeDecodedError, decode_content

MOST_BYTES = 64 << 20
NAMED_ARCHIVE = re.compile(r"\.(?:w?arc(?:\.gz|\.zst)?|wacz)$", re.IGNORECASE)
# Those of a folder; what is packed in another way is told, with what unpacks it.
IN_FOLDER = re.compile(r"\.(?:w?arc(?:\.(?:gz|zst|bz2|xz))?|wacz)$", re.IGNORECASE)
_NAMED_LIST = re.compile(r"\.paths(?:\.gz)?$", re.IGNORECASE)
# What Common Crawl publishes beside its archives: text and links taken out of the pages.
_EXTRACTED = re.compile(r"\.warc\.w[ae]t(?:\.gz)?$", re.IGNORECASE)


class NoListError(Exception):
    """A list that cannot be used; the message says why."""


def is_list(named: str) -> bool:
    """Whether a file or an address is a list by its name."""
    return _NAMED_LIST.search(urlsplit(named).path) is not None


def wanted(name: str, only: str | None) -> bool:
    """Whether a web archive of this name is to be read. only: a shell pattern; None: any is."""
    return only is None or fnmatchcase(name, only)


def addresses_in(content: bytes, *, came_from: str | None, only: str | None = None) -> list[str]:
    """The addresses of the web archives in a list, each once, in its order.

    came_from: its own address; None for a file, whose lines must be addresses. only: a shell pattern for their names.
    Raises NoListError.
    """
    try:
        plain = decode_content(content, "gzip", MOST_BYTES) if content.startswith(b"\x1f\x8b") else content
    except (BrokenCodingError, TooLargeDecodedError) as error:
        raise NoListError(f"the list cannot be unpacked: {error}") from error
    found: dict[str, None] = {}
    for number, line in enumerate(plain.decode("utf-8", "replace").splitlines(), 1):
        written = line.strip()
        if not written or written.startswith("#"):
            continue
        address = _address(written, came_from)
        if address is None:
            raise NoListError(f"line {number} of the list is no address of a web archive: {written[:80]!r}")
        if wanted(urlsplit(address).path.rpartition("/")[2], only):
            found[address] = None
    return list(found)


def _address(written: str, came_from: str | None) -> str | None:
    if not written.lower().startswith(("http://", "https://")):
        if came_from is None or "://" in written:
            return None
        written = urljoin(came_from, f"/{written.lstrip('/')}")
    path = urlsplit(written).path
    if _EXTRACTED.search(path):
        raise NoListError("it lists text that was taken out of pages (WET, WAT); the list of the WARC files is wanted")
    return written if NAMED_ARCHIVE.search(path) else None
