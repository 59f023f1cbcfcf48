"""The page of one article: its text with every finding marked, and all that the archive knows of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from reports import explained
from reports.carried import carried_form
from reports.web.answers import Answer, Asked, as_json, as_text, moved
from reports.web.leads import lead
from reports.web.rendering import address, page
from storage.archive import Archive
from storage.browse import Browse
from storage.browse_series import claims_in
from storage.citation import citations
from storage.errors import NotFound, UsageError
from storage.finding_forms import finding_to_form
from storage.findings import Finding
from storage.forms import article_to_form
from storage.records import Article, Decision
from storage.seedshape import to_text
from storage.withdrawals import told

# The fields of an article in the order of the page they were read from.
FIELDS = (
    *("title", "outlet", "editor", "editors", "published_at", "byline", "authors", "dateline", "dateline_place"),
    *("dateline_date", "body", "captions", "trailer", "related", "key", "language", "type"),
)


@dataclass(frozen=True, slots=True)
class _Read:
    """An article in one of its states. findings: each with its uid; decision: None of an older state."""

    row: Mapping[str, Any]
    revision: int
    article: Article
    decision: Decision | None
    findings: tuple[tuple[str, Finding], ...]

    @property
    def uid(self) -> str:
        return str(self.row["uid"])

    @property
    def current(self) -> bool:
        return bool(self.revision == self.row["revision"])


def article(archive: Archive, asked: Asked) -> Answer:
    """``/article/UID``, as a page, as JSON (what `bluewatch explain --json` prints) or in the shape of the seeds."""
    read = _read(archive, asked)
    if asked.form == "txt":
        return as_text(to_text(read.article))
    if asked.form == "json":
        return as_json(_form(archive, read))
    return _page(archive, read)


def finding(archive: Archive, asked: Asked) -> Answer:
    """``/finding/UID``: to the words it rests on, in the state of its article that held them."""
    uid = asked.path["uid"]
    where = Browse(archive.db).where_is(uid)
    if where is None:
        raise NotFound(
            f"there is no finding {uid} in this archive; later rules may have found it anew, under another name"
        )
    state = None if where["revision"] == where["current"] else where["revision"]
    return moved(f"{address('/article', where['article_uid'], revision=state)}#{uid}")


def _read(archive: Archive, asked: Asked) -> _Read:
    uid = asked.path["uid"]
    row = archive.articles.by_uid(uid)
    if row is None:
        raise NotFound(f"there is no article {uid} in this archive; the search finds articles by their words")
    revision = _revision(asked, row["revision"])
    return _Read(
        row=row,
        revision=revision,
        article=archive.articles.load(uid, revision),
        decision=archive.articles.decision_on(row["id"]) if revision == row["revision"] else None,
        findings=tuple(archive.findings.named(row["id"], revision)),
    )


def _revision(asked: Asked, current: int) -> int:
    text = asked.one("revision")
    if text is None:
        return current
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise UsageError(f"revision={text[:20]} is no number of a state")
    return int(text)


def _form(archive: Archive, read: _Read) -> dict[str, Any]:
    return {
        "uid": read.uid,
        "revision": read.revision,
        **article_to_form(read.article, read.decision),
        "findings": [{"uid": uid, **finding_to_form(one, read.article)} for uid, one in read.findings],
        "carried": carried_form(archive.carriers.of(read.uid)),
        "withdrawals": [told(event) for event in archive.articles.withdrawals.of(read.row["id"])],
        "first_seen_at": read.row["first_seen_at"],
        "updated_at": read.row["updated_at"],
    }


def _page(archive: Archive, read: _Read) -> Answer:
    browse = Browse(archive.db)
    found = [one for _, one in read.findings]
    uids = [uid for uid, _ in read.findings]
    captures = browse.captures_of(read.row["id"])
    company = archive.carriers.of(read.uid)
    lines = browse.lines([one.uid for one in company.carriers]) if company else {}
    return page(
        "article.html",
        room="",
        title=read.article.title or "Article without a title",
        uid=read.uid,
        row=read.row,
        line=browse.lines([read.uid])[read.uid],
        revision=read.revision,
        current=read.current,
        article=read.article,
        decision=read.decision,
        parts=_marked(explained.parts(read.article, found), uids),
        findings=explained.shown(read.article, found, uids),
        fields=_fields(read.article),
        revisions=_revisions(archive.articles.revisions_of(read.uid)),
        company=company,
        lines=lines,
        withdrawals=[told(event) for event in archive.articles.withdrawals.of(read.row["id"])],
        captures=captures,
        claims=claims_in(archive.db, read.row["id"]) if read.current else frozenset(),
        lead=partial(lead, archive),
        editions=browse.editions_of(read.uid),
        verdicts=browse.verdicts_of([read.uid, *uids]),
        citation=_citation(read, captures),
        seed=to_text(read.article),
    )


def _marked(parts: Sequence[explained.Part], uids: Sequence[str]) -> list[dict[str, Any]]:
    """The parts of the text as the page prints them: each finding's uid stands once, where its words begin."""
    opened: set[int] = set()
    shown = []
    for part in parts:
        paragraphs = []
        for paragraph in part.paragraphs:
            pieces = []
            for one in paragraph:
                new = [mark.number for mark in one.marks if mark.number not in opened]
                opened.update(new)
                pieces.append(
                    {
                        "text": one.text,
                        "kind": one.marks[-1].kind if one.marks else None,
                        "opens": [uids[number - 1] for number in new],
                        "closes": [mark.number for mark in one.closing],
                    }
                )
            paragraphs.append(pieces)
        shown.append({"name": part.name, "paragraphs": paragraphs})
    return shown


def _fields(article: Article) -> list[dict[str, Any]]:
    """A line for each field of which evidence was kept, in the order of a page."""
    order = {name: n for n, name in enumerate(FIELDS)}
    return [
        {
            "name": name,
            "state": str(one.state),
            "how": one.how,
            "basis": one.basis,
            "reason": one.reason,
            "raw": one.raw,
        }
        for name, one in sorted(article.evidence.items(), key=lambda pair: (order.get(pair[0], 99), pair[0]))
    ]


def _revisions(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"number": row["number"], "seen_at": row["seen_at"], "changes": json.loads(row["changes"] or "[]")}
        for row in reversed(rows)
    ]


def _citation(read: _Read, captures: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    form = {"uid": read.uid, **article_to_form(read.article)}
    of_state = [one for one in captures if one["revision"] == read.revision]
    return citations(
        form,
        accessed=of_state[-1]["fetched_at"] if of_state else None,
        digests=[one["digest"] for one in of_state[-1:]],
    )
