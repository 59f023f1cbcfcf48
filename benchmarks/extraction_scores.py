"""The metrics of the corpus README: body by 4-gram shingles, day, title, names, dateline, related links."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage.records import Article

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
Row = dict[str, Any]
Scores = dict[str, list[float]]


def tokens(text: str) -> list[str]:
    """Words in lower case; every CJK sign is one."""
    return _TOKEN.findall(text.lower())


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """4-grams as a multiset; a shorter text is one shingle."""
    words = tokens(text)
    if len(words) < 4:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(words, words[1:], words[2:], words[3:], strict=False))


def folded(text: str | None) -> str:
    """NFKC, lower case, letters and digits only."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text or "").lower() if sign.isalnum())


def overlap(gold: Iterable[str], found: Iterable[str]) -> float:
    """Intersection over union of folded names; 1 where both are empty."""
    left, right = {folded(name) for name in gold}, {folded(name) for name in found}
    return 1.0 if not left and not right else len(left & right) / len(left | right)


def pages(corpus: Path, origin: str) -> Iterator[Row]:
    """The gold rows of one origin, with the annotations of the same file merged in under ``annotation``."""
    notes: dict[str, Row] = {}
    listed = corpus / "annotations.jsonl"
    if listed.exists():
        for line in listed.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["origin"] == origin:
                notes[row["file"]] = row
    for line in (corpus / origin / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        row["annotation"] = notes.get(row["file"], {})
        yield row


def fetched_at(row: Row) -> datetime | None:
    """The day of capture, where the origin gives it."""
    text = row.get("crawl_date")
    return datetime.fromisoformat(text[:19]).replace(tzinfo=UTC) if text else None


def same_day(article: Article, gold: str) -> bool:
    """The local or the UTC day equals the gold day."""
    days = {article.published_local[:10]} if article.published_local else set()
    if article.published_at:
        days.add(article.published_at.date().isoformat())
    wanted = {gold[:10]}
    if len(gold) > 10 and datetime.fromisoformat(gold).tzinfo:
        wanted.add(datetime.fromisoformat(gold).astimezone(UTC).date().isoformat())
    return bool(days & wanted)


def same_time(article: Article, gold: str) -> bool:
    """The same instant, to the second; a time without a zone, in gold or page, is the local or the UTC one."""
    wanted = datetime.fromisoformat(gold).replace(microsecond=0)
    both = (article.published_at, _moment(article.published_local))
    found = [moment.replace(microsecond=0) for moment in both if moment]
    if wanted.tzinfo and any(one.tzinfo and one == wanted for one in found):
        return True
    walls = {one.replace(tzinfo=None) for one in found if one.tzinfo is None or wanted.tzinfo is None}
    sought = {wanted.replace(tzinfo=None)} | ({wanted.astimezone(UTC).replace(tzinfo=None)} if wanted.tzinfo else set())
    return bool(walls & sought)


def _moment(text: str | None) -> datetime | None:
    """A time of day with its date, where the text has one."""
    try:
        return datetime.fromisoformat(text) if text and len(text) > 10 else None
    except ValueError:
        return None


def score_body(article: Article, row: Row, origin: str) -> tuple[float, float]:
    """Precision and recall of the body. daniel's headline, in gold and body, does not count."""
    gold = row["body"] if isinstance(row["body"], list) else [row["body"]]
    paragraphs = list(article.paragraphs)
    if origin == "daniel":
        gold = gold[1:]
        if paragraphs and folded(paragraphs[0]) == folded(article.title):
            paragraphs = paragraphs[1:]
    optional = set(row.get("optional") or ())
    must = shingles("\n".join(p for i, p in enumerate(gold) if i not in optional))
    may = shingles("\n".join(gold))
    found = shingles("\n".join(paragraphs))
    total, wanted = sum(found.values()), sum(must.values())
    precision = sum((found & may).values()) / total if total else float(not wanted)
    recall = sum((found & must).values()) / wanted if wanted else 1.0
    return precision, recall


def score_page(article: Article, row: Row, origin: str, scores: Scores) -> Row:
    """Add one page's scores; the marks are returned for --worst."""
    marks: Row = {}
    note = row["annotation"]
    if row.get("body") and row.get("page_type", "article") == "article":
        precision, recall = score_body(article, row, origin)
        scores["precision"].append(precision)
        scores["recall"].append(recall)
        marks["body"] = min(precision, recall)
    if row.get("with") or row.get("without"):
        text = "\n".join(article.paragraphs)
        hits = [float(snippet in text) for snippet in row.get("with") or ()]
        noise = [float(snippet in text) for snippet in row.get("without") or ()]
        scores["snippet_hits"].extend(hits)
        scores["snippet_noise"].extend(noise)
        marks["snippets"] = (sum(hits) + len(noise) - sum(noise)) / (len(hits) + len(noise))
    title = note.get("title") or row.get("title")
    if title:
        marks["title"] = float(folded(title) == folded(article.title))
        scores["title"].append(marks["title"])
    published = note.get("published") or row.get("published")
    if published and not row.get("published_conflict"):
        marks["day"] = float(same_day(article, published))
        scores["day"].append(marks["day"])
        if len(published) > 10:
            marks["time"] = float(same_time(article, published))
            scores["time"].append(marks["time"])
    authors = note["authors"] if "authors" in note else row.get("authors")
    if authors is not None and not (origin == "trafilatura" and not authors):
        marks["authors"] = overlap(authors, article.authors)
        scores["authors"].append(marks["authors"])
    score_annotation(article, note, scores, marks)
    return marks


def score_annotation(article: Article, note: Row, scores: Scores, marks: Row) -> None:
    """Editors, outlet, dateline and related links of the annotated pages."""
    # An empty list says that nobody looked: pages of such rows print editors.
    if note.get("editors"):
        marks["editors"] = overlap(note["editors"], article.editors)
        scores["editors"].append(marks["editors"])
    if note.get("source"):
        marks["outlet"] = float(folded(note["source"]) == folded(article.outlet))
        scores["outlet"].append(marks["outlet"])
    if "dateline" in note:
        gold = note["dateline"]
        if gold is None:
            scores["dateline_wrong"].append(float(article.dateline is not None))
            marks["dateline"] = float(article.dateline is None)
        else:
            place = folded(gold["place"])
            hit = article.dateline is not None and place in folded(article.dateline_place or article.dateline)
            scores["dateline"].append(float(hit))
            marks["dateline"] = float(hit)
    if note.get("related"):
        gold_links, found = set(note["related"]), {link.url for link in article.related if link.url}
        marks["related"] = 2 * len(gold_links & found) / (len(gold_links) + len(found))
        scores["related"].append(marks["related"])


def summary(scores: Scores) -> Row:
    """Means with their n and how many marks are full; body F1 is that of the two means."""
    out: Row = {}
    mean = {name: sum(values) / len(values) for name, values in scores.items() if values}
    for name in ("title", "day", "time", "authors", "editors", "outlet", "dateline", "dateline_wrong", "related"):
        if name in mean:
            out[name] = {
                "mean": round(mean[name], 4),
                "n": len(scores[name]),
                "right": sum(mark == 1.0 for mark in scores[name]),
            }
    if "precision" in mean:
        p, r = mean["precision"], mean["recall"]
        out["body_f1"] = {
            "mean": round(2 * p * r / (p + r) if p + r else 0.0, 4),
            "n": len(scores["precision"]),
            "precision": round(p, 4),
            "recall": round(r, 4),
        }
    if scores.get("snippet_hits"):
        hits, noise = sum(scores["snippet_hits"]), sum(scores.get("snippet_noise", ()))
        p, r = hits / (hits + noise) if hits + noise else 0.0, hits / len(scores["snippet_hits"])
        out["snippet_f"] = {"mean": round(2 * p * r / (p + r) if p + r else 0.0, 4), "n": len(scores["snippet_hits"])}
    return out
