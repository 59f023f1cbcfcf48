"""Since when targets, profiles and alerts count, and what there is for them; for the plan, so nothing heavy is here.

They count from the moment on at which the configuration first names them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from scheduler.config import Config
from scheduler.config_delivery import AlertRow, DeliverRow, profiles_of, targets_of
from storage.alert_rows import AlertRows
from storage.archive import Archive
from storage.article_rows import as_json
from storage.outbox import ALERT, DIGEST, Outbox
from storage.times import from_text, from_text_or_none, to_text

Pair = tuple[str, str]
# When the configuration was last compared with the archive, in meta.
NOTED = "configuration noted at"
NOTED_EVERY = timedelta(hours=1)


def pairs_of(config: Config) -> frozenset[Pair]:
    """The (target, recipient) pairs that are sent to."""
    return frozenset((row.name, recipient) for row in config.deliver if row.enabled for recipient in row.recipients)


def unknown(archive: Archive, config: Config) -> bool:
    """True where something in the configuration has not begun yet."""
    outbox, begun = Outbox(archive.db), AlertRows(archive.db).known()
    named = {(row.name, recipient) for row in config.deliver for recipient in row.recipients}
    return (
        not named <= outbox.recipients().keys()
        or any(outbox.profile_began(row.name) is None for row in config.profiles)
        or any(row.name not in begun or begun[row.name]["asks"] != as_json(row.asks) for row in config.alerts)
    )


def begin(archive: Archive, config: Config, now: datetime) -> list[Pair]:
    """Note what the configuration names; the recipients that begin now, to be told.

    What was made before is not sent to them. Nothing is written where all is known and was noted within the hour.
    """
    before = from_text_or_none(archive.ledger.meta_get(NOTED))
    if before is not None and now >= before > now - NOTED_EVERY and not unknown(archive, config):
        return []
    outbox = Outbox(archive.db)
    with archive.db.write():
        archive.ledger.meta_set(NOTED, to_text(now))
        for profile in config.profiles:
            outbox.meet_profile(profile.name, now, before)
        for alert in config.alerts:
            outbox.meet_alert(alert.name, as_json(alert.asks), now, before)
        return [
            (row.name, recipient)
            for row in config.deliver
            for recipient in row.recipients
            if outbox.meet_recipient(row.name, recipient, row.kind, now, before)
        ]


def unqueued(archive: Archive, config: Config) -> Iterator[tuple[DeliverRow, str, str, str]]:
    """(target, recipient, what, thing) of what has no row yet, oldest first."""
    outbox = Outbox(archive.db)
    for target in config.deliver:
        if not target.enabled:
            continue
        mine = [row.name for row in config.alerts if target.name in targets_of(row, config.deliver)]
        profiles = profiles_of(target, config.profiles)
        for recipient in target.recipients:
            for row in outbox.editions_for(target.name, recipient, profiles):
                yield target, recipient, DIGEST, f"{row['profile']}/{row['week']}"
            for row in outbox.messages_for(target.name, recipient, mine):
                yield target, recipient, ALERT, row["thing"]


def pending(
    archive: Archive, wanted: Sequence[AlertRow], now: datetime
) -> tuple[bool, datetime | None, datetime | None]:
    """Whether something came in since an alert looked, when that was, and when a waiting hit may be told."""
    from reports.alerts import HOUR, room_at  # noqa: PLC0415 - it loads the reports, and few have alerts

    rows = AlertRows(archive.db)
    known, newest = rows.known(), rows.newest_change()
    looked, times = [], []
    for alert in wanted:
        state = known.get(alert.name)
        if state is None:
            continue
        if newest is not None and newest > state["looked_at"]:
            looked.append(from_text(state["looked_at"]))
        if rows.waiting(alert.name):
            times.append(room_at(rows.sent_since(alert.name, now - HOUR), alert.per_hour, now))
    return bool(looked), min(looked, default=None), min(times, default=None)
