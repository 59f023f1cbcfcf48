"""An archive of three outlets with an invented week, for the tests of what a week's facts become."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from reports.publish import _built
from reports.week import Week
from storage.profiles import DEFAULT
from tests.reports.invented import Invented, at
from tests.reports.invented_facts import find

W47 = Week(2026, 47)


@pytest.fixture
def watched(archive: Invented) -> Iterator[Invented]:
    with archive.db.write():
        for slug, kind in (("harbour", "mod"), ("lantern", "paper"), ("bluepost", "un")):
            archive.source(slug, slug.capitalize(), since="2026-10-19", kind=kind)
        archive.run("harbour", "2026-10-20 06:00")
        archive.mission("UNMISS", "United Nations Mission in South Sudan")
        yield archive


def told(archive: Invented) -> dict[str, Any]:
    return _built(archive, W47, DEFAULT, first=Week(2026, 43), number=1, now=at("2026-11-24"), base=None)


def casualty(archive: Invented, body: str, words: str, *, source: str = "lantern", **own: Any) -> str:
    uid = archive.article("A title", "2026-11-18", source=source, missions=("UNMISS",), body=body)
    find(archive, uid, "casualty", words, **{"value": 2, "kind": "death", **own})
    return uid
