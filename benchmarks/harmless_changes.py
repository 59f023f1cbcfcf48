"""Changes of a page after which a reader would write down the same article, for benchmarks/harmless.py.

Each takes the page's tree and its article before the change and returns the markup, or None where it does not apply.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Callable, Iterable

from benchmarks.harmless_tree import UNSEEN, Node, part_of, written
from benchmarks.harmless_words import words_for
from storage.records import Article

Change = Callable[[Node, Article], str | None]
CHANGES: dict[str, Change] = {}
_BLOCKS = "div section article header footer main aside nav ul ol li table tbody tr td th h1 h2 h3 h4 h5 h6 p figure"
_HEAD = "html head body meta link script style title figcaption blockquote form dl dt dd hr !--"
BLOCKS = frozenset((_BLOCKS + " " + _HEAD).split())
# Names that styles everywhere hide by; a site that renames its classes would not leave such text in sight.
_HIDES = re.compile(r"hid|invisible|sr-only|visually|screen-?reader|d-none|print", re.IGNORECASE)
_IN_WORD = re.compile(r"(?<=[^\W\d_]{4})(?=[^\W\d_]{4})")


def change(of: Change) -> Change:
    """Note a change under the name of its function."""
    CHANGES[of.__name__.replace("_", " ")] = of
    return of


def _body(root: Node) -> Node:
    return next(iter(root.all("body")), root)


def _plain(text: str) -> str:
    return "".join(text.split())


def _hashed(text: str) -> str:
    return " ".join("x" + hashlib.sha256(word.encode()).hexdigest()[:6] for word in text.split())


def _paragraphs(root: Node, article: Article) -> list[Node]:
    """The innermost elements that hold one paragraph of the article each."""
    wanted = {_plain(text) for text in article.paragraphs}
    found = []
    for node in _body(root).all("p", "div", "section"):
        text = _plain(node.text())
        if len(text) >= 30 and text in wanted and not any(_plain(below.text()) == text for below in _inner(node)):
            found.append(node)
    return found


def _inner(node: Node) -> list[Node]:
    return [below for below in node.all("p", "div", "section") if below is not node]


def _amid(root: Node, article: Article, markup: str) -> str | None:
    """Put something between two paragraphs that stand side by side, in the middle of the text."""
    paragraphs = _paragraphs(root, article)
    known = set(map(id, paragraphs))
    pairs = [node for node in paragraphs if id(_next(node)) in known]
    if not pairs:
        return None
    pairs[len(pairs) // 2].after(part_of(markup))
    return written(root)


def _next(node: Node) -> Node | str | None:
    kids = [kid for kid in (node.parent.kids if node.parent else ()) if not isinstance(kid, str) or kid.strip()]
    place = next(place for place, kid in enumerate(kids) if kid is node)
    return kids[place + 1] if place + 1 < len(kids) else None


def _around(root: Node, *, top: str = "", end: str = "") -> str:
    body = _body(root)
    body.fill([*part_of(top), *body.kids, *part_of(end)])
    return written(root)


def _retagged(root: Node, old: Iterable[str], new: str) -> str:
    for node in _body(root).all(*old):
        node.tag = new
    return written(root)


def _renamed(root: Node, rename: Callable[[str], str]) -> str:
    for node in _body(root).walk():
        for mark in ("class", "id"):
            if node.said.get(mark) and not _HIDES.search(node.said[mark]):
                node.said[mark] = rename(node.said[mark])
    return written(root)


def _reworded(root: Node, reword: Callable[[str], str]) -> str:
    for node, place in list(_body(root).texts()):
        node.kids[place] = reword(str(node.kids[place]))
    return written(root)


def _without(root: Node, *, ld: bool = False, meta: bool = False, marks: bool = False) -> str | None:
    """The page without what it declares of itself; None where it declares nothing of the kind."""
    before = written(root)
    for node in root.all("script", "meta"):
        is_ld = node.tag == "script" and "ld+json" in node.said.get("type", "")
        is_meta = node.tag == "meta" and not {"charset", "http-equiv"} & set(node.said)
        if (ld and is_ld) or (meta and is_meta) or (marks and is_meta and "itemprop" in node.said):
            node.replace([])
    for node in root.walk() if marks else ():
        for name in ("itemprop", "itemtype", "itemscope", "property", "typeof", "vocab", "datetime"):
            if node.tag != "meta":
                node.said.pop(name, None)
    after = written(root)
    return None if after == before else after


def _spaced(node: Node, lead: str) -> None:
    """White space between blocks, where styles show none."""
    if node.tag in UNSEEN or node.tag not in BLOCKS:
        return
    kids: list[Node | str] = []
    for kid in node.kids:
        block = not isinstance(kid, str) and kid.tag in BLOCKS
        kids += [lead, kid] if block and lead else [re.sub(r"\s+", " ", kid)] if isinstance(kid, str) else [kid]
        if isinstance(kid, Node):
            _spaced(kid, lead and lead + "  ")
    node.kids = kids


CHANGES |= {
    "nothing": lambda root, _: written(root),
    "tags in capitals": lambda root, _: written(root, case=str.upper),
    "attributes turned round, other quotes": lambda root, _: written(root, turned=True, quote="'"),
    "attributes without quotes": lambda root, _: written(root, quote=""),
    "classes renamed to hashes": lambda root, _: _renamed(root, _hashed),
    "classes with a prefix": lambda root, _: _renamed(root, lambda said: " ".join(f"ab-{one}" for one in said.split())),
    "utility classes": lambda root, _: _renamed(root, lambda said: f"flex mt-{len(said) % 9} text-sm mx-auto lg:block"),
    "section for div": lambda root, _: _retagged(root, ["div"], "section"),
    "div for section": lambda root, _: _retagged(root, ["section", "article", "main"], "div"),
    "div for p": lambda root, _: _retagged(root, ["p"], "div"),
    "unknown tags for images": lambda root, _: _retagged(root, ["img"], "amp-img"),
    "references for all letters": lambda root, _: _reworded(
        root, lambda text: "".join(sign if sign.isspace() else f"&#{ord(sign)};" for sign in html.unescape(text))
    ),
    "hard spaces": lambda root, _: _reworded(root, lambda text: re.sub(r"(?<=\S) (?=\S)", "&nbsp;", text)),
    "soft hyphens": lambda root, _: _reworded(root, lambda text: text if "&" in text else _IN_WORD.sub("\xad", text)),
    "zero-width spaces": lambda root, _: _reworded(
        root, lambda text: text if "&" in text else _IN_WORD.sub("\u200b", text)
    ),
    "breaks in words": lambda root, _: _reworded(
        root, lambda text: text if "&" in text else _IN_WORD.sub("<wbr>", text)
    ),
    "without JSON-LD": lambda root, _: _without(root, ld=True),
    "without meta": lambda root, _: _without(root, meta=True),
    "without microdata": lambda root, _: _without(root, marks=True),
    "without any data": lambda root, _: _without(root, ld=True, meta=True, marks=True),
    "a cookie banner": lambda root, article: _around(root, top=f"<div><p>{words_for(article).cookies}</p></div>"),
    "an advertisement amid": lambda root, article: _amid(
        root, article, f"<div><p>{words_for(article).advert}</p></div>"
    ),
    "a rule amid": lambda root, article: _amid(root, article, "<hr>"),
    "a picture amid": lambda root, article: _amid(root, article, "<figure><img src='/x.jpg' alt=''></figure>"),
    "a script amid": lambda root, article: _amid(root, article, "<script>var a = '<p>none</p>';</script>"),
    "read also amid": lambda root, article: _amid(
        root, article, f"<p><b>{words_for(article).also}</b> <a href='/2019/a'>{words_for(article).headline}</a></p>"
    ),
    "a newsletter box amid": lambda root, article: _amid(
        root,
        article,
        f"<div><h4>{words_for(article).letter}</h4><p>{words_for(article).morning}</p><input type=email></div>",
    ),
    "headline in a bar on top": lambda root, article: (
        _around(root, top=f"<div><a href='/'>A</a><div>{html.escape(article.title)}</div></div>")
        if article.title
        else None
    ),
    "most read, with days": lambda root, article: _around(
        root,
        end=f"<div><h3>{words_for(article).most}</h3><ol>"
        + "".join(f"<li><a href='/{n}'>{words_for(article).headline}</a><i>2019-03-0{n}</i></li>" for n in (1, 2, 3))
        + "</ol></div>",
    ),
    "comments below": lambda root, article: _around(
        root,
        end="<section><h2>3</h2>" + 3 * f"<div><b>reader</b><p>{words_for(article).comment}</p></div>" + "</section>",
    ),
}


@change
def minified(root: Node, _: Article) -> str | None:
    """No white space but single spaces."""
    for node in root.all("html"):
        _spaced(node, "")
    return written(root)


@change
def indented(root: Node, _: Article) -> str | None:
    """Each block on a line of its own."""
    for node in root.all("html"):
        _spaced(node, "\n")
    return written(root)


@change
def comments_everywhere(root: Node, _: Article) -> str | None:
    """A comment before each node, as component libraries write them."""
    for node in list(_body(root).walk()):
        if node.tag not in UNSEEN:
            node.fill([part for kid in node.kids for part in (Node("!--", kids=[" "]), kid)])
    return written(root)


@change
def wrappers_doubled(root: Node, _: Article) -> str | None:
    """One more element inside each div, section, article and main."""
    for node in _body(root).all("div", "section", "article", "main"):
        node.fill([Node("div", kids=node.kids)])
    return written(root)


@change
def paragraphs_in_wrappers(root: Node, _: Article) -> str | None:
    """Each p in a div of its own."""
    for node in _body(root).all("p"):
        above = node.parent
        box = Node("div", {"data-component": "text"})
        node.replace([box])
        box.fill([node])
        box.parent = above
    return written(root)


@change
def breaks_for_paragraphs(root: Node, _: Article) -> str | None:
    """Paragraphs parted by two line breaks, as old content systems write them."""
    for node in list(_body(root).walk()):
        if sum(isinstance(kid, Node) and kid.tag == "p" for kid in node.kids) > 1:
            parts = [[*kid.kids, Node("br"), Node("br")] if _is_p(kid) else [kid] for kid in node.kids]  # type: ignore[union-attr]
            node.fill([one for part in parts for one in part])
    return written(root)


def _is_p(kid: Node | str) -> bool:
    return isinstance(kid, Node) and kid.tag == "p"


@change
def a_layout_table(root: Node, _: Article) -> str | None:
    """The page in the second cell of a table."""
    body = _body(root)
    cells = [
        Node("td", {"width": "150"}, part_of("<a href='/a'>A</a><br><a href='/b'>B</a>")),
        Node("td", {}, body.kids),
    ]
    body.fill([Node("table", {}, [Node("tbody", {}, [Node("tr", {}, cells)])])])
    return written(root)


@change
def a_copy_for_small_screens(root: Node, article: Article) -> str | None:
    """The element with most of the text printed again behind itself, under another class."""
    homes = [node.parent for node in _paragraphs(root, article) if node.parent and node.parent.tag != "body"]
    if not homes:
        return None
    home = max(homes, key=homes.count)
    home.after([Node("div", {"class": "small-screens"}, part_of(written(home)))])
    return written(root)


@change
def json_ld_in_a_graph(root: Node, _: Article) -> str | None:
    """Each JSON-LD value as one of a graph."""
    found = [node for node in root.all("script") if "ld+json" in node.said.get("type", "")]
    for node in found:
        try:
            value = json.loads("".join(map(str, node.kids)))
        except ValueError:
            continue
        graph = value if isinstance(value, list) else value.get("@graph", [value])
        node.kids = [json.dumps({"@context": "https://schema.org", "@graph": graph}).replace("<", "\\u003c")]
    return written(root) if found else None
