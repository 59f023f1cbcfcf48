"""The part of ``bluewatch status`` that tells of the outlets, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import Settings, visible
from storage.plural import count

if TYPE_CHECKING:
    from storage.archive import Archive

MARKS = {"red": ("✗", "red"), "amber": ("!", "yellow"), "green": ("✓", "green"), "grey": ("-", None)}
WIDTH, INDENT = 80, "    "
MOST_NAMED = 10
_QUERY = re.compile(r"(https?://[^\s?,]+)\?[^\s,]*")


def sources_report(
    settings: Settings, archive: Archive, facts: Any, due_at: Any, now: datetime
) -> list[dict[str, Any]]:
    """Every outlet as plain values, what needs a look first."""
    from crawler.catalogue import exceptions_of
    from crawler.precedence import crawled_now
    from scheduler.condition import ORDER, Known, condition_of
    from scheduler.plan import HORIZON
    from storage.drift import drifts
    from storage.drift_words import drift_forms, drift_words
    from storage.outlet_rows import OutletRows, gap_words
    from storage.source_rows import SourceRows
    from storage.steady import steady_sources

    health, seen, until = archive.health, SourceRows(archive.db), now + timedelta(seconds=1)
    successes, articles, pages = health.last_successes(), health.last_articles(), health.page_states()
    labels, troubles = health.article_labels(), health.troubled_pages(now)
    paused = {one.host: one for one in health.paused_hosts(now) if one.until <= now + HORIZON}
    unstable, steady = health.unstable_pages(), steady_sources(archive.db)
    given = seen.given_to_judge(list(settings.catalogue), now, until)
    outlets = OutletRows(archive.db)
    troubled, gaps = outlets.listings_in_trouble(list(settings.catalogue)), outlets.gaps(now)
    unread = outlets.unread(list(settings.catalogue), until)
    rows = []
    for source in settings.catalogue.values():
        slug = source.slug
        listings = {listing.url for listing in source.listings}
        missed = [row for row in gaps.get(slug, []) if row["listing"] in listings]
        past = facts.pasts.get(slug) or health.pasts([slug])[slug]
        open_run = bool(past.runs) and past.runs[0].outcome is None
        rest = next((paused[host] for host in source.hosts if host in paused), None)
        known = Known(
            slug=slug,
            home=source.home,
            enabled=source.enabled,
            disabled_because=source.disabled_because,
            per_week_least=source.per_week[0] if source.per_week else None,
            past=past,
            due=due_at.get(slug),
            paused_until=rest.until if rest else None,
            paused_because=rest.reason if rest else None,
            last_success=successes.get(slug),
            given=given[slug],
            drift=drifts(slug, seen.readings_now(slug, now), now.date())
            if source.enabled and slug not in steady
            else (),
            pages=pages.get(slug, {}),
            listings=len(listings),
            troubled=[one for one in troubled.get(slug, []) if one.url in listings],
            gaps=gap_words(missed) if missed else None,
            unread=unread.get(slug),
            at_work=crawled_now(settings.data, source.hosts) if open_run else None,
        )
        condition = condition_of(known, now)
        run = known.past.runs[0] if known.past.runs else None
        rows.append(
            {
                "slug": slug,
                "name": source.name,
                "asked": exceptions_of(source),
                "state": condition.word,
                "colour": condition.colour,
                "reason": condition.reason,
                "next_step": condition.next_step,
                "last_run": run and {"at": text_of(run.started_at), "outcome": run.outcome},
                "last_success": text_or_none(known.last_success),
                "next_try": text_or_none(known.due and max(known.due, now)),
                "last_article": text_or_none(articles.get(slug)),
                "last_new": text_or_none(known.given.newest),
                "fell": drift_words(known.drift) or None,
                "drift": drift_forms(known.drift),
                "articles": labels.get(slug, {}),
                "pages": dict(known.pages),
                "unstable": unstable.get(slug, []),
                "troubled_pages": [
                    {key: row[key] for key in ("url", "state", "reason", "next_at")} for row in troubles.get(slug, [])
                ],
            }
        )
    return sorted(rows, key=lambda row: (ORDER.index(row["colour"]), row["slug"]))


def source_lines(row: dict[str, Any], width: int, at: str) -> Iterable[str]:
    """One outlet for people: width: that of the longest slug; at: when the report was made."""
    from scheduler.condition import apart, unstable_words

    mark, colour = MARKS[row["colour"]]
    head = f"{mark} {row['slug']:<{width}}  {row['state']:<11}"
    kept = row["articles"].get("peacekeeping", 0)
    waiting = sum(row["pages"].get(state, 0) for state in ("new", "fetched"))
    facts = [count(kept, "item")]
    if waiting:
        facts.append(f"{waiting:,} waiting")
    if row["last_success"]:
        facts.append(f"read {apart(row['last_success'], at)} ago")
    if row["next_try"]:
        facts.append(f"next in {apart(at, row['next_try'])}" if row["next_try"] > at else "next now")
    facts += row.get("asked", ())
    yield (
        click.style(head, fg=colour) + "  " + ", ".join(facts if row["colour"] != "grey" else [visible(row["reason"])])
    )
    if row["colour"] == "grey":
        return
    if row["reason"]:
        yield from wrapped(row["reason"])
    if row["fell"] and row["fell"] not in row["reason"]:
        yield from wrapped(f"its pages read worse {row['fell']}")
    if row["unstable"]:
        yield from wrapped(unstable_words(row["unstable"]))
    if row["next_step"]:
        yield from wrapped(row["next_step"], "→ ")
    yield from trouble_lines(row)


def trouble_lines(row: dict[str, Any]) -> Iterable[str]:
    """The addresses of an outlet that could not be had, by what was the matter; of each kind some are named."""
    kinds: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for page in row["troubled_pages"]:
        # The listing that the reason already names would be told twice; of a well outlet only what it kept from us.
        told = (row["reason"] or "").startswith(page["url"])
        if not told and (row["colour"] != "green" or page["state"] in ("failed", "refused")):
            # What asks for consent or a log-in names in its own address the page to go back to.
            reason = page["reason"] or "no reason noted"
            kinds.setdefault((page["state"], _QUERY.sub(r"\1", reason)), []).append((page["url"], reason))
    for (state, reason), found in kinds.items():
        urls = [url for url, _ in found]
        if len(urls) == 1:
            yield from wrapped(f"{state}: {urls[0]}: {found[0][1]}")
            continue
        yield from wrapped(f"{state}: {len(urls):,} addresses: {reason}")
        for url in urls[:MOST_NAMED]:
            yield from wrapped(url, "  ")
        if len(urls) > MOST_NAMED:
            yield from wrapped(f"and {len(urls) - MOST_NAMED:,} more: `bluewatch status --json` names each", "  ")


def wrapped(text: str, mark: str = "") -> list[str]:
    """Lines of at most WIDTH signs below an outlet's own; an address is never broken."""
    return wrap(
        visible(text), WIDTH, initial_indent=INDENT + mark, subsequent_indent=INDENT + " " * len(mark),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def text_of(moment: datetime) -> str:
    """An instant as the report holds it."""
    from storage.times import to_text

    return to_text(moment)


def text_or_none(moment: datetime | None) -> str | None:
    """The same, or None."""
    return None if moment is None else text_of(moment)
