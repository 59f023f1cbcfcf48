"""What a page says of itself: JSON-LD, OpenGraph, meta elements, microdata and time elements, each with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extraction import jsonld
from crawler.extraction.header import says_update
from crawler.extraction.plain import squeeze

_TITLES = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "title",
    "headline",
    "articletitle",
)
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "publishdate",
    "publish_date",
    "publish-date",
    "pubdate",
    "publication_date",
    "article.published",
    "published_time",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "originalpublicationdate",
    "article_date_original",
    "publishtime",
    "pub_date",
    "rnews:datepublished",
    "apub:time",
    "firstcreatetime",
    "date_published",
    "displaydate",
    "vr:published_time",
    "date",
    "created",
    "contentdate",
    "weibo: article:create_at",
    "weibo:article:create_at",
    "bt:pubdate",
    "og:release_date",
    "article:post_date",
    "citation_publication_date",
    "timestamp",
)
_AUTHORS = (
    "reporter",
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "byline",
    "parsely-author",
    "sailthru.author",
    "article:author_name",
    "citation_author",
    "authors",
    "twitter:data1-author",
    "cxenseparse:author",
    "dc.creator.author",
)
_EDITORS = ("editor", "editors", "contenteditor", "责任编辑")
_OUTLETS = (
    "contentsource",
    "source",
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "article:publisher_name",
    "copyright-holder",
)
_SOURCES = frozenset({"contentsource", "source"})
_TIME_BAD = re.compile(
    r"comment|related|sidebar|footer|modified|updated|widget|teaser|card|most-|popular|recommend", re.IGNORECASE
)
_PROPERTY = re.compile(r"<(\w{2,30})>([^<>]{1,300})</\1>")
_BY = re.compile(r"^(?:by|von|par|por|di|автор:?|作者[:：]?|文[/／:：])\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """One printed value and the place it was found at."""

    value: str
    how: str


@dataclass(slots=True)
class Metadata:
    """Candidates of each field, the most trusted first; nothing is judged here."""

    titles: list[Found] = field(default_factory=list)
    headings: list[Found] = field(default_factory=list)
    page_title: str | None = None
    published: list[Found] = field(default_factory=list)
    times: list[Found] = field(default_factory=list)
    authors: list[Found] = field(default_factory=list)
    editors: list[Found] = field(default_factory=list)
    outlets: list[Found] = field(default_factory=list)
    language: str | None = None
    article_types: set[str] = field(default_factory=set)
    og_type: str | None = None
    article_body: str | None = None
    site_name: str | None = None
    refresh: bool = False


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
    _from_microdata(tree, meta)
    _from_comments(html, meta)
    title = tree.css_first("title")
    if title is not None:
        meta.page_title = squeeze(title.text(deep=True)) or None
    for level in ("h1", "h2"):
        for node in tree.css(level)[:8]:
            text = squeeze(node.text(deep=True, separator=" "))
            if text:
                meta.headings.append(Found(text, level))
    return meta


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
        if (attributes.get("http-equiv") or "").lower() == "refresh":
            meta.refresh = True
        content = attributes.get("content")
        if not content or len(content) > 2000:
            continue
        for key in ("name", "property", "itemprop"):
            name = attributes.get(key)
            if name:
                named.setdefault(name.strip().lower(), []).append(squeeze(content))
    for names, target in (
        (_TITLES, meta.titles),
        (_PUBLISHED, meta.published),
        (_EDITORS, meta.editors),
        (_OUTLETS, meta.outlets),
    ):
        for name in names:
            for value in named.get(name, ())[:3]:
                _put(target, value, f"meta: {name}")
    for name in _AUTHORS:
        for value in named.get(name, ())[:6]:
            if not value.startswith(("http", "/", "@")):
                _put(meta.authors, _BY.sub("", value), f"meta: {name}")
    meta.og_type = next(iter(named.get("og:type", ())), None)
    meta.site_name = next(iter(named.get("og:site_name", ())), None)
    languages = (value for name in ("content-language", "language", "og:locale") for value in named.get(name, ()))
    meta.language = meta.language or next(languages, None)


def _from_microdata(tree: LexborHTMLParser, meta: Metadata) -> None:
    for node in tree.css('[itemprop~="datePublished"], [itemprop~="dateCreated"]')[:3]:
        if node.tag != "meta":
            attributes = node.attributes
            _put(
                meta.published,
                attributes.get("datetime") or attributes.get("content") or squeeze(node.text(deep=True)),
                "microdata: datePublished",
            )
    for node in tree.css('[itemprop~="headline"]')[:2]:
        if node.tag != "meta":
            _put(meta.titles, squeeze(node.text(deep=True)), "microdata: headline")
    for node in tree.css("time")[:12]:
        attributes = node.attributes
        value, shown = attributes.get("datetime"), squeeze(node.text(deep=True))
        if (value or shown) and not _in_furniture(node):
            _put(meta.times, value, "time element")
            if not says_update(shown) and len(shown) <= 60:
                _put(meta.times, shown, "time element, as printed")


def _from_comments(html: str, meta: Metadata) -> None:
    """Properties that a newspaper publishing system writes into a comment of every page (enpproperty)."""
    at = html.find("<!--enpproperty")
    if at < 0:
        return
    properties = dict(_PROPERTY.findall(html[at : at + 6000].partition("-->")[0]))
    for name, target in (("author", meta.authors), ("date", meta.published), ("title", meta.titles)):
        _put(target, squeeze(properties.get(name, "")), f"comment: enpproperty {name}")


def _in_furniture(node: LexborNode) -> bool:
    """Whether a time element belongs to a teaser, a comment or a change note."""
    above: LexborNode | None = node
    for _ in range(6):
        if above is None or above.tag in ("body", "html"):
            return False
        attributes = above.attributes
        if above.tag in ("aside", "footer", "nav", "li") or _TIME_BAD.search(
            f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('itemprop') or ''}"
        ):
            return True
        above = above.parent
    return False


def _put(target: list[Found], value: str | None, how: str) -> None:
    if value and value.strip() and all(value.strip() != other.value for other in target):
        target.append(Found(value.strip(), how))


def _put_all(target: list[Found], values: Sequence[str], how: str) -> None:
    for value in values:
        _put(target, value, how)
