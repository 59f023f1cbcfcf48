"""The digest as a mail: plain text with an HTML part, from the same rows. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from reports import render
from reports.wording import items_words
from storage.times import from_text


def message(
    edition: Mapping[str, Any], *, sender: Address | str | None = None, recipients: Sequence[Address | str] = (),
    digest: str | None = None,
) -> EmailMessage:  # fmt: skip
    """A whole message; without sender and recipients it is the ``.eml`` form. The same edition gives the same bytes.

    digest: the hash of the JSON form, where that is known.
    """
    digest = digest or render.hash_of(render.json_text(edition))
    found = EmailMessage(policy=SMTP)
    kept = items_words(edition["counts"])
    state = "provisional" if edition["provisional"] else f"edition {edition['number']}"
    found["Subject"] = f"Peacekeeping week {edition['week']} ({state}): {kept}"
    if sender is not None:
        found["From"] = sender
    if recipients:
        found["To"] = list(recipients)
    found["Date"] = format_datetime(from_text(edition["written_at"]))
    found["Message-ID"] = f"<{edition['week']}.{digest[:24]}@bluewatch.invalid>"
    found["Auto-Submitted"] = "auto-generated"
    found.set_content(render.plain(edition, digest=digest), charset="utf-8", cte="quoted-printable")
    found.add_alternative(
        render.mail_html(edition, digest=digest), subtype="html", charset="utf-8", cte="quoted-printable"
    )
    # A boundary by chance would give other bytes each time.
    found.set_boundary(f"=_bluewatch_{digest[:32]}")
    return found


def eml(edition: Mapping[str, Any], *, digest: str | None = None) -> bytes:
    """The message as a file that any mail program opens."""
    return message(edition, digest=digest).as_bytes()
