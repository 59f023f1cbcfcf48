"""``bluewatch explain`` of a finding: one fact in the paragraph it rests on, and whose words they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from storage.finding_forms import finding_to_form
from storage.times import to_text

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.findings import Finding
    from storage.records import Article


@dataclass(frozen=True, slots=True)
class FindingTold:
    """A finding with the article as it was when it held it. current: the newest state of that article."""

    uid: str
    article_uid: str
    revision: int
    current: int
    article: Article
    finding: Finding


def finding_named(archive: Archive, uid: str) -> FindingTold | None:
    """The finding of this uid; None where the archive has none."""
    from storage.browse import Browse

    where = Browse(archive.db).where_is(uid)
    row = archive.articles.by_uid(where["article_uid"]) if where else None
    if where is None or row is None:
        return None
    article = archive.articles.load(where["article_uid"], where["revision"])
    found = dict(archive.findings.named(row["id"], where["revision"]))
    return FindingTold(uid, where["article_uid"], where["revision"], where["current"], article, found[uid])


def finding_form(told: FindingTold) -> dict[str, Any]:
    """What --json prints of it."""
    article = told.article
    return {
        "uid": told.uid, "article": told.article_uid, "state": told.revision, "newest_state": told.current,
        "title": article.title, "outlet": article.outlet, "source": article.source, "url": article.url,
        "published_at": to_text(article.published_at) if article.published_at else None,
        **finding_to_form(told.finding, article),
    }  # fmt: skip


def tell_finding(told: FindingTold, *, colour: bool) -> None:
    """Print it for people."""
    from crawler.peacekeeping.explain import without_control
    from reports.explained import terminal

    article = told.article
    day = f"{article.published_at:%Y-%m-%d}" if article.published_at else "no date given"
    click.echo(without_control(f"{told.uid} in {told.article_uid}: {article.title or '(no title)'}"))
    click.echo(without_control(" · ".join(filter(None, (article.outlet or article.source, day, article.url)))))
    if told.revision != told.current:
        click.echo(f"state {told.revision} of {told.current}: the outlet has changed its text since")
    click.echo()
    click.echo(terminal(article, (told.finding,), (told.uid,), colour=colour, whole=False), color=colour)
    click.echo(f"\n`bluewatch explain {told.article_uid}` shows the whole article")
