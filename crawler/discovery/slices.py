"""Long pages of links in pieces, to be parsed one after the other: a whole tree takes fifteen times its page's size."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Signs of a piece. Its end is looked for behind them, where the fewest elements are open: between two items of a list.
PIECE = 256 * 1024
_LOOK = 32 * 1024
# What is open at a cut stands again before the next piece; deeper elements and longer tags are left out of that.
_DEEPEST, _LONGEST = 64, 1024
_TAG = re.compile(r"<(?:(?P<end>/)?(?P<name>[a-zA-Z][^\s/<>]*)[^<>]*>|!--)")
# HTML standard: elements without content; those whose text is no markup; those that end where the next one begins.
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_RAW = {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"}
_UNCLOSED = {"dd", "dt", "li", "option", "p", "td", "th", "tr"}


def pieces(text: str) -> Iterator[str]:
    """The page in pieces of about PIECE signs, each inside the elements that are open there; a short one as it is."""
    begin = 0
    before: tuple[str, ...] = ()
    while len(text) - begin > PIECE + _LOOK:
        cut, opened = _cut(text, begin, before)
        yield "".join(before) + text[begin:cut]
        begin, before = cut, opened
    yield "".join(before) + text[begin:]


def _cut(text: str, begin: int, before: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """Where a piece ends, and the start tags of what is open there."""
    stack = [_name(tag) for tag in before]
    tags = list(before)
    cut, fewest, opened = begin + PIECE, len(stack) + _DEEPEST + 1, before
    place = begin
    while (tag := _TAG.search(text, place)) is not None and tag.start() < begin + PIECE + _LOOK:
        place = tag.end()
        if tag["name"] is None:
            place = _behind(text, "-->", place)
            continue
        name = tag["name"].lower()
        if not tag["end"] and name in _UNCLOSED and stack and stack[-1] == name:
            stack.pop()
            tags.pop()
        if tag.start() >= begin + PIECE and not tag["end"] and len(stack) < fewest:
            cut, fewest, opened = tag.start(), len(stack), tuple(tags)
        if tag["end"]:
            _close(name, stack, tags)
        elif name in _RAW:
            place = _behind(text, f"</{tag['name']}", place)
        elif name not in _VOID and not tag.group().endswith("/>") and len(stack) < _DEEPEST:
            stack.append(name)
            tags.append(tag.group() if len(tag.group()) <= _LONGEST else f"<{name}>")
    return cut, opened


def _close(name: str, stack: list[str], tags: list[str]) -> None:
    if name in stack:
        at = len(stack) - 1 - stack[::-1].index(name)
        del stack[at:], tags[at:]


def _behind(text: str, end: str, place: int) -> int:
    found = text.find(end, place)
    return len(text) if found < 0 else found + len(end)


def _name(tag: str) -> str:
    found = _TAG.match(tag)
    return found["name"].lower() if found and found["name"] else ""
