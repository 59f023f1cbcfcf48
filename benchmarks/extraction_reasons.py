"""Why a page has a low mark, in a few words: what was wanted, what was found."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.extraction_scores import Row, folded, score_body, shingles
from storage.records import Article

WIDTH = 90


def reasons(article: Article, row: Row, origin: str, marks: Row) -> dict[str, str]:
    """Figure to reason, for every mark below one."""
    low = {figure for figure, mark in marks.items() if mark < 1.0}
    note = row["annotation"]
    pairs: dict[str, tuple[object, object]] = {
        "title": (note.get("title") or row.get("title"), article.title),
        "day": (note.get("published") or row.get("published"), article.published_local),
        "time": (note.get("published") or row.get("published"), article.published_local),
        "authors": (note.get("authors", row.get("authors")), list(article.authors)),
        "editors": (note.get("editors"), list(article.editors)),
        "outlet": (note.get("source"), article.outlet),
        "dateline": ((note.get("dateline") or {}).get("raw"), article.dateline),
        "related": (note.get("related"), [link.url for link in article.related]),
    }
    out = {name: f"gold {_short(gold)}, found {_short(found)}" for name, (gold, found) in pairs.items() if name in low}
    if "body" in low:
        out["body"] = _body(article, row, origin)
    if "snippets" in low:
        out["snippets"] = _snippets(article, row)
    return out


def _body(article: Article, row: Row, origin: str) -> str:
    precision, recall = score_body(article, row, origin)
    gold = row["body"] if isinstance(row["body"], list) else [row["body"]]
    gold = gold[1:] if origin == "daniel" else gold
    said = [f"precision {precision:.3f} recall {recall:.3f}"]
    lost = _longest_without(gold, article.paragraphs)
    more = _longest_without(article.paragraphs, gold)
    if lost:
        said.append(f"lost {_short(lost)}")
    if more:
        said.append(f"too much {_short(more)}")
    return ", ".join(said)


def _longest_without(lines: Iterable[str], others: Iterable[str]) -> str | None:
    """The longest line of which less than half is in the others."""
    there = shingles("\n".join(others))
    missing = [line for line in lines if 2 * sum((shingles(line) & there).values()) < sum(shingles(line).values())]
    return max(missing, key=len, default=None)


def _snippets(article: Article, row: Row) -> str:
    text = "\n".join(article.paragraphs)
    lost = [snippet for snippet in row.get("with") or () if snippet not in text]
    near = sum(folded(snippet) in folded(text) for snippet in lost)
    noise = [snippet for snippet in row.get("without") or () if snippet in text]
    return f"lost {len(lost)} ({near} but for signs) {_short(lost)}, noise {_short(noise)}"


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    shown = "".join(sign if sign.isprintable() else "�" for sign in text)
    return shown if len(shown) <= WIDTH else shown[: WIDTH - 1] + "…"
