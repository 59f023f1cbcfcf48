"""What benchmarks print, as Markdown, and its place in docs/benchmarks.md. Pure, but for what the machine is."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from storage.database import sqlite_version

LONGEST_TEXT = 6000
_MARKS = "<!-- bench: {name} -->", "<!-- /bench: {name} -->"


def key_values(said: str) -> str:
    """A JSON object as a table of keys and values; keys inside objects have dotted names."""
    lines = "\n".join(f"| {_cell(key)} | {_cell(value)} |" for key, value in flat(json_of(said)))
    return f"| figure | value |\n| --- | --- |\n{lines}"


def tables_of(said: str) -> str:
    """The Markdown tables among what was printed."""
    return "\n".join(line for line in said.splitlines() if line.startswith("|"))


def quoted(said: str) -> str:
    """Plain text as it is."""
    return f"```text\n{said.strip()[:LONGEST_TEXT].replace('```', '')}\n```"


def json_of(said: str) -> Any:
    """The JSON at the end of what was printed. Raises ValueError where there is none."""
    for start in re.finditer(r"^[\[{]", said, re.MULTILINE):
        try:
            return json.loads(said[start.start() :])
        except ValueError:
            continue
    raise ValueError("it printed no JSON")


def flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf of nested objects with its dotted name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        for number, inner in enumerate(value, 1):
            yield from flat(inner, f"{name}.{number}" if name else str(number))
    else:
        yield name, value


def _cell(value: Any) -> str:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    if isinstance(value, list):
        text = ", ".join(map(str, value))
    return text.replace("|", "\\|").replace("\n", " ")


def put(page: str, name: str, content: str) -> str:
    """The page with what stands between the marks of this name replaced; marks that are missing come at its end."""
    begin, end = (mark.format(name=name) for mark in _MARKS)
    block = f"{begin}\n{content.strip()}\n{end}"
    if begin not in page or end not in page:
        return f"{page.rstrip()}\n\n{block}\n"
    before, _, rest = page.partition(begin)
    return before + block + rest.partition(end)[2]


def machine() -> str:
    """The processor, its cores, the memory and our versions; nothing that names the machine."""
    names = ("scrapy", "lxml", "selectolax", "trafilatura", "sqlite-utils", "warcio", "fastwarc")
    versions = [f"{name} {found}" for name in names if (found := _version(name))]
    return (
        f"{_processor()}, {os.cpu_count()} cores, {_memory_gb():.0f} GB; {platform.system()}, Python"
        f" {platform.python_version()}, SQLite {sqlite_version()}; {', '.join(versions)}"
    )


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    named = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return named or platform.processor() or platform.machine()


def _memory_gb() -> float:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (AttributeError, ValueError, OSError):
        return 0.0
