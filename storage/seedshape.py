"""The shape of the seed articles: a whole newsroom text, written from the fields of an article alone.

Article.shape is the layout of the text that an article was read from: pieces ("text", literal) and ("field", name) in
order. Fields: title, outlet, editor, published_raw, byline_raw, dateline, body, trailer, and paragraph:N, caption:N,
related:N with N from 0. Printed words come from the evidence where they differ from the value.
"""

from __future__ import annotations

from storage.records import PARAGRAPH_BREAK, Article

# The fields whose evidence may hold the printed words of a piece.
_PRINTED = {
    "title": ("title",),
    "outlet": ("outlet",),
    "editor": ("editor", "editors"),
    "published_raw": ("published_raw", "published_at", "published"),
    "byline_raw": ("byline_raw", "byline", "authors"),
    "dateline": ("dateline",),
    "trailer": ("trailer",),
}


def to_text(article: Article) -> str:
    """Write the article as a newsroom text.

    With a shape it is the original text, sign for sign. Without one the canonical lines of the seeds, each only where
    it is known: title; outlet, editor, time; By NAME; the paragraphs; the trailer with related titles. No line break
    at the end.
    """
    if article.shape:
        return "".join(value if kind == "text" else _piece(article, value) for kind, value in article.shape)
    credit = "\n".join(line for line in (article.outlet, ", ".join(article.editors), _time_line(article)) if line)
    closing = "\n".join(line for line in (article.trailer, *_related_lines(article)) if line)
    groups = (article.title, credit, _byline(article), article.body, closing)
    return PARAGRAPH_BREAK.join(group for group in groups if group)


def _piece(article: Article, name: str) -> str:
    kind, _, number = name.partition(":")
    if number:
        values = {
            "paragraph": article.body.split(PARAGRAPH_BREAK),
            "caption": list(article.captions),
            "related": [link.title for link in article.related],
        }[kind]
        return values[int(number)]
    if name == "body":
        return article.body
    value = {
        "editor": article.editor,
        "byline_raw": _byline(article),
        "published_raw": article.published_raw,
    }.get(name) or getattr(article, name, None)
    raws = (article.evidence[key].raw for key in _PRINTED[name] if key in article.evidence)
    printed = next((raw for raw in raws if raw is not None), None)
    return (value if printed is None else printed) or ""


def _byline(article: Article) -> str:
    if not article.authors:
        return ""
    *others, last = article.authors
    return f"By {', '.join(others)} and {last}" if others else f"By {last}"


def _time_line(article: Article) -> str | None:
    """Give the outlet's own time without offset, as its pages print it; else UTC by name; else the printed words."""
    if article.published_local:
        day, _, clock = article.published_local.partition("T")
        return f"{day} {clock[:8]}".strip() if clock else day
    if article.published_at:
        return f"{article.published_at:%Y-%m-%d %H:%M:%S} UTC"
    return article.published_raw


def _related_lines(article: Article) -> tuple[str, ...]:
    """Give the related titles; only below a trailer, without which they would read as paragraphs."""
    return tuple(link.title for link in article.related) if article.trailer else ()
