"""Brings a web archive from an address to a file beside the archive, in parts, through the same door as a crawl.

Guard, robots.txt, gaps and deadlines are those of any request. What has come stays where the work is stopped, and the
next call goes on behind it. As with crawler.fetch_one, the network is asked by a child process.
"""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from crawler.fetch_one import MemoryBook, Refusal
from crawler.looked import HEAD_BYTES
from crawler.worker import child_environment
from storage.records import Answer
from storage.replays import Identity

if TYPE_CHECKING:
    from crawler.failures import Failed
    from crawler.one_request import Asker
    from crawler.visit import Visitor

# In the data folder.
FOLDER = "downloads"
PIECE_BYTES, PIECE_SECONDS = 32 << 20, 600.0
SPARE_BYTES = 1 << 16
# Left free on the disk.
FREE_BYTES = 256 << 20
TRIES, PAUSE_SECONDS = 3, 2.0
NOTE = "note.json"
_NAME = re.compile(r"[A-Za-z0-9][\w.+-]{0,120}", re.ASCII)
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How it is asked for. most_bytes: of the whole file; gap: seconds between two requests to a host.

    permitted: hosts inside the operator's own network, as crawler.guard.permits gives them.
    """

    contact: str
    gap: float
    timeout_seconds: float
    most_bytes: int
    permitted: frozenset[str] = frozenset()


def place_of(url: str, data: Path) -> Path:
    """Where the file of an address is put: in a folder of its own, by the name that the address ends in."""
    name = unquote(urlsplit(url).path).rpartition("/")[2]
    safe = name if _NAME.fullmatch(name) and name != NOTE else "archive.warc.gz"
    return data / FOLDER / sha256(url.encode()).hexdigest()[:16] / safe


def keep_only(urls: list[str], data: Path) -> None:
    """Remove what was brought of other addresses by calls that were stopped."""
    wanted = {place_of(url, data).parent for url in urls}
    if (data / FOLDER).is_dir():
        for folder in (data / FOLDER).iterdir():
            if folder not in wanted:
                shutil.rmtree(folder, ignore_errors=True)


def forget(path: Path) -> None:
    """Remove the file of an address with its folder."""
    shutil.rmtree(path.parent, ignore_errors=True)


def bring(
    url: str, data: Path, limits: Limits, *, now: datetime, wanted: Callable[[Identity], bool] = lambda _: True,
    told: Callable[[int, int], None] = lambda *_: None,
) -> Path | Refusal | None:  # fmt: skip
    """Bring the whole file; None where its first bytes tell that it is not wanted. No site's fault raises.

    told: after each piece, how many bytes are here, and of how many. Raises OSError where the disk does not take it.
    """
    path = place_of(url, data)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with subprocess.Popen(  # our own interpreter and module
        [sys.executable, "-P", "-m", "crawler.replay_download"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=child_environment(),
    ) as child:
        assert child.stdin is not None  # noqa: S101  asked for
        assert child.stdout is not None  # noqa: S101  asked for
        with suppress(BrokenPipeError):  # it says why, or has ended without a word
            pickle.dump({"url": url, "path": path, "limits": limits, "now": now}, child.stdin)
            child.stdin.flush()
        form = _told(child.stdout)
        if "head" in form:
            with path.open("rb") as file:
                if not wanted(Identity(form["head"], sha256(file.read(HEAD_BYTES)).hexdigest())):
                    child.kill()
                    return None
            with suppress(BrokenPipeError):
                child.stdin.write(b"go on\n")
                child.stdin.flush()
            while "have" in (form := _told(child.stdout)):
                told(form["have"], form["of"])
    if "disk" in form:
        raise OSError(form["disk"])
    return Refusal(form["refusal"]) if "refusal" in form else path


def _told(stream: IO[bytes]) -> dict[str, Any]:
    line = stream.readline()
    try:
        form: dict[str, Any] = json.loads(line)
    except ValueError:
        return {"refusal": "the fetching process ended"}
    return form


class _Download:
    """The child's side: asks for piece after piece and appends each to the file."""

    def __init__(self, job: Mapping[str, Any], visitor: Visitor, asker: Asker) -> None:
        self._url, self._path, self._limits = job["url"], job["path"], job["limits"]
        self._visitor, self._asker, self._only_head = visitor, asker, True
        self._here = self._url
        self._begun_anew = False

    async def run(self) -> dict[str, Any]:
        """An empty form once the whole file is here, or why it is not; in between, the size of the whole is said."""
        closed = await self._visitor.closed(self._url, None)
        if closed is not None:
            return {"refusal": closed}
        while True:
            note, have = self._note(), self._have()
            total = note["total"]
            if self._only_head and total is not None and have >= min(total, HEAD_BYTES):
                _say({"head": total})
                if not sys.stdin.buffer.readline():
                    return {}
                self._only_head = False
                continue
            if total is not None and have >= total:
                return {}
            if total is not None and not self._only_head:
                _say({"have": have, "of": total})
            problem = await self._piece(note, have)
            if problem is not None:
                return {"refusal": problem}

    async def _piece(self, note: Mapping[str, Any], have: int) -> str | None:
        """Ask for the next piece; why there is none."""
        from crawler.failures import FailureKind  # noqa: PLC0415
        from crawler.visit import FINAL  # noqa: PLC0415

        size = HEAD_BYTES - have if self._only_head else PIECE_BYTES
        kept = f"; {have:,} bytes are kept, and the next replay goes on behind them" if have else ""
        final = FINAL | {FailureKind.REDIRECT, FailureKind.TOO_LARGE}
        for tried in range(TRIES):
            came = await self._ask(have, size)
            if isinstance(came, Answer):
                return self._take(came, note, have)
            failed = came
            if failed.kind in final or tried == TRIES - 1:
                break
            await asyncio.sleep(PAUSE_SECONDS * (tried + 1))
        if failed.kind is FailureKind.TOO_LARGE:
            return f"the server gives no parts of it, and the whole is more than {PIECE_BYTES:,} bytes"
        return f"{failed.reason}{kept}"

    async def _ask(self, have: int, size: int) -> Answer | Failed:
        """One piece, redirects followed wherever the guard allows."""
        from crawler.failures import Failed, FailureKind  # noqa: PLC0415
        from crawler.guard import refuse_url  # noqa: PLC0415
        from crawler.one_request import REDIRECTS  # noqa: PLC0415
        from crawler.robots import MOST_REDIRECTS  # noqa: PLC0415
        from crawler.urls import resolve  # noqa: PLC0415

        headers = {"Range": f"bytes={have}-{have + size - 1}", "Accept-Encoding": "identity"}
        # A whole file may come instead of its head; of a large one nothing but the head is taken.
        limit, how = PIECE_BYTES + SPARE_BYTES, {"part": True, "deadline": PIECE_SECONDS}
        for _ in range(MOST_REDIRECTS + 1):
            came = await self._asker.ask(
                self._here, headers, self._limits.gap, requested=self._url, limit=limit, how=how
            )
            if isinstance(came, Failed) or came.status not in REDIRECTS:
                return came
            target = resolve(self._here, came.header("Location") or "")
            refused = "no address" if target is None else refuse_url(target)
            if target is None or refused is not None:
                return Failed(kind=FailureKind.REDIRECT, reason=f"refused redirect: {refused}", url=self._url)
            self._here = target
        return Failed(kind=FailureKind.REDIRECT, reason="redirect loop", url=self._url)

    def _take(  # noqa: PLR0911  one for each doubt
        self, came: Answer, note: Mapping[str, Any], have: int
    ) -> str | None:
        """Append what came; why it cannot be."""
        found = _RANGE.fullmatch((came.header("Content-Range") or "").strip()) if came.status == 206 else None
        if (came.header("Content-Encoding") or "identity").lower() != "identity":
            return "the server sends it in a coding of its own"
        if came.status == 200:
            have, total = 0, len(came.body)
        elif found is None or int(found[1]) != have or int(found[2]) + 1 - have != len(came.body):
            return "broken answer: another part came than was asked for"
        else:
            total = int(found[3])
        mark = came.header("ETag") or came.header("Last-Modified") or ""
        if have and (mark, total) != (note["mark"], note["total"]):
            if self._begun_anew:
                return "it changes while it is fetched"
            self._begun_anew = True
            self._write(b"", 0, mark="", total=None)
            return None
        if total > self._limits.most_bytes:
            return f"too large: {total:,} bytes, at most {self._limits.most_bytes:,} are taken"
        if total - have + FREE_BYTES > shutil.disk_usage(self._path.parent).free:
            return f"the disk has no room for {total:,} bytes"
        self._write(came.body, have, mark=mark, total=total)
        return None

    def _write(self, piece: bytes, at: int, *, mark: str, total: int | None) -> None:
        """The piece first, then what is known of the whole: a note never tells of bytes that are not there."""
        with self._path.open("r+b" if self._path.exists() else "wb") as file:
            file.truncate(at)
            file.seek(at)
            file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        (self._path.parent / NOTE).write_text(json.dumps({"url": self._url, "mark": mark, "total": total}))

    def _have(self) -> int:
        return self._path.stat().st_size if self._path.exists() else 0

    def _note(self) -> dict[str, Any]:
        try:
            note: dict[str, Any] = json.loads((self._path.parent / NOTE).read_text())
        except (OSError, ValueError):
            self._path.unlink(missing_ok=True)
            return {"mark": "", "total": None}
        return note


