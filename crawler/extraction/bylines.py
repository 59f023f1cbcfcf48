"""Bylines as elements print them: class names, rel=author, links to author pages; those nearest the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extraction.names import is_organisation, looks_like_person, split_names
from crawler.extraction.plain import squeeze

_WORDS = (
    "author",
    "byline",
    "autor",
    "auteur",
    "writer",
    "reporter",
    "journalist",
    "redakteur",
    "contributor",
    "penulis",
    "yazar",
)
_SELECTOR = ",".join(
    [
        *(f'[class*="{word}" i],[id*="{word}" i]' for word in _WORDS),
        '[rel~="author"],[itemprop~="author"],a[href*="/author"],a[href*="/autor"],a[href*="/staff/"]',
        'a[href*="/journalist"],a[href*="/contributor"],[class~="vcard"]',
    ]
)
_ELSEWHERE = re.compile(
    r"comment|related|sidebar|footer|widget|teaser|\bcard|most-|popular|recommend|bio\b|about-?author|author-?(?:box|info|bio"
    r"|desc)|promo|newsletter|(?:^|[-_ ])nav|menu|reply|respond|avatar|caption|photo-?credit",
    re.IGNORECASE,
)
_DATE_TAIL = re.compile(
    r"\s*(?:\||·|•|—|–|\bon\b|\bpublished\b|\bupdated\b|\bposted\b"
    r"|\blast updated\b)?\s*(?:\b[A-Z][a-z]{2,8}\.? \d{1,2},? (?:19|20)\d\d"
    r"|\b\d{1,2}[./ ]\w{2,9}[./ ]?(?:19|20)\d\d).*$"
)
_SAID = re.compile(
    r"(?:(?:posted|written|erstellt|verfasst|geschrieben|publié|écrit|escrito)\s+)?(?:by|von|par|por|di|oleh|作者|记者|文)\b",
    re.IGNORECASE,
)
_PEN_NAME = re.compile(r"(?:(?:by|von|par|por)\s+)?[^\W\d_][\w.\-]{3,24}$", re.IGNORECASE)
_TOKEN = re.compile(r"(?:^|[-_ ])(?:author|autor|auteur|byline)(?:$|[-_ ])", re.IGNORECASE)
_DASH = re.compile(r"\s[–—-]\s")
_CJK = re.compile("[\u4e00-\u9fff]")
MAX_TEXT = 140
MAX_UP = 7
MAX_AUTHORS = 8


def printed_bylines(tree: LexborHTMLParser, title: str | None) -> tuple[tuple[str, ...], str]:
    """Words of the byline elements in the smallest part of the page that holds headline and byline, and their place.

    Only the first of them and its like (the same tag and class) count: those farther on belong to other articles.
    """
    body = tree.body
    if body is None or body.css_first(_SELECTOR) is None:
        return (), ""
    part = _headline(tree, title)
    for _ in range(MAX_UP):
        if part is None or part.tag in ("body", "html"):
            break
        found = list(_elements(part))
        if found:
            return _first_group(found)
        part = part.parent
    return _first_group([(node, text) for node, text in _elements(body) if _SAID.match(text) or _marked(node)])


def _headline(tree: LexborHTMLParser, title: str | None) -> LexborNode | None:
    """The element that prints the headline, else the first heading."""
    wanted = "".join((title or "").lower().split())
    headings = [*tree.css("h1")[:6], *tree.css("h2")[:6]]
    for node in headings:
        if wanted and "".join(node.text(deep=True).lower().split()) == wanted:
            return node
    return headings[0] if headings else None


def _elements(part: LexborNode) -> Iterator[tuple[LexborNode, str]]:
    """Byline elements below a part that hold a name, the innermost ones."""
    inner: list[tuple[LexborNode, str]] = []
    for node in part.css(_SELECTOR)[:60]:
        if node.mem_id == part.mem_id or node.tag in ("img", "meta", "script", "style", "input", "svg", "body", "html"):
            continue
        text = squeeze(node.text(deep=True, separator=" "))
        if not 2 <= len(text) <= MAX_TEXT or _elsewhere(node):
            continue
        text = _DATE_TAIL.sub("", text)
        if names_in(text, marked=_marked(node)):
            inner.append((node, text))
    for at, (node, text) in enumerate(inner):
        below = inner[at + 1 : at + 4]
        if not any(_inside(other, node) for other, _ in below):
            yield node, text


def names_in(text: str, *, marked: bool = False) -> tuple[str, ...]:
    """The names of a byline element: what opens with By, or reads as people's names and hardly anything else.

    marked: the element itself says that it holds an author, so that a lone first name or a pen name is one.
    """
    names = split_names(text, people_only=True)
    said = bool(_SAID.match(text))
    people = tuple(
        name for name in names if looks_like_person(name) or (said and len(name.split()) <= 5 and len(name) > 2)
    )
    if _CJK.search(text) and (len(people) < len(names) or len(text) > 40):
        return ()
    if marked and not people and (_PEN_NAME.match(text) or (is_organisation(text) and len(text) <= 40)):
        return split_names(text)
    # A post behind a name of Latin script may be longer than the name; one behind a dash does not count.
    text = _DASH.split(text, maxsplit=1)[0] if marked else text
    share = 0.3 if marked and not _CJK.search(text) else 0.4
    return people if said or sum(map(len, people)) >= share * len(text) else ()


def _inside(node: LexborNode, outer: LexborNode) -> bool:
    above = node.parent
    for _ in range(6):
        if above is None:
            return False
        if above.mem_id == outer.mem_id:
            return True
        above = above.parent
    return False


def _elsewhere(node: LexborNode) -> bool:
    """Whether an element belongs to a comment, a teaser or a note about the author."""
    above: LexborNode | None = node
    for level in range(7):
        if above is None or above.tag in ("body", "html"):
            return False
        attributes = above.attributes
        if above.tag in ("aside", "footer", "nav", "figcaption", "figure"):
            return True
        words = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if level < 5 and len(words) < 200 and _ELSEWHERE.search(words):
            return True
        above = above.parent
    return False


def _first_group(found: Sequence[tuple[LexborNode, str]]) -> tuple[tuple[str, ...], str]:
    if not found:
        return (), ""
    first = found[0][0]
    key, holder = (first.tag, first.attributes.get("class")), _holder(first)
    texts = [
        text for node, text in found if (node.tag, node.attributes.get("class")) == key and _holder(node) == holder
    ]
    name = (key[1] or first.attributes.get("rel") or first.attributes.get("itemprop") or "").split(" ")[0]
    return tuple(dict.fromkeys(texts))[:MAX_AUTHORS], f"byline element: {key[0]}{'.' + name if name else ''}"


def _marked(node: LexborNode) -> bool:
    """Whether an element is an author's by rel, itemprop or a class or id of just that word."""
    attributes = node.attributes
    said = f"{attributes.get('rel') or ''} {attributes.get('itemprop') or ''}"
    return "author" in said or bool(_TOKEN.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"))


def _holder(node: LexborNode) -> int:
    """The element two levels up: co-authors share it, authors of other articles do not."""
    above = node.parent.parent if node.parent is not None else None
    return above.mem_id if above is not None else 0
