"""Sitemaps: XML with Google's news fields, indexes with children, plain text, packed; a feed may stand for one too.

Bounds: MAX_ENTRIES addresses and MAX_CHILDREN child sitemaps of one file (sitemaps.org allows 50,000 of both). The
date of publication is news:publication_date; lastmod is the day of a change and only orders the children of an index.
A file without its end is used as far as it goes, and named; an ampersand that stands for itself is read as one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from lxml import etree  # type: ignore[import-untyped]

from crawler import urls
from crawler.discovery.dated import date_in
from crawler.discovery.feed import read_feed
from crawler.discovery.found import MAX_DATE, Entry, Found, one_line
from crawler.discovery.numbered import whole_characters
from crawler.discovery.sniff import BombError, kind_of, unpacked, wide_text
from storage.times import in_utc

MAX_ENTRIES = 50_000
MAX_CHILDREN = 1_000
_ADDRESS_LINE = re.compile(rb"^\s*(https?://\S{1,4000})\s*$", re.IGNORECASE)
_LOC = re.compile(rb"<(/?)(?:[\w.\-]+:)?loc\b")
_XML_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}\?>")
_BARE = rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});)"
_BARE_AMPERSAND = re.compile(_BARE)
_AMPERSANDS = re.compile(rb"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z))|" + _BARE, re.DOTALL)
_ENTITY, _ESCAPE = b"<!ENTITY", b"\x1b"
# What the parser says where the XML ends too early, or where it reads no further; of other faults nothing is lost.
_EARLY_ENDS = ("ERR_TAG_NOT_FINISHED", "ERR_GT_REQUIRED", "ERR_RESOURCE_LIMIT")


def read_sitemap(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    languages: tuple[str, ...] = (),
    zone: str | None = None,
    now: datetime | None = None,
    deep: bool = False,
) -> Found:
    """Read one file of a sitemap. Never raises; what is no sitemap is named in wrong_kind. deep: all its children."""
    faults: list[str] = []
    try:
        body = unpacked(body, faults)
    except BombError as error:
        return Found(wrong_kind=f"a sitemap was expected, but the file {error}")
    reader = _Reader(url, languages, zone, now, MAX_ENTRIES if deep else MAX_CHILDREN)
    if not faults:
        return _found(body, content_type, reader)
    found = _found(_whole_lines(body) if kind_of(body) == "text" else body, content_type, reader)
    return replace(found, broken=_said(faults[0]))


def _found(body: bytes, content_type: str | None, reader: _Reader) -> Found:
    """Read one file that is unpacked, as what it is."""
    kind = kind_of(body)
    if kind == "feed":
        return read_feed(
            body,
            url=reader.url,
            content_type=content_type,
            languages=reader.languages,
            zone=reader.zone,
            now=reader.now,
        )
    if kind in ("sitemap", "xml"):
        found = reader.read(body)
        if found.seen or kind == "sitemap":
            return found
    if kind == "text":
        return _text(body, reader.url)
    came = {"html": "a web page (HTML)", "empty": "an empty answer", "json": "JSON", "xml": "another kind of XML"}
    return Found(wrong_kind=f"a sitemap was expected, {came.get(kind, 'a binary file')} came")


def _whole_lines(body: bytes) -> bytes:
    """Plain text without its last line, where that has no end: half an address is none."""
    return body[: max(body.rfind(b"\n"), body.rfind(b"\r")) + 1]


def _text(body: bytes, url: str) -> Found:
    """One address a line (sitemaps.org, "Text file")."""
    entries: list[Entry] = []
    lines = 0
    for line in body.removeprefix(b"\xef\xbb\xbf").splitlines():
        lines += bool(line.strip())
        found = _ADDRESS_LINE.match(line)
        if found and len(entries) < MAX_ENTRIES and (address := urls.resolve(url, found[1].decode("utf-8", "replace"))):
            entries.append(Entry((address,)))
    if not entries or len(entries) * 2 < lines:
        return Found(wrong_kind="a sitemap was expected, plain text came")
    return Found(tuple(entries), lines)


class _Reader:
    """Collects the entries of one XML sitemap while it is parsed."""

    def __init__(
        self, url: str, languages: tuple[str, ...], zone: str | None, now: datetime | None, most_children: int
    ) -> None:
        self.url, self.languages, self.zone, self.now = url, languages, zone, now
        self._most_children = most_children
        self._entries: list[Entry] = []
        self._children: list[tuple[str, str]] = []
        self._seen = 0
        self._lost = 0

    def read(self, body: bytes) -> Found:
        """Parse as far as the XML goes."""
        body = _mended(whole_characters(_in_utf8(body)))
        start = _XML_DECLARED.sub(lambda found: found[0].lstrip(), body.lstrip(b"\xef\xbb\xbf \t\r\n"), count=1)
        source = io.BytesIO(start if start.startswith(b"<") else body)
        steps = etree.iterparse(
            source,
            events=("end",),
            recover=True,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        try:
            for _, element in steps:
                name = _local(element.tag)
                if name in ("url", "sitemap"):
                    self._take(element, name)
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
                elif not self._seen and _below_root(element):
                    self._lost += 1
                if len(self._entries) >= MAX_ENTRIES or len(self._children) >= MAX_ENTRIES:
                    break
        except etree.XMLSyntaxError:
            pass  # broken off: what came before is used, and none at all is the caller's problem to name
        if _broken_off(body):
            del self._entries[-1:], self._children[-1:]
        # Newest first, as a run may not come to the end of them.
        self._entries.sort(key=_newness, reverse=True)
        self._children.sort(key=lambda child: child[0], reverse=True)
        changed = {address: moment for moment, address in reversed(self._children)}
        children = tuple(dict.fromkeys(address for _, address in self._children))[: self._most_children]
        times = tuple(changed[address] for address in children)
        broken = _broken(steps.error_log)
        return Found(
            tuple(self._entries), self._seen, children=children, children_changed=times, broken=broken,
            sound=broken is None and not self._lost,
        )  # fmt: skip

    def _take(self, element: etree._Element, name: str) -> None:
        values: dict[str, str] = {}
        for inner in element.iter():
            if inner is not element and isinstance(inner.tag, str) and inner.text:
                values.setdefault(_field(inner), inner.text)
        href = (values.get("loc") or element.text or "").strip()  # some write the address without a loc around it
        address = urls.resolve(self.url, href) if href else None
        if address is None:
            self._lost += 1
            return
        self._seen += 1
        if name == "sitemap":
            self._children.append((_order(values.get("lastmod")), address))
            return
        words, moment = date_in(values.get("publication_date"), languages=self.languages, zone=self.zone, now=self.now)
        changed = _order(values.get("lastmod")) or None
        self._entries.append(Entry((address,), one_line(values.get("title")), words, moment, changed))


def _newness(entry: Entry) -> str:
    """When a page was changed or published last, as _order gives it; nothing where neither is said."""
    published = None if entry.published_at is None else entry.published_at.astimezone(UTC).isoformat()
    return entry.changed or published or ""


def _in_utf8(body: bytes) -> bytes:
    """UTF-16 and UTF-32 as UTF-8, as ampersands and addresses are looked for in single bytes."""
    wide = wide_text(body)
    return body if wide is None else _XML_DECLARED.sub(b"", wide.encode("utf-8", "replace"), count=1)


def _mended(body: bytes) -> bytes:
    """The XML with ``&amp;`` for each ampersand that stands for itself.

    A file with entities of its own stays as it is, and so does ISO-2022-JP, where the byte is half a letter.
    """
    if _BARE_AMPERSAND.search(body) is None or _ENTITY in body or _ESCAPE in body:
        return body
    return _AMPERSANDS.sub(lambda found: found[1] or b"&amp;", body)


def _broken(errors: Iterable[etree._LogEntry]) -> str | None:
    """Why the XML has no end, in the parser's words."""
    early = {error.type_name: error.message for error in errors if error.type_name in _EARLY_ENDS}
    return next((_said(early[name]) for name in _EARLY_ENDS if name in early), None)


def _said(fault: str) -> str:
    return f"sitemap broken: {one_line(fault, MAX_DATE)}"


def _broken_off(body: bytes) -> bool:
    """True where the file ends inside an address: half an address is none."""
    if len(body) > 1000 and b"</" in body[-1000:]:
        body = body[-1000:]
    last = None
    for last in _LOC.finditer(body):  # noqa: B007  only the last one counts
        pass
    return last is not None and not last[1]


def _below_root(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.getparent() is None


def _field(element: etree._Element) -> str:
    """The local name; title and publication_date only inside news, loc not inside images and videos."""
    name = _local(element.tag)
    parent = element.getparent()
    inside = _local(parent.tag) if parent is not None else ""
    if name in ("title", "publication_date"):
        return name if inside == "news" else f"{inside} {name}"
    return f"{inside} loc" if name == "loc" and inside not in ("url", "sitemap") else name


def _local(tag: object) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _order(lastmod: str | None) -> str:
    """A lastmod that sorts; the empty text, sorted last, where there is none that can be read."""
    try:
        return in_utc(datetime.fromisoformat((lastmod or "").strip())).isoformat()
    except ValueError:
        return ""
