"""Markup that nests thousands of elements, laid flat: a parser needs time in the square of the depth for it."""

from __future__ import annotations

import re

_NESTING = re.compile(r"<(/?)(?:div|span|b|i|font|ul|table|section|blockquote)\b[^<>]*>?")
MAX_NESTED = 5000
KEPT = 500


def flattened(html: str) -> str:
    """The markup, where it nests more than MAX_NESTED elements without those deeper than KEPT. Their text stays."""
    if not is_deep(html):
        return html
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        if not tag.group(1):
            depth += 1
            return tag.group() if depth <= KEPT else ""
        depth = max(depth - 1, 0)
        return tag.group() if depth < KEPT else ""

    return _NESTING.sub(keep, html)


def is_deep(html: str) -> bool:
    """Whether a page nests more than MAX_NESTED elements."""
    return html.count("<") >= MAX_NESTED and _deepest(html) > MAX_NESTED


def _deepest(html: str) -> int:
    """How many elements are open at once, at the most; no more than the opening tags that there are."""
    openings = html.count("<div") + html.count("<span") + html.count("<b>") + html.count("<ul")
    if openings < MAX_NESTED:
        return openings
    depth = deepest = 0
    for tag in _NESTING.finditer(html):
        depth += -1 if tag.group(1) else 1
        deepest = max(deepest, depth)
    return deepest
