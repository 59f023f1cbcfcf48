"""Pages of links: addresses with titles and the dates printed beside them, and the way to the next page.

Bounds: MAX_ANCHORS anchors are looked at; titles and dates are read only for entries that ``wanted`` takes, the first
MAX_ENTRIES of them. The trees are selectolax's, one piece of the page after the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import urldefrag, urlsplit
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler import urls
from crawler.dates import find_date
from crawler.discovery.anchors import anchor_at, base_of, links_in, unfolded
from crawler.discovery.dated import instant
from crawler.discovery.found import MAX_DATE, Entry, Found, one_line
from crawler.discovery.paging import month_lists, numbered_from
from crawler.discovery.slices import pieces
from crawler.discovery.sniff import kind_of
from crawler.extraction.charset import decode
from crawler.source import Section
from storage.times import in_utc

MAX_ANCHORS = 200_000
MAX_ENTRIES = 5_000
_CLIMB = 5  # how many levels above a link its date may stand
_PLACES = 8  # how many mentions of one address are looked at for its title and date
_BESIDE = 600  # signs of text a container may hold to count as the link's own
_FEW = 12  # letters beside a date in a line that says nothing but the date: "Published on"
_NO_TITLE = re.compile(
    r"(?:read|learn|see|view|find out)?\s*(?:more|details?|full (?:story|article)|continue(?: reading)?)\b.{0,20}|"
    r"(?:lire la suite|leer más|mehr|weiter|подробнее|更多|详细|查看|阅读全文).{0,10}|[\W\d_]*",
    re.IGNORECASE,
)
_SHORT_DATE = re.compile(
    r"(?<![\d:.\-/])(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])\s+(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])"
)
_MARK = "9000000009"  # stands for the page number while an address is resolved
# The pager of a content system that many Chinese ministries use: how many pages, which one this is, stem and ending.
_CREATE_PAGE = re.compile(
    r"createPageHTML\(\s*['\"]?(\d{1,5})['\"]?\s*,\s*['\"]?(\d{1,5})['\"]?\s*,\s*['\"]([\w\-]{1,60})['\"]\s*,\s*['\"](\w{1,10})['\"]"
)


def read_section(
    body: bytes, *, section: Section, url: str, content_type: str | None = None, languages: tuple[str, ...] = (),
    zone: str | None = None, now: datetime | None = None,
    wanted: Callable[[str], str | None] = lambda address: address, deep: bool = False,
) -> Found:  # fmt: skip
    """Read a page of links. wanted: gives the form of an address under which two links are one, None for no article.

    deep: where the section does not say how it goes on, its own numbers and lists of months are followed. Never raises.
    """
    kind = kind_of(body)
    if kind not in ("html", "text", "xml"):
        came = {"empty": "an empty answer", "json": "JSON", "binary": "a binary file", "feed": "a feed"}
        return Found(wrong_kind=f"a page of links was expected, {came.get(kind, f'a {kind}')} came")
    page = _Page(section, url, wanted, _Beside(section, languages, zone, now))
    for piece in pieces(unfolded(decode(body, content_type).text)):
        page.read(piece, deep=deep)
    following = _by_pattern(section, url) if section.page_pattern else page.following
    later: tuple[str, ...] = ()
    if deep and not (section.page_pattern or section.next):
        following, later = numbered_from(following, page.others, url, section.url)
    months = month_lists(page.others) if deep else ()
    return Found(
        tuple(page.entries.values()), page.seen, next_url=following, children=months, more=tuple(page.more),
        unwanted=() if page.entries else tuple(page.unwanted), later=later,
    )  # fmt: skip


class _Page:
    """What the pieces of a page have given so far."""

    def __init__(self, section: Section, url: str, wanted: Callable[[str], str | None], beside: _Beside) -> None:
        self._section, self._url, self._wanted, self._beside = section, url, wanted, beside
        self._base: str | None = None
        self._count = 0
        self._linked: str | None = None
        self._pager: str | None = None
        self.entries: dict[str, Entry] = {}
        self.more: dict[str, None] = {}
        self.unwanted: dict[str, None] = {}
        self.others: list[str] = []

    @property
    def following(self) -> str | None:
        """The next page, by a link before a script."""
        return self._linked or self._pager

    @property
    def seen(self) -> int:
        """How many different links there are."""
        unwanted = sum(address not in self.entries and address not in self.more for address in self.unwanted)
        return len(self.entries) + len(self.more) + unwanted

    def read(self, piece: str, *, deep: bool) -> None:
        """Read the next piece."""
        tree = LexborHTMLParser(piece)
        base = self._base = self._base or base_of(tree, self._url)
        places: dict[str, list[LexborNode]] = {}
        forms: dict[str, str] = {}
        for anchor, href in islice(links_in(tree, self._section.link), MAX_ANCHORS - self._count):
            self._count += 1
            address = urls.resolve(base, href)
            if address is None or (href.startswith("#") and address.partition("#")[0] == self._url.partition("#")[0]):
                continue
            form = self._wanted(address)
            if form is None:
                self.unwanted[address] = None
                continue
            forms[href] = form
            if form not in self.entries:
                if len(self.entries) == MAX_ENTRIES:
                    self.more[form] = None
                    continue
                self.entries[form] = Entry((form,))
            if len(places.setdefault(form, [])) < _PLACES:
                places[form].append(anchor)
        self._beside.of_piece(forms)
        for form, anchors in places.items():
            self._beside.fill(self.entries[form], anchors)
        if deep:
            addresses = (urls.resolve(base, href) for _, href in links_in(tree))
            self.others += [one for one in addresses if one and self._wanted(one) is None]
        self._find_next(tree, piece, base)

    def _find_next(self, tree: LexborHTMLParser, piece: str, base: str) -> None:
        """By the section's own rule where it has one, else rel=next, else the pager's script."""
        if self._section.next:
            self._linked = self._linked or _linked(tree.css(self._section.next), self._url, base)
            return
        named = tree.css('a[rel~="next"][href], link[rel~="next"][href]')
        self._linked = self._linked or _linked(named, self._url, base)
        pager = None if self._pager else _CREATE_PAGE.search(piece)
        if pager and int(pager[2]) + 1 < int(pager[1]):
            self._pager = urls.resolve(self._url, f"{pager[3]}_{int(pager[2]) + 1}.{pager[4]}")


class _Beside:
    """Finds the title of a link and the date printed with it."""

    def __init__(self, section: Section, languages: tuple[str, ...], zone: str | None, now: datetime | None) -> None:
        self._section, self._languages, self._zone, self._now = section, languages or ("en",), zone, now
        self._forms: dict[str, str] = {}
        self._alone: dict[int, bool] = {}

    def of_piece(self, forms: dict[str, str]) -> None:
        """Look at the links of another piece of the page. forms: what its wanted links lead to, by their href."""
        self._forms, self._alone = forms, {}

    def fill(self, entry: Entry, anchors: list[LexborNode]) -> None:
        """Read title and date from the first of the link's places that has them; a headline's own date comes last."""
        headlines = [line for anchor in anchors for line in self._dated_headlines(anchor)]
        raw = printed = next((words for anchor in anchors if (words := self._raw_date(anchor, headlines))), None)
        if raw is None and headlines:
            raw = next((words for anchor in anchors if (words := self._raw_date(anchor, ()))), None)
            # One in words is part of the title; one in figures or with a time of day is printed behind it.
            printed = raw if raw and (":" in raw or not any(map(str.isalpha, raw))) else None
        entry.title = entry.title or next((title for anchor in anchors if (title := _title(anchor, printed))), None)
        if raw and not entry.published_raw:
            entry.published_raw = raw
            entry.published_at = self._moment(raw)

    def _dated_headlines(self, anchor: LexborNode) -> list[str]:
        """The lines in a link that are more than the date in them, which may be any day that the article is about."""
        words = one_line(anchor.text(separator=" "), _BESIDE + 1) or ""
        if len(words) > _BESIDE or self._date(words) is None:
            return []
        texts = (node.text_content for node in anchor.traverse(include_text=True) if node.tag == "-text")
        lines = [line for text in texts if (line := one_line(text))]
        few = _FEW if sum(any(map(str.isalpha, line)) for line in lines) > 1 else 0
        found = ((line, self._date(line)) for line in lines)
        return [line for line, words in found if words and sum(map(str.isalpha, line.replace(words, ""))) > few]

    def _raw_date(self, anchor: LexborNode, but: Sequence[str]) -> str | None:
        """The date in the link itself, then in the containers around it, as long as they hold no other article."""
        node: LexborNode | None = anchor
        for _ in range(_CLIMB):
            if node is None or node.tag in ("body", "html") or not self._holds_one(node):
                return None
            if words := self._date_in(node, but):
                return words
            node = node.parent
        return None

    def _holds_one(self, node: LexborNode) -> bool:
        """True where the container's wanted links all lead to one article; each container is counted once."""
        if node.mem_id not in self._alone:
            hrefs = [href for _, href in islice(links_in(node), _BESIDE + 1)]
            few = len(hrefs) <= _BESIDE
            forms = {self._forms.get(href) for href in hrefs} if few else set()
            self._alone[node.mem_id] = few and len(forms - {None}) <= 1
        return self._alone[node.mem_id]

    def _date_in(self, node: LexborNode, but: Sequence[str]) -> str | None:
        if self._section.date:
            found = node.css_first(self._section.date)
            return one_line(_stamp(found), MAX_DATE) if found is not None else None
        stamp = node.css_first("time")
        if stamp is not None and (words := one_line(_stamp(stamp), MAX_DATE)):
            return words
        text = one_line(node.text(separator=" "), _BESIDE + 1) or ""
        if len(text) > _BESIDE:
            return None
        for line in but:
            text = text.replace(line, "|")
        return self._date(text)

    def _date(self, text: str) -> str | None:
        if full := find_date(text, languages=self._languages, zone=self._zone, reference=self._now):
            return text[full.start : full.end].strip()
        short = _SHORT_DATE.search(text)
        return short.group() if short else None

    def _moment(self, raw: str) -> datetime | None:
        """The instant, where year and zone are known; a date without a year stays words."""
        if self._section.date_format and "%Y" in self._section.date_format:
            try:
                moment = datetime.strptime(raw, self._section.date_format)  # noqa: DTZ007
                if not any(sign in self._section.date_format for sign in ("%H", "%I", "%X", "%c", "%T", "%R")):
                    return moment.replace(tzinfo=UTC)  # a bare day is that very day in UTC, as in crawler.dates
                if moment.tzinfo is None and self._zone is None:
                    return None
                return in_utc(moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(self._zone or "UTC")))
            except ValueError:
                return None
        return instant(raw, languages=self._languages, zone=self._zone, now=self._now)


