"""The further pages of a page of links whose source file does not say: numbered ones, and lists of a month. Pure.

Only addresses that stand on the page are followed; nothing is counted up beyond them, so that a list has an end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import parse_qsl, urldefrag, urlsplit

MOST_MONTHS = 600
_NAMES = re.compile(
    r"page|p|pg|paged|pn|page_?(?:no|num|index|number)|cur(?:rent)?_?page|start|offset|seite|pagina", re.IGNORECASE
)
_OPENING = re.compile(r"(?:index|default|list|home)\.\w{2,5}$", re.IGNORECASE)
_MONTH = re.compile(r"/(?:19|20)\d{2}/(?:0?[1-9]|1[0-2])/?$")
_PAGED = re.compile(r"/(?:page|seite|pagina|p)[/-]?\d{1,6}/?$", re.IGNORECASE)
_FIRST = re.compile(r"/(?:page|seite|pagina|p)[/-]?[01]/?$", re.IGNORECASE)
_NUMBERED = re.compile(r"[_-][01]$")
_YEAR = range(1990, 2100)


def numbered_after(addresses: Iterable[str], url: str, first: str) -> tuple[str, ...]:
    """The pages after this one among the addresses on it: numbered in a usual way, the next higher number first.

    addresses: absolute, without those of articles. first: the list's own address, its first page.
    """
    first = _FIRST.sub("/", first)
    here = _place(url, first)
    if here is None and _opening(urlsplit(url).path) != _opening(urlsplit(first).path):
        first = _PAGED.sub("/", url.partition("?")[0])  # another list than the declared one, such as that of a month
        here = _place(url, first)
    found: list[tuple[int, int, str]] = []
    for address in dict.fromkeys(urldefrag(one).url for one in addresses):
        place = _place(address, first)
        # On a list with pages of one form, numbers of another are something else: categories, issues.
        if place is not None and address != url and (here is None or (place[0] == here[0] and place[1] > here[1])):
            found.append((*place, address))
    return tuple(address for _, _, address in sorted(found))


def numbered_from(
    following: str | None, addresses: Iterable[str], url: str, first: str
) -> tuple[str | None, tuple[str, ...]]:
    """The next page, where it is not known, and the numbered ones behind it; the rest as numbered_after has it."""
    numbered = numbered_after(addresses, url, first)
    following = following or next(iter(numbered), None)
    return following, numbered[numbered.index(following) + 1 :] if following in numbered else ()


def month_lists(addresses: Iterable[str]) -> tuple[str, ...]:
    """The addresses that are lists of a month by their form, such as ``/2019/03/``, newest first."""
    months = {one for address in addresses if _MONTH.search(urlsplit(one := urldefrag(address).url).path)}
    return tuple(sorted(months, reverse=True)[:MOST_MONTHS])


def _place(address: str, first: str) -> tuple[int, int] | None:
    """Form and number of a further page of a list: in its query, a folder ``page/N``, or behind its file's name."""
    one, other = urlsplit(address), urlsplit(first)
    if one.netloc != other.netloc:
        return None
    numbers = [int(value) for name, value in parse_qsl(one.query) if _NAMES.fullmatch(name) and value.isdecimal()]
    mine = {pair for pair in parse_qsl(one.query) if not _NAMES.fullmatch(pair[0])}
    same = mine == {pair for pair in parse_qsl(other.query) if not _NAMES.fullmatch(pair[0])}
    if numbers:
        fits = same and _opening(one.path) == _opening(other.path) and numbers[0] < 10**7
        return (0, numbers[0]) if fits else None
    if not same:
        return None
    for form, pattern in enumerate(_forms(other.path), 1):
        if (found := pattern.fullmatch(one.path)) and int(found[1]) not in _YEAR:
            return form, int(found[1])
    return None


@lru_cache(maxsize=64)
def _forms(path: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form, re.IGNORECASE) for form in _written(path))


def _written(path: str) -> Iterator[str]:
    folder = re.escape(_opening(path))
    yield folder + r"/(?:page|seite|pagina|p)[/-]?(\d{1,6})/?"
    folder_of, _, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    if dot and not _OPENING.search(name):
        # The first page may have a number itself.
        stem = _NUMBERED.sub("", stem)
        yield re.escape(f"{folder_of}/{stem}") + r"[_-](\d{1,6})" + re.escape(f".{ending}")
        return
    yield folder + r"/(?:index|default|list|page|p|home)[_-]?(\d{1,6})\.\w{2,5}"
    yield folder + r"/(\d{1,6})(?:\.\w{2,5}|/)?"


def _opening(path: str) -> str:
    """The path of a list's first page in one form: without index file and closing slash."""
    return _OPENING.sub("", path).rstrip("/")
