"""A page's markup as a tree that can be changed and written again, for benchmarks/harmless.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from crawler.extraction.elements import RAW, VOID

UNSEEN = RAW | {"!--", "noscript", "template", "textarea", "title", "option", "select", "pre"}
_PIECE = re.compile(
    r"<!--(?P<note>.*?)-->|<!doctype[^>]*>|</(?P<end>[a-z][^\s>/]*)>"
    r'|<(?P<tag>[a-z][^\s>/]*)(?P<said>(?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*>|(?P<text>[^<]+|<)',
    re.DOTALL | re.IGNORECASE,
)
_SAID = re.compile(r'\s+([^\s=>]+)(?:="([^"]*)")?')


class Node:
    """An element, or a comment (tag ``!--``). kids: its nodes, and its text with the serialiser's references."""

    __slots__ = ("kids", "parent", "said", "tag")

    def __init__(self, tag: str, said: dict[str, str] | None = None, kids: Iterable[Node | str] = ()) -> None:
        self.tag = tag
        self.said = said or {}
        self.parent: Node | None = None
        self.kids: list[Node | str] = []
        self.fill(kids)

    def fill(self, kids: Iterable[Node | str]) -> None:
        """Give it other children."""
        self.kids = list(kids)
        for kid in self.kids:
            if isinstance(kid, Node):
                kid.parent = self

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in document order, as they were when their parent was reached."""
        yield self
        for kid in list(self.kids):
            if isinstance(kid, Node):
                yield from kid.walk()

    def all(self, *tags: str) -> list[Node]:
        """The elements of these tags at or below this one."""
        return [node for node in self.walk() if node.tag in tags]

    def texts(self) -> Iterator[tuple[Node, int]]:
        """The places of the text that is shown: a node and the place among its children."""
        for node in self.walk():
            if node.tag not in UNSEEN:
                yield from ((node, place) for place, kid in enumerate(node.kids) if isinstance(kid, str))

    def text(self) -> str:
        """Its words, without those of scripts."""
        return "".join(unescape(str(node.kids[place])) for node, place in self.texts())

    def replace(self, new: Iterable[Node | str]) -> None:
        """Put others in its place."""
        above = self.parent
        if above is not None:
            place = next(place for place, kid in enumerate(above.kids) if kid is self)
            above.fill([*above.kids[:place], *new, *above.kids[place + 1 :]])

    def after(self, new: Iterable[Node | str]) -> None:
        """Put others behind it."""
        self.replace([self, *new])


def tree_of(html: str) -> Node:
    """The tree of a page, as the parser of the extraction builds it."""
    markup = LexborHTMLParser(html).html or ""
    root = Node("")
    opened, at = [root], 0
    while at < len(markup):
        piece = _PIECE.match(markup, at)
        if piece is None:
            break
        at, top = piece.end(), opened[-1]
        if (tag := piece["tag"]) is not None:
            node = Node(tag, {name: value or "" for name, value in _SAID.findall(piece["said"])})
            node.parent = top
            top.kids.append(node)
            if tag in RAW:
                end = markup.find(f"</{tag}>", at)
                end = len(markup) if end < 0 else end
                node.kids.append(markup[at:end])
                at = end + len(tag) + 3
            elif tag not in VOID:
                opened.append(node)
        elif piece["end"] is not None:
            place = next((n for n in range(len(opened) - 1, 0, -1) if opened[n].tag == piece["end"]), len(opened))
            del opened[place:]
        elif piece["note"] is not None:
            top.kids.append(Node("!--", kids=[piece["note"]]))
        else:
            top.kids.append(piece.group())
    return root


def part_of(html: str) -> list[Node | str]:
    """The nodes of a fragment of markup."""
    return next(iter(tree_of(f"<!doctype html><body>{html}").all("body"))).kids


def written(node: Node, *, case: Callable[[str], str] = str, quote: str = '"', turned: bool = False) -> str:
    """The markup of what is below a node. turned: attributes in the opposite order."""
    out: list[str] = []
    for kid in node.kids:
        if isinstance(kid, str):
            out.append(kid)
        elif kid.tag == "!--":
            out.append(f"<!--{''.join(map(str, kid.kids))}-->")
        else:
            said = list(kid.said.items())
            marks = "".join(
                f" {case(name)}={_quoted(value, quote)}" for name, value in (said[::-1] if turned else said)
            )
            inner = written(kid, case=case, quote=quote, turned=turned)
            out.append(f"<{case(kid.tag)}{marks}>{inner}" + ("" if kid.tag in VOID else f"</{case(kid.tag)}>"))
    return "".join(out)


def _quoted(value: str, quote: str) -> str:
    if quote == "" and value and not re.search(r"[\s\"'=<>`&]|/$", value):
        return value
    return f"'{value}'" if quote == "'" and "'" not in value else f'"{value}"'
