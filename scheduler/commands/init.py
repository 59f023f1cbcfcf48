"""``bluewatch init``: the first configuration, asked for in three questions."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import click

from scheduler.commands.options import config_option, say
from storage.errors import ConfigurationError, UsageError
from storage.new_file import name_new

TEMPLATE = """\
# Bluewatch. Every key with its meaning: docs/reference.md; `bluewatch status` says how things are.

[sources]
folder = "sources"        # your own outlets, one file each, beside this file
packaged = {packaged}

[crawl]
contact = {contact}       # outlets' operators can reach you here; it is sent with every request
gap_seconds = 5           # between two requests to one host

[schedule]
zone = {zone}             # for the digest's day and hour
digest = "monday 06:00"
crawl = "every 6 hours"
"""


@click.command()
@click.option("--contact", help="A mail or web address at which outlets' operators can reach you.")
@click.option("--outlets", metavar="all|none|SLUG,...", help="Which of the packaged outlets to follow.")
@click.option("--zone", metavar="ZONE", help="Time zone of the digest's hour, such as Europe/Berlin.")
@click.option("--yes", is_flag=True, help="Ask nothing: take the defaults for what is not given.")
@click.option("--force", is_flag=True, help="Write over a configuration that is there.")
@config_option
def command(
    *, contact: str | None, outlets: str | None, zone: str | None, yes: bool, force: bool, config: Path | None
) -> None:
    """Write bluewatch.toml and a folder for outlets of your own.

    Asks for what is not given as an option. A file that is there is left alone unless --force is given.

    \b
    Example:
      bluewatch init
      bluewatch init --yes --contact desk@your.domain --zone Europe/Berlin
    """
    from crawler.catalogue import load_catalogue
    from scheduler.config import FILE_NAME, parse_config
    from scheduler.config_words import check_contact, check_zone

    path = (config or Path(FILE_NAME)).expanduser().absolute()
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name the file to write, such as {path / FILE_NAME}")
    if path.exists() and not force:
        raise UsageError(f"{path} is there already and was left as it is; --force writes over it")
    if contact is None and yes:
        raise UsageError("--yes asks nothing, and a contact cannot be guessed: give --contact")
    packaged = load_catalogue(None, "all")
    slugs = list(packaged)
    on = [slug for slug, source in packaged.items() if source.enabled]

    contact = _answer("Contact (mail or web address)", contact, None, check_contact, option="--contact")
    outlets = "all" if outlets is None and yes else outlets
    chosen = _answer(
        f"Outlets: all, none, or some of {', '.join(on)} ({len(slugs) - len(on)} more are off)",
        outlets,
        "all",
        lambda text: _packaged(text, slugs),
        option="--outlets",
    )
    zone = "UTC" if zone is None and yes else zone
    zone = _answer("Time zone of the digest's hour", zone, local_zone(), check_zone, option="--zone")

    text = TEMPLATE.format(packaged=chosen, contact=_toml(contact), zone=_toml(zone))
    try:
        (path.parent / "sources").mkdir(parents=True, exist_ok=True)
        parse_config(text, path)
        write_file(path, text, force=force)
    except FileExistsError as error:
        raise UsageError(f"{error.filename or path} is there already and was left as it is") from error
    except OSError as error:
        raise ConfigurationError(f"{error.filename or path}: cannot be written: {error.strerror}") from error
    click.echo(str(path))
    say("Next: `bluewatch crawl` fetches what is new; `bluewatch run` does so on schedule; `bluewatch status` tells.")


def local_zone() -> str:
    """The machine's zone by its IANA name, UTC where it has none that we know."""
    from scheduler.config_words import check_zone

    named = os.environ.get("TZ", "").lstrip(":")
    if not named:
        place = os.path.realpath("/etc/localtime")
        named = place.partition("/zoneinfo/")[2]
    try:
        return check_zone(named.removeprefix("posix/"))
    except ValueError:
        return "UTC"


def _answer(question: str, given: str | None, default: str | None, check: Callable[[str], str], *, option: str) -> str:
    """The checked value of an option, or of an answer; a wrong answer is asked for again, a wrong option refused."""
    if given is not None:
        try:
            return check(given)
        except ValueError as error:
            raise UsageError(f"{option}: found {given!r}; {error}") from error

    def checked(text: str) -> str:
        try:
            return check(text)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    return str(click.prompt(question, default=default, value_proc=checked, err=True))


def _packaged(text: str, slugs: Collection[str]) -> str:
    """The TOML value of [sources] packaged for ``all``, ``none`` or slugs parted by commas or spaces."""
    words: Sequence[str] = text.replace(",", " ").split()
    if list(words) in (["all"], ["none"]):
        return _toml(words[0])
    unknown = sorted(set(words) - set(slugs))
    if unknown or not words:
        named = f"{', '.join(map(repr, unknown))} not known; " if unknown else ""
        raise ValueError(f"{named}allowed is all, none, or slugs parted by commas: {', '.join(slugs)}")
    return f"[{', '.join(map(_toml, dict.fromkeys(words)))}]"


def _toml(text: str) -> str:
    """A TOML basic string; JSON's escapes are a part of TOML's, but for DEL."""
    return json.dumps(text).replace("\x7f", "\\u007f")


def write_file(path: Path, text: str, *, force: bool) -> None:
    """Put the whole file there or nothing; without ``force`` never over another."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".bluewatch-", suffix=".toml")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if force:
            Path(name).replace(path)
        else:
            name_new(Path(name), path)
    finally:
        Path(name).unlink(missing_ok=True)
