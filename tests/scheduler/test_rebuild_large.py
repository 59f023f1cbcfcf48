"""``bluewatch rebuild`` over large pages: each record of the page store is found at its own place."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests.scheduler.days import page, sound
from tests.scheduler.test_import import Bluewatch, bluewatch, data

__all__ = ["bluewatch", "data"]


@pytest.mark.parametrize("kilobytes", [300, pytest.param(1200, marks=pytest.mark.long)])
def test_a_lost_archive_of_large_pages_is_rebuilt(
    bluewatch: Bluewatch, tmp_path: Path, data: Path, kilobytes: int
) -> None:
    files = []
    for number in range(1, 5):
        # Much of a page is the same over and over, so a record is small in the file and large when it is read.
        said = random.Random(number).randbytes(4000).hex()  # noqa: S311
        script = f"<script>var said = '{said * (kilobytes // 8)}';</script></body>".encode()
        files.append(tmp_path / f"{number}.html")
        files[-1].write_bytes(page(number).replace(b"</body>", script))
    assert bluewatch("import", *map(str, files)).code == 0
    for name in ("archive.db", "archive.db-wal", "archive.db-shm"):
        (data / name).unlink(missing_ok=True)
    ended = bluewatch("rebuild", "--json")
    form = json.loads(ended.out)
    assert (ended.code, form["captures"], form["articles"], form["troubles"]) == (0, 4, 4, []), ended.err
    assert sound(data) == []
