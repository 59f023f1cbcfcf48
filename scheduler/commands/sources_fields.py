"""``bluewatch sources fields``: how many pages of an outlet filled each field, month by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import (
    config_option,
    data_option,
    echo_json,
    json_option,
    now_option,
    open_settings,
    say,
    visible,
)

if TYPE_CHECKING:
    from storage.drift import Drift
    from storage.fill_rates import Month

LONGEST_MONTH = 31


@click.command("fields")
@click.argument("slug")
@click.option("--months", type=click.IntRange(1, 1200), default=6, show_default=True, help="How many months back.")
@data_option
@config_option
@now_option
@json_option("one object: slug, drift, months (month, pages, rejected, fields, paragraphs, length, layout, library)")
def show_fields(
    slug: str, *, months: int, data: Path | None, config: Path | None, now: datetime | None, as_json: bool
) -> None:
    """Show month by month on how many pages of an outlet each field was found, and how long its texts are.

    A page counts once, in the month in which it was first read. Pages that were passed over count too.

    \b
    Example:
      bluewatch sources fields un-news --months 12
    """
    from storage.drift import drifts
    from storage.fill_rates import by_month
    from storage.source_rows import SourceRows

    settings = open_settings(config, data, now)
    moment = settings.now()
    until = moment + timedelta(seconds=1)
    with settings.archive(read_only=True) as archive:
        known = archive.db.value("SELECT 1 FROM sources WHERE slug = ?", (slug,))
        if known is None and slug not in settings.catalogue:
            raise settings.no_outlet(slug)
        rows = SourceRows(archive.db)
        found = by_month(rows.all_readings(slug, moment - timedelta(days=months * LONGEST_MONTH), until))[-months:]
        fallen = drifts(slug, rows.readings_now(slug, moment), moment.date())
    if as_json:
        echo_json(_form(slug, found, fallen))
        return
    if not found:
        say(f"{slug}: no page was read in that time; for pages of an older archive, `bluewatch reparse` fills this in")
        return
    for line in _lines(found, fallen):
        click.echo(visible(line))


def _form(slug: str, months: Sequence[Month], fallen: Sequence[Drift]) -> dict[str, Any]:
    from storage.drift_words import drift_forms

    return {
        "slug": slug,
        "drift": drift_forms(fallen),
        "months": [
            {
                "month": month.month,
                "pages": month.pages,
                "rejected": dict(sorted(month.rejected.items())),
                "fields": {
                    name: {"filled": month.filled[name], "of": month.asked[name], "unreadable": month.unreadable[name]}
                    for name in month.asked
                },
                "paragraphs": month.median_paragraphs,
                "length": month.median_length,
                "layout": month.by_layout,
                "library": month.by_library,
            }
            for month in months
        ],
    }


def _lines(months: Sequence[Month], fallen: Sequence[Drift]) -> Iterable[str]:
    from storage.drift_words import drift_words, page_words, shown_pages
    from storage.readings import FIELDS

    yield _line("", [month.month for month in months])
    yield _line("pages read", [f"{month.pages:,}" for month in months])
    yield _line("an article", [_percent(month.articles, month.pages) for month in months])
    for name in FIELDS:
        yield _line(name, [_percent(month.filled[name], month.asked[name]) for month in months])
    yield _line("body by layout", [_percent(month.by_layout, month.articles) for month in months])
    yield _line("body by library", [_percent(month.by_library, month.articles) for month in months])
    yield _line("paragraphs", [_number(month.median_paragraphs) for month in months])
    yield _line("signs", [_number(month.median_length) for month in months])
    if fallen:
        before, after = shown_pages(fallen)
        yield ""
        yield f"reads worse {drift_words(fallen)}"
        yield f"before: {page_words(before)}"
        yield f"after:  {page_words(after)}"


def _line(head: str, cells: Sequence[str]) -> str:
    return f"{head:<16}" + "".join(f"{cell:>9}" for cell in cells)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "-"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:,.0f}"
