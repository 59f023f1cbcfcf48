"""The byte scan drops no page that the rules would keep: asked of the rules themselves, page by page."""

from __future__ import annotations

import gzip
import re
import tempfile
from functools import cache
from getpass import getuser
from pathlib import Path

import pytest

from crawler.extraction.charset import clean_text
from crawler.extraction.page import Page
from crawler.peacekeeping.byte_scan import ByteScan, Way
from crawler.peacekeeping.byte_scan_engine import hyperscan_installed, load_byte_scan
from crawler.peacekeeping.byte_scan_signs import SIGNS
from crawler.peacekeeping.byte_scan_words import needed_forms
from crawler.peacekeeping.folding import fold
from crawler.peacekeeping.relevance import Relevance
from crawler.peacekeeping.rules import load_relevance, read_table
from crawler.peacekeeping.terms import parse_terms
from crawler.reading import read_page
from storage.data import load_missions
from storage.records import KEPT_LABELS
from tests.crawler.hidden_words import PROSE, Hidden, pages


@cache
def scan(*, slow: bool = False) -> ByteScan:
    return load_byte_scan(cache=Path(tempfile.gettempdir()) / f"bluewatch-scan-{getuser()}", slow=slow)


@cache
def rules() -> Relevance:
    return load_relevance()


@cache
def words() -> list[str]:
    table, name = read_table(None)
    forms = needed_forms(parse_terms(table, file=name), load_missions())
    return sorted((form.exact or form.lower).replace("*", "") for form in forms)


def kept(body: bytes, content_type: str | None) -> bool:
    reading = read_page(Page(body=body, content_type=content_type), None, rules())
    return reading.decision is not None and reading.decision.label in KEPT_LABELS


def missed(page: Hidden) -> bool:
    """A page that the rules keep and the scan drops; the rules are asked only where it is dropped."""
    return not scan().scan(page.body, page.content_type).relevant and kept(page.body, page.content_type)


def test_every_form_in_its_plain_spelling_is_found() -> None:
    for word in words():
        body = f"<html><meta charset=utf-8><p>{PROSE}</p><p>So {word} did.</p>".encode()
        assert scan().scan(body).relevant, word


def test_no_page_that_the_rules_keep_is_dropped_however_its_words_are_hidden() -> None:
    assert [page.how for page in pages(words(), 150, seed=8) if missed(page)] == []


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_no_page_of_a_hundred_thousand_is_missed() -> None:
    assert [page.how for page in pages(words(), 100_000, seed=9) if missed(page)] == []


def test_both_engines_say_the_same() -> None:
    if not hyperscan_installed():
        pytest.skip("hyperscan is not installed")
    for page in pages(words(), 20, seed=10):
        fast, slow = scan().scan(page.body, page.content_type), scan(slow=True).scan(page.body, page.content_type)
        assert slow.way is Way.SLOW
        assert fast.relevant == slow.relevant, page.how


def test_ordinary_pages_are_dropped_without_being_read_whole() -> None:
    body = f"<html><meta charset=utf-8><title>Ferry</title><p>{PROSE * 20}</p><p>Uniform café, transform.</p>".encode()
    found = scan().scan(body, "text/html")
    assert (found.relevant, found.way) == (False, Way.FAST if hyperscan_installed() else Way.SLOW)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_no_real_page_that_the_rules_keep_is_dropped(corpus: Path) -> None:
    files = sorted(corpus.glob("*/html/*.html.gz"))
    if not files:
        pytest.skip("no corpus here")
    dropped = []
    for file in files:
        body = gzip.decompress(file.read_bytes())
        if not scan().scan(body).relevant and kept(body, None):
            dropped.append(file.name)
    assert dropped == []


def test_every_sign_that_folds_to_a_letter_or_to_nothing_is_a_place_to_look_at() -> None:
    table = scan(slow=True)._evidence.table
    looked_at = re.compile(b"|".join(SIGNS))
    missed = [
        hex(code)
        for block in ((0x80, 0xD800), (0xE000, 0x10000), (0x10780, 0x107C0), (0x1D400, 0x1D800), (0x1F100, 0x1F200))
        for code in range(*block)
        if _stands_in_a_word(fold(clean_text(f"a{chr(code)}b"), table).lower)
        and not looked_at.search(chr(code).encode())
    ]
    assert missed == []


def _stands_in_a_word(folded: str) -> bool:
    """Whether what was put between two letters is a letter of ASCII or nothing."""
    return folded.isascii() and folded.isalnum()


def test_compiled_patterns_are_kept_and_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    if not hyperscan_installed():
        pytest.skip("hyperscan is not installed")
    assert scan() is not None
    kept_here = Path(tempfile.gettempdir(), f"bluewatch-scan-{getuser()}").glob("byte-scan-*.bin")
    source = max(kept_here, key=lambda path: path.stat().st_mtime)
    few = load_byte_scan(cache=tmp_path, few=True)
    assert few.scan(b"<p>UNIFIL</p>").way is Way.SLOW
    (tmp_path / source.name).write_bytes(source.read_bytes())
    assert load_byte_scan(cache=tmp_path, few=True).scan(b"<p>UNIFIL</p>").way is Way.FAST
    (tmp_path / source.name).write_bytes(source.read_bytes()[:-9])
    assert load_byte_scan(cache=tmp_path, few=True).scan(b"<p>UNIFIL</p>").way is Way.SLOW
