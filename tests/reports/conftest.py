from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reports.invented import Invented


@pytest.fixture(autouse=True)
def _without_pdf(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No PDF is written where a test does not ask for it: it takes longer than all the other forms together.

    Nor does a test wait for the disk: nothing here outlives it.
    """
    monkeypatch.setattr("os.fsync", lambda _: None)
    if "pdf" not in request.keywords and "pdf" not in request.node.name:
        monkeypatch.setattr("reports.files.find_spec", lambda _: None)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Invented]:
    """An empty archive of invented rows."""
    made = Invented(tmp_path)
    yield made
    made.db.close()
