"""Article text that a page carries as data for its scripts, where its own markup shows none.

JSON-LD articleBody, JSON in script elements (the state that a front end is rebuilt from), and streamed strings of it.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from crawler.extraction.metadata import Found
from crawler.extraction.outline import TextBlock, outline_of
from crawler.extraction.plain import size_of, squeeze
from crawler.extraction.prose import is_prose

MIN_SIZE = 500
MAX_SCRIPT = 3_000_000
MAX_DEPTH = 40
MAX_VALUES = 60_000
_STATE = re.compile(r"^\s*(?:window|self|globalThis|var|let|const)?[.\s]*[\w$.\[\]\"']{2,60}\s*=\s*(?=[{\[])")
_STREAM = re.compile(r"self\.__next_f\.push\((\[.*\])\)\s*;?\s*$", re.DOTALL)
_MARKUP = re.compile(r"</?(?:p|br|div|h[1-6]|li|blockquote)\b[^>]*>", re.IGNORECASE)
_TEXT_KEYS = frozenset(
    {"content", "text", "html", "body", "value", "paragraph", "articlebody", "storytext", "contenthtml"}
)
DATES = re.compile(
    r"(?:date|first|time)?_?(?:publish(?:ed)?|publication|pub|release[d]?|display|post(?:ed)?)_?(?:at|on|date|time|datetime)?"
    r"(?:_?(?:utc|gmt))?",
    re.IGNORECASE,
)
AUTHORS = re.compile(r"authors?|by_?line|author_?names?|writers?|reporters?", re.IGNORECASE)
AROUND = 2
# A value that begins with a day under a key that names the publication; its quotes may be escaped.
_KEYED_DAY = re.compile(
    r"(?<!un)(publish|publication|pub_?date|post_?(?:ed|date))[\w-]{0,40}"
    r"""\\*["']?\s*[:,=]\s*\\*["'](\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4})(?!\d)""",
    re.IGNORECASE,
)
_Text = tuple[str, str, tuple[dict[str, Any], ...]]
_CODE = re.compile(r"[{}]\s*[;,)]|=>|\bfunction\s*\(|\bvar \w+\s*=|\$\(|document\.|window\.")
_OTHERS = re.compile("comment|related|recommend|footer|cookie|privacy|terms|bio|translation|locale|i18n")


@dataclass(slots=True)
class Embedded:
    """An article's text among a page's data. how: where it stood; holders: the objects round it, from inside."""

    blocks: list[TextBlock] = field(default_factory=list)
    how: str = ""
    holders: tuple[dict[str, Any], ...] = ()

    def values(self, names: re.Pattern[str]) -> Iterator[tuple[str, str]]:
        """Words under keys of such names in the objects round the text, and their place; of a person the name."""
        for holder in self.holders:
            for key, value in holder.items():
                if names.fullmatch(key):
                    for one in value if isinstance(value, list) else [value]:
                        said = one.get("name") if isinstance(one, dict) else one
                        if isinstance(said, (str, int)) and 0 < len(str(said)) <= 80:
                            yield str(said), f"script data: {key}"


def keyed_day(tree: LexborHTMLParser) -> Found | None:
    """The one day that a page's scripts give under keys of publication; none where they name several, as of a list."""
    scripts = (node.text(deep=True) for node in tree.css("script"))
    found = {match[2]: match[1] for script in scripts for match in _KEYED_DAY.finditer(script)}
    if len(found) != 1:
        return None
    day, key = found.popitem()
    return Found(day, f"script data: {key}")


def embedded_text(tree: LexborHTMLParser, declared: str | None) -> Embedded:
    """The largest article text among a page's data; nothing below MIN_SIZE signs."""
    best, most = Embedded(), MIN_SIZE
    for text, place, holders in _texts(tree, declared):
        if len(text) < 0.5 * most and size_of(text) < most:
            continue
        blocks = blocks_of_text(text)
        if sum(block.size for block in blocks if _CODE.search(block.text)) > 0.1 * sum(block.size for block in blocks):
            continue
        size = sum(block.size for block in blocks if is_prose(block))
        if size > most:
            best, most = Embedded(blocks, place, holders), size
    return best


