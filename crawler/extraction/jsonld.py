"""JSON-LD of a page, read with patience: comments, raw line ends, trailing commas and CDATA do not lose a block."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

ARTICLE_TYPES = frozenset(
    [
        "article",
        "newsarticle",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "backgroundnewsarticle",
        "opinionnewsarticle",
        "reviewnewsarticle",
        "askpublicnewsarticle",
        "blogposting",
        "socialmediaposting",
        "liveblogposting",
        "report",
        "scholarlyarticle",
        "techarticle",
        "advertisercontentarticle",
        "newsmediaarticle",
        "medicalscholarlyarticle",
        "creativework",
    ]
)
PAGE_TYPES = frozenset({"webpage", "itempage", "videoobject", "imagegallery", "mediagallery"})
_WRAPPING = re.compile(r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_LINE_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
_BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DEPTH = 12
Node = dict[str, Any]


def nodes(scripts: list[str]) -> list[Node]:
    """All objects of all blocks that have a type, outermost first, @graph and arrays opened."""
    found: list[Node] = []
    for script in scripts:
        loaded = _load(script)
        if loaded is not None:
            found.extend(_walk(loaded, 0))
    return found


def articles(found: list[Node]) -> list[Node]:
    """The objects that describe the article, the most article-like first; pages only where nothing better is there."""
    strict = [node for node in found if kinds(node) & (ARTICLE_TYPES - {"creativework"})]
    if strict:
        return sorted(strict, key=lambda node: not (node.get("headline") and node.get("datePublished")))
    return [node for node in found if kinds(node) & (PAGE_TYPES | {"creativework"})]


def kinds(node: Node) -> set[str]:
    """The types of an object, lower case, without a vocabulary's address."""
    value = node.get("@type", node.get("type"))
    names = value if isinstance(value, list) else [value]
    return {name.rsplit("/", 1)[-1].lower() for name in names if isinstance(name, str)}


def _load(script: str) -> Any:
    """The value of one block; None where nothing safe can be read."""
    text = script
    if "<!" in text or "-->" in text or "]]>" in text:
        text = _WRAPPING.sub("", _WRAPPING.sub("", text))
    text = text.strip().rstrip(";").strip()
    for repair in (
        lambda t: t,
        lambda t: _TRAILING_COMMA.sub(r"\1", _LINE_COMMENT.sub("", _BLOCK_COMMENT.sub("", t))),
        html.unescape,
    ):
        try:
            return json.loads(repair(text), strict=False)
        except (ValueError, RecursionError):
            continue
    try:
        return json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _walk(value: Any, depth: int) -> Iterator[Node]:
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value or "headline" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "item", "itemListElement"):
            if key in value:
                yield from _walk(value[key], depth + 1)


def text_of(value: Any) -> str | None:
    """A text value, unwrapped from lists and @value objects, entities read, tags dropped."""
    if isinstance(value, list):
        return next((text for item in value if (text := text_of(item))), None)
    if isinstance(value, dict):
        return text_of(value.get("@value") or value.get("name"))
    if isinstance(value, str):
        text = re.sub(r"<[^<>]{1,300}>", " ", html.unescape(value))
        return re.sub(r"\s+", " ", text).strip() or None
    return None


def by_id(found: list[Node]) -> dict[str, Node]:
    """The objects that carry a name and an identifier, so that references to them can be read."""
    return {node["@id"]: node for node in found if isinstance(node.get("@id"), str) and node.get("name")}


def names_of(value: Any, known: dict[str, Node] | None = None) -> list[str]:
    """Names in an author or editor value, persons before organisations; a bare reference is looked up in known."""
    if isinstance(value, list):
        ordered = sorted(value, key=is_organisation)
        return [name for item in ordered for name in names_of(item, known)]
    if isinstance(value, dict):
        if "name" not in value and known and value.get("@id") in known:
            value = known[value["@id"]]
        name = value.get("name")
        if isinstance(name, list):
            return [text for item in name if (text := text_of(item))]
        text = text_of(name)
        return [text] if text else []
    text = text_of(value)
    return [text] if text and not text.startswith(("http://", "https://", "/")) else []


def is_organisation(value: Any) -> bool:
    """Whether an author value is an organisation alone."""
    if isinstance(value, list):
        return bool(value) and all(is_organisation(item) for item in value)
    return isinstance(value, dict) and any(kind.endswith("organization") for kind in kinds(value))
