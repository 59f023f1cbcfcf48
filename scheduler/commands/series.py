"""``bluewatch series``: one statistic over time and outlets."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import (
    config_option,
    data_option,
    echo_json,
    json_option,
    open_settings,
    say,
    visible,
)
from storage.errors import NotFound, UsageError
from storage.new_file import whole_file

if TYPE_CHECKING:
    from reports.series import Series
    from storage.archive import Archive

KINDS = ("moved", "conflict", "stalled", "behind", "implausible")
WIDEST = 110
NEAR = 8


@click.command(name="series")
@click.argument("key", required=False)
@click.option("--find", metavar="WORDS", help="Only series whose key holds these words, such as `chn` or `unmiss`.")
@click.option("--only", type=click.Choice(KINDS), multiple=True, help="Only series to which this happened.")
@click.option("--all", "everything", is_flag=True, help="Also those that a single text speaks of.")
@click.option("--weeks", type=click.IntRange(1), default=4, show_default=True, help="A total unchanged so long stalls.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="List at most so many.")
@click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the plot as SVG.")
@json_option("an object a series; with KEY one object with its claims")
@data_option
@config_option
def command(
    *, key: str | None, find: str | None, only: tuple[str, ...], everything: bool, weeks: int, limit: int,
    svg: Path | None, as_json: bool, data: Path | None, config: Path | None,
) -> None:  # fmt: skip
    """List the statistics that texts speak of, or show one: KEY is what|who|where|nature, in quotes.

    Current numbers and running totals are series of their own. A text counts once, however many outlets carry it.
    moved: a later day's number differs. conflict: texts contradict each other on one day. stalled: a running total is
    repeated unchanged. behind: an old number is used again. implausible: ten times off its neighbours, or beyond what
    the world has; it is shown, and never corrected.

    \b
    Example:
      bluewatch series --find chn --only moved
      bluewatch series "personnel deployed|chn||current" --svg china.svg
    """
    if svg is not None and key is None:
        raise UsageError("--svg draws one series; give its KEY (`bluewatch series` lists them)")
    with open_settings(config, data).archive(read_only=True) as archive:
        if key is not None:
            _show(_series(archive, _resolved(archive, key), weeks), svg, as_json=as_json)
            return
        _list(archive, find, only, everything=everything, weeks=weeks, limit=limit, as_json=as_json)


def _series(archive: Archive, key: str, weeks: int) -> Series:
    from reports.excerpts import sentence
    from reports.limits import load_limits
    from reports.series import series_of

    rows = archive.series.claims_with_sentences(key)
    for row in rows:
        row["sentence"] = sentence(row["around"], row["at"], row["at"] + row["end"] - row["start"])
    return series_of(rows, limits=load_limits(), stall_weeks=weeks)


def _resolved(archive: Archive, key: str) -> str:
    """The key as given, or the only one that holds its words; NotFound names those that come near."""
    wanted = key.strip().lower()
    if archive.series.claims(wanted, most=1):
        return wanted
    near = [row["series"] for row in archive.series.keys(words=wanted)]
    if len(near) == 1:
        return str(near[0])
    if not near:
        raise NotFound(f"{key}: no series has this key or holds these words; `bluewatch series --all` lists them")
    more = f"\n  and {len(near) - NEAR} more" if len(near) > NEAR else ""
    raise NotFound(f"{key}: several series hold this; give one of\n  " + "\n  ".join(near[:NEAR]) + more)


def _show(series: Series, svg: Path | None, *, as_json: bool) -> None:
    from reports import series_told

    if svg is not None:
        from reports.series_svg import svg as drawn

        try:
            with whole_file(svg) as draft:
                draft.write_text(drawn(series, title=series_told.title(series)), encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{svg}: cannot be written: {error.strerror}") from error
        say(f"wrote {svg}")
    if as_json:
        echo_json(series_told.form(series, with_points=True))
        return
    for line in _page(series):
        click.echo(visible(line))


def _page(series: Series) -> Iterator[str]:
    from reports import series_told
    from reports.series_plot import ASCII, UNICODE, plot

    yield (
        click.style(visible(series_told.title(series)), bold=True) if sys.stdout.isatty() else series_told.title(series)
    )
    yield f"{series.key}   {series_told.sources(series)}"
    plain = (sys.stdout.encoding or "utf-8").lower().replace("-", "") != "utf8"
    width = min(WIDEST, shutil.get_terminal_size((80, 24)).columns)
    sections = (
        ("", plot(series, width=width, signs=ASCII if plain else UNICODE)),
        ("What happened", list(series_told.happened(series)) or ["nothing: no move, conflict, stall or doubt"]),
        ("Said first", list(series_told.first_uses(series))),
        ("Claims", list(series_told.points(series))),
    )
    for head, lines in sections:
        if lines:
            yield ""
            if head:
                yield head
            yield from ((f"  {line}" if head else line) for line in lines)


def _list(
    archive: Archive, find: str | None, only: tuple[str, ...], *, everything: bool, weeks: int, limit: int,
    as_json: bool,
) -> None:  # fmt: skip
    from reports import series_told
    from reports.limits import load_limits
    from reports.series import all_series

    words = find.strip().lower() if find else None
    rows = archive.series.all_claims(words=words, least_texts=1 if everything else 2)
    shown = 0
    for series in all_series(rows, limits=load_limits(), stall_weeks=weeks):
        if shown == limit:
            say(f"more than {limit}: --limit, --find or --only")
            break
        happened = series_told.happenings(series)
        if only and not set(only) & set(happened):
            continue
        shown += 1
        if as_json:
            echo_json(series_told.form(series, with_points=False))
        else:
            click.echo(visible(_line(series, happened)))
    if not shown:
        single = 0 if everything else len(archive.series.keys(words=words))
        say("no series" + (f"; {single} in single texts: add --all" if single and not only else ""))


def _line(series: Series, happened: tuple[str, ...]) -> str:
    from reports import series_told

    latest = series.latest
    said = f"{latest.statement.short} ({latest.day})" if latest else "no sound claim with a day"
    return f"{series.key:48}  {said:26}  {series_told.sources(series):20}  {', '.join(happened)}".rstrip()