def main() -> int:
    """The child's side: one job on the input, one JSON object on the output."""
    from crawler.one_request import Asker  # noqa: PLC0415
    from crawler.reactor import run_errand  # noqa: PLC0415
    from crawler.spider import NewsSpider  # noqa: PLC0415
    from crawler.turns import HostTurns, steady  # noqa: PLC0415
    from crawler.visit import Visitor  # noqa: PLC0415

    job = pickle.load(sys.stdin.buffer)  # noqa: S301  the parent wrote it
    limits: Limits = job["limits"]
    book, results, clock = MemoryBook(), list[dict[str, Any]](), steady(lambda: job["now"])

    async def errand(spider: NewsSpider) -> None:
        visitor = Visitor(spider.deliver, book, clock, gap=limits.gap, max_bytes=PIECE_BYTES)
        asker = Asker(spider.deliver, book, clock, max_bytes=PIECE_BYTES, insist=True)
        try:
            results.append(await _Download(job, visitor, asker).run())
        except OSError as error:
            results.append({"disk": f"{job['path']}: {error.strerror or error}"})

    run_errand(
        errand, turns=HostTurns(book, clock), permitted=limits.permitted, contact=limits.contact,
        timeout_seconds=limits.timeout_seconds, max_bytes=PIECE_BYTES + SPARE_BYTES, hosts=4,
    )  # fmt: skip
    _say(results[0] if results else {"refusal": "stopped"})
    return 0


def _say(form: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(form) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
