"""Microdata (itemprop) and the RDFa that older content systems write: fields of the page's own article, no teaser's.

Properties as schema.org names them; RDFa terms (dc:date, schema:dateCreated ...) as Drupal 7 and 8 write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extraction.jsonld import ARTICLE_TYPES
from crawler.extraction.plain import squeeze

MAX_NODES = 400
MAX_UP = 40
_RDFA = {
    "dc:date": "datePublished",
    "dc:created": "datePublished",
    "dcterms:created": "datePublished",
    "dcterms:issued": "datePublished",
    "schema:datepublished": "datePublished",
    "schema:datecreated": "datePublished",
    "dc:title": "headline",
    "dcterms:title": "headline",
    "schema:headline": "headline",
}
_PROPERTIES = frozenset(
    {"headline", "datePublished", "dateCreated", "dateModified", "author", "creator", "editor", "publisher"}
    | {"sourceOrganization"}
)
_OWN_TYPES = ARTICLE_TYPES | {"question", "discussionforumposting"}
_TEASER = re.compile(r"teaser|related|sidebar|comment|\bcard|recommend|views-row|list-item|most-", re.IGNORECASE)


@dataclass(slots=True)
class Marked:
    """What the attributes of one page's article say; each list in document order."""

    headlines: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)


def read_marked(tree: LexborHTMLParser) -> Marked:
    """The properties of the article that the page is about."""
    marked = Marked()
    _microdata(tree, marked)
    if not marked.published:
        _rdfa(tree, marked)
    return marked


def _microdata(tree: LexborHTMLParser, marked: Marked) -> None:
    entries = list(_entries(tree))
    own = _own_scope([scope for _, _, scope in entries if scope is not None])
    for name, node, scope in entries:
        if scope is None and _in_teaser(node):
            continue
        if scope is not None and (own is None or scope.mem_id != own.mem_id):
            continue
        if name == "headline" and node.tag != "meta":
            marked.headlines.append(_value(node))
        elif name in {"datePublished", "dateCreated"}:
            marked.published.append(_value(node))
        elif name == "dateModified":
            marked.changed.append(_value(node))
        elif name in {"author", "creator"}:
            (marked.organisations if _is_organisation(node) else marked.authors).extend(_names(node))
        elif name == "editor":
            marked.editors.extend(_names(node))
        elif name in {"publisher", "sourceOrganization"}:
            marked.publishers.extend(_names(node))


def _entries(tree: LexborHTMLParser) -> Iterator[tuple[str, LexborNode, LexborNode | None]]:
    """Each wanted property with its element and the element of the item that it belongs to."""
    for node in tree.css("[itemprop]")[:MAX_NODES]:
        for name in (node.attributes.get("itemprop") or "").split():
            if name in _PROPERTIES:
                yield name, node, _scope(node)


def _scope(node: LexborNode) -> LexborNode | None:
    """The item that an element's property belongs to: the nearest element above with itemscope."""
    above = node.parent
    for _ in range(MAX_UP):
        if above is None:
            return None
        if "itemscope" in above.attributes:
            return above
        above = above.parent
    return None


def _own_scope(scopes: list[LexborNode]) -> LexborNode | None:
    """The item of the page's own article: an article that holds an h1, else the only one, else the first of all."""
    seen = {scope.mem_id: scope for scope in scopes}
    articles = [scope for scope in seen.values() if _type(scope) in _OWN_TYPES and not _in_teaser(scope)]
    for scope in articles:
        if scope.css_first("h1") is not None:
            return scope
    pages = [scope for scope in seen.values() if _type(scope) in {"webpage", "itempage"}]
    return next(iter([*articles, *pages]), None)


def _type(node: LexborNode) -> str:
    return (node.attributes.get("itemtype") or "").split("/")[-1].split("#")[-1].lower()


def _value(node: LexborNode) -> str:
    attributes = node.attributes
    return attributes.get("content") or attributes.get("datetime") or squeeze(node.text(deep=True, separator=" "))


def _is_organisation(node: LexborNode) -> bool:
    return _type(node).endswith("organization")


def _names(node: LexborNode) -> list[str]:
    """The names of a person or an organisation: its name properties, else its own words."""
    if "itemscope" not in node.attributes:
        words = _value(node)
        return [words] if 1 < len(words) <= 120 and not words.startswith(("http", "/")) else []
    inner = [other for other in node.css('[itemprop~="name"]')[:4] if (_scope(other) or other).mem_id == node.mem_id]
    return [words for other in inner if 1 < len(words := _value(other)) <= 120]


def _in_teaser(node: LexborNode) -> bool:
    """Whether an element belongs to a teaser of another article or to a comment."""
    above: LexborNode | None = node
    for _ in range(6):
        if above is None or above.tag in {"body", "html"}:
            return False
        attributes = above.attributes
        if above.tag in {"aside", "footer", "nav"} or _TEASER.search(
            f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        ):
            return True
        above = above.parent
    return False


def _rdfa(tree: LexborHTMLParser, marked: Marked) -> None:
    """Dates and headline by RDFa terms; where several articles stand on the page, none."""
    found: dict[str, list[str]] = {}
    for node in tree.css("[property]:not(meta)")[:MAX_NODES]:
        for term in (node.attributes.get("property") or "").lower().split():
            name = _RDFA.get(term)
            value = _value(node) if name and not _in_teaser(node) else ""
            if name and value and value not in found.setdefault(name, []):
                found[name].append(value)
    if len(found.get("datePublished", ())) == 1:
        marked.published.extend(found["datePublished"])
    if len(found.get("headline", ())) == 1:
        marked.headlines.extend(found["headline"])
