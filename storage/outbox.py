"""What is to be sent, what was sent and what nobody knows of: deliveries, their recipients, and profiles' starts.

A delivery is waiting, then sending (committed before the wire's point of no return), then sent. One found sending when
nobody sends any more is uncertain for good: only a person decides to send it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from storage.article_rows import as_json
from storage.database import Database, Row
from storage.times import from_text, from_text_or_none, to_text

WAITING: Final = "waiting"
SENDING: Final = "sending"
SENT: Final = "sent"
FAILED: Final = "failed"
UNCERTAIN: Final = "uncertain"
DIGEST, ALERT, TEST = "digest", "alert", "test"
# A target that the configuration did not name for so long, while it named others, begins anew when it comes back.
ABSENCE = timedelta(days=7)
KILLED = "the program ended while it was sending: it may have arrived or not"
_OPEN = "SELECT * FROM deliveries WHERE state <> 'sent' AND settled_at IS NULL ORDER BY id"


class Outbox:
    """The deliveries of one archive."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def meet_profile(self, name: str, at: datetime, before: datetime | None) -> bool:
        """The configuration names this profile; True where it begins now. before: as of the last call for all."""
        return self._meet("profiles", {"name": name}, {}, at, before)

    def meet_recipient(self, target: str, recipient: str, kind: str, at: datetime, before: datetime | None) -> bool:
        """The same of a recipient: it gets what is made from its beginning on."""
        return self._meet("recipients", {"target": target, "recipient": recipient}, {"kind": kind}, at, before)

    def meet_alert(self, name: str, asks: str, at: datetime, before: datetime | None) -> bool:
        """The same of an alert; one that asks for something else now begins anew."""
        known = self._db.row("SELECT asks FROM alerts WHERE name = ?", (name,))
        if known is not None and known["asks"] != asks:
            self._db.execute("DELETE FROM alerts WHERE name = ?", (name,))
        return self._meet("alerts", {"name": name}, {"asks": asks, "looked_at": to_text(at)}, at, before)

    def _meet(
        self, table: str, key: Mapping[str, str], more: Mapping[str, str], at: datetime, before: datetime | None
    ) -> bool:
        """What was gone while others were named, for a week or more, is new; a machine that slept is no such thing."""
        where = " AND ".join(f"{name} = :{name}" for name in key)
        found = self._db.row(f"SELECT seen_at FROM {table} WHERE {where}", key)  # noqa: S608  names of ours
        if found is not None and (before is None or before - from_text(found["seen_at"]) < ABSENCE):
            self._db.execute(f"UPDATE {table} SET seen_at = :at WHERE {where}", {**key, "at": to_text(at)})  # noqa: S608
            return False
        row = {**key, **more, "began_at": to_text(at), "seen_at": to_text(at)}
        self._db.execute(
            f"INSERT OR REPLACE INTO {table} ({', '.join(row)})"  # noqa: S608
            f" VALUES ({', '.join(f':{name}' for name in row)})",
            row,
        )
        return True

    def profile_began(self, name: str) -> datetime | None:
        """When a profile was first seen in the configuration; None: not yet, or the digest for everybody."""
        return from_text_or_none(self._db.value("SELECT began_at FROM profiles WHERE name = ?", (name,)))

    def begin_recipient(self, target: str, recipient: str, kind: str, at: datetime) -> bool:
        """Note a recipient's first moment: it gets what is made from then on. True where it is new."""
        return self._db.changed_by(
            "INSERT INTO recipients VALUES (?, ?, ?, ?) ON CONFLICT (target, recipient) DO NOTHING",
            (target, recipient, kind, to_text(at)),
        ) > 0  # fmt: skip

    def recipients(self) -> dict[tuple[str, str], str]:
        """(target, recipient) to the moment each began."""
        return {(row["target"], row["recipient"]): row["began_at"] for row in self._db.rows("SELECT * FROM recipients")}

    def editions_for(self, target: str, recipient: str, profiles: Sequence[str]) -> list[Row]:
        """Editions written since the recipient began that have no delivery to it yet, oldest first."""
        return self._db.rows(
            "SELECT e.id, e.profile, e.week, e.number FROM editions e JOIN recipients r"
            " ON r.target = :target AND r.recipient = :recipient"
            " WHERE e.profile IN (SELECT value FROM json_each(:profiles)) AND e.written_at >= r.began_at"
            " AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.target = :target AND d.recipient = :recipient"
            " AND d.what = 'digest' AND d.thing = e.profile || '/' || e.week) ORDER BY e.week, e.profile",
            {"target": target, "recipient": recipient, "profiles": as_json(list(profiles))},
        )

    def messages_for(self, target: str, recipient: str, alerts: Sequence[str]) -> list[Row]:
        """Messages of these alerts since the recipient began that have no delivery to it yet, oldest first."""
        return self._db.rows(
            "SELECT m.alert || '/' || m.at || '/' || m.id AS thing FROM alert_messages m JOIN recipients r"
            " ON r.target = :target AND r.recipient = :recipient"
            " WHERE m.alert IN (SELECT value FROM json_each(:alerts)) AND m.at >= r.began_at"
            " AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.target = :target AND d.recipient = :recipient"
            " AND d.what = 'alert' AND d.thing = m.alert || '/' || m.at || '/' || m.id) ORDER BY m.id",
            {"target": target, "recipient": recipient, "alerts": as_json(list(alerts))},
        )

    def add(
        self, *, target: str, recipient: str, what: str, thing: str, form: str, message_id: str, at: datetime
    ) -> int | None:
        """Add one delivery that waits from now on; None where there is one already."""
        row = {
            "target": target, "recipient": recipient, "what": what, "thing": thing, "form": form,
            "message_id": message_id, "at": to_text(at),
        }  # fmt: skip
        added = self._db.changed_by(
            "INSERT INTO deliveries (target, recipient, what, thing, form, state, made_at, next_at, message_id)"
            " VALUES (:target, :recipient, :what, :thing, :form, 'waiting', :at, :at, :message_id)"
            " ON CONFLICT (target, recipient, what, thing) DO NOTHING",
            row,
        )
        return int(self._db.value("SELECT last_insert_rowid()")) if added else None

    def open(self) -> list[Row]:
        """The deliveries that are not sent and that nobody has settled, oldest first."""
        return self._db.rows(_OPEN)

    def counts(self) -> dict[str, int]:
        """How many deliveries there are in each state; test messages are not counted."""
        rows = self._db.rows("SELECT state, count(*) AS n FROM deliveries WHERE what <> 'test' GROUP BY state")
        return {row["state"]: row["n"] for row in rows}

    def newest(self, limit: int) -> list[Row]:
        """The newest deliveries, newest first."""
        return self._db.rows("SELECT * FROM deliveries ORDER BY id DESC LIMIT ?", (limit,))

    def one(self, delivery: int) -> Row | None:
        """One delivery."""
        return self._db.row("SELECT * FROM deliveries WHERE id = ?", (delivery,))

    def mark_orphans(self, repeatable: Iterable[str]) -> list[Row]:
        """What is found sending although nobody sends: uncertain; of repeatable targets (folders) waiting again."""
        with self._db.write():
            found = self._db.rows("SELECT * FROM deliveries WHERE state = 'sending'")
            for row in found:
                state = WAITING if row["target"] in set(repeatable) else UNCERTAIN
                self._set(row["id"], state=state, reason=KILLED if state == UNCERTAIN else None)
        return found

    def attempt(self, delivery: int, at: datetime, *, next_at: datetime) -> None:
        """An attempt begins. next_at: when to try again where this program does not live to say how it ended."""
        self._db.execute(
            "UPDATE deliveries SET attempts = attempts + 1, tried_at = :at, next_at = :next,"
            " first_tried_at = coalesce(first_tried_at, :at) WHERE id = :id AND state = 'waiting'",
            {"id": delivery, "at": to_text(at), "next": to_text(next_at)},
        )

    def sending(self, delivery: int) -> None:
        """The point of no return: committed before the first byte that the receiver may act on."""
        with self._db.write():
            self._set(delivery, state=SENDING)

    def sent(self, delivery: int, receipt: str) -> None:
        """The receiver has taken it."""
        self._set(delivery, state=SENT, receipt=receipt, reason=None, next_at=None)

    def later(self, delivery: int, next_at: datetime, reason: str) -> None:
        """It was certainly not taken, and is tried again."""
        self._set(delivery, state=WAITING, reason=reason, next_at=to_text(next_at))

    def failed(self, delivery: int, reason: str) -> None:
        """It was certainly not taken, and is not tried again."""
        self._set(delivery, state=FAILED, reason=reason, next_at=None)

    def uncertain(self, delivery: int, reason: str) -> None:
        """Nobody knows whether it was taken."""
        self._set(delivery, state=UNCERTAIN, reason=reason, next_at=None)

    def again(self, delivery: int, at: datetime) -> None:
        """A person wants it sent again, under the same message id."""
        with self._db.write():
            self._set(
                delivery, state=WAITING, next_at=to_text(at), attempts=0, first_tried_at=None, settled_at=None,
                reason=None,
            )  # fmt: skip

    def settle(self, delivery: int, at: datetime) -> None:
        """A person has seen to it: it is named no more. What still waits is called off."""
        with self._db.write():
            row = self.one(delivery)
            if row is not None and row["state"] == WAITING:
                self._set(delivery, state=FAILED, reason="called off by hand", next_at=None)
            self._set(delivery, settled_at=to_text(at))

    def _set(self, delivery: int, **columns: str | int | None) -> None:
        assigned = ", ".join(f"{name} = :{name}" for name in columns)
        values: Mapping[str, str | int | None] = {**columns, "id": delivery}
        self._db.execute(f"UPDATE deliveries SET {assigned} WHERE id = :id", values)  # noqa: S608  names of ours
