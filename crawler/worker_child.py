"""The worker's own side: reads jobs from its input, parses, writes answers. Started by worker_start, never by hand.

Jobs are pickles from the parent, which is trusted; answers are JSON, as what parsed hostile bytes is not.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from crawler.discovery.listing import read_listing
from crawler.extraction.page import Page
from crawler.given_back import LARGE, give_back_memory, own_large_blocks
from crawler.reading import Reading
from crawler.source import Source
from crawler.worker_frames import HEADER, job_from_stream, listing_to_form, reading_to_form
from storage.errors import ConfigurationError

ReadPage = Callable[[Page, Source | None], Reading]
PR_SET_PDEATHSIG = 1
SPARE_CPU_SECONDS = 2
MAX_MESSAGE = 300


def main() -> int:
    """Serve jobs until the input ends."""
    _die_with_parent()
    own_large_blocks()
    jobs = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not land between two answers.
    os.dup2(2, 1)
    limits, _ = job_from_stream(jobs.read)
    if limits is None:
        return 0
    sources: dict[str, Source] = limits["sources"]
    read: ReadPage | None = None
    _limit_memory(limits["memory"])
    gc.freeze()
    _write(answers, {"ready": True})
    while True:
        job, size = job_from_stream(jobs.read)
        if job is None:
            return 0
        _limit_cpu(job.get("seconds", limits["seconds"]))
        if job["kind"] == "rules":
            read, answer = _with_rules(limits)
        else:
            answer = _serve(job, sources, read)
        _write(answers, answer)
        if answer.get("last"):
            return 1
        del job, answer
        if size > LARGE:
            give_back_memory()


def _with_rules(limits: dict[str, Any]) -> tuple[ReadPage | None, dict[str, Any]]:
    """The reader of pages, and the answer that it is ready, or what is wrong with the user's rules."""
    from crawler.worker_pages import warm_reader  # noqa: PLC0415  half of a start, which listings do not need

    try:
        return warm_reader(limits["terms"], limits["accept"], limits["review"]), {"ready": True}
    except ConfigurationError as error:
        return None, {"wrong": str(error), "last": True}


def _serve(job: dict[str, Any], sources: dict[str, Source], read: ReadPage | None) -> dict[str, Any]:
    """One job. What a parser throws becomes an answer; after a lack of memory this process is no longer trusted."""
    try:
        source = sources.get(job["slug"]) if job["slug"] else None
        if job["kind"] == "listing":
            if source is None:
                raise LookupError(f"the worker does not know the source {job['slug']}")
            listing = source.listings[job["position"]]
            found = read_listing(
                listing, source, url=job["url"], body=job["body"], content_type=job["content_type"], now=job["now"]
            )
            return listing_to_form(found)
        if read is None:
            raise LookupError("the worker was given a page before its rules")
        return reading_to_form(read(job["page"], source))
    except MemoryError:
        return {"rejection": {"kind": "too-large", "message": "more memory than a page may take"}, "last": True}
    except RecursionError:
        return {"rejection": {"kind": "crashed", "message": "nested too deep for the parser"}}
    except Exception as error:  # any parser's fault costs one page, and says which
        place = _place(error)
        message = f"{type(error).__name__}: {error}"[:MAX_MESSAGE]
        return {"rejection": {"kind": "crashed", "message": f"{message} ({place})"}}


def _place(error: Exception) -> str:
    """Where in our code it was thrown: file and line, innermost first of ours."""
    trace, place = error.__traceback__, "unknown place"
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__", "")
        if name.startswith(("crawler.", "storage.")):
            place = f"{name} line {trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _write(stream: BinaryIO, value: dict[str, Any]) -> None:
    body = json.dumps(value, ensure_ascii=True).encode("ascii")
    stream.write(HEADER.pack(len(body)))
    stream.write(body)
    stream.flush()


def _die_with_parent() -> None:
    """On Linux the kernel ends this process with its parent; elsewhere the end of the input does."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # noqa: PLC0415
    import signal  # noqa: PLC0415

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's Ctrl-C is for the parent


def _limit_memory(limit: int) -> None:
    import resource  # noqa: PLC0415

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_cpu(seconds: float) -> None:
    """Let this job use so much more CPU; the kernel ends the process beyond it."""
    import resource  # noqa: PLC0415

    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + seconds) + SPARE_CPU_SECONDS
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))
