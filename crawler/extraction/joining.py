"""An article that is printed over several pages, as one: header of the first, the bodies in order, each line once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crawler.extraction.fields import folded
from crawler.extraction.shape import kind_of
from storage.records import PARAGRAPH_BREAK, Article, Block, Evidence, FieldState

# A paragraph of so many signs that a later part prints again is the same one; shorter ones may well come twice.
SAID_ONCE, SAID_ONCE_CJK = 40, 16
LEAST_TITLE = 6

_PAGER_WORD = (
    r"next(?: page| part)?|prev(?:ious)?(?: page| part)?|first|last|page|of|pages?:?|continued(?: on next page)?"
    r"|view all|single page|read on|下一页|上一页|下页|上页|下一頁|上一頁|首页|尾页|末页|共|第|页|頁|到第|全文|阅读全文"
    r"|余下全文|页次|suivante?|précédente?|page suivante|page précédente|siguiente|anterior|weiter|zurück"
    r"|следующая|предыдущая|далее|назад|selanjutnya|sebelumnya|berikutnya|halaman|التالي|السابق|\d{1,2}"
)
_PAGER_LINE = re.compile(rf"^[\W_]*(?:(?:{_PAGER_WORD})[\W_]*){{1,40}}$", re.IGNORECASE)
_PAGER_SIGN = re.compile(
    r"next|prev|continued|page|页|頁|suivant|précédent|siguiente|weiter|следующ|предыдущ|далее|selanjutnya|berikutnya"
    r"|halaman|التالي|view all|\b1\W+2\b|^\W*\d{1,2}\s*/\s*\d{1,2}\W*$",
    re.IGNORECASE,
)
# What a title says of its part: "(2)", "- page 2", "（2/5）", "第2页", "2/5".
_PART_MARK = re.compile(
    r"[\s\-–—|·:]*(?:[(（\[]\s*(?:page |part |第)?\d{1,2}(?:\s*(?:/|of)\s*\d{1,2})?\s*页?\s*[)）\]]"
    r"|[-–—|·:]\s*(?:page|part)\s*\d{1,2}(?:\s*(?:/|of)\s*\d{1,2})?|第\s*\d{1,2}\s*页|\s\d{1,2}/\d{1,2})\s*$",
    re.IGNORECASE,
)
_CJK = re.compile(r"[\u3400-\u9fff\u3040-\u30ff]")


@dataclass(frozen=True, slots=True)
class _Line:
    """One paragraph with the blocks that lie over it, their spans counted from its own beginning."""

    text: str
    blocks: tuple[Block, ...]
    sign: str = field(default="")

    @property
    def caption(self) -> bool:
        return any(block.kind == "caption" for block in self.blocks)

    @property
    def heading(self) -> bool:
        return any(block.kind == "subheading" for block in self.blocks)


def same_article(first: Article, part: Article) -> bool:
    """Whether a page goes on with an article: the outlet's own number, or the title, is the same."""
    if first.key is not None and first.key == part.key:
        return True
    one, other = _title(first.title), _title(part.title)
    if not one or not other or one == other:
        return True
    short, long = sorted((one, other), key=len)
    rest = long[len(short) :]
    return len(short) >= LEAST_TITLE and long.startswith(short) and not (short[-1].isdigit() or rest[0].isdigit())


def adds_nothing(parts: Sequence[Article], part: Article) -> bool:
    """Whether a further page prints only what the parts before it printed."""
    known = {line.sign for one in parts for line in _lines(one)} | _captions_of(parts)
    return all(line.sign in known for line in _lines(part)) and _captions_of([part]) <= known


def join(parts: Sequence[Article]) -> Article:
    """One article of its parts, in their order; one part alone is given back as it is.

    Title, key and dateline are the first part's; editors, authors, outlet and time too, or those of the first part that
    prints them. What later parts print again (header, lead, captions, a closing line under each) is there once, and the
    pager not at all. The trailer and the related news are those of the last part that has them.
    """
    if len(parts) < 2:
        return parts[0]
    first = parts[0]
    lines = [line for one in _once([_lines(part) for part in parts], parts) for line in one]
    body = PARAGRAPH_BREAK.join(line.text for line in lines)
    blocks: list[Block] = []
    start = 0
    for line in lines:
        blocks += (replace(block, start=start + block.start, end=start + block.end) for block in line.blocks)
        start += len(line.text) + len(PARAGRAPH_BREAK)
    captions = _each_once([caption for part in parts for caption in part.captions])
    header = _header(parts)
    joined = replace(
        first,
        body=body,
        blocks=tuple(blocks),
        captions=captions,
        type=kind_of(first.title, blocks, body, captions),
        trailer=next((part.trailer for part in reversed(parts) if part.trailer), None),
        related=next((part.related for part in reversed(parts) if part.related), ()),
        # The pieces of a text say where each field stands in one file, and here are several.
        shape=(),
    )
    return replace(joined, **header, evidence=_evidence(parts, header))


