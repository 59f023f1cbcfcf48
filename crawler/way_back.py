"""The way back of one listing: which of its further pages and child sitemaps are still to be read, within bounds."""

from __future__ import annotations

from collections import deque

from crawler.budgets import CHILDREN_PER_SITEMAP
from crawler.discovery.listing_read import ListingRead
from crawler.patterns import pattern_of


class WayBack:
    """pages: how many pages of the listing are read at most, its first one among them."""

    def __init__(self, first: str, pages: int) -> None:
        self._first, self._pages_left, self._children_left = first, pages - 1, CHILDREN_PER_SITEMAP
        self._pages = pages
        self._seen = {first}
        self._met: set[str] = set()
        self._waiting: deque[tuple[str, bool]] = deque()
        self._children_over: list[str] = []
        self._page_over: str | None = None
        self._problems: list[str] = []
        self._alien: list[str] = []
        self._unchanged = False
        self._read = 0

    def add(self, read: ListingRead, known: int) -> None:
        """Note what a page leads to. known: how many of its links were known before the walk.

        The next page is wanted while pages hold links that were not, and that no page of this walk held: an archive
        that shows its last page for ever ends here.
        """
        self._read += 1
        before = len(self._met)
        self._met.update(link.url for link in read.links)
        following = read.next_url
        if following and following not in self._seen and known < len(read.links) and len(self._met) > before:
            self._seen.add(following)
            self._waiting.append((following, False))
        for child in read.children:
            if child not in self._seen:
                self._seen.add(child)
                self._waiting.append((child, True))

    def next(self) -> tuple[str, bool] | None:
        """The next address to read, and whether it is a child sitemap; None at the end or where the bounds are met."""
        while self._waiting:
            url, is_child = self._waiting.popleft()
            if is_child and self._children_left > 0:
                self._children_left -= 1
                return url, True
            if not is_child and self._pages_left > 0:
                self._pages_left -= 1
                return url, False
            if is_child:
                self._children_over.append(url)
            else:
                self._page_over = url
        return None

    def failed(self, url: str, reason: str, *, missing: bool = False, alien: bool = False) -> bool:
        """Note a page or child that could not be read; False where that is no fault.

        missing: it is not there, and nobody linked to it. Behind the last of pages that are counted there is none;
        where the very first is missing, so may all be. alien: a child that names no article and never did: an index
        lists sitemaps of pages and topics as well.
        """
        if missing and self._read > 1:
            return False
        (self._alien if alien else self._problems).append(f"{url}: {reason}")
        return not alien

    def unchanged(self) -> None:
        """Note a page or child that is as it was."""
        self._unchanged = True

    @property
    def problems(self) -> list[str]:
        """What could not be read; what names no article only where nothing does."""
        over = [self.children_over] if self.children_over else []
        return over + self._problems + (self._alien if self.fruitless else [])

    @property
    def fruitless(self) -> bool:
        """True where the listing itself names no article, and nothing behind it could be read or had changed."""
        return not self._met and not self._unchanged and self._read < 2

    @property
    def children_over(self) -> str | None:
        """Which child sitemaps were left."""
        if not self._children_over:
            return None
        left = f"{len(self._children_over)} sitemaps of {self._first} left"
        return f"over budget: {left}, such as {pattern_of(self._children_over[0])}"

    @property
    def pages_over(self) -> str | None:
        """Where the walk ended at its bound, and not at known ground or the listing's own end."""
        return None if self._page_over is None else f"over budget: {self._pages} pages of {pattern_of(self._page_over)}"
