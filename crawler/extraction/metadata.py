"""What a page says of itself: JSON-LD, OpenGraph, meta elements, microdata and time elements, each with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extraction import jsonld
from crawler.extraction.header import says_update
from crawler.extraction.meta_names import (
    AUTHORS,
    CHANGED,
    DESCRIPTIONS,
    EDITORS,
    LABELLED,
    OUTLETS,
    PUBLISHED,
    TITLES,
    WRITTEN_BY,
)
from crawler.extraction.microdata import read_marked
from crawler.extraction.plain import squeeze
from crawler.extraction.time_elements import times_of

# Follows the attribute of the same element.
SHOWN = "time element, as printed"
_SOURCES = frozenset({"contentsource", "source"})
_KICKER = re.compile(
    r"kicker|overline|eyebrow|top-?line|roof-?line|dachzeile|spitzmarke|pre-?title|pre-?headline|super-?title|sur-?titre"
    r"|section|category|rubri|label|badge|sub-?title|sub-?head|deck|date|meta",
    re.IGNORECASE,
)
_HOME = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w+|home/?)?(?:[?#].*)?$", re.IGNORECASE)
# Elements that part no heading.
_INSIDE_WORDS = frozenset({"-comment", "br", "wbr", "em", "i", "b", "strong", "sup"})
_LOGO = re.compile(r"(?:^|[-_ ])(?:logo|brand|site-?(?:title|name)|blog-?title|masthead)(?:$|[-_ ])", re.IGNORECASE)
_PROPERTY = re.compile(r"<(\w{2,30})>([^<>]{1,300})</\1>")
_BY = re.compile(r"^(?:by|von|par|por|di|автор:?|作者[:：]?|文[/／:：])\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """One printed value and the place it was found at."""

    value: str
    how: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. value: all its words; headline: without a kicker; parts: whether elements part it; home: a site name.

    A heading that is a link to the site's front page, or stands in its logo, is the site's name.
    """

    value: str
    how: str
    headline: str
    parts: bool = False
    home: bool = False


@dataclass(slots=True)
class Metadata:
    """Candidates of each field, the most trusted first; nothing is judged here."""

    titles: list[Found] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    page_title: str | None = None
    published: list[Found] = field(default_factory=list)
    changed: list[Found] = field(default_factory=list)
    times: list[Found] = field(default_factory=list)
    authors: list[Found] = field(default_factory=list)
    editors: list[Found] = field(default_factory=list)
    outlets: list[Found] = field(default_factory=list)
    language: str | None = None
    article_types: set[str] = field(default_factory=set)
    og_type: str | None = None
    article_body: str | None = None
    descriptions: list[str] = field(default_factory=list)
    site_name: str | None = None


def read_metadata(tree: LexborHTMLParser, html: str = "") -> Metadata:
    """Collect every candidate that the page's markup declares; html: the text, for properties kept in comments."""
    meta = Metadata()
    root = tree.root
    if root is not None:
        html_node = root if root.tag == "html" else tree.css_first("html")
        attributes = html_node.attributes if html_node else {}
        meta.language = attributes.get("lang") or attributes.get("xml:lang")
    _from_jsonld(tree, meta)
    _from_meta(tree, meta)
    _from_attributes(tree, meta)
    _from_times(tree, meta)
    _from_comments(html, meta)
    title = tree.css_first("title")
    if title is not None:
        meta.page_title = squeeze(title.text(deep=True)) or None
    for level in ("h1", "h2", "h3"):
        for node in tree.css(level)[:8]:
            heading = _heading(node, level)
            if heading is not None:
                meta.headings.append(heading)
    return meta


