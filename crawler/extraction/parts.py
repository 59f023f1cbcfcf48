"""The parts of an article that is printed over several pages, as its links name them. Nothing is guessed or fetched.

A link counts only where it is the page's own address with another number: ``a.html``, ``a_2.html``, ``a_3.html``, or
``?page=2``. Some systems count from nought: there ``a_1.html`` is the second part, and its link says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extraction.plain import squeeze
from crawler.urls import MAX_LENGTH, resolve
from storage.records import Evidence, FieldState

_NUMBERED = re.compile(r"^(?P<stem>.*?)(?:[_\-/](?P<n>\d{1,2}))?(?P<end>\.\w{2,5})?/?$")
_PAGE_KEYS = frozenset({"page", "p", "pg", "pn", "part", "currentpage", "seite", "pagina"})
_PAGER = re.compile(
    r"^\W*(?:(?P<next>next(?: page| part)?|下一页|下页|下一頁|后一页|后页|suivante?|page suivante|suite|weiter"
    r"|nächste seite|siguiente|próxima|следующая|далее|вперед|selanjutnya|berikutnya|التالي|الصفحة التالية|[»›>]+)"
    r"|(?:page |第)?(?P<n>\d{1,2})页?)\W*$",
    re.IGNORECASE,
)
# What the address of a numbered part looks like at all: few links of a page are worth more than this look.
_MAY_BE_A_PART = re.compile(
    r"[_\-/]\d{1,2}(?:\.\w{2,5})?/?(?:[?#]|$)"
    r"|[?&;](?:page|p|pg|pn|part|currentpage|seite|pagina)=\d{1,2}(?:[&#]|$)|^\d{1,2}(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)
_ENDS_IN_A_NUMBER = re.compile(r"(?:^|[_\-/])\d{1,2}(?:\.\w{2,5})?$")
_HYPHENED = re.compile(r"-\d{1,2}(?:\.\w{2,5})?/?$")
_PLACE = re.compile(r"part (\d+) of (\d+)")
MAX_PARTS = 50


class _Link(NamedTuple):
    address: str
    mark: str
    printed: int | None


class _Form(NamedTuple):
    """An address without its page number, and that number; None where it has none."""

    family: tuple[object, ...]
    number: int | None


class _Linked:
    """The links of a page to its own host; most pages have no pager, so that few are ever looked at."""

    def __init__(self, url: str, nodes: list[LexborNode]) -> None:
        self._url, self._host, self._nodes = url, _host(url), nodes

    def pager(self) -> list[_Link]:
        """The links that read as a pager's."""
        marked = (
            (node, *_mark(node))
            for node, href in ((node, node.attrs.get("href")) for node in self._nodes)
            if href and _may_be_a_part(href)
        )
        return [link for node, mark, printed in marked if mark and (link := self._link(node, mark, printed))]

    @cached_property
    def own(self) -> list[_Link]:
        """All links to the page's own host."""
        return [link for node in self._nodes if node.attrs.get("href") and (link := self._link(node, "", None))]

    def first_of(self, later: _Form) -> str | None:
        """The linked address of the first part: that of the family without a number, or with the number 1."""
        if later.family[0] == "path":
            plain = _Form(later.family, None)
            return next((link.address for link in self.own if _by_path(link.address, whole=True) == plain), None)
        wanted = (_Form(later.family, None), _Form(later.family, 1))
        return next((link.address for link in self.own if _by_query(link.address) in wanted), None)

    def _link(self, node: LexborNode, mark: str, printed: int | None) -> _Link | None:
        address = resolve(self._url, node.attrs.get("href") or "")
        if not address or len(address) >= MAX_LENGTH or _host(address) != self._host:
            return None
        return _Link(address, mark, printed)


