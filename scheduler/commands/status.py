"""``bluewatch status``: how each outlet and the archive are, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
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
from scheduler.commands.status_sources import MARKS, source_lines, sources_report, text_of, text_or_none, wrapped

if TYPE_CHECKING:
    from storage.archive import Archive

MIB = 1024 * 1024


@click.command()
@click.option("--check", is_flag=True, help="End with 1 where the service does not run or the whole is in danger.")
@json_option("one object: at, data, config, service, archive, digest, delivery, backup, paused_hosts, notices, sources")
@data_option
@config_option
@now_option
def command(*, check: bool, as_json: bool, data: Path | None, config: Path | None, now: datetime | None) -> int:
    """Say how each outlet and the archive are, what is wrong in plain words, and what to do next.

    Outlets that need a look come first. The exit code is 0 whatever is found; programs read --json, or ask with
    --check, which counts no single outlet.

    \b
    Example:
      bluewatch status
      bluewatch status --json
      bluewatch status --check
    """
    settings = open_settings(config, data, now)
    report = gather(settings)
    danger = not report["service"]["running"] or any(one["colour"] == "red" for one in report["notices"])
    code = 1 if check and danger else 0
    if as_json:
        echo_json(report)
        return code
    for line in lines_of(report):
        click.echo(line)
    if settings.config.contact is None:
        say("No contact is set, and no crawl starts without one: `bluewatch init` asks for it.")
    return code


def gather(settings: Settings) -> dict[str, Any]:
    """The whole report as plain values."""
    from scheduler.lock import running_pid
    from scheduler.standing import notices
    from scheduler.survey import standing_without_archive

    settings.check_rules()
    mistakes = settings.take_what_is_right()
    pid = running_pid(settings.data)
    report: dict[str, Any] = {
        "at": text_of(settings.now()),
        "data": str(settings.data),
        "config": None if settings.config.path is None else str(settings.config.path),
        "service": {"running": pid is not None, "pid": pid or None},
        "archive": None,
        "digest": {"last": None, "next_at": None},
        "delivery": None,
        "backup": None,
        "paused_hosts": [],
        "notices": [],
        "sources": [],
    }
    if not (settings.data / ARCHIVE_FILE).is_file():
        report["sources"] = [
            {"slug": source.slug, "name": source.name, "state": "never ran" if source.enabled else "off"}
            for source in settings.catalogue.values()
        ]
        report["notices"] = [
            asdict(one)
            for one in notices(replace(standing_without_archive(settings, settings.now()), mistakes=mistakes))
        ]
        return report
    with settings.archive(read_only=True) as archive:
        _fill(report, settings, archive, mistakes)
    return report


def _fill(report: dict[str, Any], settings: Settings, archive: Archive, mistakes: Sequence[str]) -> None:
    from scheduler.gather import facts_now, planned_sources, rhythm_of
    from scheduler.plan import HORIZON, make_plan
    from scheduler.standing import notices
    from scheduler.survey import standing_of

    now, health = settings.now(), archive.health
    facts = facts_now(archive, planned_sources(settings), now, settings.config)
    plan = make_plan(facts, rhythm_of(settings.config), now)
    last = health.last_edition()
    report["digest"] = {
        "last": last and {key: last[key] for key in ("week", "number", "written_at")},
        "next_at": plan.digest_at and text_of(plan.digest_at),
        "due_now": list(plan.weeks),
    }
    report["delivery"] = post_report(archive, settings.config, plan.deliver_at)
    # No rest is longer than a day: such a time comes from a clock that was wrong, and nobody heeds it.
    paused = [one for one in health.paused_hosts(now) if one.until <= now + HORIZON]
    standing = replace(standing_of(settings, archive, facts, plan, now), mistakes=mistakes)
    report["backup"] = standing.backup and {
        "folder": str(standing.backup.folder),
        "wanted": standing.backup.wanted,
        "newest": text_or_none(standing.backup.newest),
        "failures": standing.backup.failures,
    }
    report["notices"] = [asdict(one) for one in notices(standing)]
    report["paused_hosts"] = [{"host": one.host, "until": text_of(one.until), "reason": one.reason} for one in paused]
    report["archive"] = _archive_report(archive)
    report["sources"] = sources_report(settings, archive, facts, plan.due_at, now)


def _archive_report(archive: Archive) -> dict[str, Any]:
    from scheduler.survey import is_safe
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
        yield from _notice_lines(report["notices"])
        return
    yield from _archive_lines(report["archive"])
    yield from _digest_lines(report["digest"])
    yield from post_lines(report["delivery"])
    yield from _backup_lines(report["backup"], report["at"])
    for host in report["paused_hosts"]:
        yield visible(f"Resting   {host['host']} until {_minute(host['until'])}: {host['reason'] or 'asked to wait'}")
    yield from _notice_lines(report["notices"])
    yield ""
    shown = [row for row in report["sources"] if row["colour"] != "grey"]
    good = sum(1 for row in shown if row["colour"] == "green")
    yield f"Outlets   {good} of {len(shown)} well" + (
        f", {off} off" if (off := len(report["sources"]) - len(shown)) else ""
    )
    width = max((len(row["slug"]) for row in report["sources"]), default=0)
    for row in report["sources"]:
        yield from source_lines(row, width, report["at"])


def _archive_lines(archive: dict[str, Any]) -> Iterable[str]:
    store, labels = archive["page_store"], archive["articles"]
    counts = ", ".join(f"{count:,} {label}" for label, count in sorted(labels.items(), key=lambda one: -one[1]))
    yield f"Archive   {archive['bytes'] / MIB:,.1f} MiB; articles: {counts or 'none yet'}"
    yield from page_lines(store)
    yield f"SQLite    {archive['sqlite']}"


def _digest_lines(digest: dict[str, Any]) -> Iterable[str]:
    last, due = digest["last"], digest.get("due_now") or []
    words = f"{last['week']} (edition {last['number']})" if last else "none yet"
    if due:
        words += f"; due now: {due[0]}" + (f" and {len(due) - 1} more" if len(due) > 1 else "")
    elif digest["next_at"]:
        words += f"; next at {_minute(digest['next_at'])}"
    yield f"Digest    {words}"


def _backup_lines(backup: dict[str, Any], at: str) -> Iterable[str]:
    from scheduler.condition import apart

    if not backup["wanted"]:
        yield "Backup    none is taken by the service: [backup] daily is 0"
    elif backup["newest"] is not None:
        yield visible(f"Backup    {apart(backup['newest'], at)} ago, checked, in {backup['folder']}")
    else:
        yield "Backup    none yet; the service takes one a day"


def _notice_lines(found: list[dict[str, Any]]) -> Iterable[str]:
    """What is not well beside the outlets."""
    for one in found:
        mark, colour = MARKS[one["colour"]]
        words = wrapped(f"{one['subject']}: {one['reason']}")
        yield click.style(mark, fg=colour) + words[0][1:].replace("   ", " ", 1)
        yield from words[1:]
        yield from wrapped(one["next_step"], "→ ")


def _minute(text: str) -> str:
    return f"{text[:10]} {text[11:16]} UTC"
