"""Files that hold data about many things, told from a text: read as one article they would mix them all. Pure.

JSON by RFC 8259, JSON lines as jsonlines.org has them, separated values by RFC 4180.
"""

from __future__ import annotations

import csv
import json
import re

LOOKED_AT = 200
_NAME = re.compile(r"\w[\w .:/-]{0,39}")
_SEPARATORS = ",;\t|"


def kind_of_data(text: str) -> str | None:
    """What a text is where it is no text but data: ``JSON``, ``JSON lines`` or ``a table``; None for a text."""
    head = text.lstrip("\ufeff \t\r\n")
    if head.startswith(("{", "[")):
        if _is_json(head):
            return "JSON"
        return "JSON lines" if _is_json(head.partition("\n")[0]) else None
    return "a table" if any(_is_table(text, separator) for separator in _SEPARATORS) else None


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _is_table(text: str, separator: str) -> bool:
    """A line of names without a blank behind a separator, as prose has it, and as many cells in every row."""
    header = text.lstrip("\ufeff").partition("\n")[0].rstrip("\r").replace('"', "")
    names = header.split(separator)
    if len(names) < 3 or len(set(names)) < len(names) or any(name != name.strip() for name in names):
        return False
    if not all(_NAME.fullmatch(name) for name in names):
        return False
    lines = text.strip("\ufeff\r\n").splitlines(keepends=True)
    if len(lines) > 1 and not lines[1].strip():  # a title and its text
        return False
    rows = csv.reader(lines, delimiter=separator)
    try:
        seen = [len(row) for row, _ in zip(rows, range(LOOKED_AT), strict=False) if row]
    except csv.Error:  # a cell of more than 128 kB, as only tables have it
        return True
    return len(seen) > 1 and set(seen) == {len(names)}
