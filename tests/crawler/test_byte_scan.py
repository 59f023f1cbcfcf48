"""The byte scan drops no page that the rules would keep: asked of the rules themselves, page by page."""

from __future__ import annotations

import gzip
import tempfile
import tomllib
from functools import cache
from getpass import getuser
from html import escape
from pathlib import Path

import pytest

from crawler.extraction.page import Page
from crawler.peacekeeping.byte_scan import Scan, Way
from crawler.peacekeeping.byte_scan_engine import load_byte_scan
from crawler.peacekeeping.byte_scan_words import needed_forms
from crawler.peacekeeping.relevance import Relevance
from crawler.peacekeeping.rules import country_names, load_relevance, read_table
from crawler.peacekeeping.terms import parse_terms
from crawler.reading import read_page
from storage.data import load_missions
from storage.records import KEPT_LABELS, Article
from tests.crawler.hidden_words import PROSE, Hidden, pages
from tests.crawler.test_relevance import CASES


@cache
def scan(*, slow: bool = False, hyperscan: bool | None = None) -> Scan:
    cache = Path(tempfile.gettempdir()) / f"bluewatch-scan-{getuser()}"
    return load_byte_scan(cache=cache, slow=slow, hyperscan=hyperscan)


@cache
def rules() -> Relevance:
    return load_relevance()


@cache
def words() -> list[str]:
    table, name = read_table(None)
    forms = needed_forms(parse_terms(table, file=name), load_missions(), country_names())
    return sorted((form.exact or form.lower).replace("*", "") for form in forms)


def kept(body: bytes, content_type: str | None) -> bool:
    reading = read_page(Page(body=body, content_type=content_type), None, rules())
    return reading.decision is not None and reading.decision.label in KEPT_LABELS


def missed(page: Hidden) -> bool:
    """A page that the rules keep and the scan drops; the rules are asked only where it is dropped."""
    return not scan().scan(page.body, page.content_type).relevant and kept(page.body, page.content_type)


def test_every_form_in_its_plain_spelling_is_found() -> None:
    everything = " ".join(f"In {name} the peacekeeping mission" for name in places())
    for word in words():
        body = f"<html><meta charset=utf-8><p>{PROSE}</p><p>So {word} did.</p><p>{everything}</p>".encode()
        assert scan().scan(body).relevant, word


def places() -> list[str]:
    return sorted({place for mission in load_missions() for place in mission.locations})[:40]


def test_no_page_that_the_rules_keep_is_dropped_however_its_words_are_hidden() -> None:
    assert [page.how for page in pages(words(), 150, seed=8) if missed(page)] == []


@pytest.mark.parametrize("slow", [False, True])
def test_no_text_of_the_relevance_cases_that_is_kept_is_dropped(slow: bool) -> None:
    told = [(case.get("title", ""), *case["paragraphs"]) for case in CASES if case["label"] in KEPT_LABELS]
    pages = {text: "".join(f"<p>{escape(part)}</p>" for part in text).encode() for text in told}
    assert len(pages) > 100
    assert [
        text for text, page in pages.items() if not scan(slow=slow).scan(page, "text/html; charset=utf-8").relevant
    ] == []


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_no_page_of_a_hundred_thousand_is_missed() -> None:
    assert [page.how for page in pages(words(), 100_000, seed=9) if missed(page)] == []


def test_all_engines_say_the_same() -> None:
    for page in pages(words(), 20, seed=10):
        found = [one.scan(page.body, page.content_type) for one in (scan(), scan(hyperscan=False), scan(slow=True))]
        assert found[2].way is Way.SLOW
        assert len({one.relevant for one in found}) == 1, page.how


def test_no_article_that_the_rules_keep_is_refused_by_the_second_look() -> None:
    here = Path(__file__).parent
    cases = tomllib.loads((here / "relevance_cases.toml").read_text("utf-8"))["case"]
    cases += [one for of in tomllib.loads((here / "relevance_ties.toml").read_text("utf-8")).values() for one in of]
    told = [(one.get("title", ""), one.get("text") or "\n\n".join(one.get("paragraphs", ()))) for one in cases]
    for file in sorted((here.parent / "gold").glob("*.toml")):
        told += [("", one["text"]) for one in tomllib.loads(file.read_text("utf-8")).get("item", ())]
    kept_of = [
        (title, text)
        for title, text in told
        if rules().judge(Article(title=title, body=text)).decision.label in KEPT_LABELS
    ]
    assert len(kept_of) > 200
    left_out = [
        (title, text[:80])
        for title, text in kept_of
        if not scan().scan(f"<meta charset=utf-8><h1>{escape(title)}</h1><p>{escape(text)}</p>".encode()).relevant
    ]
    assert left_out == []


def test_an_acronym_of_other_things_needs_its_support_somewhere_on_the_page() -> None:
    alone, at_home = "<p>The SMM of the orchestra met.</p>", "<p>The SMM met.</p><p>A ferry left Donetsk, Ukraine.</p>"
    assert not scan().scan(alone.encode()).relevant
    assert scan().scan(at_home.encode()).relevant


def test_ordinary_pages_are_dropped_without_being_read_whole() -> None:
    body = f"<html><meta charset=utf-8><title>Ferry</title><p>{PROSE * 20}</p><p>Uniform café, transform.</p>".encode()
    found = scan().scan(body, "text/html")
    assert (found.relevant, found.way) == (False, Way.FAST)


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


def test_what_is_compiled_is_kept_and_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    assert scan() is not None
    made = list(Path(tempfile.gettempdir(), f"bluewatch-scan-{getuser()}").glob("byte-scan-*.bin"))
    assert load_byte_scan(cache=tmp_path, few=True).scan(b"<p>UNIFIL</p>").way is Way.SLOW
    for file in made:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert load_byte_scan(cache=tmp_path, few=True).scan(b"<p>UNIFIL</p>").way is Way.FAST
    for file in made:
        (tmp_path / file.name).write_bytes(file.read_bytes()[:-9])
    assert load_byte_scan(cache=tmp_path, few=True).scan(b"<p>UNIFIL</p>").way is Way.SLOW


@pytest.mark.parametrize("spoil", ["sound", "writable", "link"])
def test_what_others_may_have_written_is_not_loaded(spoil: str, tmp_path: Path) -> None:
    assert scan() is not None
    for made in Path(tempfile.gettempdir(), f"bluewatch-scan-{getuser()}").glob("byte-scan-*.bin"):
        assert made.stat().st_mode & 0o777 == 0o600
        file = tmp_path / made.name
        if spoil == "link":
            file.symlink_to(made)
        else:
            file.write_bytes(made.read_bytes())
            file.chmod(0o666 if spoil == "writable" else 0o600)
    way = load_byte_scan(cache=tmp_path, few=True).scan(b"<p>UNIFIL</p>").way
    assert way is (Way.FAST if spoil == "sound" else Way.SLOW)
