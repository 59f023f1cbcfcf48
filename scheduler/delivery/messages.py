"""What a delivery carries, made from the recorded rows: an edition, an alert or a test, in the forms asked for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from reports import alerts, render, told_facts
from reports import mail as mails
from reports.document import Line, Lines
from reports.folder import has_pdf
from reports.forms import current
from reports.wording import clean, items_words, window
from storage.alert_rows import AlertRows
from storage.archive import Archive
from storage.database import Row
from storage.errors import ArchiveUnusable, NotFound
from storage.outbox import ALERT, DIGEST
from storage.profiles import DEFAULT_NAME
from storage.times import from_text, to_text

TYPES = {
    "html": "text/html", "md": "text/markdown", "json": "application/json", "txt": "text/plain",
    "pdf": "application/pdf",
}  # fmt: skip
TEST_WORDS = (
    "This is a test message of Bluewatch. No digest and no alert belongs to it; it only shows that this target works."
)
SHORT_SIGNS = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing to deliver. short: for a chat. data: for programs. forms: each makes the bytes of one form.

    mail: gives the mail for (sender, recipient, message id, moment).
    """

    what: str
    stem: str
    title: str
    short: str
    data: Mapping[str, Any]
    forms: Mapping[str, Callable[[], bytes]]
    mail: Callable[[str, str, str, datetime], EmailMessage]

    def form(self, name: str) -> bytes:
        """One form's bytes. Raises NotFound for one that this message does not have."""
        make = self.forms.get(name)
        if make is None:
            raise NotFound(f"there is no {name} of {self.stem}")
        return make()


def message_of(archive: Archive, row: Row, *, site: str | None) -> Message:
    """What a row of deliveries is about. Raises NotFound, and ArchiveUnusable for an edition that was altered."""
    if row["what"] == DIGEST:
        profile, _, week = row["thing"].partition("/")
        return edition_message(archive, profile, week, site=site)
    if row["what"] == ALERT:
        return alert_message(archive, int(row["thing"].rpartition("/")[2]))
    return test_message(row["target"], from_text(row["made_at"]))


def edition_message(archive: Archive, profile: str, week: str, *, site: str | None) -> Message:
    """A recorded edition."""
    row = archive.weekly.edition(week, profile)
    if row is None:
        raise NotFound(f"edition {week} of {profile} is not in the archive any more")
    if render.hash_of(row["rows"]) != row["hash"]:
        raise ArchiveUnusable(f"edition {row['number']} ({week}) is not what was recorded; run `bluewatch check`")
    edition = json.loads(row["rows"])
    title = edition_title(edition)
    page = edition_page(edition, site)

    def mail(sender: str, recipient: str, message_id: str, _at: datetime) -> EmailMessage:
        made = mails.message(
            edition, sender=Address("Bluewatch", addr_spec=sender), recipients=[Address(addr_spec=recipient)]
        )
        made.replace_header("Message-ID", message_id)
        if not edition_is_for_all(edition):
            made.replace_header("Subject", f"[{edition['profile']}] {made['Subject']}")
        return made

    return Message(
        what=DIGEST,
        stem=week if edition_is_for_all(edition) else f"{profile}-{week}",
        title=title,
        short=short_of(edition, page),
        data={key: row[key] for key in ("profile", "week", "number", "hash", "written_at", "version")} | {"page": page},
        forms={
            "html": lambda: render.html(edition).encode(),
            "md": lambda: render.markdown(edition).encode(),
            "json": lambda: str(row["rows"]).encode(),
            "txt": lambda: render.plain(edition).encode(),
            "pdf": lambda: _pdf(edition, row["hash"]),
        },
        mail=mail,
    )


def alert_message(archive: Archive, number: int) -> Message:
    """A recorded message of an alert."""
    row = AlertRows(archive.db).message(number)
    if row is None:
        raise NotFound(f"alert message {number} is not in the archive any more")
    rows = json.loads(row["rows"])
    text = alerts.text(rows)
    return Message(
        what=ALERT,
        stem=f"alert-{rows['alert']}-{number}",
        title=alerts.subject(rows),
        short=_clipped(text),
        data=rows,
        forms={
            "html": lambda: alerts.html(rows).encode(),
            "md": lambda: alerts.markdown(rows).encode(),
            "json": lambda: render.json_text(rows).encode(),
            "txt": text.encode,
        },
        mail=lambda sender, recipient, message_id, at: plain_mail(
            alerts.subject(rows),
            text,
            alerts.html(rows),
            sender=sender,
            recipient=recipient,
            message_id=message_id,
            at=at,
        ),
    )


