"""``bluewatch status``: how each outlet and the archive are, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import (
    ARCHIVE_FILE,
    Settings,
    config_option,
    data_option,
    echo_json,
    json_option,
    now_option,
    open_settings,
    say,
    visible,
)
from scheduler.commands.status_pages import page_lines
from scheduler.commands.status_post import post_lines, post_report

if TYPE_CHECKING:
    from storage.archive import Archive

MARKS = {"red": ("✗", "red"), "amber": ("!", "yellow"), "green": ("✓", "green"), "grey": ("-", None)}
SAFE_SQLITE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
MIB = 1024 * 1024
WIDTH, INDENT = 80, "    "


@click.command()
@json_option("one object: at, data, config, service, archive, digest, delivery, paused_hosts, sources")
@data_option
@config_option
@now_option
def command(*, as_json: bool, data: Path | None, config: Path | None, now: datetime | None) -> None:
    """Say how each outlet and the archive are, what is wrong in plain words, and what to do next.

    Outlets that need a look come first. The exit code is 0 whatever is found; programs read --json.

    \b
    Example:
      bluewatch status
      bluewatch status --json
    """
    settings = open_settings(config, data, now)
    report = gather(settings)
    if as_json:
        echo_json(report)
        return
    for line in lines_of(report):
        click.echo(line)
    if settings.config.contact is None:
        say("No contact is set, and no crawl starts without one: `bluewatch init` asks for it.")


def gather(settings: Settings) -> dict[str, Any]:
    """The whole report as plain values."""
    from scheduler.lock import running_pid

    pid = running_pid(settings.data)
    report: dict[str, Any] = {
        "at": _text(settings.now()),
        "data": str(settings.data),
        "config": None if settings.config.path is None else str(settings.config.path),
        "service": {"running": pid is not None, "pid": pid or None},
        "archive": None,
        "digest": {"last": None, "next_at": None},
        "delivery": None,
        "paused_hosts": [],
        "sources": [],
    }
    if not (settings.data / ARCHIVE_FILE).is_file():
        report["sources"] = [
            {"slug": source.slug, "name": source.name, "state": "never ran" if source.enabled else "off"}
            for source in settings.catalogue.values()
        ]
        return report
    with settings.archive(read_only=True) as archive:
        _fill(report, settings, archive)
    return report


def _fill(report: dict[str, Any], settings: Settings, archive: Archive) -> None:
    from scheduler.gather import facts_now, planned_sources, rhythm_of
    from scheduler.plan import make_plan

    now, health = settings.now(), archive.health
    facts = facts_now(archive, planned_sources(settings), now, settings.config)
    plan = make_plan(facts, rhythm_of(settings.config), now)
    last = health.last_edition()
    report["digest"] = {
        "last": last and {key: last[key] for key in ("week", "number", "written_at")},
        "next_at": plan.digest_at and _text(plan.digest_at),
        "due_now": list(plan.weeks),
    }
    report["delivery"] = post_report(archive, settings.config, plan.deliver_at)
    paused = health.paused_hosts(now)
    report["paused_hosts"] = [{"host": one.host, "until": _text(one.until), "reason": one.reason} for one in paused]
    report["archive"] = _archive_report(archive)
    report["sources"] = _sources_report(settings, archive, facts, plan.due_at, now)


def _archive_report(archive: Archive) -> dict[str, Any]:
    from storage.database import sqlite_version
    from storage.prune import months

    version = sqlite_version()
    labels: dict[str, int] = {}
    for counts in archive.health.article_labels().values():
        for label, count in counts.items():
            labels[label] = labels.get(label, 0) + count
    return {
        "bytes": archive.health.size_bytes(),
        "articles": labels,
        "sqlite": version,
        "sqlite_safe": is_safe(version),
        "page_store": asdict(archive.captures.size()) | {"months": [asdict(one) for one in months(archive.db)]},
    }


def _sources_report(
    settings: Settings, archive: Archive, facts: Any, due_at: Any, now: datetime
) -> list[dict[str, Any]]:
    from crawler.catalogue import exceptions_of
    from scheduler.condition import ORDER, Known, condition_of
    from storage.articles import MOST_REVISIONS
    from storage.drift import drifts
    from storage.drift_words import drift_forms, drift_words
    from storage.source_rows import SourceRows

    health, seen, until = archive.health, SourceRows(archive.db), now + timedelta(seconds=1)
    successes, articles, pages = health.last_successes(), health.last_articles(), health.page_states()
    labels, troubles = health.article_labels(), health.troubled_pages()
    paused, unstable = {one.host: one for one in health.paused_hosts(now)}, health.unstable_pages(MOST_REVISIONS)
    rows = []
    for source in settings.catalogue.values():
        slug = source.slug
        rest = next((paused[host] for host in source.hosts if host in paused), None)
        known = Known(
            slug=slug,
            enabled=source.enabled,
            disabled_because=source.disabled_because,
            per_week_least=source.per_week[0] if source.per_week else None,
            past=facts.pasts.get(slug) or health.pasts([slug])[slug],
            due=due_at.get(slug),
            paused_until=rest.until if rest else None,
            paused_because=rest.reason if rest else None,
            last_success=successes.get(slug),
            given=seen.given(slug, until),
            drift=drifts(slug, seen.readings(slug, until), now.date()) if source.enabled else (),
            pages=pages.get(slug, {}),
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
                "last_run": run and {"at": _text(run.started_at), "outcome": run.outcome},
                "last_success": _text_or_none(known.last_success),
                "next_try": _text_or_none(known.due and max(known.due, now)),
                "last_article": _text_or_none(articles.get(slug)),
                "last_new": _text_or_none(known.given.newest),
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


def is_safe(version: str) -> bool:
    """True for a SQLite without the WAL-reset race (fixed in 3.51.3, and in 3.50.7 and 3.44.6 of older lines)."""
    parts = tuple(int(part) for part in version.split(".")[:3])
    return parts >= SAFE_SQLITE[0] or any(parts[:2] == safe[:2] and parts >= safe for safe in SAFE_SQLITE)


def lines_of(report: dict[str, Any]) -> Iterable[str]:
    """The report for people, line by line, fit for a terminal."""
    service = report["service"]
    running = f"running (process {service['pid'] or 'unknown'})" if service["running"] else "not running"
    yield f"Service   {running}"
    yield f"Data      {visible(report['data'])}"
    if report["archive"] is None:
        yield "Archive   none yet: `bluewatch crawl` makes it; `bluewatch demo` shows how it works"
        outlets = sum(1 for row in report["sources"] if row["state"] != "off")
        yield f"Outlets   {outlets} to follow; `bluewatch sources list` names them"
        return
    yield from _archive_lines(report["archive"])
    yield from _digest_lines(report["digest"])
    yield from post_lines(report["delivery"])
    for host in report["paused_hosts"]:
        yield visible(f"Resting   {host['host']} until {_minute(host['until'])}: {host['reason'] or 'asked to wait'}")
    yield ""
    shown = [row for row in report["sources"] if row["colour"] != "grey"]
    good = sum(1 for row in shown if row["colour"] == "green")
    yield f"Outlets   {good} of {len(shown)} well" + (
        f", {off} off" if (off := len(report["sources"]) - len(shown)) else ""
    )
    width = max((len(row["slug"]) for row in report["sources"]), default=0)
    for row in report["sources"]:
        yield from _source_lines(row, width, report["at"])


def _archive_lines(archive: dict[str, Any]) -> Iterable[str]:
    store, labels = archive["page_store"], archive["articles"]
    counts = ", ".join(f"{count:,} {label}" for label, count in sorted(labels.items(), key=lambda one: -one[1]))
    yield f"Archive   {archive['bytes'] / MIB:,.1f} MiB; articles: {counts or 'none yet'}"
    yield from page_lines(store)
    yield f"SQLite    {archive['sqlite']}"
    if not archive["sqlite_safe"]:
        yield "          before 3.51.3 two programs that write at once may, very rarely, damage an"
        yield "          archive: install pysqlite3 or a newer Python"


def _digest_lines(digest: dict[str, Any]) -> Iterable[str]:
    last, due = digest["last"], digest.get("due_now") or []
    words = f"{last['week']} (edition {last['number']})" if last else "none yet"
    if due:
        words += f"; due now: {due[0]}" + (f" and {len(due) - 1} more" if len(due) > 1 else "")
    elif digest["next_at"]:
        words += f"; next at {_minute(digest['next_at'])}"
    yield f"Digest    {words}"


def _source_lines(row: dict[str, Any], width: int, at: str) -> Iterable[str]:
    from scheduler.condition import apart, unstable_words

    mark, colour = MARKS[row["colour"]]
    head = f"{mark} {row['slug']:<{width}}  {row['state']:<11}"
    kept = row["articles"].get("peacekeeping", 0)
    waiting = sum(row["pages"].get(state, 0) for state in ("new", "fetched"))
    facts = [f"{kept:,} items"]
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
        yield from _wrapped(row["reason"])
    if row["fell"] and row["fell"] not in row["reason"]:
        yield from _wrapped(f"its pages read worse {row['fell']}")
    if row["unstable"]:
        yield from _wrapped(unstable_words(row["unstable"]))
    if row["next_step"]:
        yield from _wrapped(row["next_step"], "→ ")
    if row["colour"] != "green":
        # The listing that the reason already names would be told twice.
        untold = [page for page in row["troubled_pages"] if not (row["reason"] or "").startswith(page["url"])]
        for page in untold[:3]:
            yield from _wrapped(f"{page['state']}: {page['url']}: {page['reason'] or 'no reason noted'}")


def _wrapped(text: str, mark: str = "") -> list[str]:
    """Lines of at most WIDTH signs below an outlet's own; an address is never broken."""
    return wrap(
        visible(text), WIDTH, initial_indent=INDENT + mark, subsequent_indent=INDENT + " " * len(mark),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _text(moment: datetime) -> str:
    from storage.times import to_text

    return to_text(moment)


def _text_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else _text(moment)


def _minute(text: str) -> str:
    return f"{text[:10]} {text[11:16]} UTC"
