"""Files that come inside the storage package."""

from __future__ import annotations

from pathlib import Path


def packaged_text(name: str) -> str:
    """A file of the package, as text.

    By its place and not by the package's name: a Dask worker stands in a folder with one named ``storage`` in it.
    """
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