def test_message(target: str, at: datetime) -> Message:
    """A message that is plainly a test."""
    title = f"Bluewatch test message to {target}"
    text = f"{TEST_WORDS}\n\nTarget {target}, {at:%Y-%m-%d %H:%M} UTC\n"
    data = {"test": True, "target": target, "at": to_text(at), "words": TEST_WORDS}
    return Message(
        what="test",
        stem=f"bluewatch-test-{target}",
        title=title,
        short=text,
        data=data,
        forms={"txt": text.encode, "md": text.encode, "json": (json.dumps(data, indent=2) + "\n").encode},
        mail=lambda sender, recipient, message_id, moment: plain_mail(
            title, text, None, sender=sender, recipient=recipient, message_id=message_id, at=moment
        ),
    )


def plain_mail(
    subject: str, text: str, html: str | None, *, sender: str, recipient: str, message_id: str, at: datetime
) -> EmailMessage:
    """A mail with a text and, where given, an HTML part; the same bytes for the same values."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = clean(subject)
    mail["From"] = Address("Bluewatch", addr_spec=sender)
    mail["To"] = Address(addr_spec=recipient)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id
    mail.set_content(text)
    if html is not None:
        mail.add_alternative(html, subtype="html")
        mail.set_boundary("=_" + hashlib.sha256(message_id.encode()).hexdigest()[:40])
    return mail


def edition_is_for_all(edition: Mapping[str, Any]) -> bool:
    """True for the digest that everybody gets."""
    return bool(edition["profile"] == DEFAULT_NAME)


def edition_title(edition: Mapping[str, Any]) -> str:
    """``Bluewatch 2026-W47, edition 12``, with the name of a profile of its own."""
    name = "" if edition_is_for_all(edition) else f" {edition['profile']}"
    return f"Bluewatch{name} {edition['week']}, edition {edition['number']}"


def edition_page(edition: Mapping[str, Any], site: str | None) -> str | None:
    """Where the whole edition is published, as the target's key ``site`` says."""
    if site is None:
        return None
    folder = "" if edition_is_for_all(edition) else f"{edition['profile']}/"
    return f"{site.rstrip('/')}/{folder}{edition['week']}.html"


def short_of(edition: Mapping[str, Any], page: str | None) -> str:
    """The head of an edition and its five lines: what a chat can hold."""
    edition = current(edition)
    counts, days = edition["counts"], edition["window"]["days"]
    items = items_words(counts)
    healthy = f"sources {counts['sources_healthy']} healthy of {counts['sources_tried']} tried"
    lines = [f"{window(days)} (UTC): {items}, {healthy}"]
    for block in told_facts.top(edition):
        if isinstance(block, Lines):
            lines += [f"{place}. {_line_words(line)}" for place, line in enumerate(block.lines, 1)]
    return _clipped("\n".join(lines)) + (f"\n{page}" if page else "")


def _line_words(line: Line) -> str:
    """One line without its links: what is told, and by whom."""
    pieces = (
        "".join(clean(part.text) if part.foreign else part.text for part in parts)
        for parts in (line.told, *line.source)
    )
    return " · ".join(piece.strip() for piece in pieces if piece.strip())


def _clipped(text: str, signs: int = SHORT_SIGNS) -> str:
    """Whole lines up to so many signs."""
    if len(text) <= signs:
        return text
    kept: list[str] = []
    for line in text.split("\n"):
        if sum(map(len, kept)) + len(kept) + len(line) > signs:
            break
        kept.append(line)
    return "\n".join(kept or [text[:signs]]) + "\n…"


def _pdf(edition: Mapping[str, Any], digest: str) -> bytes:
    if not has_pdf():
        raise NotFound("there is no PDF without its extra: `pip install '.[pdf]'` in the source folder")
    from reports.pdf import pdf  # noqa: PLC0415  of the extra, and slow to load

    return pdf(edition, digest=digest)