def blocks_of_text(text: str) -> list[TextBlock]:
    """Blocks of a text value: its markup where it has some, else a block a line."""
    if "&lt;" in text and "<" not in text:
        text = entities.unescape(text)
    if _MARKUP.search(text):
        body = LexborHTMLParser(f"<body>{text}</body>").body
        return outline_of(body).blocks if body is not None else []
    lines = [squeeze(line) for line in re.split(r"\n+|\\n", text)]
    return [TextBlock(line, "p", 0, size_of(line), 0) for line in lines if line]


def _texts(tree: LexborHTMLParser, declared: str | None) -> Iterator[_Text]:
    if declared:
        yield declared, "json-ld: articleBody", ()
    streamed: list[str] = []
    for node in tree.css("script"):
        kind = (node.attributes.get("type") or "").lower()
        if "ld+json" in kind or node.attributes.get("src"):
            continue
        script = node.text(deep=True)
        if not 500 < len(script) < MAX_SCRIPT:
            continue
        stream = _STREAM.search(script)
        if stream:
            streamed.extend(item for item in _loaded(stream.group(1)) or () if isinstance(item, str))
            continue
        data = _loaded(script if "json" in kind else _STATE.sub("", script, count=1))
        if data is not None:
            yield from _values(data)
    for text in streamed:
        yield text, "script data: streamed text", ()


def _loaded(text: str) -> Any:
    text = text.strip()
    if not text.startswith(("{", "[")):
        return None
    try:
        return json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _values(data: Any) -> Iterator[_Text]:
    """Long text values, and lists of objects that hold a paragraph each, joined; without recursion.

    Of the first MAX_VALUES values in the order of the data. Most are numbers and short words, passed over at once.
    """
    opened: list[Iterator[tuple[str, Any]]] = [iter([("", data)])]
    held: list[Any] = [None]
    seen = 0
    while opened:
        for key, value in opened[-1]:
            seen += 1
            if seen > MAX_VALUES:
                return
            if isinstance(value, str):
                if len(value) >= MIN_SIZE // 3 and not _passed_over(key, len(opened)):
                    yield value, f"script data: {key}", _around(held)
            elif isinstance(value, (list, dict)) and not _passed_over(key, len(opened)):
                if isinstance(value, dict):
                    opened.append(iter(value.items()))
                    held.append(value)
                    break
                parts = [part for item in value if (part := _paragraph(item))]
                if len(parts) >= 2:
                    yield "".join(f"<p>{part}</p>" for part in parts), f"script data: {key}[]", _around(held)
                opened.append(zip(repeat(key), value, strict=False))
                held.append(value)
                break
        else:
            opened.pop()
            held.pop()


def _around(held: list[Any]) -> tuple[dict[str, Any], ...]:
    """The innermost object and the one that holds it; a list stands above neither."""
    found = []
    for one in reversed(held[-AROUND:]):
        if not isinstance(one, dict):
            break
        found.append(one)
    return tuple(found)


def _passed_over(key: str, level: int) -> bool:
    return level > MAX_DEPTH + 1 or _OTHERS.search(key.lower()) is not None


def _paragraph(item: Any) -> str | None:
    """The text of one object of a list of paragraphs."""
    if isinstance(item, str):
        return item if len(item) > 40 and not item.startswith(("http", "/")) else None
    if isinstance(item, dict):
        for name, value in item.items():
            if name.lower() in _TEXT_KEYS and isinstance(value, str) and " " in value.strip():
                return value
            if name.lower() in _TEXT_KEYS and isinstance(value, dict) and isinstance(value.get("text"), str):
                return str(value["text"])
    return None
