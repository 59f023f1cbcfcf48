"""The post: what is made is queued, what is due is sent; each step stands in the archive before and after it."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from scheduler.config import Config
from scheduler.config_delivery import DeliverRow
from scheduler.delivery.answers import Answer, never
from scheduler.delivery.begin import pairs_of, unqueued
from scheduler.delivery.due import backoff, due, given_up, line_of, next_try
from scheduler.delivery.messages import message_of
from scheduler.delivery.ways import deliver
from storage.archive import Archive, lock_file
from storage.database import Row
from storage.errors import AlreadyRunning, ArchiveUnusable, NotFound
from storage.outbox import DIGEST, FAILED, SENT, TEST, UNCERTAIN, WAITING, Outbox
from storage.times import to_text

# Made once an archive: two archives that send to one mailbox never have the same message id.
IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Done:
    """One attempt: the row as it is now, and how it ended."""

    row: Row
    answer: Answer


@contextmanager
def only_sender(data: Path) -> Iterator[None]:
    """Hold the lock of the one that sends: whatever is found sending under it was left by a dead program."""
    lock = FileLock(lock_file(data, "deliver"), mode=0o600)
    try:
        lock.acquire(timeout=0.5)
    except Timeout as error:
        raise AlreadyRunning("another program is delivering from this archive just now; try again later") from error
    try:
        yield
    finally:
        lock.release()


def queue(archive: Archive, config: Config, now: datetime) -> int:
    """Add a waiting row for each edition and alert message that a recipient is still to get; how many."""
    outbox = Outbox(archive.db)
    added = 0
    with archive.db.write():
        for target, recipient, what, thing in list(unqueued(archive, config)):
            form = " ".join(target.chosen_forms)
            mark = message_id(archive, target, recipient, what, thing)
            one = outbox.add(
                target=target.name, recipient=recipient, what=what, thing=thing, form=form, message_id=mark, at=now
            )
            added += one is not None
    return added


def message_id(archive: Archive, target: DeliverRow, recipient: str, what: str, thing: str) -> str:
    """The same for the same thing and recipient, whatever becomes of the row; inside the caller's write()."""
    identity = archive.ledger.meta_get(IDENTITY)
    if identity is None:
        identity = secrets.token_hex(16)
        archive.ledger.meta_set(IDENTITY, identity)
    told = json.dumps([identity, target.name, recipient, what, thing])
    domain = (target.sender or "").rpartition("@")[2] or "bluewatch.invalid"
    return f"<bluewatch-{hashlib.sha256(told.encode()).hexdigest()[:32]}@{domain}>"


def name_orphans(archive: Archive, config: Config) -> list[Row]:
    """What a program that ended left half sent is uncertain from now on; the lock is the caller's."""
    return Outbox(archive.db).mark_orphans([row.name for row in config.deliver if row.kind == "folder"])


def send_due(
    archive: Archive, config: Config, clock: Callable[[], datetime], *, stopped: Callable[[], bool] = lambda: False
) -> Iterator[Done]:
    """Send what is due, one after the other; the lock is the caller's. stopped: asked before each attempt."""
    outbox, targets = Outbox(archive.db), {row.name: row for row in config.deliver}
    down: dict[str, str] = {}
    held: set[tuple[str, str, str]] = set()
    for row in due(outbox.open(), pairs_of(config), clock()):
        if stopped():
            return
        if row["what"] == DIGEST and line_of(row) in held:
            continue  # a newer edition does not overtake an older one
        if (reason := down.get(row["target"])) is not None:
            now = clock()
            with archive.db.write():
                outbox.later(row["id"], now + backoff(row["attempts"] + 1), reason)
        else:
            done = attempt(archive, config, targets[row["target"]], row, clock)
            yield done
            if done.row["state"] != WAITING:
                continue
            if not done.answer.alone:
                down[row["target"]] = f"its target was not reached just before: {done.answer.words}"
        held.add(line_of(row))


def attempt(
    archive: Archive, config: Config, target: DeliverRow, row: Row, clock: Callable[[], datetime]
) -> Done:  # fmt: skip
    """Try one delivery once, and note how it ended."""
    outbox, now = Outbox(archive.db), clock()
    folder = Path.cwd() if config.path is None else config.path.parent
    with archive.db.write():
        outbox.attempt(row["id"], now, next_at=now + backoff(row["attempts"] + 1))
    try:
        message = message_of(archive, row, site=target.site)
        answer = deliver(target, row, message, folder=folder, now=now, commit=lambda: outbox.sending(row["id"]))
    except (NotFound, ArchiveUnusable) as error:
        answer = never(str(error))
    note(archive, row["id"], answer, clock())
    found = outbox.one(row["id"])
    if found is None:
        raise NotFound(f"delivery {row['id']} is not in the archive any more")
    return Done(found, answer)


def note(archive: Archive, delivery: int, answer: Answer, now: datetime) -> None:
    """Write down how an attempt ended."""
    outbox = Outbox(archive.db)
    with archive.db.write():
        row = outbox.one(delivery)
        if row is None:
            return
        if answer.state == SENT:
            outbox.sent(delivery, f"{to_text(now)} {answer.words}")
        elif answer.state == UNCERTAIN:
            outbox.uncertain(delivery, answer.words)
        elif answer.state == FAILED or row["what"] == TEST:
            outbox.failed(delivery, answer.words)
        elif (at := next_try(row, answer, now)) is not None:
            outbox.later(delivery, at, answer.words)
        else:
            outbox.failed(delivery, given_up(row, answer))


def send_test(archive: Archive, config: Config, target: DeliverRow, clock: Callable[[], datetime]) -> list[Done]:
    """Send a plainly marked test message to each recipient of a target, once; the lock is the caller's."""
    outbox, now, done = Outbox(archive.db), clock(), []
    for recipient in target.recipients:
        thing = f"{to_text(now, milliseconds=True)}"
        with archive.db.write():
            mark = message_id(archive, target, recipient, TEST, thing)
            number = outbox.add(
                target=target.name, recipient=recipient, what=TEST, thing=thing, form="", message_id=mark, at=now
            )
        row = outbox.one(number) if number is not None else None
        if row is not None:
            done.append(attempt(archive, config, target, row, clock))
            if done[-1].answer.state != SENT:
                outbox.settle(row["id"], clock())
    return done
