"""Bytes to text: byte order mark, declared charset, UTF-8 tried before any Latin declaration, then a guess.

Labels are read as browsers read them (WHATWG Encoding Standard: latin-1 means cp1252, gb2312 means gb18030).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from w3lib.encoding import resolve_encoding

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.\-]{2,40})["']""")
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ufeff\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_C1 = re.compile("[\x80-\x9f]")
_UNPRINTED = re.compile("[\ue000-\uf8ff\x80-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SNIFF_BYTES = 4096
_TOLERATED = 0.002


@dataclass(frozen=True)
class Decoded:
    """A page's text. charset: Python's name; how: what that rests on; doubtful: bytes were replaced or guessed."""

    text: str
    charset: str
    how: str
    doubtful: bool


def clean_text(text: str) -> str:
    """Remove control signs, direction overrides and lone surrogates; line ends become LF."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", text)
    text = _C1.sub("", text)
    return _SURROGATE.sub("\ufffd", text)


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Decode a page or a text. Never raises: what no charset can read keeps replacement signs and is doubtful."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return Decoded(body[len(bom) :].decode(name, "replace"), name, "byte order mark", doubtful=False)
    declared = _declared(body, content_type)
    strict = _strict_utf8(body)
    if strict is not None:
        how = next((f"declared by {where}" for where, name in declared if name == "utf-8"), "valid utf-8")
        return Decoded(strict, "utf-8", how, doubtful=False)
    for where, name in declared:
        text, bad = _attempt(body, name)
        if bad == 0:
            return Decoded(text, name, f"declared by {where}", doubtful=False)
    tried = [(where, name, *_attempt(body, name)) for where, name in declared]
    tried.sort(key=lambda entry: entry[3])
    if tried and tried[0][3] <= _TOLERATED * max(len(body), 1):
        where, name, text, _ = tried[0]
        return Decoded(text, name, f"declared by {where}, broken bytes replaced", doubtful=True)
    name = _guess(body)
    text, bad = _attempt(body, name)
    if tried and tried[0][3] < bad:
        where, name, text, _ = tried[0]
        return Decoded(text, name, f"declared by {where}, broken bytes replaced", doubtful=True)
    return Decoded(text, name, "guessed from the bytes", doubtful=True)


def _declared(body: bytes, content_type: str | None) -> list[tuple[str, str]]:
    """The charsets that header, XML declaration and meta elements name, resolved, in order, without doubles."""
    found: list[tuple[str, str | None]] = []
    header = _HEADER.search(content_type or "")
    if header:
        found.append(("the header", resolve_encoding(header.group(1))))
    head = body[:_SNIFF_BYTES]
    xml = _XML.search(head)
    if xml:
        found.append(("the XML declaration", resolve_encoding(xml.group(1).decode("ascii"))))
    found.extend(("a meta element", resolve_encoding(meta.decode("ascii"))) for meta in _META.findall(head))
    seen: dict[str, str] = {}
    for where, name in found:
        if name and not name.startswith(("utf-16", "utf-32", "utf-7")):
            seen.setdefault(_widest(name), where)
    return [(where, name) for name, where in seen.items()]


def _widest(name: str) -> str:
    """The superset that real pages mean by a label."""
    return {
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "big5": "big5hkscs",
        "iso8859-1": "cp1252",
        "latin-1": "cp1252",
        "latin_1": "cp1252",
        "ascii": "cp1252",
        "shift_jis": "cp932",
        "euc_kr": "cp949",
    }.get(name, name)


def _strict_utf8(body: bytes) -> str | None:
    """The text where the bytes are UTF-8; a few broken bytes in plainly multi-byte UTF-8 are not enough to doubt it."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end >= len(body) - 3 and error.start >= 4 and body[: error.start].decode("utf-8").isascii() is False:
            return body[: error.start].decode("utf-8")
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    many = len(text) - len(text.encode("ascii", "ignore")) - broken
    return text if many > 20 * broken else None


def _attempt(body: bytes, name: str) -> tuple[str, int]:
    """Text and the number of signs that could not be read or that no page prints (C1 controls, private use)."""
    try:
        text = body.decode(name, "replace")
    except LookupError:
        return body.decode("cp1252", "replace"), len(body)
    if name == "cp1252":
        # WHATWG windows-1252 maps its five holes to C1 controls; a page with them is still that charset.
        return text, len(body) - len(body.translate(None, b"\x81\x8d\x8f\x90\x9d"))
    return text, text.count("\ufffd") + len(_UNPRINTED.findall(text))


def _guess(body: bytes) -> str:
    """A charset for bytes that no declaration reads, by charset-normalizer on what is not markup."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - rarely needed and slow to import

    sample = re.sub(rb"<[^>]{0,2000}>|\s+", b" ", body[:200_000])[:40_000]
    best = from_bytes(sample).best()
    return _widest(best.encoding) if best and best.encoding not in ("utf_8", "ascii") else "cp1252"