def _heading(node: LexborNode, level: str) -> Heading | None:
    text = squeeze(node.text(deep=True, separator=" "))
    if not text:
        return None
    whole = squeeze(node.text(deep=True))
    elements = [child for child in node.iter() if child.tag not in _INSIDE_WORDS and squeeze(child.text(deep=True))]
    parts = any(squeeze(child.text(deep=True)) != whole for child in elements)
    headline = whole if text.replace(" ", "") == whole.replace(" ", "") and " " not in text.replace(whole, "") else text
    if parts:
        headline = text
        for child in elements:
            words = squeeze(child.text(deep=True, separator=" "))
            name = child.attributes.get("class") or ""
            if words and words != text and (_KICKER.search(name) or child.tag in ("small", "time")):
                headline = squeeze(headline.replace(words, " ", 1)).lstrip(":|–- ").strip()
    link = node.css_first("a[href]") if level == "h1" or len(text) < 40 else None
    above = node.parent if node.parent is not None and node.parent.tag == "a" else link
    home = False
    if above is not None and squeeze(above.text(deep=True, separator=" ")) == text:
        home = bool(_HOME.match(above.attributes.get("href") or ""))
    home = home or bool(_LOGO.search(f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"))
    # Content systems write a character reference twice.
    return Heading(unescape(text), level, unescape(headline or text), parts=parts, home=home)


def _from_jsonld(tree: LexborHTMLParser, meta: Metadata) -> None:
    scripts = [node.text(deep=True) for node in tree.css('script[type*="ld+json" i]')]
    if not scripts:
        return
    found = jsonld.nodes(scripts)
    described = jsonld.articles(found)
    for node in described[:3]:
        meta.article_types |= jsonld.kinds(node)
        strict = bool(jsonld.kinds(node) & jsonld.ARTICLE_TYPES)
        _put(
            meta.titles,
            jsonld.text_of(node.get("headline") or (node.get("name") if not strict else None)),
            "json-ld: headline",
        )
        _put(
            meta.published,
            jsonld.text_of(node.get("datePublished") or (node.get("uploadDate"))),
            "json-ld: datePublished",
        )
        _put(
            meta.published,
            jsonld.text_of(node.get("dateCreated")) if not node.get("datePublished") else None,
            "json-ld: dateCreated",
        )
        _put(meta.changed, jsonld.text_of(node.get("dateModified")), "json-ld: dateModified")
        author = node.get("author") or node.get("creator")
        kind = "json-ld: author, an organisation" if jsonld.is_organisation(author) else "json-ld: author"
        _put_all(meta.authors, jsonld.names_of(author, jsonld.by_id(found)), kind)
        _put_all(meta.editors, jsonld.names_of(node.get("editor")), "json-ld: editor")
        _put(meta.outlets, jsonld.text_of(_publisher(node, found)), "json-ld: publisher")
        body = node.get("articleBody")
        if isinstance(body, str) and len(body) > len(meta.article_body or ""):
            meta.article_body = body
        language = jsonld.text_of(node.get("inLanguage"))
        if language and not meta.language:
            meta.language = language


def _publisher(node: dict[str, Any], found: Sequence[dict[str, Any]]) -> Any:
    """The publisher of an article object; a bare reference is looked up among the page's objects."""
    publisher = node.get("publisher")
    if isinstance(publisher, list) and publisher:
        publisher = publisher[0]
    if isinstance(publisher, dict) and "name" not in publisher and "@id" in publisher:
        return next((other.get("name") for other in found if other.get("@id") == publisher["@id"]), None)
    return publisher if isinstance(publisher, dict) else None


def _from_meta(tree: LexborHTMLParser, meta: Metadata) -> None:
    named: dict[str, list[str]] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        content = attributes.get("content")
        if not content or len(content) > 2000:
            continue
        for key in ("name", "property", "itemprop"):
            name = attributes.get(key)
            # Properties of items in the body are read with their item: a teaser's are not the article's.
            if name and (key != "itemprop" or _in_head(node)):
                named.setdefault(name.strip().lower(), []).append(squeeze(content))
    for names, target in (
        (TITLES, meta.titles),
        (PUBLISHED, meta.published),
        (CHANGED, meta.changed),
        (EDITORS, meta.editors),
        (OUTLETS, meta.outlets),
    ):
        for name in names:
            for value in named.get(name, ())[:3]:
                _put(target, value, f"meta: {name}")
    for name in AUTHORS:
        for value in named.get(name, ())[:6]:
            if not value.startswith(("http", "/", "@")):
                _put(meta.authors, _BY.sub("", value), f"meta: {name}")
    for label, value in LABELLED:
        if named.get(label, [""])[0].lower().rstrip(" :：") in WRITTEN_BY:
            _put(meta.authors, next(iter(named.get(value, ())), None), f"meta: {value}, written by")
    meta.descriptions = [value for name in DESCRIPTIONS for value in named.get(name, ())[:1]]
    meta.og_type = next(iter(named.get("og:type", ())), None)
    meta.site_name = next(iter(named.get("og:site_name", ())), None)
    languages = (value for name in ("content-language", "language", "og:locale") for value in named.get(name, ()))
    meta.language = meta.language or next(languages, None)


def _from_attributes(tree: LexborHTMLParser, meta: Metadata) -> None:
    """Microdata and RDFa of the page's own article."""
    marked = read_marked(tree)
    _put_all(meta.titles, marked.headlines[:2], "microdata: headline")
    _put_all(meta.published, marked.published[:3], "microdata: datePublished")
    _put_all(meta.changed, marked.changed[:3], "microdata: dateModified")
    _put_all(meta.authors, marked.authors[:8], "microdata: author")
    _put_all(meta.authors, marked.organisations[:2], "microdata: author, an organisation")
    _put_all(meta.editors, marked.editors[:4], "microdata: editor")
    declared = {found.value for found in meta.titles}
    _put_all(meta.outlets, [name for name in marked.publishers[:2] if name not in declared][:1], "microdata: publisher")


def _from_times(tree: LexborHTMLParser, meta: Metadata) -> None:
    for found in times_of(tree):
        if found.changed:
            _put(meta.changed, found.value, "time element of a change")
            continue
        _put(meta.times, found.value, "time element")
        if not says_update(found.shown) and len(found.shown) <= 60:
            _put(meta.times, found.shown, SHOWN)


def _from_comments(html: str, meta: Metadata) -> None:
    """Properties that a newspaper publishing system writes into a comment of every page (enpproperty)."""
    at = html.find("<!--enpproperty")
    if at < 0:
        return
    properties = dict(_PROPERTY.findall(html[at : at + 6000].partition("-->")[0]))
    for name, target in (("author", meta.authors), ("date", meta.published), ("title", meta.titles)):
        _put(target, squeeze(properties.get(name, "")), f"comment: enpproperty {name}")


def _in_head(node: LexborNode) -> bool:
    return node.parent is not None and node.parent.tag == "head"


def _put(target: list[Found], value: str | None, how: str) -> None:
    if value and value.strip() and all(value.strip() != other.value for other in target):
        target.append(Found(value.strip(), how))


def _put_all(target: list[Found], values: Sequence[str], how: str) -> None:
    for value in values:
        _put(target, value, how)
