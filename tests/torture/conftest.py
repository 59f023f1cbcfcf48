from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture.__main__ import memory
from tests.torture.bench import Bench
from tests.torture.shim import built


@pytest.fixture(scope="session")
def shim() -> Path:
    """The shared object; a test that needs it is skipped where it cannot be built."""
    made = built()
    if made is None:
        pytest.skip("disk operations are made to fail by a shim that needs Linux and a C compiler (cc)")
    return made


@pytest.fixture(scope="package")
def bench(shim: Path) -> Iterator[Bench]:
    """One bench for all tests of this folder: its warm process takes seconds to start."""
    with tempfile.TemporaryDirectory(prefix="bluewatch-torture-", dir=memory()) as folder:
        made = Bench(Path(folder) / "bench")
        try:
            yield made
        finally:
            made.close()