def _stamp(node: LexborNode) -> str | None:
    """A time element's machine words, else its text."""
    return node.attributes.get("datetime") or node.text(separator=" ")


def _title(anchor: LexborNode, raw_date: str | None) -> str | None:
    """The heading in the link, else its text without the date, its title attribute, its picture's text."""
    heading = anchor.css_first('h1, h2, h3, h4, h5, h6, [class*="title"], [class*="headline"]')
    picture = anchor.css_first("img[alt]")
    text = anchor.text(separator=" ")
    attribute = anchor.attributes.get("title")
    cut_off = (text or "").rstrip().endswith(("...", "…"))
    headed = heading.text(separator=" ") if heading is not None else None
    pictured = picture.attributes.get("alt") if picture is not None else None
    choices = (attribute if cut_off else None, headed, text, attribute, pictured)
    lines = (one_line(one_line(choice.replace(raw_date or "\0", " "))) for choice in choices if choice)
    return next((line for line in lines if line and not _NO_TITLE.fullmatch(line)), None)


def _linked(nodes: Iterable[LexborNode], url: str, base: str) -> str | None:
    for node in nodes:
        anchor = node if node.attributes.get("href") else anchor_at(node)
        href = (anchor.attributes.get("href") or "").strip() if anchor else ""
        following = urls.resolve(base, href) if href and not href.startswith("#") else None
        if following and urldefrag(following).url != urldefrag(url).url:
            return urldefrag(following).url
    return None


def _by_pattern(section: Section, url: str) -> str | None:
    """Count on from this page's number; the section's own address is the page before page_start."""
    before, _, after = (section.page_pattern or "").partition("{n}")
    template = urls.resolve(section.url, f"{before}{_MARK}{after}")
    if template is None:
        return None
    here = re.fullmatch(re.escape(template).replace(_MARK, r"(\d{1,6})"), url)
    if here is None and urlsplit(url).path.rstrip("/") != urlsplit(section.url).path.rstrip("/"):
        return None
    number = int(here[1]) + 1 if here else section.page_start
    return template.replace(_MARK, str(number)) if number - section.page_start <= section.pages - 2 else None
