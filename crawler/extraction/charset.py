"""Bytes to text: byte order mark, declared charset, UTF-8 tried before any Latin declaration, then a guess.

Labels are read as browsers read them (WHATWG Encoding Standard: latin-1 means cp1252, gb2312 means gb18030).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from w3lib.encoding import resolve_encoding

from crawler.extraction.language import language_of

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.\-]{2,40})["']""")
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ufeff\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_C1 = re.compile("[\x80-\x9f]")
_UNPRINTED = re.compile("[\ue000-\uf8ff\x80-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SNIFF_BYTES = 4096
_GUESSED_BYTES = 1_000_000
_LINES = 40
_HIGH = re.compile(rb"[\x80-\x9f\xa1-\xff]")
_TOGETHER = re.compile(rb"[\x80-\x9f\xa1-\xff]{3,}")
_NO_TEXT = re.compile(rb"<(?:script|style)\b.*?(?:</(?:script|style)|\Z)|<[^<>]*>", re.IGNORECASE | re.DOTALL)
# Under Python's names: the charsets of other scripts in the WHATWG Encoding Standard, the Latin ones by language.
_SCRIPTS = "gb18030 big5hkscs euc_jp iso2022_jp cp932 cp949 cp1251 koi8_r koi8_u iso8859_5 cp866 mac_cyrillic cp1253"
_OTHER_SCRIPTS = (*_SCRIPTS.split(), "iso8859_7", "cp1255", "iso8859_8", "cp1256", "iso8859_6", "cp874")
_LATIN_OF = (
    dict.fromkeys(("cs", "sk", "pl", "hu", "sl", "hr", "bs", "sr", "ro", "sq"), ("cp1250", "iso8859_2"))
    | dict.fromkeys(("et", "lv", "lt"), ("cp1257", "iso8859_4", "iso8859_13"))
    | dict.fromkeys(("tr", "ku", "az"), ("cp1254",))
    | {"vi": ("cp1258",)}
)
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
        "cp950": "big5hkscs",
        "iso8859-1": "cp1252",
        "latin-1": "cp1252",
        "latin_1": "cp1252",
        "ascii": "cp1252",
        "shift_jis": "cp932",
        "shift_jis_2004": "cp932",
        "euc_jis_2004": "euc_jp",
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
    """A charset for bytes that no declaration reads, by the page's lines of text that hold most bytes above ASCII.

    Most of these bytes stand together in a text of another script: charset-normalizer knows those. The Latin ones it
    tells by a few accents; the words do better: windows-1252, the web's own default, unless their language has another
    (WHATWG HTML, section 13.2.3.2, the defaults by locale).
    """
    from charset_normalizer import from_bytes  # noqa: PLC0415 - rarely needed and slow to import

    lines = (b" ".join(line.split()) for line in _NO_TEXT.split(body[:_GUESSED_BYTES]))
    marked = sorted(((len(_HIGH.findall(line)), line) for line in lines), reverse=True)[:_LINES]
    sample = b"\n".join(line for _, line in marked)
    foreign = sum(map(len, _TOGETHER.findall(sample))) > 0.5 * sum(high for high, _ in marked)
    named = [match.encoding for match in from_bytes(sample)]
    if foreign:
        sure = [name for name in map(_widest, named) if name in _OTHER_SCRIPTS]
        sure = sure or [name for name in _OTHER_SCRIPTS if not _attempt(sample, name)[1]]
        return sure[0] if sure else "cp1252"
    language, _ = language_of(sample.decode("cp1252", "replace"))
    usual = _LATIN_OF.get(language or "", ("cp1252",))
    return next((name for name in named if name in usual), usual[0])
