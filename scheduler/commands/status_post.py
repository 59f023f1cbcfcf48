"""The part of ``bluewatch status`` that tells of deliveries: what did not arrive, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scheduler.commands.options import visible

if TYPE_CHECKING:
    from scheduler.config import Config
    from storage.archive import Archive

MOST_NAMED = 20


def post_report(archive: Archive, config: Config, deliver_at: datetime | None) -> dict[str, Any]:
    """Targets, counts by state, when the next delivery is due, and each one that a person has to look at."""
    from scheduler.delivery.begin import pairs_of
    from scheduler.delivery.secrets import exposed
    from storage.outbox import Outbox
    from storage.times import to_text

    outbox, pairs = Outbox(archive.db), pairs_of(config)
    troubles = []
    for row in outbox.open():
        nobodys = (row["target"], row["recipient"]) not in pairs
        if row["state"] == "waiting" and not row["attempts"] and not nobodys:
            continue
        trouble = {
            key: row[key] for key in ("id", "target", "recipient", "what", "thing", "state", "next_at", "reason")
        }
        if nobodys and row["state"] == "waiting":
            trouble |= {"next_at": None, "reason": "its target is off, or not in bluewatch.toml any more"}
        troubles.append(trouble)
    return {
        "targets": [row.name for row in config.deliver if row.enabled],
        "alerts": [row.name for row in config.alerts],
        "counts": outbox.counts(),
        "next_at": None if deliver_at is None else to_text(deliver_at),
        "troubles": troubles,
        "warnings": list(exposed(config)),
    }


def post_lines(report: dict[str, Any] | None) -> Iterable[str]:
    """The same for people; nothing where nobody gets anything and nothing was ever sent."""
    if not report or not (report["targets"] or report["counts"]):
        return
    counts = ", ".join(f"{count:,} {state}" for state, count in report["counts"].items()) or "nothing sent yet"
    alerts = f", {len(report['alerts'])} alerts" if report["alerts"] else ""
    yield visible(f"Deliver   to {', '.join(report['targets']) or 'nobody now'}{alerts}: {counts}")
    for one in report["troubles"][:MOST_NAMED]:
        to = f"{one['target']} {one['recipient']}".strip()
        yield visible(f"          {one['id']} {one['state']}: {one['what']} {one['thing']} to {to}: {one['reason']}")
        yield f"          → {_step(one)}"
    if len(report["troubles"]) > MOST_NAMED:
        yield f"          and {len(report['troubles']) - MOST_NAMED} more: `bluewatch deliver --list`"
    for warning in report["warnings"]:
        yield visible(f"          {warning}")


def _step(one: dict[str, Any]) -> str:
    number = one["id"]
    if one["state"] == "waiting":
        at = one["next_at"]
        when = f"it is tried again at {at[:10]} {at[11:16]} UTC; " if at else ""
        return f"{when}`bluewatch deliver --settle {number}` calls it off"
    if one["state"] == "sending":
        return "it is on its way, or its program ended: the next `bluewatch deliver` says"
    if one["state"] == "uncertain":
        return (
            f"look whether it arrived: `bluewatch deliver --settle {number}` if so, "
            f"`bluewatch deliver --again {number}` sends it once more"
        )
    return f"`bluewatch deliver --again {number}` tries once more, `--settle {number}` lets it be"
