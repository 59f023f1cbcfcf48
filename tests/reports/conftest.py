from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reports.invented import Invented


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Invented]:
    """An empty archive of invented rows."""
    made = Invented(tmp_path)
    yield made
    made.db.close()
