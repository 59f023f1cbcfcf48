"""What CSS selectors match on a page, as BeautifulSoup's tags: matched on the fast tree, read as soup one by one.

BeautifulSoup is imported when a layout first fits a page: a process that meets none saves it and its seven megabytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING, Self

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

if TYPE_CHECKING:
    from bs4 import Tag
    from bs4.formatter import HTMLFormatter

MARK = "data-bluewatch-dropped"
MAX_MATCHES = 2000
# Pieces of a page that cannot stand inside another element of soup.
_WHOLE = frozenset({"html", "head", "body"})
_SOUP_ONLY = (":-soup", ":contains", ":root", ":scope", "|")


def cuts_of(tree: LexborHTMLParser, selectors: Sequence[str]) -> Cuts | WholeSoup:
    """What is needed to read these selectors; the whole page as soup where the fast tree cannot read one of them."""
    found: dict[str, list[LexborNode]] = {}
    for selector in selectors:
        if any(word in selector for word in _SOUP_ONLY):
            return WholeSoup(tree)
        try:
            # The fast tree gives an element once for each alternative of a selector that it matches.
            found[selector] = list({node.mem_id: node for node in tree.css(selector)[:MAX_MATCHES]}.values())
        except (SelectolaxError, ValueError):
            return WholeSoup(tree)
        if any(node.tag in _WHOLE for node in found[selector]):
            return WholeSoup(tree)
    return Cuts(tree, found)


def markup_of(tags: Iterable[Tag]) -> str:
    """The tags' markup as the fast tree writes it: outline_of_part reads no other."""
    return "".join(tag.decode(formatter=_formatter()) for tag in tags)


@cache
def _formatter() -> HTMLFormatter:
    from bs4.dammit import EntitySubstitution  # noqa: PLC0415
    from bs4.formatter import HTMLFormatter  # noqa: PLC0415

    return HTMLFormatter(entity_substitution=EntitySubstitution.substitute_xml, void_element_close_prefix="")


class WholeSoup:
    """A page that BeautifulSoup reads as a whole."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        from bs4 import BeautifulSoup  # noqa: PLC0415

        self._soup = BeautifulSoup(tree.html or "", "lxml")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._soup.decompose()

    def drop(self, selectors: Sequence[str]) -> None:
        """Take what the selectors match out of the page."""
        for selector in selectors:
            for tag in self._soup.select(selector):
                tag.decompose()

    def select(self, selector: str, *, outermost: bool = False) -> list[Tag]:
        """The matches in document order; outermost: those that stand in no other."""
        tags = list(self._soup.select(selector))
        chosen = {id(tag) for tag in tags}
        return [tag for tag in tags if not outermost or not any(id(above) in chosen for above in tag.parents)]

    def stretch(self, titles: Sequence[str], body: str) -> None:
        """Not known of soup."""


class Cuts:
    """The matches of a layout's selectors on the fast tree; the tree is as it was when the block ends."""

    def __init__(self, tree: LexborHTMLParser, found: dict[str, list[LexborNode]]) -> None:
        self._tree = tree
        self._found = found
        self._dropped: dict[int, LexborNode] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for node in self._dropped.values():
            del node.attrs[MARK]

    def drop(self, selectors: Sequence[str]) -> None:
        """Take what the selectors match out of all that is selected from now on."""
        for selector in selectors:
            for node in self._found[selector]:
                if node.mem_id not in self._dropped:
                    self._dropped[node.mem_id] = node
                    node.attrs[MARK] = ""

    def select(self, selector: str, *, outermost: bool = False) -> list[Tag]:
        """The matches in document order; outermost: those that stand in no other."""
        nodes = self._nodes(selector, outermost=outermost)
        if not nodes:
            return []
        from bs4 import BeautifulSoup, Tag  # noqa: PLC0415

        soup = BeautifulSoup("".join(f"<div>{node.html}</div>" for node in nodes), "lxml", multi_valued_attributes=None)
        if self._dropped:
            for tag in soup.find_all(attrs={MARK: True}):
                tag.decompose()
        held = (one.contents for one in soup.body.contents if isinstance(one, Tag)) if soup.body else ()
        return [tag for (tag, *_) in filter(None, held) if isinstance(tag, Tag)]

    def stretch(self, titles: Sequence[str], body: str) -> tuple[LexborNode, LexborNode]:
        """The headline above the body, or the body's first element, and the body's last element."""
        nodes = self._nodes(body, outermost=True)
        heads = [node for title in titles for node in self._tree.css(title)[:1] if node.tag not in ("meta", "title")]
        return heads[0] if heads else nodes[0], nodes[-1]

    def _nodes(self, selector: str, *, outermost: bool) -> list[LexborNode]:
        nodes = self._found[selector]
        strange = set(self._dropped)
        if outermost:
            own = {node.mem_id for node in nodes}
            return [node for node in nodes if node.mem_id not in strange and not _below(node, own | strange)]
        return [node for node in nodes if not strange or not (node.mem_id in strange or _below(node, strange))]


def _below(node: LexborNode, others: set[int]) -> bool:
    """Whether a node stands below one of the others."""
    above = node.parent
    while above is not None:
        if above.mem_id in others:
            return True
        above = above.parent
    return False
