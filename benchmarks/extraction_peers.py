"""The peers and their environments: one virtual environment a peer, installed once into a cache folder.

One each, because they cannot share: trafilatura and htmldate want lxml 6, fundus lxml 5; and because a process's peak
memory is to be that of the one reader in it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

ROOT = Path(__file__).resolve().parents[1]
CHILD = Path(__file__).resolve().parent / "peers" / "child.py"
LAYOUTS = Path(__file__).resolve().parent / "layouts"
INSTALL_SECONDS = 900
BASIC = frozenset({"body", "title", "snippets"})


@dataclass(frozen=True)
class Reader:
    """What is measured. requirements: for pip, none for ours. fields: the figures it can have at all."""

    name: str
    requirements: tuple[str, ...]
    fields: frozenset[str]


OURS = Reader(
    "bluewatch",
    (),
    BASIC | {"day", "time", "authors", "editors", "outlet", "dateline", "related"},
)
BY_LAYOUT = Reader("layouts", (), OURS.fields)
# newspaper4k refuses Chinese, Japanese and Korean text without the extras. fundus does not import beside a newer
# curl_cffi. trafilatura's own requirement names an extra of lxml in a spelling that pip passes over.
PEERS = {
    reader.name: reader
    for reader in (
        Reader("trafilatura", ("trafilatura==2.3.1", "lxml_html_clean"), BASIC | {"day", "authors", "outlet"}),
        Reader("newspaper4k", ("newspaper4k[nlp,zh,ja]==0.9.6",), BASIC | {"day", "time", "authors", "outlet"}),
        Reader("readability-lxml", ("readability-lxml==0.9",), BASIC),
        Reader(
            "news-please", ("news-please==1.6.16", "newspaper4k[nlp,zh,ja]==0.9.6"), BASIC | {"day", "time", "authors"}
        ),
        Reader("fundus", ("fundus==0.5.7", "curl_cffi==0.15.0"), BASIC | {"day", "time", "authors"}),
    )
}

# Of replay: the readers of web archives that are the limit.
FASTWARC = Reader("fastwarc", ("fastwarc==2.0.1", "isal==1.9.1"), frozenset())


class NotInstalled(Exception):
    """A peer's environment could not be made; the message says why."""


def chosen(words: str) -> list[Reader]:
    """The peers of ``--peers``: ``all``, ``none``, or names with commas between. Raises ValueError for another name."""
    if words in ("all", "none"):
        return list(PEERS.values()) if words == "all" else []
    names = [name.strip() for name in words.split(",") if name.strip()]
    unknown = [name for name in names if name not in PEERS]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: no peer; there are all, none, {', '.join(PEERS)}")
    return [PEERS[name] for name in names]


def cache_folder() -> Path:
    """Where the environments lie unless told otherwise."""
    return Path(platformdirs.user_cache_path("bluewatch")) / "benchmark-peers"


def python_of(reader: Reader, cache: Path) -> Path:
    """The interpreter of the reader's environment, which is made where it is not there. Raises NotInstalled."""
    if not reader.requirements:
        return Path(sys.executable)
    mark = hashlib.sha256("\n".join((sys.version, *reader.requirements)).encode()).hexdigest()[:10]
    folder = cache / f"{reader.name}-{mark}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (folder / ".ready").exists():
        print(f"installing {' '.join(reader.requirements)} into {folder}", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        _install(python, folder, reader.requirements)
        (folder / ".ready").touch()
    return python


def _install(python: Path, folder: Path, requirements: Sequence[str]) -> None:
    venv.create(folder, with_pip=True)
    line = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements]
    try:
        done = subprocess.run(line, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise NotInstalled(f"pip took more than {INSTALL_SECONDS} s") from None
    if done.returncode:
        said = [row for row in done.stderr.splitlines() if row.startswith("ERROR")]
        raise NotInstalled(" ".join(said)[:300] or done.stderr[-300:])


def command_of(reader: Reader, python: Path, child: Path = CHILD) -> tuple[list[str], dict[str, str]]:
    """The command line and environment of a process that holds this reader and no other."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    more = {"PYTHONIOENCODING": "utf-8", "PYTHONHASHSEED": "0", "BLUEWATCH_BENCHMARK_LAYOUTS": str(LAYOUTS)}
    if not reader.requirements:
        more["PYTHONPATH"] = str(ROOT)
    return [str(python), "-W", "ignore", str(child), reader.name], kept | more
