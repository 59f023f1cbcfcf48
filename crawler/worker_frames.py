"""What passes between a worker and its parent: jobs as pickles beside their bodies, answers as JSON. Pure.

A job is so many parts, each behind its length: the pickle, then each large body as it is, so that none is copied.
An answer is one such part.
"""

from __future__ import annotations

import io
import pickle
import struct
from collections.abc import Callable
from typing import Any

from crawler.discovery.listing_read import ListingRead
from crawler.reading import Reading
from storage.finding_forms import finding_to_form, findings_from_form
from storage.forms import article_from_form, article_to_form, decision_from_form, decision_to_form
from storage.records import Link, Outcome, Rejection
from storage.times import from_text_or_none, to_text

HEADER = struct.Struct(">Q")
# Bytes of a body that travels beside the pickle.
_BESIDE = 64 * 1024


def job_to_parts(job: dict[str, Any]) -> list[bytes]:
    """A job as what is written to a worker, part by part."""
    text = io.BytesIO()
    pickler = _Pickler(text)
    pickler.dump(job)
    parts = [text.getvalue(), *pickler.bodies]
    lengths = b"".join(HEADER.pack(len(part)) for part in parts)
    return [HEADER.pack(len(parts)) + lengths, *parts]


def job_from_stream(read: Callable[[int], bytes]) -> tuple[dict[str, Any] | None, int]:
    """The next job and its size in bytes; None where the stream is over. read: so many bytes, fewer at the end."""
    try:
        lengths = [_number(read) for _ in range(_number(read))]
        text, *bodies = [_all_of(read, length) for length in lengths]
    except EOFError:
        return None, 0
    job: dict[str, Any] = _Unpickler(io.BytesIO(text), bodies).load()
    return job, sum(lengths)


def _number(read: Callable[[int], bytes]) -> int:
    return int(HEADER.unpack(_all_of(read, HEADER.size))[0])


def _all_of(read: Callable[[int], bytes], length: int) -> bytes:
    part = read(length)
    if len(part) < length:
        raise EOFError
    return part


class _Pickler(pickle.Pickler):
    """Keeps large bodies apart."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self.bodies: list[bytes] = []

    def persistent_id(self, obj: object) -> int | None:
        """The number of a large body; None for everything else, which is pickled."""
        if type(obj) is not bytes or len(obj) < _BESIDE:
            return None
        self.bodies.append(obj)
        return len(self.bodies) - 1


class _Unpickler(pickle.Unpickler):
    """Puts the bodies back. For the pickles of a worker's parent alone."""

    def __init__(self, file: io.BytesIO, bodies: list[bytes]) -> None:
        super().__init__(file)
        self._bodies = bodies

    def persistent_load(self, pid: int) -> bytes:
        """The body of that number."""
        return self._bodies[pid]


def reading_to_form(reading: Reading) -> dict[str, Any]:
    """A Reading as JSON: the article's and the decision's own forms."""
    if reading.rejection is not None or reading.article is None:
        rejection = reading.rejection or Rejection(kind="no-text", message="nothing was read")
        return {"rejection": {"kind": rejection.kind, "message": rejection.message}, "first": reading.first}
    return {
        "article": article_to_form(reading.article),
        "decision": None if reading.decision is None else decision_to_form(reading.decision),
        "findings": [finding_to_form(finding) for finding in reading.findings],
        "found_by": reading.found_by,
        "parts": list(reading.parts),
        "wanted": list(reading.wanted),
        "first": reading.first,
    }


def listing_to_form(read: ListingRead) -> dict[str, Any]:
    """A ListingRead as JSON; a link is a list of its fields, as there may be many."""
    return {
        "links": [
            [link.url, link.title, link.published_raw, link.published_at and to_text(link.published_at), link.changed]
            for link in read.links
        ],
        "next_url": read.next_url,
        "children": list(read.children),
        "children_changed": list(read.children_changed),
        "seen_links": read.seen_links,
        "problem": read.problem,
        "outcome": read.outcome and str(read.outcome),
        "empty": read.empty,
        "left": read.left,
        "broken": read.broken,
        "later": list(read.later),
    }


def listing_from_form(form: dict[str, Any]) -> ListingRead:
    """The ListingRead of its JSON."""
    return ListingRead(
        links=tuple(
            Link(url=url, title=title, published_raw=raw, published_at=from_text_or_none(at), changed=changed)
            for url, title, raw, at, changed in form["links"]
        ),
        next_url=form["next_url"],
        children=tuple(form["children"]),
        children_changed=tuple(form.get("children_changed", ())),
        seen_links=form["seen_links"],
        problem=form["problem"],
        outcome=Outcome(form["outcome"]) if form["outcome"] else None,
        empty=form.get("empty", False),
        left=form.get("left"),
        broken=form.get("broken"),
        later=tuple(form.get("later", ())),
    )


def reading_from_form(form: dict[str, Any]) -> Reading:
    """The Reading of its JSON."""
    if "rejection" in form:
        return Reading(rejection=Rejection(**form["rejection"]), first=form.get("first"))
    decision = form["decision"]
    return Reading(
        article=article_from_form(form["article"]),
        decision=None if decision is None else decision_from_form(decision),
        findings=findings_from_form(form["findings"]),
        found_by=form["found_by"],
        parts=tuple(form["parts"]),
        wanted=tuple(form["wanted"]),
        first=form["first"],
    )
