"""The way to the next page of a page of links, as keys of a [[section]]. Pure."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urldefrag, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler import urls
from crawler.discovery.anchors import links_in
from crawler.extraction.plain import squeeze

Pager = tuple[tuple[str, str | int], ...]
MOST_LINKS = 3_000
_NEXT_CLASS = re.compile(r"[A-Za-z_-]*next[A-Za-z_-]*", re.IGNORECASE)
_NEXT_WORDS = re.compile(
    r"(?:(?:go to |la |page )?(?:next|older)(?: page| posts)?|more|下一页|下页|后一页|次へ|다음|suivante?|siguiente|"
    r"próxima?|successiv[ao]|weiter|nächste(?: seite)?|berikutnya|selanjutnya|sonraki|след(?:ующая|\.)?|вперед|التالي|"
    r"[>»›→\s])+",
    re.IGNORECASE,
)
_LAST_WORDS = re.compile(
    r"(?:go to )?(?:last|dernière|última?|letzte|конец|последняя|尾页|末页|最后)(?: page)?[»›→\s]*", re.IGNORECASE
)
_MORE = re.compile(r"more\W*", re.IGNORECASE)
_NUMBER = re.compile(r"\W{0,3}(\d{1,3})\W{0,3}")
_COUNTED = re.compile(r"(?:(?<=[=_/-])|(?<=index)|(?<=page))[12](?!\d)", re.IGNORECASE)
# A sum over the address, which another page's number makes wrong.
_SEALED = re.compile(r"\bc?hash=|[0-9a-f]{16}", re.IGNORECASE)
# What is numbered so far are the days of a month.
_DAYS = {27, 28}


def pager_of(tree: LexborHTMLParser, url: str, base: str) -> Pager:
    """A link's class, or the numbered addresses of the further pages; empty for none, or where the reader finds it."""
    if tree.css_first('a[rel~="next"][href], link[rel~="next"][href]'):
        return ()
    here, paths, numbered = urldefrag(url).url, set[str](), dict[int, str]()
    following, by_class = "", None
    for node, href in islice(links_in(tree), MOST_LINKS):
        address = urldefrag(urls.resolve(base, href) or here).url
        if address == here:
            continue
        if not urlsplit(address).query:
            paths.add(urlsplit(address).path)
        words = squeeze(node.text(deep=True, separator=" "))
        said = _said(node)
        if number := _NUMBER.fullmatch(words):
            numbered.setdefault(int(number[1]), address)
        elif not said or _NEXT_WORDS.fullmatch(said):
            by_class = by_class or _next_class(node)
            following = following or (address if said and not _MORE.fullmatch(said) else "")
    if by_class:
        return (("next", by_class),)
    return _by_words(here, numbered, following) or _by_names(here, paths)


def leads_on(node: LexborNode) -> bool:
    """Whether a link leads to a further page of the same list: by its rel, or called by a number, Next or Last.

    The first page, where a front page shows the beginning of a list, may be the list itself.
    """
    if "next" in (node.attributes.get("rel") or "").lower().split():
        return True
    said = _said(node)
    if number := _NUMBER.fullmatch(said):
        return int(number[1]) > 1
    return bool(said) and not _MORE.fullmatch(said) and bool(_NEXT_WORDS.fullmatch(said) or _LAST_WORDS.fullmatch(said))


def _said(node: LexborNode) -> str:
    """What a link is called: its words, else the name that it has for those who do not see its picture."""
    words = squeeze(node.text(deep=True, separator=" "))
    return words or squeeze(node.attributes.get("title") or node.attributes.get("aria-label") or "")


def _next_class(node: LexborNode) -> str | None:
    """A selector of the link, or of what it alone stands in, by a class that says what it is."""
    above = node.parent
    alone = above is not None and len(list(islice(links_in(above), 2))) == 1
    for one in (node, above if alone else None):
        names = (one.attributes.get("class") or "").split() if one is not None else []
        found = next((name for name in names if _NEXT_CLASS.fullmatch(name)), None)
        if one is not None and found:
            return f"{one.tag}.{found}"
    return None


def _by_words(url: str, numbered: dict[int, str], following: str) -> Pager:
    """By the links that are called 2 and 3, or by the one that is called next: the number in it counts the pages."""
    second = numbered.get(2) or following
    folder = url.partition("?")[0].rpartition("/")[0] + "/"
    rest = second.removeprefix(folder)
    if not second.startswith(folder) or _SEALED.search(rest) or "{" in rest or "}" in rest or numbered.keys() >= _DAYS:
        return ()
    for place in reversed(list(_COUNTED.finditer(rest))):
        pattern = f"{rest[: place.start()]}{{n}}{rest[place.end() :]}"
        third = numbered.get(3)
        if third is None or folder + pattern.replace("{n}", str(int(place[0]) + 1)) == third:
            return (("page_pattern", pattern), ("page_start", int(place[0])))
    return ()


def _by_names(url: str, paths: set[str]) -> Pager:
    """By addresses that are numbered in one of the usual ways, whatever their links are called."""
    folder, _, last = urlsplit(url).path.rpartition("/")
    stem = last.rpartition(".")[0] if "." in last else "index"
    for before, after in ((f"{stem}_", r"\.\w+"), ("page/", "/?")):
        for path in sorted(paths):
            found = re.fullmatch(f"{re.escape(f'{folder}/{before}')}2({after})", path)
            if found:
                first = 1 if f"{folder}/{before}1{found[1]}" in paths else 2
                return (("page_pattern", f"{before}{{n}}{found[1]}"), ("page_start", first))
    return ()
