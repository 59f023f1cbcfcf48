"""The passes over bytes of the byte scan: what they take for text, and that no bytes are too odd for them."""

from __future__ import annotations

import itertools
import json
import random
from functools import cache

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.extraction.charset import clean_text
from crawler.extraction.embedded import embedded_text
from crawler.peacekeeping.byte_scan_texts import compiled, is_utf8, sign_table, texts_of
from crawler.peacekeeping.folding import SignTable, fold
from crawler.peacekeeping.rules import read_table

pytestmark = pytest.mark.skipif(not compiled(), reason="there was no C compiler when this was installed")

# A script that is no longer is read for no text.
LONG = " " * 500
WORDS = 4


@cache
def alike() -> dict[str, str]:
    return dict(read_table(None)[0]["spelling"]["alike"])


@cache
def table() -> bytes:
    return sign_table(alike())


def texts(source: str | bytes) -> list[str]:
    body = source if isinstance(source, bytes) else source.encode()
    return [text.decode() for text in texts_of(body, table(), WORDS).split(b"\0")[:-1]]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Uni<b>fi</b>l</p><p>here</p>", "Unifil here"),
        ("uni<!-- a > b -->fil", "unifil"),
        ("uni<wbr><img src=a alt='harbour'>fil", "unifil"),
        ("uni<script>var a = 1 < 2;</script>fil", "unifil"),
        ("uni<button>ok <b>now</b></button>fil", "unifil"),
        ("uni<span style='display:none'>xx<span>y</span>z</span>fil", "unifil"),
        ("United <span class=sr-only>or</span> Nations", "United Nations"),
        ("&#85;&#x4E;&#73;&shy;FIL &amp;eacute;t&eacute;", "UNIFIL ete"),
        ("U.<b>N.</b> and U.N.", "UN and UN"),
        ("\uff35\uff2e blue\u2011helmets, blue&nbsp;helmets", "UN blue helmets, blue helmets"),
        ("\u8054\u5408\n\u56fd", "\u8054\u5408\u56fd"),
        ("<p title='blue helmets' class='peacekeeping'>a</p>", "blue helmets"),
        ("<p class='a>UNIFIL'>a</p>", "a>UNIFIL"),
        ("<p title='never closed>UNIFIL here", "UNIFIL here"),
        ("<!-- blue helmets -->", "blue helmets"),
        ("<!-- never closed <p>blue helmets", "blue helmets"),
        (f'<script>{LONG}a = {{"b": "blue \\u0068elmets\\nUN<\\/b>"}}</script>', "blue helmets UN"),
        ('<script type="application/ld+json">x "blue\\u0020helmets"</script>', '"blue helmets"'),
        (f'<script>{LONG}self.__next_f.push([1, "blue \\\\u0068elmets"])</script>', "blue helmets"),
        ('<p data-a="{&quot;b&quot;:&quot;&lt;i&gt;blue&lt;/i&gt; helmets&quot;}">', "blue helmets"),
        ("<a b='&lt;img alt=&quot;blue helmets&quot;&gt;'>", "blue helmets"),
        ("<textarea>&lt;p&gt;blue &lt;b&gt;hel&lt;/b&gt;mets", "blue helmets"),
        ("uni\x00fil \x1dblue\x1f", "unifil blue"),
        ("<![CDATA[blue]]> helmets", "blue]]> helmets"),
        ("<x-outer>blue</x-outer> <td>helmets</td>a < b", "blue helmets a < b"),
        ("</>blue</ x>helmets<?php a ?>", "bluehelmets"),
        ("UNIFIL</b>said", "UNIFIL said"),
    ],
)
def test_text_is_found_however_it_is_written(source: str, text: str) -> None:
    assert any(text in found for found in texts(source)), texts(source)


def test_code_is_no_text_and_addresses_are_none() -> None:
    page = "<style>a{}</style><script>function unifil(a){return a<b&&c>d}</script><a href=/unifil id=unifil>x</a>"
    assert "unifil" not in "".join(texts(page))


