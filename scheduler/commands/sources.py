"""``bluewatch sources``: the outlets that are followed, and a trial of one or all that stores nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import (
    Settings,
    config_option,
    data_option,
    echo_json,
    json_option,
    open_settings,
    say,
    visible,
)
from scheduler.commands.sources_add import add_source
from scheduler.commands.sources_fields import show_fields
from scheduler.commands.sources_rhythm import rhythm_of_source
from storage.errors import UsageError

if TYPE_CHECKING:
    from crawler.source import Source
    from crawler.trial import Trial

# What the [checked] table of a packaged file says until it was tried against the live site.
NOT_CHECKED = "not checked live"
SIDE_BY_SIDE = 4


@click.group("sources")
def command() -> None:
    """List, show and try the outlets.

    \b
    Example:
      bluewatch sources list
      bluewatch sources try un-news
    """


command.add_command(add_source)
command.add_command(show_fields)


@command.command("list")
@data_option
@config_option
@json_option("an object an outlet: slug, name, home, hosts, listings, enabled, disabled_because, packaged, checked")
def list_sources(*, data: Path | None, config: Path | None, as_json: bool) -> None:
    """List every declared outlet, switched on or off.

    \b
    Example:
      bluewatch sources list --json
    """
    from crawler.catalogue import exceptions_of

    sources = list(open_settings(config, data).catalogue.values())
    if as_json:
        for source in sources:
            echo_json(_summary(source))
        return
    width = max((len(source.slug) for source in sources), default=0)
    for source in sorted(sources, key=lambda source: not source.enabled):
        kinds = ", ".join((*_counted(source), *exceptions_of(source)))
        off = "" if source.enabled else f"  (off: {source.disabled_because or 'enabled = false'})"
        click.echo(visible(f"{source.slug:<{width}}  {source.name}  [{kinds}]{off}"))
    if not sources:
        say("no outlet is declared; put a source file into the sources folder of the configuration")


@command.command("show")
@click.argument("slug")
@data_option
@config_option
@json_option("one object: the keys of a source file, packaged, and asked: when it is asked next, and why")
def show_source(slug: str, *, data: Path | None, config: Path | None, as_json: bool) -> None:
    """Show what is declared of one outlet, and when it is asked next and why.

    \b
    Example:
      bluewatch sources show chinamil-en
    """
    settings = open_settings(config, data)
    source = _one(settings, slug)
    table = source.table() | {"packaged": source.packaged}
    asked = rhythm_of_source(settings, source)
    if as_json:
        echo_json(table | {"asked": asked})
        return
    for line in _lines({key: value for key, value in table.items() if value not in (None, [], {}, "")}):
        click.echo(visible(line))
    if asked is not None:
        click.echo(f"asked next at {asked['next_at']}: {asked['because']}")


@command.command("try")
@click.argument("slug", required=False)
@click.option(
    "--all", "everything", is_flag=True, help="Try every outlet that is on, and ours that are off for want of a trial."
)
@click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write a Markdown report."
)
@data_option
@config_option
@json_option("an object an outlet: source, steps, fields, problem")
def try_sources(
    slug: str | None,
    *,
    everything: bool,
    report: Path | None,
    data: Path | None,
    config: Path | None,
    as_json: bool,
) -> int:
    """Fetch robots.txt, a listing and an article of an outlet and show field by field what came; store nothing.

    Ends with 1 where an outlet gave no article.

    \b
    Example:
      bluewatch sources try un-news
      bluewatch sources try --all --report trial.md
    """
    if everything == bool(slug):
        raise UsageError("name one outlet, or give --all")
    settings = open_settings(config, data)
    sources = [_one(settings, slug)] if slug else [one for one in settings.catalogue.values() if _to_try(one)]
    options = settings.config.crawl_options(mode="all")  # refuses to go on without a contact
    if report is not None and not report.parent.is_dir():
        raise UsageError(f"--report: the folder {report.parent} is not there")
    if slug:
        say(f"{slug}: asking for robots.txt, a listing and an article; an outlet that does not answer takes a minute")
    trials = _try_all(sources, options, settings.now)
    if as_json:
        for trial in trials:
            echo_json(asdict(trial))
    elif not everything:
        click.echo(visible("\n".join(line for trial in trials for line in _told(trial))))
    else:
        for trial in trials:
            click.echo(visible(f"{trial.source}: {trial.problem or 'an article could be read'}"))
    if report is not None:
        report.write_text(_markdown(trials, settings.now()), encoding="utf-8")
        say(f"report written to {report}")
    return 1 if any(trial.problem for trial in trials) else 0


def _to_try(source: Source) -> bool:
    """Leave alone what its operator switched off; one of ours that nobody has tried yet is what this is for."""
    return source.enabled or (source.packaged and source.checked.get("how") == NOT_CHECKED)


def _one(settings: Settings, slug: str) -> Source:
    if slug not in settings.catalogue:
        raise settings.no_outlet(slug)
    return settings.catalogue[slug]


def _summary(source: Source) -> dict[str, Any]:
    return {
        "slug": source.slug,
        "name": source.name,
        "home": source.home,
        "hosts": list(source.hosts),
        "listings": [{"kind": listing.kind, "url": listing.url} for listing in source.listings],
        "enabled": source.enabled,
        "disabled_because": source.disabled_because,
        "packaged": source.packaged,
        "checked": source.checked,
    }


def _counted(source: Source) -> Iterable[str]:
    for kind in ("feed", "sitemap", "section"):
        count = sum(listing.kind == kind for listing in source.listings)
        if count:
            yield f"{count} {kind}{'s' if count > 1 else ''}"


def _lines(table: dict[str, Any], indent: str = "") -> Iterable[str]:
    """A table as indented lines; lists of tables one under the other."""
    for key, value in table.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, inner in enumerate(value, 1):
                yield f"{indent}{key} {number}"
                yield from _lines({k: v for k, v in inner.items() if v not in (None, [])}, indent + "  ")
        elif isinstance(value, dict):
            yield f"{indent}{key}"
            yield from _lines(value, indent + "  ")
        elif isinstance(value, list):
            yield f"{indent}{key}: {value[0]}" if len(value) == 1 else f"{indent}{key}:"
            yield from (f"{indent}  {one}" for one in value if len(value) > 1)
        else:
            yield f"{indent}{key}: {value}"


def _try_all(sources: Sequence[Source], options: Any, now: Callable[[], datetime]) -> list[Trial]:
    """Try outlets side by side, those of one host one after the other; what breaks one is its own problem."""
    by_host: dict[str, list[Source]] = {}
    for source in sources:
        by_host.setdefault(source.hosts[0], []).append(source)
    waiting: SimpleQueue[list[Source]] = SimpleQueue()
    for group in by_host.values():
        waiting.put(group)
    tried: SimpleQueue[Trial] = SimpleQueue()
    # Daemons: whoever stops the command waits for no trial, and an executor would try all that are left first.
    for _ in range(SIDE_BY_SIDE):
        Thread(target=_try_what_waits, args=(waiting, tried, options, now), daemon=True).start()
    done: dict[str, Trial] = {}
    while len(done) < len(sources):
        trial = tried.get()
        done[trial.source] = trial
        say(f"[{len(done)}/{len(sources)}] {trial.source}: {trial.problem or 'ok'}")
    return [done[source.slug] for source in sources]


def _try_what_waits(
    waiting: SimpleQueue[list[Source]], tried: SimpleQueue[Trial], options: Any, now: Callable[[], datetime]
) -> None:
    while True:
        try:
            group = waiting.get_nowait()
        except Empty:
            return
        for source in group:
            tried.put(_guarded(source, options, now))


def _guarded(source: Source, options: Any, now: Callable[[], datetime]) -> Trial:
    """One trial; an error of ours becomes its problem, named, and stops no other."""
    from crawler.trial import Trial, try_source
    from scheduler.commands.asking import getter

    try:
        return try_source(source, getter(source, options), now())
    except Exception as error:  # a report over all outlets outlives one broken outlet
        return Trial(source=source.slug, steps=(), problem=f"the trial broke: {type(error).__name__}: {error}")


def _told(trial: Trial) -> Iterable[str]:
    """A trial as lines for a terminal."""
    yield trial.source
    for step in trial.steps:
        yield f"  {step.what}: {step.url}"
        yield f"    {step.problem or step.said}"
    if trial.fields:
        yield "  fields"
    for field in trial.fields:
        value = " ".join((field.value or "-").split())
        yield f"    {field.field:<10} {field.state:<12} {value[:160]}"
        if field.how:
            yield f"    {'':<10} {'':<12} by {field.how}"
    yield f"  {'failed: ' + trial.problem if trial.problem else 'an article could be read'}"


def _markdown(trials: Sequence[Trial], now: datetime) -> str:
    """The report: a table of all, then each outlet. Page text is data: it cannot break out of its cell."""
    failed = sum(1 for trial in trials if trial.problem)
    lines = [f"# Trial of {len(trials)} outlets", "", f"{now:%Y-%m-%d %H:%M} UTC; {failed} failed.", ""]
    lines += ["| outlet | result |", "|---|---|"]
    lines += [f"| {_cell(trial.source)} | {_cell(trial.problem or 'ok')} |" for trial in trials]
    for trial in trials:
        lines += ["", f"## {trial.source}", "", "| step | address | result |", "|---|---|---|"]
        lines += [f"| {_cell(s.what)} | {_cell(s.url)} | {_cell(s.problem or s.said)} |" for s in trial.steps]
        if trial.fields:
            lines += ["", "| field | state | value | how |", "|---|---|---|---|"]
            lines += [
                f"| {_cell(f.field)} | {_cell(f.state)} | {_cell(f.value or '')} | {_cell(f.how)} |"
                for f in trial.fields
            ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """Text of a page or an address, as one Markdown table cell that formats nothing."""
    line = visible(" ".join(text.split()))[:300]
    for sign in ("\\", "|", "`", "*", "_", "[", "]", "#"):
        line = line.replace(sign, f"\\{sign}")
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
