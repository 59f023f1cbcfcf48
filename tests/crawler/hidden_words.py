"""Pages whose words of evidence are written in every way that a reader of the page undoes: for the byte scan."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

PROSE = (
    "The council met on Tuesday to talk about the harbour. Nobody had asked for the meeting, said the clerk, and the"
    " minutes were read twice. A ferry left for the islands at noon, and the market stayed open until dusk."
)
ENCODINGS = ("utf-8", "gb18030", "big5", "cp1251", "cp1252", "shift_jis", "koi8-r", "euc-kr", "cp1256", "utf-16")


def _references(word: str, dice: random.Random) -> str:
    style = dice.choice(("&#{0};", "&#x{0:x};", "&#x{0:X};", "&#0{0};"))
    return "".join(style.format(ord(s)) if s != " " and dice.random() < 0.5 else s for s in word)


def _inside(pieces: tuple[str, ...]) -> Callable[[str, random.Random], str]:
    def put(word: str, dice: random.Random) -> str:
        cuts = sorted(dice.sample(range(1, len(word)), min(dice.randint(1, 3), len(word) - 1)))
        for cut in reversed(cuts):
            if word[cut - 1] != " " and word[cut : cut + 1] != " ":
                word = word[:cut] + dice.choice(pieces) + word[cut:]
        return word

    return put


def _wrapped(word: str, dice: random.Random) -> str:
    tag = dice.choice(("b", "i", "em", "span class='x'", "a href='/where?x=1&amp;y=2'"))
    start = dice.randint(0, len(word) - 1)
    end = dice.randint(start + 1, len(word))
    return f"{word[:start]}<{tag}>{word[start:end]}</{tag.split()[0]}>{word[end:]}"


def _wrapped_references(word: str, dice: random.Random) -> str:
    cut = dice.randint(0, len(word) - 1)
    tag = dice.choice(("b", "i", "em", "span class='x'"))
    return f"{_references(word[:cut], dice)}<{tag}>{_references(word[cut:], dice)}</{tag.split()[0]}>"


def _wide(word: str, dice: random.Random) -> str:
    return "".join(chr(ord(s) + 0xFEE0) if s.isascii() and s.isalnum() and dice.random() < 0.6 else s for s in word)


def _accents(word: str, dice: random.Random) -> str:
    table = str.maketrans("aeiouAEIOUcn", "áèïôûÁÈÏÔÛçñ")
    return "".join(s.translate(table) if dice.random() < 0.4 else s for s in word)


def _gaps(word: str, dice: random.Random) -> str:
    return word.replace(
        " ", dice.choice(("&nbsp;", "\u00a0", "\n   ", " <b></b> ", "\u2011", "-", "&ndash;", "&#160;"))
    )


WAYS: dict[str, Callable[[str, random.Random], str]] = {
    "as it is": lambda word, _: word,
    "references": _references,
    "soft hyphens": _inside(("\u00ad", "&shy;", "&#173;")),
    "hidden signs": _inside(("\u200b", "\u200c", "\u2060", "\ufeff", "&#8203;", "&zwnj;")),
    "places to break": _inside(("<wbr>", "<wbr/>", "<!-- -->")),
    "marks": _inside(("\u0301", "&#769;", "\u0308")),
    "markup": _wrapped,
    "full width": _wide,
    "accents": _accents,
    "gaps": _gaps,
    "dots": lambda word, _: ".".join(word) + "." if word.isupper() and word.isalpha() and word.isascii() else word,
    "references in markup": _wrapped_references,
}


@dataclass(frozen=True, slots=True)
class Hidden:
    """A page and how its words were hidden."""

    body: bytes
    content_type: str
    how: str


def pages(words: list[str], number: int, seed: int) -> Iterator[Hidden]:
    """Invented pages, each with some of the words in its title and text."""
    dice = random.Random(seed)  # noqa: S311
    for _ in range(number):
        ways = dice.sample(list(WAYS), dice.choice((1, 1, 2)))
        yield _page([_hidden(word, ways, dice) for word in dice.choices(words, k=2)], " and ".join(ways), dice)


def _hidden(word: str, ways: list[str], dice: random.Random) -> str:
    for way in ways:
        if not set(word) & set("<>&"):  # a reference that another way would cut is no reference
            word = WAYS[way](word, dice)
    return word


def _state(word: str, dice: random.Random) -> str:
    """A script that hands the article over as data."""
    story = {"story": {"id": 7, "body": "".join(f"<p>{PROSE} In the hall {word} of the United Nations spoke.</p>" * 3)}}
    data = json.dumps(story, ensure_ascii=dice.random() < 0.5)
    return dice.choice((
        f'<script type="application/json">{data}</script>', f"<script>\n  window.__STATE__ = {data};</script>",
        f"<script>{data}</script>", f"<script>self.__next_f.push({json.dumps([1, story['story']['body']])})</script>",
    ))  # fmt: skip


def _page(chosen: list[str], how: str, dice: random.Random) -> Hidden:
    told = " ".join(f"<p>{PROSE} In the hall {word} of the United Nations spoke. {PROSE}</p>" for word in chosen[:1])
    script = ""
    if dice.random() < 0.1:
        script, told = _state(chosen[0], dice), ""
    elif dice.random() < 0.2:
        data = {"@type": "NewsArticle", "headline": chosen[0], "articleBody": f"{chosen[0]}\n{PROSE} {chosen[1]}"}
        script = f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=dice.random() < 0.7)}</script>'
        told = f"<p>{PROSE}</p><p>{PROSE}</p>" if dice.random() < 0.5 else told
    encoding = dice.choice(ENCODINGS)
    title = chosen[0] if dice.random() < 0.5 else "From the hall"
    text = (
        f"<!DOCTYPE html><html><head><meta charset='{encoding}'><title>{title}</title>{script}</head>"
        f"<body><h1>{title}</h1><article>{told}</article></body></html>"
    )
    try:
        body = text.encode(encoding)
    except UnicodeEncodeError:
        body = text.encode(encoding, "xmlcharrefreplace") if dice.random() < 0.5 else text.encode()
    return Hidden(body, f"text/html; charset={encoding}" if dice.random() < 0.5 else "text/html", f"{how}, {encoding}")
