"""``bluewatch deliver``: digests and alerts to those who want them."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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
    visible,
)
from storage.errors import NotFound, UsageError

if TYPE_CHECKING:
    from scheduler.delivery.post import Done
    from storage.archive import Archive
    from storage.database import Row

NEWEST = 50
SHOWN = (
    "id", "target", "recipient", "what", "thing", "form", "state", "attempts", "made_at", "tried_at", "next_at",
    "message_id", "receipt", "reason", "settled_at",
)  # fmt: skip


@click.command("deliver")
@click.option("--list", "listing", is_flag=True, help=f"Show the newest {NEWEST} deliveries, and send nothing.")
@click.option("--again", metavar="ID", type=int, help="Send one that failed or is uncertain once more.")
@click.option(
    "--settle", metavar="ID", type=int, help="You have seen to it: name it no more; what waits is called off."
)
@click.option("--test", metavar="TARGET", help="Send a plainly marked test message to a target now.")
@json_option(f"an object a delivery: {', '.join(SHOWN)}")
@data_option
@config_option
@now_option
def command(
    *,
    listing: bool,
    again: int | None,
    settle: int | None,
    test: str | None,
    as_json: bool,
    data: Path | None,
    config: Path | None,
    now: datetime | None,
) -> None:
    """Look up the alerts, and send what is due to the targets of the configuration ([[deliver]]).

    `bluewatch run` does this by itself. A target gets what is made after it was first seen in the configuration.
    Nothing is sent twice: what may have arrived or not is `uncertain`, is named by `bluewatch status`, and waits for
    your --again or --settle. The exit code is 1 where something could not be sent.

    \b
    Example:
      bluewatch deliver --test desk-mail
      bluewatch deliver
      bluewatch deliver --list
    """
    if sum((listing, again is not None, settle is not None, test is not None)) > 1:
        raise UsageError("give one of --list, --again, --settle and --test")
    settings = open_settings(config, data, now)
    if listing:
        with settings.archive(read_only=True) as archive:
            _list(archive, as_json=as_json)
        return
    with settings.archive(create=test is not None) as archive:
        done = _act(archive, settings, again=again, settle=settle, test=test)
        for one in done:
            _tell(one.row, as_json=as_json)
    if any(one.row["state"] != "sent" for one in done):
        sys.exit(1)


def _act(
    archive: Archive, settings: Settings, *, again: int | None, settle: int | None, test: str | None
) -> list[Done]:  # fmt: skip
    from scheduler.delivery.post import name_orphans, only_sender, send_test
    from scheduler.delivery.secrets import exposed

    for warning in exposed(settings.config):
        say(f"warning: {warning}")
    with only_sender(settings.data):
        for row in name_orphans(archive, settings.config):
            say(f"delivery {row['id']} to {row['target']} was left half sent by a program that ended")
        if settle is not None:
            _settle(archive, settle, settings)
            return []
        if test is not None:
            target = next((row for row in settings.config.deliver if row.name == test), None)
            if target is None:
                there = ", ".join(row.name for row in settings.config.deliver) or "none"
                raise NotFound(f"no [[deliver]] of bluewatch.toml is named {test}; there are: {there}")
            return send_test(archive, settings.config, target, settings.now)
        if again is not None:
            return [_again(archive, again, settings)]
        return _send(archive, settings)


def _send(archive: Archive, settings: Settings) -> list[Done]:
    from scheduler.delivery.begin import begin
    from scheduler.delivery.post import queue, send_due
    from scheduler.delivery.watch import look

    config, now = settings.config, settings.now()
    if not config.deliver:
        say("nobody gets anything: bluewatch.toml has no [[deliver]]; docs/deliver.md shows how to write one")
    for target, recipient in begin(archive, config, now):
        say(f"{target}{f' ({recipient})' if recipient else ''} begins now: it gets what is made from now on")
    for complaint in look(archive, config.alerts, now):
        say(complaint)
    queue(archive, config, now)
    with _asked_to_stop() as stopped:
        return list(send_due(archive, config, settings.now, stopped=lambda: bool(stopped)))


def _again(archive: Archive, number: int, settings: Settings) -> Done:
    from scheduler.delivery.post import attempt
    from storage.outbox import SENT, Outbox

    row = _one(archive, number)
    target = next((one for one in settings.config.deliver if one.name == row["target"]), None)
    if row["state"] == SENT:
        raise UsageError(f"delivery {number} is sent: {row['receipt']}; nothing is sent twice")
    if target is None or row["recipient"] not in target.recipients:
        raise NotFound(f"delivery {number} was for {row['target']} {row['recipient']}, not in bluewatch.toml any more")
    Outbox(archive.db).again(number, settings.now())
    return attempt(archive, settings.config, target, _one(archive, number), settings.now)


def _settle(archive: Archive, number: int, settings: Settings) -> None:
    from storage.outbox import SENT, Outbox

    row = _one(archive, number)
    if row["state"] == SENT:
        raise UsageError(f"delivery {number} is sent: {row['receipt']}")
    Outbox(archive.db).settle(number, settings.now())
    say(f"delivery {number} is settled: it stays {_one(archive, number)['state']}, and is named no more")


def _one(archive: Archive, number: int) -> Row:
    from storage.outbox import Outbox

    row = Outbox(archive.db).one(number)
    if row is None:
        raise NotFound(f"there is no delivery {number}; `bluewatch deliver --list` shows them")
    return row


def _list(archive: Archive, *, as_json: bool) -> None:
    from storage.outbox import Outbox

    rows = Outbox(archive.db).newest(NEWEST)
    for row in rows:
        _tell(row, as_json=as_json)
    if not rows:
        say("nothing has been delivered yet")


def _tell(row: Row, *, as_json: bool) -> None:
    if as_json:
        echo_json({key: row[key] for key in SHOWN})
        return
    to = f"{row['target']} {row['recipient']}".strip()
    why = row["receipt"] if row["state"] == "sent" else row["reason"]
    settled = ", settled" if row["settled_at"] else ""
    next_at = f", next try {row['next_at'][:16].replace('T', ' ')} UTC" if row["state"] == "waiting" else ""
    words = f"{row['id']:>5}  {row['state']}{settled}  {row['what']} {row['thing']} to {to}{next_at}"
    click.echo(visible(words + (f": {why}" if why else "")))


@contextmanager
def _asked_to_stop() -> Iterator[list[int]]:
    """A SIGTERM lets the delivery under way end first: cut off in the middle it would be uncertain."""
    stopped: list[int] = []
    former: Any = signal.signal(signal.SIGTERM, lambda number, _frame: stopped.append(number))
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGTERM, former)
