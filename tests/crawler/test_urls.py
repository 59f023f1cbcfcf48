"""Addresses: one written form each, nothing that chooses a page is lost, and no input is a crash."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.urls import canonical, host_of, resolve

CANONICAL = {
    "scheme and host in small letters": ("HTTP://WWW.Example.ORG/A", "http://www.example.org/A"),
    "an empty path is the root": ("https://example.org", "https://example.org/"),
    "an empty path before a query too": ("https://example.org?b=1", "https://example.org/?b=1"),
    "the scheme's own port goes": ("http://example.org:80/a", "http://example.org/a"),
    "https has its own": ("https://example.org:443/a", "https://example.org/a"),
    "another port stays": ("http://example.org:8080/a", "http://example.org:8080/a"),
    "the fragment goes": ("https://example.org/a#top", "https://example.org/a"),
    "dots are resolved": ("https://example.org/a/./b/../c", "https://example.org/a/c"),
    "dots above the root too": ("https://example.org/../../c", "https://example.org/c"),
    "escaped dots too": ("https://example.org/a/%2e%2e/c", "https://example.org/c"),
    "double slashes are one": ("https://example.org//a///b", "https://example.org/a/b"),
    "an address inside the path keeps its own": (
        "https://web.example.org/save/http://a.example/x",
        "https://web.example.org/save/http://a.example/x",
    ),
    "backslashes are slashes": ("https://example.org\\a\\b", "https://example.org/a/b"),
    "an international host": ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
    "a dot at the host's end goes": ("https://example.org./a", "https://example.org/a"),
    "user names go": ("https://me:secret@example.org/a", "https://example.org/a"),
    "escapes in one case": ("https://example.org/%c3%bc", "https://example.org/%C3%BC"),
    "needless escapes are undone": ("https://example.org/%7Ea%41", "https://example.org/~aA"),
    "an escaped slash stays escaped": ("https://example.org/a%2fb", "https://example.org/a%2Fb"),
    "a bare percent sign": ("https://example.org/100%", "https://example.org/100%25"),
    "white space around": ("  https://example.org/a\n", "https://example.org/a"),
    "a line break inside": ("https://example.org/a\n/b", "https://example.org/a/b"),
    "parameters in order": ("https://example.org/?b=2&a=1", "https://example.org/?a=1&b=2"),
    "equal names keep their order": ("https://example.org/?t=2&t=1", "https://example.org/?t=2&t=1"),
    "an id stays": ("https://example.org/view.php?id=42&utm_source=x", "https://example.org/view.php?id=42"),
    "PRID stays": (
        "https://example.org/PressReleasePage.aspx?PRID=1234567",
        "https://example.org/PressReleasePage.aspx?PRID=1234567",
    ),
    "names that look like campaigns stay": (
        "https://example.org/n?cid=3&eid=4&gallery=5&keyword=x&session=75&source=army",
        "https://example.org/n?cid=3&eid=4&gallery=5&keyword=x&session=75&source=army",
    ),
    "a query without names stays as it is": ("https://example.org/show?20260101", "https://example.org/show?20260101"),
    "an empty value stays": ("https://example.org/?a=&b=1", "https://example.org/?a=&b=1"),
    "GBK escapes stay": ("https://example.org/s?q=%b9%fa", "https://example.org/s?q=%B9%FA"),
    "tracking goes": (
        "https://example.org/a?utm_source=rss&fbclid=x&gclid=y&mc_cid=z&_ga=1.2&msclkid=m&igshid=i",
        "https://example.org/a",
    ),
    "who sent the reader goes": ("https://example.org/a?ref=rss&from=timeline", "https://example.org/a"),
    "sessions go": ("https://example.org/a;jsessionid=0A1B?PHPSESSID=abc&id=1", "https://example.org/a?id=1"),
    "a long sid is a session": ("https://example.org/a?sid=9f86d081884c7d659a2f", "https://example.org/a"),
    "a short sid is a story": ("https://example.org/a?sid=1234", "https://example.org/a?sid=1234"),
    "print goes": ("https://example.org/a?id=1&print=1", "https://example.org/a?id=1"),
    "a printed view goes": ("https://example.org/a?id=1&view=print", "https://example.org/a?id=1"),
    "a print ending goes": ("https://example.org/news/123/print/", "https://example.org/news/123"),
    "a page named print stays": ("https://example.org/media/print", "https://example.org/media/print"),
    "amp goes": ("https://example.org/news/a-b/amp/", "https://example.org/news/a-b"),
    "escaped ampersands": ("https://example.org/?a=1&amp;b=2", "https://example.org/?a=1&b=2"),
}


@pytest.mark.parametrize(("given_url", "expected"), CANONICAL.values(), ids=CANONICAL.keys())
def test_canonical(given_url: str, expected: str) -> None:
    assert canonical(given_url) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a/b",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "http://",
        "http://[::1",
        "http://example.org:x/",
        "http://a..b/",
    ],
)
def test_what_is_no_web_address_is_a_value_error(url: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        canonical(url)


RESOLVED = {
    "relative": ("https://example.org/a/b.html", "c.html", "https://example.org/a/c.html"),
    "from the root": ("https://example.org/a/b.html", "/c.html", "https://example.org/c.html"),
    "another host": ("https://example.org/a", "//other.example/x", "https://other.example/x"),
    "a query alone": ("https://example.org/a/b?x=1", "?page=2", "https://example.org/a/b?page=2"),
    "white space": ("https://example.org/a", " \n/b\t.html ", "https://example.org/b.html"),
    "backslashes": ("https://example.org/a/b", "..\\c", "https://example.org/c"),
    "a colon in a path": ("https://example.org/a/", "./x:y", "https://example.org/a/x:y"),
    "javascript": ("https://example.org/", "javascript:void(0)", None),
    "javascript, hidden": ("https://example.org/", " java\nscript:void(0)", None),
    "mailto": ("https://example.org/", "mailto:a@b.example", None),
    "data": ("https://example.org/", "DATA:text/html,x", None),
    "file": ("https://example.org/", "file:///etc/passwd", None),
    "broken brackets": ("https://example.org/", "http://[::1/x", None),
    "a port that is none": ("https://example.org/", "http://example.org:99999999/x", None),
}


@pytest.mark.parametrize(("base", "href", "expected"), RESOLVED.values(), ids=RESOLVED.keys())
def test_resolve(base: str, href: str, expected: str | None) -> None:
    assert resolve(base, href) == expected


def test_host_with_a_port_that_is_not_the_schemes_own() -> None:
    assert host_of("https://News.Example.org:8443/a") == "news.example.org:8443"
    assert host_of("https://news.example.org:443/a") == "news.example.org"
    assert host_of("http://[::1]:8000/") == "[::1]:8000"


_PIECE = st.text(alphabet="aZ09.-_~%/;:=&+?#@![]()'*,\\ \t\u00fc\u56fd{}|^`\"<>", max_size=30)


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(["http://", "https://"]),
    st.sampled_from(["a.example", "B.example:80", "ü.example", "[::1]:8"]),
    _PIECE,
    _PIECE,
)
def test_canonical_is_idempotent(scheme: str, host: str, path: str, query: str) -> None:
    try:
        once = canonical(f"{scheme}{host}/{path}?{query}")
    except ValueError:
        return
    assert canonical(once) == once


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_no_text_is_a_crash(text: str) -> None:
    for url in (text, "http://" + text, "https://example.org/" + text):
        with contextlib.suppress(ValueError):
            assert canonical(canonical(url)) == canonical(url)
        resolve("https://example.org/", url)


@pytest.mark.corpus
def test_web_addresses_of_the_url_standard(corpus: Path) -> None:
    """Whatever the standard's own vectors hold: a form that stays, or a ValueError."""
    for file in (corpus / "urls").rglob("*"):
        if file.is_file():
            for line in file.read_text("utf-8", "replace").splitlines():
                for word in {line, *line.replace('"', " ").replace("\t", " ").split()}:
                    try:
                        once = canonical(json.loads(f'"{word}"') if "\\u" in word else word)
                    except ValueError:
                        continue
                    assert canonical(once) == once
