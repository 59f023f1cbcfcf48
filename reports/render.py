"""An edition as text: JSON and HTML (Markdown: reports.markdown). The same edition gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from reports import charts, charts_coverage, charts_more, explained, told_facts, wording
from reports.compose import MOST_BARS, MOST_SPARKS, compose, foot
from reports.document import Lines, Links, anchors_of
from reports.forms import current
from reports.glance import anchor_of
from reports.inline import inline, signs, tongue
from reports.markdown import markdown as _markdown
from reports.plain import plain as _plain
from reports.templating import environment
from storage.findings import Finding
from storage.plural import count
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


def markdown(edition: Mapping[str, Any], *, digest: str | None = None) -> str:
    """The digest as Markdown. digest: the hash of its JSON form, where that is known, as in every form below."""
    return _markdown(current(edition), digest=digest or hash_of(json_text(edition)))


def html(
    edition: Mapping[str, Any], *, base: str | None = None, suffix: str = "html", digest: str | None = None
) -> str:
    """The digest as one self-contained page: no script, nothing remote but the links.

    base: where article pages are (``""``: on the same server); None: as the edition says; suffix: of the files of
    earlier editions beside it.
    """
    digest, edition = digest or hash_of(json_text(edition)), current(edition)
    document = compose(edition)
    links = Links(edition["base"] if base is None else base, suffix, anchors_of(document))
    return (
        _environment()
        .get_template("digest.html")
        .render(
            edition=edition,
            counts=edition["counts"],
            document=document,
            links=links,
            pictures=_pictures(edition),
            foot=foot(edition, digest),
        )
    )


def _pictures(edition: Mapping[str, Any]) -> dict[str, Markup]:
    """The charts of a page, by key; charts escape what they are given."""
    bars = [block for block in edition["missions"] if block["mean"] is not None][:MOST_BARS]
    drawn = {
        "by_day": charts.items_by_day(edition["by_day"]),
        "by_mission": charts_more.items_by_mission(bars) if bars else "",
        "moved": charts_more.moved(edition["numbers"]["moved"][:MOST_SPARKS]),
        "coverage": charts_coverage.coverage(charts_coverage.followed(edition["sources"])),
    }
    return {key: Markup(svg) for key, svg in drawn.items()}  # noqa: S704  escaped where drawn


def plain(edition: Mapping[str, Any], *, digest: str | None = None) -> str:
    """The digest as plain text."""
    return _plain(current(edition), digest=digest or hash_of(json_text(edition)))


def feed_entry(edition: Mapping[str, Any]) -> str:
    """The five lines of an edition as HTML, for a feed."""
    edition = current(edition)
    lines = [line for block in told_facts.top(edition) if isinstance(block, Lines) for line in block.lines]
    template = _environment().get_template("feed_entry.html")
    links = Links(edition["base"], None)
    return template.render(edition=edition, counts=edition["counts"], lines=lines, links=links)


def feed(**told: Any) -> str:
    """The feed of all editions: profile, id, updated, entries."""
    return _environment().get_template("feed.xml").render(**told)


def mail_html(edition: Mapping[str, Any], *, digest: str | None = None) -> str:
    """The digest as the HTML part of a mail: no picture, no file beside it; links only to the web."""
    digest, edition = digest or hash_of(json_text(edition)), current(edition)
    return (
        _environment()
        .get_template("mail.html")
        .render(
            edition=edition,
            counts=edition["counts"],
            document=compose(edition),
            links=Links(edition["base"], None),
            foot=foot(edition, digest),
        )
    )


def index_html(
    editions: Sequence[Mapping[str, Any]], provisional: Sequence[str], *, pdf: bool = False, profile: str = "default"
) -> str:
    """All editions, newest first. editions: week, number, counts, days; provisional: weeks; pdf: is there."""
    template = _environment().get_template("index.html")
    return template.render(editions=editions, provisional=provisional, pdf=pdf, profile=profile)


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


@cache
def _environment() -> Environment:
    made = environment("reports")
    made.filters |= {
        "anchor": anchor_of,
        "full_day": wording.full_day,
        "window": wording.window,
        "seen_after": wording.seen_after,
        "nothing_seen": wording.nothing_seen,
        "items_words": wording.items_words,
        "of_texts": lambda counts: wording.of_texts(counts["kept"], counts.get("texts")),
        "edition_title": wording.title,
        "tongue": tongue,
        "inline": inline,
        "signs": signs,
        "kind": lambda block: type(block).__name__,
        "mark": lambda state: Markup(charts.mark(state)),  # noqa: S704  constants of charts
    }
    made.globals |= {
        "count": count,
        "signs_told": [(Markup(sign), words) for sign, words in charts.legend_states()],  # noqa: S704  constants
        "state_words": wording.STATE_WORDS,
        "cell_words": wording.CELL_WORDS,
        "no_title": wording.NO_TITLE,
    }
    return made
