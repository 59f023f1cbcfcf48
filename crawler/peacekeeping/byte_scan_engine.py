"""The engines of the byte scan, and the scan of a terms file.

Hyperscan searches for all forms in one pass of some gigabyte a second; where it has no wheel, an Aho-Corasick automaton
does, a third as quick. What takes a second or two to make is kept in a file that names what it was made of.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ahocorasick_rs import BytesAhoCorasick, Implementation

from crawler.peacekeeping.byte_scan import ByteScan, Look, Scan, Search, TextScan
from crawler.peacekeeping.byte_scan_texts import compiled, sign_table
from crawler.peacekeeping.byte_scan_words import Evidence, needed_forms
from crawler.peacekeeping.rules import country_names, read_table
from crawler.peacekeeping.second_look import SecondLook
from crawler.peacekeeping.terms import Terms, parse_terms
from storage.data import load_missions

# Changes with the way in which table and patterns are made.
MADE = 8
_MAGIC = b"bluewatch byte scan\n"
_WORD = rb"[A-Za-z0-9]"
# What may stand where a form has an asterisk.
_MORE = rb"[A-Za-z0-9_\x80-\xff]*"


def hyperscan_installed() -> bool:
    """Whether the package hyperscan is here (wheels for x86-64 and ARM on Linux and macOS)."""
    return find_spec("hyperscan") is not None


def load_byte_scan(
    terms_file: Path | None = None, *, cache: Path | None = None, slow: bool = False, few: bool = False,
    hyperscan: bool | None = None,
) -> Scan:  # fmt: skip
    """The scan for the packaged terms or the user's.

    cache: a folder for what is made of them, made when needed; one that cannot be written is done without. slow: read
    every page as text, as without a C compiler; few: so where making it would take longer than that. hyperscan: whether
    to use it; None: where it is installed. Raises ConfigurationError as load_relevance does.
    """
    table, name = read_table(terms_file)
    terms = parse_terms(table, file=name)
    version = hashlib.sha256(f"{terms.digest} {_gazetteer()}".encode()).hexdigest()[:16]
    hyperscan = hyperscan_installed() if hyperscan is None else hyperscan
    file = None if cache is None else cache / f"byte-scan-{_made_of(terms, hyperscan=hyperscan)}.bin"
    kept = _read(file, hyperscan=hyperscan) if file is not None and compiled() and not slow else None
    if slow or not compiled() or (kept is None and few):
        return TextScan(
            Evidence(needed_forms(terms, load_missions(), country_names()), terms), _look(terms), version=version
        )
    if kept is None:
        patterns = patterns_of(terms)
        signs = sign_table(terms.spelling.alike)
        database = _compile(patterns) if hyperscan else None
        if file is not None:
            _write(file, signs, patterns, database)
    else:
        signs, patterns, database = kept
    search = _by_hyperscan(database) if hyperscan else _by_automaton(patterns)
    words = 2 + max((expression.count(b" ") for expression, _ in patterns), default=0)
    return ByteScan(search, _look(terms), signs, words=words, version=version)


def _look(terms: Terms) -> Look:
    """The second look, made when the first page asks for it."""

    @cache
    def made() -> SecondLook:
        return SecondLook(terms, load_missions(), country_names())

    return lambda texts: made().may_count(texts)


# An expression for a form in a folded text, and whether the case of its letters of ASCII counts.
Pattern = tuple[bytes, bool]


def patterns_of(terms: Terms) -> list[Pattern]:
    """An expression for each form of evidence."""
    found: dict[Pattern, None] = {}
    # Such a word may be written on to the one before a form; those of other scripts end a word for an expression.
    written_on = any(word.isascii() for words in terms.spelling.clitics.values() for word in words)
    forms = needed_forms(terms, load_missions(), country_names())
    for form in forms:
        exact = form.exact is not None and form.exact.isascii()
        text = form.exact if exact and form.exact is not None else form.lower
        words = _MORE.join(re.escape(part.encode()) for part in text.rstrip("*").split("*"))
        before = b"[^A-Za-z0-9]" if not written_on and re.match(_WORD, text[:1].encode()) else b""
        behind = b"[^A-Za-z0-9]" if re.match(_WORD, text[-1:].encode()) else b""
        found[before + words + behind, exact] = None
    return list(found)


def _by_hyperscan(database: Any) -> Search:
    hs, own = import_module("hyperscan"), threading.local()

    def search(text: bytes) -> bool:
        if not hasattr(own, "scratch"):  # no two threads may share one
            own.scratch = hs.Scratch(database)
        try:
            database.scan(text, match_event_handler=_stop, scratch=own.scratch)
        except hs.ScanTerminated:
            return True
        return False

    return search


def _stop(*_: object) -> bool:
    return True


def _by_automaton(patterns: Sequence[Pattern]) -> Search:
    """Finds what forms begin with, then asks each expression that begins so."""
    behind: dict[bytes, list[re.Pattern[bytes]]] = {}
    for expression, exact in patterns:
        plain = re.sub(rb"\\(.)", rb"\1", expression.removeprefix(b"[^A-Za-z0-9]").partition(b"[")[0])
        flags = re.DOTALL if exact else re.DOTALL | re.IGNORECASE
        behind.setdefault(plain.lower(), []).append(re.compile(expression, flags))
    literals, bounded = (
        list(behind),
        [[(one, one.pattern.startswith(b"[^")) for one in ones] for ones in behind.values()],
    )
    automaton = BytesAhoCorasick(literals, implementation=Implementation.DFA)

    def search(text: bytes) -> bool:
        return any(
            one.match(text, start - 1 if before else start) is not None
            for number, start, _ in automaton.find_matches_as_indexes(text.lower(), overlapping=True)
            for one, before in bounded[number]
        )

    return search


@cache
def _gazetteer() -> str:
    return hashlib.sha256(repr((load_missions(), country_names())).encode()).hexdigest()


def _made_of(terms: Terms, *, hyperscan: bool) -> str:
    """What the kept file depends on: the words, what signs fold to, the engine, the kind of processor."""
    engine = getattr(import_module("hyperscan"), "__version__", "") if hyperscan else ""
    parts = [MADE, unicodedata.unidata_version, terms.digest, _gazetteer(), hyperscan, engine, platform.machine()]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def _compile(patterns: Sequence[Pattern]) -> Any:
    hs = import_module("hyperscan")
    database = hs.Database(mode=hs.HS_MODE_BLOCK)
    once = hs.HS_FLAG_DOTALL | hs.HS_FLAG_SINGLEMATCH
    database.compile(
        expressions=[expression for expression, _ in patterns],
        ids=list(range(len(patterns))),
        elements=len(patterns),
        flags=[once | (0 if exact else hs.HS_FLAG_CASELESS) for _, exact in patterns],
    )
    return database


def _write(file: Path, signs: bytes, patterns: Sequence[Pattern], database: Any) -> None:
    engine = b"" if database is None else import_module("hyperscan").dumpb(database)
    head = json.dumps({
        "signs": len(signs),
        "patterns": [[expression.decode("latin-1"), exact] for expression, exact in patterns],
        "digest": hashlib.sha256(signs + engine).hexdigest(),
    }).encode()  # fmt: skip
    part = file.with_suffix(f".{os.getpid()}.part")
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(_MAGIC + len(head).to_bytes(8, "little") + head + signs + engine)
        part.replace(file)


def _read(file: Path, *, hyperscan: bool) -> tuple[bytes, list[Pattern], Any] | None:
    """What _write kept; None where it is not there, cut, another's, or of another processor."""
    data = _own_bytes(file)
    start = len(_MAGIC) + 8
    size = int.from_bytes(data[len(_MAGIC) : start], "little")
    if not data.startswith(_MAGIC) or len(data) <= start + size:
        return None
    try:
        head, kept = json.loads(data[start : start + size]), data[start + size :]
    except ValueError:
        return None
    if hashlib.sha256(kept).hexdigest() != head["digest"]:
        return None
    signs, engine = kept[: head["signs"]], kept[head["signs"] :]
    database = None
    if hyperscan:
        hs = import_module("hyperscan")
        try:
            database = hs.loadb(engine, hs.HS_MODE_BLOCK)
        except hs.HyperscanError:
            return None
    return signs, [(expression.encode("latin-1"), exact) for expression, exact in head["patterns"]], database


def _own_bytes(file: Path) -> bytes:
    """A file of this user that nobody else can write; nothing otherwise, as what it holds is trusted like our code."""
    try:
        with os.fdopen(os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as opened:
            found = os.fstat(opened.fileno())
            ours = not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)
            return opened.read() if ours else b""
    except OSError:
        return b""