def _header(parts: Sequence[Article]) -> dict[str, Any]:
    """Fields of the header that the first part lacks, from the first that has them (an editor under the last one)."""
    found: dict[str, Any] = {}
    for names in (("outlet",), ("editors",), ("authors",), ("published_at", "published_raw", "published_local")):
        giver = next((part for part in parts if any(getattr(part, name) for name in names)), None)
        if giver is not None and giver is not parts[0]:
            found |= {name: getattr(giver, name) for name in names}
    return found


def _evidence(parts: Sequence[Article], header: dict[str, Any]) -> dict[str, Evidence]:
    evidence = dict(parts[0].evidence)
    named = {"editors": "editor", "authors": "byline"}
    for name in header:
        key = named.get(name, name)
        place = next((n for n, part in enumerate(parts) if getattr(part, name)), 0)
        if key in parts[place].evidence:
            one = parts[place].evidence[key]
            basis = "; ".join(text for text in (one.basis, f"printed on page {place + 1}") if text)
            evidence[key] = replace(one, basis=basis)
    for key, last in (("trailer", [p for p in parts if p.trailer]), ("related", [p for p in parts if p.related])):
        if last and key in last[-1].evidence:
            evidence[key] = last[-1].evidence[key]
    if parts[0].captions == () and any(part.captions for part in parts) and "captions" in evidence:
        evidence["captions"] = Evidence(state=FieldState.FOUND, how="further parts")
    return evidence


def _lines(part: Article) -> list[_Line]:
    """The paragraphs of a part with their blocks; a block over more than one paragraph stays with its first."""
    lines: list[_Line] = []
    start = 0
    for text in part.body.split(PARAGRAPH_BREAK):
        end = start + len(text)
        own = tuple(
            replace(block, start=block.start - start, end=min(block.end, end) - start)
            for block in part.blocks
            if start <= block.start < end
        )
        if text:
            lines.append(_Line(text, own, folded(text)))
        start = end + len(PARAGRAPH_BREAK)
    return lines


def _once(pages: list[list[_Line]], parts: Sequence[Article]) -> list[list[_Line]]:
    """The lines of each part without the pager and without what another part has printed already."""
    pages = [_without_pager(lines) for lines in pages]
    for number in range(len(pages) - 1):
        # A line under every part is the article's last, not one in its middle.
        tail = _same_tail(pages[number], pages[number + 1])
        if 0 < tail < min(len(pages[number]), len(pages[number + 1])):
            pages[number] = pages[number][:-tail]
    said = {folded(title) for part in parts if (title := part.title)} | {_title(part.title) for part in parts}
    kept: list[list[_Line]] = []
    for number, lines in enumerate(pages):
        before = said | _captions_of(parts[:number])
        fresh = lines if number == 0 else _fresh(lines, before)
        kept.append(fresh)
        said |= {line.sign for line in fresh}
    return kept


def _fresh(lines: list[_Line], before: set[str]) -> list[_Line]:
    """The lines of a later part: from the first that is new, and of the rest no long one and no caption again."""
    start = next((n for n, line in enumerate(lines) if line.sign not in before), len(lines))
    # A sub-heading that opens a part is its own, though an earlier part has one of the same words.
    while start and lines[start - 1].heading and start < len(lines):
        start -= 1
    return [line for line in lines[start:] if line.sign not in before or not (line.caption or _long(line.text))]


def _without_pager(lines: list[_Line]) -> list[_Line]:
    start, end = 0, len(lines)
    while start < end and _is_pager(lines[start].text):
        start += 1
    while end > start and _is_pager(lines[end - 1].text):
        end -= 1
    return lines[start:end]


def _is_pager(text: str) -> bool:
    return len(text) <= 120 and bool(_PAGER_SIGN.search(text)) and bool(_PAGER_LINE.match(text))


def _same_tail(one: list[_Line], other: list[_Line]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count].sign == other[-1 - count].sign:
        count += 1
    return count


def _captions_of(parts: Sequence[Article]) -> set[str]:
    return {folded(caption) for part in parts for caption in part.captions}


def _each_once(captions: Sequence[str]) -> tuple[str, ...]:
    return tuple({folded(caption): caption for caption in reversed(captions)}.values())[::-1]


def _long(text: str) -> bool:
    return len(text) >= (SAID_ONCE_CJK if _CJK.search(text) else SAID_ONCE)


def _title(title: str | None) -> str:
    return folded(_PART_MARK.sub("", title or ""))
