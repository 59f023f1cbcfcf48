"""A tree's markup as a flat run of tags: one call into the tree, instead of several for each of its nodes.

The serialiser (WHATWG HTML, section 13.3) closes every element, quotes every attribute and writes each < and > of a
text or an attribute as a reference, so that splitting at < yields one tag and the text behind it a piece. Only comments
and raw text elements hold other signs; ``after_comment`` and ``after_element`` pass over them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborNode

from crawler.extraction.elements import INLINE, RAW, SKIPPED, VOID
from crawler.extraction.plain import size_of
from crawler.extraction.regions import WHOLE, is_hidden, is_unseen, judge_element
from crawler.extraction.talk_words import heads_talk

BLOCK, INNER, LINK, BOLD, BREAK, IMAGE, RULE, ASK, LONE, SKIP = range(10)
"""What a start tag means for the text around it; those below BREAK have an end tag that the walk meets."""

LABEL = 12
_MAY_HIDE = frozenset({"a", "b", "strong", "span", "small", "label"})
_KINDS = (
    dict.fromkeys(VOID, LONE)
    | dict.fromkeys(INLINE - VOID, INNER)
    | dict.fromkeys(SKIPPED - VOID, SKIP)
    | {"br": BREAK, "img": IMAGE, "hr": RULE, "a": LINK, "b": BOLD, "strong": BOLD}
)
# Inputs into which a reader types nothing.
_UNTYPED = re.compile(r'type="(?:hidden|button|submit|image|checkbox|radio|reset|range)"', re.IGNORECASE)
_SMALL = re.compile(r' (?:width|height)="\d{1,2}(?:px)?"')
_SAID = re.compile(
    r' (class|id|style|hidden|href|role|itemprop|itemtype|aria-label|data-(?:test-?id|component|qa|cy|test))="([^"]*)"'
)
_COMMENT_ID = re.compile(r"comment-?\d", re.IGNORECASE)

# Elements that styles set apart, a null sign between them: a day and its time, a year and its day, a label and a value.
_LABELS = "Source|Editor|Author|Time|Date|Published|Updated|Posted|By|Photo|Picture|Image|Credit"
_GLUED = re.compile(
    rf"[a-z]{{2}}\x00(?:19|20)\d\d|\d\x00\d\d?:\d\d|(?:^|\s)(?:19|20)\d\d\x00\d\d?$"
    rf"|\b(?:{_LABELS})\x00[A-Z]|[a-z]\x00(?:{_LABELS})(?![a-z])"
)
_SHORT = 120


@dataclass(slots=True)
class Start:
    """A start tag. hidden: styles or an attribute keep it and all below it from being seen.

    name, own, caption, itemprop and talk are those of the Region that a block begins; href that of a link, talk whether
    it leads to what a reader wrote or to a form for an answer.
    """

    kind: int
    tag: str
    hidden: bool = False
    href: str = ""
    name: str = ""
    own: int = 0
    caption: bool = False
    itemprop: str = ""
    talk: bool = False


def pieces_of(node: LexborNode) -> list[str]:
    """The node's markup, split so that each piece but the first is ``tag>text``."""
    return (node.html or "").split("<")


@lru_cache(maxsize=8192)
def start_of(head: str) -> Start:
    """What a start tag says; head: its words between the angle brackets."""
    tag, _, rest = head.partition(" ")
    kind = _KINDS.get(tag, BLOCK)
    if tag == "input" and not _UNTYPED.search(rest):
        return Start(ASK, tag)
    if kind == IMAGE and ('.svg"' in rest or "image/svg" in rest or _SMALL.search(rest)):
        return Start(LONE, tag)
    if kind >= BREAK or (kind != BLOCK and not rest):
        return Start(INNER if kind == LINK else kind, tag)
    said: dict[str, str] = dict(_SAID.findall(head)) if rest else {}
    if kind != BLOCK:
        href = plain_of(said.get("href", "")) if kind == LINK else ""
        hidden = tag in _MAY_HIDE and _hides(said, inline=True)
        answers = "#comment-" in href or "replyto" in href or "/reply/" in href
        return Start(INNER if kind == LINK and not href else kind, tag, hidden, href, talk=answers)
    words = f"{plain_of(said.get('class', ''))} {plain_of(said.get('id', ''))}" if said else ""
    if "data-" in rest:
        words = f"{words} {plain_of(' '.join(value for name, value in said.items() if name.startswith('data-')))}"
    if "-" in tag:
        words = f"{words} {tag}"
    region = judge_element(tag, words, said.get("role", ""))
    item, talk = said.get("itemprop", ""), tag == "article" and bool(_COMMENT_ID.match(said.get("id", "")))
    if "itemtype" in said:
        # The last word of the type's address names it.
        kind_of_item = said["itemtype"].rpartition("/")[2]
        item, talk = f"{item} {kind_of_item}", talk or kind_of_item.endswith("Comment")
    if "aria-label" in said and tag not in WHOLE:
        talk = talk or heads_talk(plain_of(said["aria-label"]))
    return Start(BLOCK, tag, _hides(said), "", *region, item, talk)


def _hides(said: dict[str, str], *, inline: bool = False) -> bool:
    """Whether an attribute hides the element; inline: a class that screens do not show does so too."""
    if not said:
        return False
    if is_hidden(said.get("style", "")) or "hidden" in said:
        return True
    return inline and "class" in said and is_unseen(plain_of(said["class"]))


def plain_of(text: str) -> str:
    """A text or a value with the serialiser's references read."""
    if "&" not in text:
        return text
    text = text.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return text.replace("&amp;", "&")


def parted(held: list[str]) -> Iterator[str]:
    """The pieces of a short line, with a space where only styles part two elements: ``Ann Lee`` and ``Published``.

    Running text stays as printed.
    """
    short, before = sum(map(len, held)) <= _SHORT, ""
    for piece in held:
        ends = short and before[-1:].isalnum() and piece[:1].isalnum()
        if ends and _GLUED.search(f"{before[-12:]}\x00{piece[:10]}"):
            yield " "
        yield piece
        before = piece


def text_within(pieces: list[str]) -> int:
    """Signs of text in pieces that hold more than a label, a CJK sign counting thrice."""
    return sum(size_of(text) for piece in pieces if len(piece) > LABEL and len(text := piece.partition(">")[2]) > LABEL)


def after_comment(pieces: list[str], at: int) -> tuple[int, str]:
    """The place of the piece in which the comment that opens at a piece ends, and the text behind it."""
    piece = pieces[at][3:]
    while "-->" not in piece:
        at += 1
        if at >= len(pieces):
            return at, ""
        piece = pieces[at]
    return at, piece.partition("-->")[2]


def after_element(pieces: list[str], at: int, tag: str) -> tuple[int, str]:
    """The place of the piece in which the element that opens at a piece ends, and the text behind it."""
    closing = f"/{tag}>"
    if tag in RAW:
        while at < len(pieces) and not pieces[at].startswith(closing):
            at += 1
        return at, pieces[at][len(closing) :] if at < len(pieces) else ""
    depth, opening = 0, (f"{tag}>", f"{tag} ")
    while at < len(pieces):
        piece = pieces[at]
        if piece.startswith(closing):
            depth -= 1
            if not depth:
                return at, piece[len(closing) :]
        elif piece.startswith(opening):
            depth += 1
        elif piece.startswith("!--"):
            at, _ = after_comment(pieces, at)
        elif (inner := piece.partition(">")[0].partition(" ")[0]) in RAW:
            at, _ = after_element(pieces, at, inner)
        at += 1
    return at, ""
