"""The patterns of a site's addresses: what differs from one to the next is collapsed, so that a trap is one pattern.

Numbers and long hexadecimal words always are (a calendar, a session), values of a query too; a word is, where so many
others stand in its place that none of them is the name of a section (a slug, a made-up word). A number never stands for
a word: numbered articles in the midst of made-up words are a pattern of their own. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

# More different words in one place of an address than a site has sections.
MOST_NAMES = 20
# What follows is one: an address may have thousands of segments.
MOST_SEGMENTS = 12
_HEX = re.compile(r"(?<![a-z])(?=[0-9a-f]*[0-9])[0-9a-f]{8,}(?![a-z])", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_VALUE = re.compile(rf"{_HEX.pattern}|\d+", re.IGNORECASE)
# A path that grows by the same segments again and again; dates (/N/N/N) do not.
_GROWN = re.compile(r"((?:/[^/]+){1,4}?)\1{2,}(?=/|$)")
_ANY, _MORE = "*", "..."
# A name of collapsed numbers alone, such as N, N-N.html or H.
_NUMBER = re.compile(r"[NH](?:[\W_]*[NH])*(?:\.[A-Za-z]{1,5})?")
_MOST_KNOWN = 10_000


def pattern_of(url: str) -> str:
    """An address with its numbers and long hexadecimal words collapsed, so that a calendar is one pattern.

    ``/2026/11/03/a_17.htm?page=4`` is ``/N/N/N/a_N.htm?page``; values of a query do not count, repeated segments once.
    """
    return _written(_names(url))


class Patterns:
    """Learns from addresses in which places their words differ. add() all of them first, then ask of()."""

    def __init__(self, urls: Iterable[str] = ()) -> None:
        self._root = _Place()
        self._names: dict[str, tuple[str, ...]] = {}
        for url in urls:
            self.add(url)

    def add(self, url: str) -> None:
        """Learn from one address."""
        place = self._root
        for name in self._named(url):
            place = place.step(name)

    def add_all(self, urls: Iterable[str]) -> None:
        """Learn from many; a set gives the same each time."""
        for url in sorted(urls):
            self.add(url)

    def of(self, url: str) -> str:
        """The pattern of an address, with ``*`` for words that differ."""
        return _written(self._walked(url)[0])

    def values(self, url: str) -> list[tuple[int, str]]:
        """What the pattern leaves out of an address, each with its place."""
        found = [*self._walked(url)[1]]
        parts = urlsplit(url)
        found += _VALUE.findall(parts.path)
        found += [value for _, value in parse_qsl(parts.query, keep_blank_values=True)]
        return list(enumerate(found))

    def _named(self, url: str) -> tuple[str, ...]:
        """The names of an address; of those that differ in numbers alone they are found once."""
        if "?" in url:
            return _names(url)
        key = _DIGITS.sub("N", url)
        names = self._names.get(key)
        if names is None:
            names = _names(url)
            if len(self._names) < _MOST_KNOWN:
                self._names[key] = names
        return names

    def _walked(self, url: str) -> tuple[list[str], list[str]]:
        place: _Place | None = self._root
        names, words = [], []
        for name in self._named(url):
            known = name if place is None else place.key(name)
            if known != name:
                words.append(name)
            names.append(f"?{_ANY}" if known == _ANY and name.startswith("?") else known)
            place = None if place is None else place.names.get(known)
        return names, words


class _Place:
    """A place in addresses: the names that stand there; one for all words and one a kind of number, if too many."""

    __slots__ = ("names", "wide")

    def __init__(self) -> None:
        self.names: dict[str, _Place] = {}
        self.wide = False

    def key(self, name: str) -> str:
        """What stands for a name here."""
        if not self.wide or (name in self.names and name != _ANY):
            return name
        new = _NUMBER.fullmatch(name) is not None and len(self.names) < MOST_NAMES
        return name if new else _ANY

    def step(self, name: str) -> _Place:
        if not self.wide and name not in self.names and len(self.names) >= MOST_NAMES:
            self._widen()
        key = self.key(name)
        if key not in self.names:
            self.names[key] = _Place()
        return self.names[key]

    def _widen(self) -> None:
        following = {name: [after] for name, after in self.names.items()}
        self.wide, self.names = True, _of_kinds(following)


def _of_kinds(following: dict[str, list[_Place]]) -> dict[str, _Place]:
    """The places behind many names: one behind all words, one behind each kind of number."""
    kinds: dict[str, list[_Place]] = {}
    for name, places in sorted(following.items()):
        numbered = _NUMBER.fullmatch(name) is not None and len(kinds) < MOST_NAMES - 1
        kinds.setdefault(name if numbered else _ANY, []).extend(places)
    return {name: _merged(places) for name, places in kinds.items()}


def _merged(places: list[_Place]) -> _Place:
    """One place for several: what may follow any of them."""
    if len(places) == 1:
        return places[0]
    merged, following = _Place(), dict[str, list[_Place]]()
    for place in places:
        merged.wide = merged.wide or place.wide
        for name, after in place.names.items():
            following.setdefault(name, []).append(after)
    merged.wide = merged.wide or len(following) > MOST_NAMES
    merged.names = _of_kinds(following) if merged.wide else {name: _merged(group) for name, group in following.items()}
    return merged


def _names(url: str) -> tuple[str, ...]:
    """The host, the segments and the names of the query, with numbers and hexadecimal words collapsed."""
    parts = urlsplit(url)
    path = _DIGITS.sub("N", _HEX.sub("H", parts.path))
    if path.count("/") > 3:
        path = _GROWN.sub(_grown, path)
    segments = path.split("/")[1:]
    kept = [s for i, s in enumerate(segments) if i == 0 or s != segments[i - 1] or s == "N"]
    if len(kept) > MOST_SEGMENTS:
        kept = [*kept[:MOST_SEGMENTS], _MORE]
    query = sorted({_DIGITS.sub("N", name) for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return (parts.netloc, *kept, *(["?" + "&".join(query)] if query else []))


def _grown(found: re.Match[str]) -> str:
    return found[0] if set(found[1].split("/")) <= {"", "N"} else found[1]


def _written(names: Iterable[str]) -> str:
    host, *rest = names
    query = rest.pop() if rest and rest[-1].startswith("?") else ""
    return host + "".join(f"/{name}" for name in rest) + query
