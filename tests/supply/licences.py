"""Under which licence each locked distribution may be used, from the metadata of what is installed (`make licences`).

What a distribution says of itself is read in this order: License-Expression (SPDX), a short License field, classifiers.
Where it says nothing that can be read, a line of READ_BY_HAND says what its own files say. Anything else fails.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, metadata

from tests.supply.locks import locked

# Families that may be used, and why. Names are SPDX's.
PERMISSIVE = "asks for its notice only"
OWN_FILES = "asks for the source of changes to its own files; we change none and ship none of them"
ALLOWED = {
    **dict.fromkeys(
        ("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0",
         "MIT-CMU", "PSF-2.0", "Unlicense", "ZPL-2.1", "Zlib"),
        PERMISSIVE,
    ),
    "MPL-1.1": OWN_FILES,
    "MPL-2.0": OWN_FILES,
}  # fmt: skip

# What metadata does not say or says wrongly, from the licence file within each.
READ_BY_HAND = {
    "click-default-group": ("BSD-3-Clause", "a classifier says public domain, its licence file BSD"),
    "pysqlite3": ("Zlib", "its licence file; the metadata are empty"),
    "selenium-axe-python": ("MPL-2.0", "a classifier says proprietary, its licence file MPL; for tests only"),
}  # fmt: skip

# How projects write what SPDX calls otherwise; compared in small letters, without "license" and signs. A bare BSD may
# be of two or of three clauses: both are allowed.
_SPELT = {
    "apache": "Apache-2.0",
    "apache 2": "Apache-2.0",
    "apache 2 0": "Apache-2.0",
    "apache version 2 0": "Apache-2.0",
    "apache software": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd 2 clause": "BSD-2-Clause",
    "the bsd 2 clause": "BSD-2-Clause",
    "mozilla public 2 0 mpl 2 0": "MPL-2.0",
    "psfl": "PSF-2.0",
    "python software foundation": "PSF-2.0",
}  # fmt: skip
_LONGEST = 60
_WORDS = re.compile(r"[()]|[A-Za-z0-9.+-]+")


def allowed(expression: str) -> bool:
    """Whether an SPDX expression can be met with ALLOWED alone: of OR one side is enough, of AND both are needed."""
    words = _WORDS.findall(expression)
    met, rest = _either(words)
    return met and not rest


def _either(words: Sequence[str]) -> tuple[bool, Sequence[str]]:
    met, rest = _both(words)
    while rest and rest[0].upper() == "OR":
        other, rest = _both(rest[1:])
        met = met or other
    return met, rest


def _both(words: Sequence[str]) -> tuple[bool, Sequence[str]]:
    met, rest = _one(words)
    while rest and rest[0].upper() == "AND":
        other, rest = _one(rest[1:])
        met = met and other
    return met, rest


def _one(words: Sequence[str]) -> tuple[bool, Sequence[str]]:
    if not words:
        return False, words
    if words[0] == "(":
        met, rest = _either(words[1:])
        return (met, rest[1:]) if rest and rest[0] == ")" else (False, rest)
    # An exception (WITH) is not weighed here: it makes the name another one, and so it is refused.
    return words[0] in ALLOWED, words[1:]


def licence_of(name: str, told: Mapping[str, Sequence[str]]) -> str | None:
    """The licence of a distribution as an SPDX expression, None where it cannot be told.

    told: License-Expression, License and Classifier, each as a list of values.
    """
    if name in READ_BY_HAND:
        return READ_BY_HAND[name][0]
    for expression in told.get("License-Expression", ()):
        return expression
    for field in told.get("License", ()):
        if "\n" not in field and len(field) <= _LONGEST and (known := _spdx(field)):
            return known
    names = [
        value.rpartition("::")[2].strip()
        for value in told.get("Classifier", ())
        if value.startswith("License ::") and value.rpartition("::")[2].strip() not in ("OSI Approved", "DFSG approved")
    ]
    found = [_spdx(one) for one in names]
    return " AND ".join(one for one in found if one) if found and all(found) else None


def _spdx(words: str) -> str | None:
    if allowed(words):
        return words
    plain = " ".join(re.findall(r"[a-z0-9]+", re.sub(r"(?i)licen[cs]e", " ", words).lower()))
    by_name = {" ".join(re.findall(r"[a-z0-9]+", one.lower())): one for one in ALLOWED}
    return _SPELT.get(plain) or by_name.get(plain)


def told_by(name: str) -> dict[str, list[str]] | None:
    """What the installed distribution says of its licence; None where it is not installed."""
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return None
    return {key: list(found.get_all(key) or ()) for key in ("License-Expression", "License", "Classifier")}


def faults() -> list[str]:
    """A line for each locked distribution that must not be used, or of which that cannot be told."""
    found = []
    for name, one in sorted(locked().items()):
        told = told_by(name)
        if told is None:
            # What a marker leaves out here is read where it is installed.
            found += [] if one.marker else [f"{name}: is locked and not installed; install requirements-dev.txt first"]
            continue
        licence = licence_of(name, told)
        if licence is None:
            said = told["License"] or [c for c in told["Classifier"] if c.startswith("License ::")] or ["nothing"]
            found.append(f"{name}: its licence cannot be told from {said[0].splitlines()[0][:80]!r}; see READ_BY_HAND")
        elif not allowed(licence):
            found.append(f"{name}: {licence} is not allowed; see ALLOWED")
    return found


def main() -> int:
    """Write a line a distribution, then what is wrong; 1 where anything is."""
    lines, elsewhere = [], []
    for name, one in sorted(locked().items()):
        told = told_by(name)
        if told is None:
            elsewhere += [name] if one.marker else []
            continue
        why = READ_BY_HAND.get(name, ("", ""))[1]
        lines.append(f"{name:28} {licence_of(name, told) or 'not told':40} {why}".rstrip())
    if elsewhere:
        lines.append(f"for other platforms, not read here: {', '.join(elsewhere)}")
    wrong = faults()
    sys.stdout.write("\n".join([*lines, "" if wrong else "every licence is allowed\n"]))
    sys.stderr.write("".join(f"{one}\n" for one in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