@dataclass(frozen=True, slots=True)
class PartLinks:
    """Which part a page is, from 1, and the addresses of other parts that it links, each with how it was known."""

    number: int
    addresses: Mapping[int, str] = field(default_factory=dict)
    how: Mapping[int, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many parts the page knows of, itself among them."""
        return max(self.number, *self.addresses) if self.addresses else self.number

    def evidence(self) -> dict[str, Evidence]:
        """``parts``: the addresses, each with its number on a line; ``next_part``: where the text goes on."""
        if not self.addresses:
            return {}
        lines = "\n".join(f"{number} {address}" for number, address in sorted(self.addresses.items()))
        basis = f"part {self.number} of {self.total}"
        found = {"parts": Evidence(state=FieldState.FOUND, how="links to parts", raw=lines, basis=basis)}
        address = self.addresses.get(self.number + 1)
        if address is not None:
            how = self.how.get(self.number + 1, "")
            found["next_part"] = Evidence(state=FieldState.FOUND, how=how, raw=address)
        return found


def links_of(evidence: Mapping[str, Evidence]) -> PartLinks:
    """Read PartLinks back from the evidence of an article; one without is the first part and links none."""
    found = evidence.get("parts")
    place = _PLACE.search(found.basis or "") if found else None
    if found is None or place is None:
        return PartLinks(1)
    pairs = (line.split(" ", 1) for line in (found.raw or "").splitlines())
    return PartLinks(int(place[1]), {int(number): address for number, address in pairs})


def whole_addresses(url: str) -> Iterator[str]:
    """What the whole article's address would be if this one were that of a numbered part of it."""
    parts = urlsplit(url)
    found = _NUMBERED.match(parts.path.rstrip("/"))
    if found is not None and found["n"] is not None:
        yield parts._replace(path=found["stem"] + (found["end"] or ""), fragment="").geturl()
    if _by_query(url).number is not None:
        query = urlencode([pair for pair in parse_qsl(parts.query) if pair[0].lower() not in _PAGE_KEYS])
        yield parts._replace(query=query, fragment="").geturl()


def part_links(tree: LexborHTMLParser, url: str | None, pattern: str | None = None) -> PartLinks:
    """The parts that a page links. pattern: the source's own, such as ``{stem}_{n}.html``."""
    if not url:
        return PartLinks(1)
    linked = _Linked(url, [*tree.css("link"), *tree.css("a")])
    pager = linked.pager()
    if pager:
        for here, form in _places(url, linked):
            found = _of_family(here, pager, form)
            if found.addresses:
                return _with_first(found, here, linked)
    return _by_pattern(url, pattern, {link.address for link in linked.own}) if pattern else PartLinks(1)


def _may_be_a_part(href: str) -> bool:
    if "?" in href or "#" in href:
        return bool(_MAY_BE_A_PART.search(href))
    path = href.rstrip("/ \n")
    end = path.rfind(".", -6)
    # A look at one sign spares most links the pattern.
    last = path[-1:] if end < 1 or path[-1:].isdigit() else path[end - 1]
    return last.isdigit() and bool(_ENDS_IN_A_NUMBER.search(path, max(0, len(path) - 10)))


def _mark(node: LexborNode) -> tuple[str, int | None]:
    """What makes a link one of a pager, empty for another link; and the number that it prints."""
    rel = "next" in (node.attrs.get("rel") or "").split()
    words = node.text(deep=True)
    found = _PAGER.match(squeeze(words)[:40]) if len(words) <= 60 else None
    printed = int(found["n"]) if found and found["n"] else None
    if rel:
        return "link: rel=next", printed
    return ("pager link" if found else ""), printed


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


def _by_query(url: str) -> _Form:
    parts = urlsplit(url)
    number, query = None, []
    for key, value in parse_qsl(parts.query):
        if key.lower() in _PAGE_KEYS and value.isdigit() and len(value) < 3:
            number = int(value)
        else:
            query.append((key, value))
    return _Form(("query", _host(url), parts.path, tuple(query)), number)


def _by_path(url: str, *, whole: bool = False) -> _Form:
    """whole: the path as it stands, as that of a first part."""
    parts = urlsplit(url)
    path, number = parts.path.rstrip("/"), None
    found = None if whole else _NUMBERED.match(path)
    if found is not None and found["n"] is not None:
        path, number = found["stem"] + (found["end"] or ""), int(found["n"])
    return _Form(("path", _host(url), path, parts.query), number)


def _places(url: str, linked: _Linked) -> Iterator[tuple[_Form, str]]:
    """What the page may be: a later part by its path, a first part by it, a part by its query.

    A number may be the article's own: it is a part's only where the page links to the first part as well.
    """
    later = _by_path(url)
    if later.number is not None and later.family[2] and linked.first_of(later):
        yield later, "path"
    yield _by_path(url, whole=True), "path"
    query = _by_query(url)
    # A home page is no first part: ``/?p=7`` is an article's own number.
    root = urlsplit(url).path in ("", "/") and not query.family[3]
    if query.number in (None, 1) or (not root and linked.first_of(query)):
        yield query, "query"


def _of_family(here: _Form, links: list[_Link], form: str) -> PartLinks:
    """The linked parts of one family of addresses, numbered from 1 whatever their own count is."""
    read = _by_path if form == "path" else _by_query
    others = [
        (link, other.number)
        for link in links
        if (other := read(link.address)).family == here.family
        and other.number is not None
        # Blogs number the addresses of two texts with one title so, and link the one from the other as the next.
        and (link.printed is not None or form == "query" or not _HYPHENED.search(urlsplit(link.address).path))
    ]
    offset = _offset(here, others, form)
    number = 1 if here.number is None else here.number + offset
    addresses: dict[int, str] = {}
    how: dict[int, str] = {}
    for link, printed in others:
        place = printed + offset
        agrees = link.printed == place if link.printed is not None else place == number + 1
        if agrees and place != number and 1 <= place <= MAX_PARTS:
            addresses.setdefault(place, link.address)
            how.setdefault(place, link.mark)
    return PartLinks(number, addresses, how)


def _offset(here: _Form, others: list[tuple[_Link, int]], form: str) -> int:
    """1 where the system counts from nought: the link that says 2 leads to number 1."""
    votes = Counter(link.printed - number for link, number in others if link.printed is not None)
    if votes:
        return 1 if votes[1] > votes[0] else 0
    if here.number is None:
        # A link to the next part never leads to the page itself.
        return int(any(number == 1 for _, number in others))
    return int(here.number == 0 or (form == "path" and here.number == 1))


def _with_first(found: PartLinks, here: _Form, linked: _Linked) -> PartLinks:
    """The same with the address of the first part, where the page links it in its form without a number."""
    first = None if found.number == 1 or 1 in found.addresses else linked.first_of(here)
    return found if first is None else PartLinks(found.number, {1: first, **found.addresses}, found.how)


def _by_pattern(url: str, pattern: str, linked: set[str]) -> PartLinks:
    """The linked addresses that a source's pattern gives, for the page as the first part and as a later one."""
    parts = urlsplit(url)
    name, dot, ending = parts.path.rpartition(".")
    stem, end = (name, dot + ending) if dot and "/" not in ending else (parts.path, "")
    joint, _, tail = pattern.removeprefix("{stem}").partition("{n}")
    later = re.fullmatch(rf"(?P<stem>.*){re.escape(joint)}(?P<n>\d{{1,2}})", stem) if joint else None
    for base, number in ((stem, 1), *(((later["stem"], int(later["n"])),) if later else ())):

        def address(n: int, base: str = base) -> str:
            path = f"{base}{end}" if n == 1 else f"{base}{joint}{n}{end or tail}"
            return parts._replace(path=path, fragment="").geturl()

        found = {n: address(n) for n in range(1, MAX_PARTS + 1) if n != number and address(n) in linked}
        if any(n > 1 for n in found) or (number > 1 and found):
            how = "the source's pattern of parts"
            return PartLinks(number, found, dict.fromkeys(found, how))
    return PartLinks(1)