PROSE = "The ferry to the islands was late again, and nobody on the quay knew why the blue helmets waited. " * 8
OPENINGS = (
    "", "\n\t", "window.a = ", "window.__STATE__=", 'self["a b"] = ', "globalThis.app.state =\n", "let c=",
    "var " + "n" * 60 + " = ", "/* a */", "\ufeff", "window . a = ", "if (a) { b = ",
)  # fmt: skip
VALUES = (
    '{{"body": {0}}}',
    '{{"a": [{{"text": {0}}}]}}',
    "[{0}]",
    '[{{"content": {0}}}]',
    '[1, {{"html": {0}}}]',
    "[ [ {0} ] ]",
)
TYPES = ("", ' type="application/json"', ' id=__NEXT_DATA__ type="application/json"', " type=text/x-json", " defer")


def test_every_script_that_a_reader_takes_for_data_is_searched() -> None:
    read = 0
    for opening, value, kind in itertools.product(OPENINGS, VALUES, TYPES):
        page = f"<html><body><script{kind}>{opening}{value.format(json.dumps(PROSE))};</script></body></html>"
        if embedded_text(LexborHTMLParser(page), None).blocks:
            read += 1
            assert any("blue helmets" in text for text in texts(page)), page[:120]
    streamed = f"<script>self.__next_f.push([1, {json.dumps(PROSE)}])</script>"
    assert embedded_text(LexborHTMLParser(streamed), None).blocks
    assert any("blue helmets" in text for text in texts(streamed))
    assert read > 100


def test_each_sign_is_folded_as_the_rules_fold_it() -> None:
    signs, wrong = SignTable(alike()), []
    codes = [*range(0x80, 0x3300), *range(0x3300, 0xD800, 9), *range(0xF900, 0xFFFD), *range(0x1D400, 0x1D800, 3)]
    for code in codes:
        one = f"a{chr(code)}b"
        if texts(one)[0].lower().strip() != " ".join(fold(clean_text(one), signs).lower.split()):
            wrong.append(hex(code))
    assert wrong == []


@pytest.mark.parametrize(
    ("body", "fine"),
    [
        (b"plain", True), ("\u8054\U0001f600\u00e9".encode(), True), (b"\xc3", False), (b"a\xc0\x80", False),
        (b"\xed\xa0\x80", False), (b"\xf4\x90\x80\x80", False), (b"\xe0\x9f\xbf", False), (b"\x80", False),
        (b"12345678\xff", False), (b"", True),
    ],
)  # fmt: skip
def test_utf8_is_told_as_python_tells_it(body: bytes, fine: bool) -> None:
    assert is_utf8(body) is fine


PIECES = (
    b"<", b"</", b">", b"/>", b"<p", b"<b ", b"<script", b"</script", b"<svg>", b"</svg>", b"<span hidden>", b"</span>",
    b"<!--", b"-->", b"--!>", b"<!", b"<?", b"<![CDATA[", b"'", b'"', b"=", b" ", b"\n", b"&", b"&amp;", b"&#", b"&#x",
    b"&nGt;", b"&lt", b";", b"9", b"f", b"\\", b"\\u", b"\\ud83d", b"\\ude00", b"\\x4", b"{", b"a", b"U.N.", b".",
    "\u00e9".encode(), "\u8054".encode(), "\u2028".encode(), "\u00bd".encode(), b"\xe2\x80", b"\xf0", b"\xff", b"\x00",
    b"\x1d", b"\x1e", b"\x1f", b"style=none", b"class='sr-only'", b"x" * 50,
)  # fmt: skip


def test_no_bytes_are_too_odd() -> None:
    dice = random.Random(5)  # noqa: S311
    for _ in range(3000):
        body = b"".join(dice.choices(PIECES, k=dice.randint(0, 60)))
        for text in texts_of(body, table(), WORDS).split(b"\0")[:-1]:
            assert text.endswith(b" ")
            assert len(text) < 12 * len(body) + 12
