"""The engine of the byte scan, Hyperscan where it is installed, and the scan of a terms file.

Deriving and compiling the patterns takes some seconds, so they are kept in a file that names what they were made of.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from crawler.extraction.elements import INLINE, SKIPPED, VOID
from crawler.peacekeeping.byte_scan import ByteScan, Finder, Plan
from crawler.peacekeeping.byte_scan_cores import Core, Token, cores_of, leads, tokens_of
from crawler.peacekeeping.byte_scan_patterns import Kind, Pattern, holding_of, patterns_of
from crawler.peacekeeping.byte_scan_words import Evidence, NeededForm, needed_forms
from crawler.peacekeeping.rules import read_table
from crawler.peacekeeping.terms import Terms, parse_terms
from crawler.tables import packaged
from storage.data import load_missions

# Changes with the way in which patterns are derived.
PATTERNS = 6
_MAGIC = b"bluewatch byte scan\n"


def hyperscan_installed() -> bool:
    """Whether the package hyperscan is here (wheels for x86-64 and ARM on Linux and macOS)."""
    return find_spec("hyperscan") is not None


def load_byte_scan(
    terms_file: Path | None = None, *, cache: Path | None = None, slow: bool = False, few: bool = False
) -> ByteScan:
    """The scan for the packaged terms or the user's.

    cache: a folder for the compiled patterns, made when needed; one that cannot be written is done without. slow: read
    every page as text, as without Hyperscan; few: so where compiling would take longer than that. Raises
    ConfigurationError as load_relevance does.
    """
    table, name = read_table(terms_file)
    terms = parse_terms(table, file=name)
    version = hashlib.sha256(f"{terms.digest} {_gazetteer()}".encode()).hexdigest()[:16]
    file = None if cache is None else cache / f"byte-scan-{_made_of(terms)}.bin"
    engine = not slow and hyperscan_installed()
    kept = _read(file) if engine and file is not None else None
    if not engine or (kept is None and few):
        evidence = Evidence(needed_forms(terms, load_missions()), terms)
        return ByteScan(evidence, Plan((), (), {}, (), ()), None, version=version)
    if kept is None:
        forms, plan = derive(terms)
        database = _compile(plan.patterns)
        if file is not None:
            _write(file, forms, plan, database)
    else:
        forms, plan, database = kept
    return ByteScan(Evidence(forms, terms), plan, _finder(database), version=version)


def derive(terms: Terms) -> tuple[tuple[NeededForm, ...], Plan]:
    """The needed forms of a terms file with the packaged gazetteer, and what is looked for to find them."""
    forms = needed_forms(terms, load_missions())
    often = frozenset(packaged("crawler.peacekeeping", "byte_scan.toml")["often"])
    cores = cores_of(forms, often)
    patterns, beside = patterns_of(cores, forms, terms.spelling.alike)
    looked_for = {token for core in cores for token in core}
    others = {token for form in forms for token in tokens_of(form) if token.foreign or leads(token)} - looked_for
    return forms, Plan(patterns, beside, _by_word(cores, forms), _written(looked_for), _written(others))


def _by_word(cores: Sequence[Core], forms: Sequence[NeededForm]) -> dict[str, frozenset[tuple[bytes, ...]]]:
    """For each word of a core the longer words of the forms behind its cores; none where a form has none."""
    found: dict[str, set[tuple[bytes, ...]]] = {}
    holding = holding_of(forms)
    for core in cores:
        for token in core:
            for word in (token.text, token.text + "s"):
                found.setdefault(word, set()).update(holding[core])
    return {word: frozenset() if () in forms_of else frozenset(forms_of) for word, forms_of in found.items()}


def _written(tokens: Iterable[Token]) -> list[tuple[str, bool]]:
    """The words with the plurals of those in capitals."""
    words = {(token.text, token.open_end) for token in tokens}
    return sorted(words | {(token.text + "s", False) for token in tokens if token.capitals})


@cache
def _gazetteer() -> str:
    return hashlib.sha256(repr(load_missions()).encode()).hexdigest()


def _made_of(terms: Terms) -> str:
    """What the compiled patterns depend on: the words, the elements, the engine, the kind of processor."""
    engine = getattr(import_module("hyperscan"), "__version__", "") if hyperscan_installed() else ""
    parts = [
        PATTERNS, terms.digest, _gazetteer(), sorted(INLINE), sorted(VOID), sorted(SKIPPED),
        sorted(packaged("crawler.peacekeeping", "byte_scan.toml")["often"]), engine, platform.machine(),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def _compile(patterns: Sequence[Pattern]) -> Any:
    hs = import_module("hyperscan")
    database = hs.Database(mode=hs.HS_MODE_BLOCK)
    flags = [
        hs.HS_FLAG_DOTALL
        | (hs.HS_FLAG_CASELESS if pattern.caseless else 0)
        | (hs.HS_FLAG_SINGLEMATCH if pattern.once else 0)
        for pattern in patterns
    ]
    database.compile(
        expressions=[pattern.expression for pattern in patterns],
        ids=list(range(len(patterns))),
        elements=len(patterns),
        flags=flags,
    )
    return database


def _finder(database: Any) -> Finder:
    found: list[tuple[int, int]] = []

    def note(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
        found.append((number, end))

    def find(body: bytes) -> Sequence[tuple[int, int]]:
        found.clear()
        database.scan(body, match_event_handler=note)
        return found.copy()

    return find


def _write(file: Path, forms: Sequence[NeededForm], plan: Plan, database: Any) -> None:
    hs = import_module("hyperscan")
    compiled = hs.dumpb(database)
    known: dict[tuple[tuple[bytes, ...], ...], int] = {}
    beside = [known.setdefault(tuple(sorted(found)), len(known)) for found in plan.beside]
    head = json.dumps(
        {
            "forms": [[form.lower, form.exact] for form in forms],
            "kinds": [int(pattern.kind) for pattern in plan.patterns],
            "beside": [[[word.decode() for word in form] for form in found] for found in known],
            "which": beside,
            "by_word": {w: [[part.decode() for part in form] for form in found] for w, found in plan.by_word.items()},
            "tokens": list(plan.tokens),
            "others": list(plan.others),
            "digest": hashlib.sha256(compiled).hexdigest(),
        }
    ).encode()
    part = file.with_suffix(f".{os.getpid()}.part")
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(_MAGIC + len(head).to_bytes(8, "little") + head + compiled)
        part.replace(file)


def _read(file: Path) -> tuple[tuple[NeededForm, ...], Plan, Any] | None:
    """What _write kept; None where it is not there, cut, or of another processor."""
    hs = import_module("hyperscan")
    try:
        data = file.read_bytes()
    except OSError:
        return None
    start = len(_MAGIC) + 8
    size = int.from_bytes(data[len(_MAGIC) : start], "little")
    if not data.startswith(_MAGIC) or len(data) <= start + size:
        return None
    try:
        head, compiled = json.loads(data[start : start + size]), data[start + size :]
        if hashlib.sha256(compiled).hexdigest() != head["digest"]:
            return None
        database = hs.loadb(compiled, hs.HS_MODE_BLOCK)
        database.scratch = hs.Scratch(database)
    except (ValueError, hs.HyperscanError):
        return None
    beside = [frozenset(tuple(word.encode() for word in form) for form in found) for found in head["beside"]]
    plan = Plan(
        tuple(Pattern(b"", Kind(kind)) for kind in head["kinds"]),
        tuple(beside[which] for which in head["which"]),
        {w: frozenset(tuple(part.encode() for part in form) for form in found) for w, found in head["by_word"].items()},
        *([(word, goes_on) for word, goes_on in head[name]] for name in ("tokens", "others")),
    )
    return tuple(NeededForm(lower, exact) for lower, exact in head["forms"]), plan, database
