"""An edition as text: JSON and HTML (Markdown: reports.markdown). The same edition gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports import charts, explained, wording
from reports.glance import anchor_of
from reports.lines import web_address
from reports.markdown import markdown as _markdown
from storage.findings import Finding
from storage.records import Article, Decision

# Signs that a terminal or an editor acts on, or does not show; they stand only inside JSON strings.
_ACTING = re.compile("[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")


def json_text(edition: Mapping[str, Any]) -> str:
    """The edition as JSON: sorted keys, two spaces, control and direction characters escaped, a newline at the end."""
    text = json.dumps(edition, ensure_ascii=False, sort_keys=True, indent=2)
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def hash_of(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def markdown(edition: Mapping[str, Any]) -> str:
    """The digest as Markdown."""
    return _markdown(edition, digest=hash_of(json_text(edition)))


def html(edition: Mapping[str, Any]) -> str:
    """The digest as one self-contained page: no script, nothing remote but the links."""
    return (
        _environment()
        .get_template("digest.html")
        .render(
            edition=edition,
            counts=edition["counts"],
            digest=hash_of(json_text(edition)),
            chart=Markup(charts.items_by_day(edition["by_day"])),  # noqa: S704  charts escapes what it is given
            series=charts.folded(edition["by_day"]),
            states=[(Markup(sign), words) for sign, words in charts.legend_states()],  # noqa: S704  constants of charts
            here=_uids(edition),
        )
    )


def index_html(editions: Sequence[Mapping[str, Any]], provisional: Sequence[str]) -> str:
    """The list of all editions, newest first. editions: week, number, written_at, counts, days; provisional: weeks."""
    return _environment().get_template("index.html").render(editions=editions, provisional=provisional)


def explained_html(
    name: str, article: Article, decision: Decision, findings: Sequence[Finding], uids: Sequence[str | None]
) -> str:
    """An article with every finding marked in its text: one self-contained page. name: uid or file."""
    return (
        _environment()
        .get_template("explained.html")
        .render(
            name=name,
            article=article,
            decision=decision,
            parts=explained.parts(article, findings),
            findings=explained.shown(article, findings, uids),
        )
    )


def _uids(edition: Mapping[str, Any]) -> set[str]:
    """The articles that stand in full in this edition, to which a line elsewhere may point."""
    blocks = [entry["uid"] for block in edition["missions"] for entry in block["items"]]
    return {*blocks, *(entry["uid"] for name in ("late", "contested", "borderline") for entry in edition[name])}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "anchor": anchor_of,
        "clean": wording.clean,
        "harmless": wording.harmless,
        "full_day": wording.full_day,
        "minute": wording.minute,
        "short_day": wording.short_day,
        "weekday": wording.weekday,
        "window": wording.window,
        "change_words": wording.change_words,
        "detail_words": wording.detail_words,
        "printed_words": wording.printed_words,
        "mean_words": wording.mean_words,
        "seen_after": wording.seen_after,
        "nothing_missing": wording.nothing_missing,
        "nothing_seen": wording.nothing_seen,
        "outside_words": wording.outside_words,
        "edition_title": wording.title,
        "fallen_pages": wording.fallen_pages,
        "web_address": web_address,
        "tongue": _tongue,
        "mark": lambda state: Markup(charts.mark(state)),  # noqa: S704  constants of charts
    }
    environment.globals |= {
        "count": wording.count,
        "state_words": wording.STATE_WORDS,
        "cell_words": wording.CELL_WORDS,
        "no_title": wording.NO_TITLE,
    }
    return environment


def _tongue(language: str | None) -> str | None:
    """A language code fit for a lang attribute, or None."""
    return language if language and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language) else None
