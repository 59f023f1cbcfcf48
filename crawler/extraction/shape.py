"""What lies over a body: blocks with their spans, the kind of text, and the dateline's fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from crawler.dates import DateRead
from crawler.extraction.captions import is_caption
from crawler.extraction.dateline import Dateline, resolve_day
from storage.records import PARAGRAPH_BREAK, Block, Evidence, FieldState

_QUESTION = re.compile(
    (
        r"^(?:Q(?:uestion)?\s*\d*\s*[:：.]|问\s*[:：]|(?:(?:[\w.'’&-]+ ){0,5}(?:Reporter|Journalist"
        r"|Correspondent))\s*[:：]|记者\s*(?:问)?[:：]|.{2,16}记者[:：])"
    ),
    re.IGNORECASE,
)
_ANSWER = re.compile(r"^(?:A(?:nswer)?\s*\d*\s*[:：.](?=\s)|答\s*[:：])", re.IGNORECASE)
_SPEAKER = re.compile(
    r"^(?P<who>(?:[A-Z][\w.'’-]*(?:\s+(?:of|the|[A-Z][\w.'’-]*)){0,6}|[\u4e00-\u9fff·]{2,16}))\s?[:：]\s*(?=\S)"
)
_NO_SPEAKER = re.compile(
    (
        r"^(?:note|source|photo|update|related|also|however|first|second|third|example|tip|warning"
        r"|editor|read more|date|place|time|where|when|what|why|how|who|contact|tel|email|price"
        r"|location|address|phone)\b"
    ),
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"\b(?:statement|remarks|message|address|speech)\b.{0,40}\b(?:by|of|from|attributable|on behalf)\b"
    r"|声明|致辞|讲话全文",
    re.IGNORECASE,
)
MIN_TURNS = 3


def blocks_of(paragraphs: Sequence[tuple[str, str]]) -> tuple[Block, ...]:
    """Blocks over the body; paragraphs are (text, tag), the tag as in the page or empty."""
    blocks = []
    start = 0
    for text, tag in paragraphs:
        kind, speaker = "paragraph", None
        if tag in ("h2", "h3", "h4", "h5", "h6"):
            kind = "subheading"
        elif tag in ("li", "ul", "ol", "dd", "dt"):
            kind = "list"
        elif _QUESTION.match(text):
            kind, speaker = "question", text.split("：")[0].split(":")[0].strip()
        elif _ANSWER.match(text):
            kind = "answer"
        elif len(text) < 300 and is_caption(text):
            kind = "caption"
        elif (
            (match := _SPEAKER.match(text))
            and not _NO_SPEAKER.match(match.group("who"))
            and len(match.group("who")) <= 40
        ):
            speaker = match.group("who")
        blocks.append(Block(kind=kind, start=start, end=start + len(text), speaker=speaker))
        start += len(text) + len(PARAGRAPH_BREAK)
    return _answers(blocks)


def _answers(blocks: list[Block]) -> tuple[Block, ...]:
    """A named speaker after a question answers it; a lone ``Word:`` in running text is no speaker."""
    turns = sum(1 for block in blocks if block.speaker and block.kind == "paragraph")
    questions = sum(1 for block in blocks if block.kind == "question")
    out: list[Block] = []
    asked = False
    for block in blocks:
        if block.kind == "question":
            asked = True
            out.append(block)
        elif block.kind == "paragraph" and block.speaker and asked and questions:
            out.append(Block(kind="answer", start=block.start, end=block.end, speaker=block.speaker))
        elif block.speaker and block.kind == "paragraph" and not questions and turns < MIN_TURNS:
            out.append(Block(kind="paragraph", start=block.start, end=block.end))
        else:
            out.append(block)
    return tuple(out)


def kind_of(title: str | None, blocks: Sequence[Block], body: str, captions: Sequence[str]) -> str:
    """news, transcript, gallery or statement, by what the text itself shows."""
    turns = sum(1 for block in blocks if block.kind in ("question", "answer") or block.speaker)
    if turns >= MIN_TURNS and turns >= 0.3 * len(blocks):
        return "transcript"
    shown = sum(1 for block in blocks if block.kind == "caption")
    if (shown >= 3 and shown >= 0.6 * len(blocks)) or (len(captions) >= 4 and len(body) < 400):
        return "gallery"
    if title and _STATEMENT.search(title):
        return "statement"
    return "news"


def dateline_fields(found: Dateline | None, published: DateRead | None) -> tuple[str | None, str | None, Evidence]:
    """Place, day as ISO 8601 and evidence of a dateline, its year from the outlet's local day of publication."""
    if found is None:
        return None, None, Evidence(state=FieldState.ABSENT)
    local = None
    if published is not None and published.value is not None and published.local:
        local = datetime.fromisoformat(published.local)
    day, basis = resolve_day(found, local)
    if found.agency:
        basis = "; ".join(part for part in (basis, f"agency: {found.agency}") if part)
    return found.place, day, Evidence(state=FieldState.FOUND, how="dateline grammar", raw=found.raw, basis=basis)
