"""``bluewatch digest``: the weekly report."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import (
    Settings,
    config_option,
    data_option,
    echo_json,
    json_option,
    now_option,
    open_settings,
    say,
)
from storage.errors import NotFound, UsageError
from storage.profiles import DEFAULT_NAME

if TYPE_CHECKING:
    from reports.publish import Written
    from reports.week import Week
    from scheduler.config import Config
    from storage.archive import Archive
    from storage.profiles import Profile


@click.command("digest")
@click.option("--week", metavar="WEEK", help="An ISO week such as 2026-W47; without it, all weeks that are due.")
@click.option("--profile", "only", metavar="NAME", help="Only this profile ([[profile]]), or `default`; else all.")
@click.option("--rebuild", is_flag=True, help="Write the files again from the recorded edition.")
@click.option("--anyway", is_flag=True, help="Close weeks although the machine's clock looks wrong.")
@click.option("--preview", is_flag=True, help="Show the week as it stands (the running one), closing nothing.")
@json_option("an object a digest: profile, week, edition, provisional, new, counts, files")
@now_option
@data_option
@config_option
def command(
    *,
    week: str | None,
    only: str | None,
    rebuild: bool,
    preview: bool,
    anyway: bool,
    as_json: bool,
    now: datetime | None,
    data: Path | None,
    config: Path | None,
) -> None:
    """Write the digest of each finished week that has none, oldest first.

    A week is closed when it is over and every source was tried since, at the latest a day after its end. Until then
    --week writes a provisional digest, without a number. The files are digests/WEEK.html, .md, .json and others in the
    data folder, those of a profile in digests/NAME/; index.html lists them, feed.xml announces them. --preview sends
    and closes nothing; `bluewatch deliver` sends what is closed.

    \b
    Example:
      bluewatch digest
      bluewatch digest --week 2026-W47
      bluewatch digest --preview
    """
    from reports.week import Week
    from scheduler.delivery.begin import begin

    if preview and rebuild:
        raise UsageError("--preview shows a week as it stands, --rebuild a recorded one: give one of them")
    wanted = Week.parse(week) if week else None
    settings = open_settings(config, data, now)
    moment = settings.now()
    profiles = _profiles(settings.config, only)
    written: list[tuple[Profile, Written]] = []
    with settings.archive() as archive:
        if not (preview or anyway):
            _refuse_odd_clock(archive, moment)
        begin(archive, settings.config, moment)
        for profile in profiles:
            common = _common(archive, settings, profile, moment)
            written += [
                (profile, one) for one in _write(archive, wanted, preview=preview, rebuild=rebuild, common=common)
            ]
        if not written and wanted is None and not preview:
            _tell_why_nothing(archive, moment)
    for profile, one in written:
        if as_json:
            echo_json(_form(profile, one))
        else:
            _tell(profile, one)


def _refuse_odd_clock(archive: Archive, moment: datetime) -> None:
    """A week that is closed stays closed: not under a clock that cannot be right. Raises UsageError."""
    from scheduler.gather import clock_doubt_of

    if doubt := clock_doubt_of(archive, moment):
        raise UsageError(
            f"no week is closed: {doubt}. If the clock is right, --anyway closes them; --preview only shows"
        )


def _profiles(config: Config, only: str | None) -> list[Profile]:
    """The profiles to write: the digest for everybody first, then the configured ones in their order."""
    from storage.profiles import DEFAULT

    profiles = [DEFAULT, *(row.profile for row in config.profiles)]
    chosen = [profile for profile in profiles if only is None or profile.name == only]
    if not chosen:
        raise NotFound(f"no [[profile]] is named {only}; there are: {', '.join(one.name for one in profiles)}")
    return chosen


def _common(archive: Archive, settings: Settings, profile: Profile, moment: datetime) -> dict[str, Any]:
    """What every call for one profile has in common; a profile's editions begin in the week it was first seen in."""
    from reports.files import FOLDER, folder_of
    from reports.week import Week
    from storage.outbox import Outbox

    began = Outbox(archive.db).profile_began(profile.name)
    return {
        "folder": folder_of(settings.data / FOLDER, profile),
        "now": moment,
        "profile": profile,
        "base": settings.config.digest.pages,
        "since": None if began is None else Week.of(began),
    }


def _write(
    archive: Archive, wanted: Week | None, *, preview: bool, rebuild: bool, common: dict[str, Any]
) -> list[Written]:  # fmt: skip
    from reports.publish import write_digest, write_missing
    from reports.week import Week

    if wanted is None and not preview:
        return write_missing(archive, rebuild=rebuild, **common)
    chosen = wanted or Week.of(common["now"])
    return [write_digest(archive, chosen, preview=preview, rebuild=rebuild, **common)]


def _form(profile: Profile, one: Written) -> dict[str, Any]:
    return {
        "profile": profile.name,
        "week": str(one.week),
        "edition": one.number,
        "provisional": one.provisional,
        "new": one.new,
        "counts": dict(one.counts),
        "files": [str(path) for path in one.paths],
    }


def _tell(profile: Profile, one: Written) -> None:
    name = "provisional digest" if one.provisional else f"edition {one.number}"
    items = f"{one.counts['kept']} item{'' if one.counts['kept'] == 1 else 's'}"
    healthy = f"sources {one.counts['sources_healthy']} healthy of {one.counts['sources_tried']} tried"
    own = "" if profile.name == DEFAULT_NAME else f" {profile.name}"
    say(f"{one.week}{own}: {name}, {items}, {healthy}")
    for path in one.paths:
        click.echo(str(path))
    if one.otherwise:
        names = ", ".join(path.name for path in one.otherwise)
        say(f"not as they lay there: {names}; the rows are those recorded, the form is this version's")


def _tell_why_nothing(archive: Archive, moment: datetime) -> None:
    """Say why no digest was due, and what can be done."""
    from reports.publish import LONGEST_WAIT, first_week, waiting_for
    from reports.week import Week, weeks_between

    first = first_week(archive)
    if first is None:
        say("nothing to report: no crawl has run yet; `bluewatch crawl` makes the first")
        return
    there = {row["week"] for row in archive.weekly.editions()}
    for week in weeks_between(first, Week.of(moment)):
        if str(week) not in there:
            slugs = waiting_for(archive, week, now=moment) or []
            latest = week.end + LONGEST_WAIT
            say(
                f"{week} is over and waits for a crawl of {', '.join(slugs)},"
                f" at the latest until {latest:%d %b %H:%M} UTC; `bluewatch digest --week {week}` shows it as it stands"
            )
            return
    say(f"nothing is due: every finished week has its edition; `bluewatch digest --preview` shows {Week.of(moment)}")
