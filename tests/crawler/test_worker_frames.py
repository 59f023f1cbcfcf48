"""Jobs on their way to a worker: what arrives is what was sent, however large, and a cut stream is its end."""

from __future__ import annotations

import io

import pytest

from crawler.extraction.page import Page
from crawler.worker_frames import job_from_stream, job_to_parts

LARGE = bytes(range(256)) * 4096
JOBS = {
    "limits": {"seconds": 20.0, "sources": {}},
    "a short page": {"kind": "page", "slug": None, "page": Page(body=b"<p>short</p>", url="https://a.example/1")},
    "a long page of two": {"kind": "page", "slug": "a", "page": Page(body=LARGE, further=(Page(body=LARGE[1:]),))},
    "the same body twice": {"body": LARGE, "again": LARGE},
}


@pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)
def test_a_job_arrives_as_it_was_sent(job: dict[str, object]) -> None:
    stream = io.BytesIO(b"".join(job_to_parts(job)) * 2)
    first, size = job_from_stream(stream.read)
    second, _ = job_from_stream(stream.read)
    assert (first, second) == (job, job)
    assert stream.tell() > size > 0
    assert job_from_stream(stream.read) == (None, 0)


def test_a_large_body_is_not_copied() -> None:
    parts = job_to_parts({"body": LARGE})
    assert any(part is LARGE for part in parts)
    assert sum(len(part) for part in parts) < len(LARGE) + 1000


def test_a_stream_that_is_cut_anywhere_is_over() -> None:
    whole = b"".join(job_to_parts({"body": LARGE}))
    for length in (0, 1, 8, 12, 20, 40, len(whole) - len(LARGE), len(whole) - 1):
        assert job_from_stream(io.BytesIO(whole[:length]).read) == (None, 0)
