"""How much of one source a run may ask for: in all, and for each pattern of addresses. Pure."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import parse_qsl, urlsplit

LINKS_PER_LISTING = 2000
CHILDREN_PER_SITEMAP = 50
SITEMAP_DEPTH = 4

_HEX = re.compile(r"(?<![a-z])(?=[0-9a-f]*[0-9])[0-9a-f]{8,}(?![a-z])", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


def pattern_of(url: str) -> str:
    """An address with its numbers and long hexadecimal words collapsed, so that a calendar is one pattern.

    ``/2026/11/03/a_17.htm?page=4`` is ``/N/N/N/a_N.htm?page``; values of a query do not count, repeated segments once.
    """
    parts = urlsplit(url)
    segments = [_DIGITS.sub("N", _HEX.sub("H", segment)) for segment in parts.path.split("/")]
    path = "/".join(s for i, s in enumerate(segments) if i == 0 or s != segments[i - 1] or s == "N")
    names = sorted({_DIGITS.sub("N", name) for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return parts.netloc + path + ("?" + "&".join(names) if names else "")


class Budget:
    """Counts the pages of one source in one run. Spent or over: take() says which limit, by name."""

    def __init__(self, pages: int, per_pattern: int) -> None:
        self._pages = pages
        self._per_pattern = per_pattern
        self._taken = 0
        self._patterns: Counter[str] = Counter()
        self._over: Counter[str] = Counter()

    def take(self, url: str) -> bool:
        """Count one page; False where it is over a limit and is left for a later run."""
        if self._taken >= self._pages:
            self._over[f"{self._pages} pages a run"] += 1
            return False
        pattern = pattern_of(url)
        if self._patterns[pattern] >= self._per_pattern:
            self._over[f"{self._per_pattern} pages of {pattern}"] += 1
            return False
        self._taken += 1
        self._patterns[pattern] += 1
        return True

    @property
    def spent(self) -> bool:
        """True where no page at all is left to take."""
        return self._taken >= self._pages

    @property
    def reason(self) -> str | None:
        """The limits that were met, with how many pages wait behind each."""
        if not self._over:
            return None
        said = "; ".join(f"{limit} ({count} left)" for limit, count in self._over.most_common(3))
        return f"over budget: {said}"
