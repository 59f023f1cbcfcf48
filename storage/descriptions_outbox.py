"""The descriptions of deliveries, alerts and profiles."""

from __future__ import annotations

from storage.descriptions_findings import TableDescription

OUTBOX_DESCRIPTIONS: dict[str, TableDescription] = {
    "profiles": TableDescription(
        "Saved profiles (`[[profile]]`) by name; each has editions from the week of its start on.",
        {
            "name": "Its name.",
            "began_at": "When it was first seen in the configuration.",
            "seen_at": "When the configuration named it last; one that was gone for a week begins anew.",
        },
    ),
    "recipients": TableDescription(
        "Who gets deliveries. What was made before a recipient's start is not sent to it.",
        {
            "target": "Name of the target (`[[deliver]]`).",
            "recipient": "Mail address; empty for targets of other kinds, whose addresses may hold secrets.",
            "kind": "smtp, webhook, apprise or folder.",
            "began_at": "When it was first seen in the configuration.",
            "seen_at": "When the configuration named it last; one that was gone for a week begins anew.",
        },
    ),
    "deliveries": TableDescription(
        "One row a recipient and edition, alert or test message. None is ever sent twice by itself.",
        {
            "id": "Number, for `bluewatch deliver --again` and `--settle`.",
            "target": "Name of the target.",
            "recipient": "Mail address; empty for targets of other kinds.",
            "what": "digest, alert or test.",
            "thing": "Of a digest profile/week, of an alert its name/time/number of the message, of a test its time.",
            "form": "The forms sent.",
            "state": "waiting (not taken yet), sending (on its way, or its program died), sent, failed (not taken, and "
            "not tried again), uncertain (nobody knows; never sent again by itself).",
            "attempts": "How often it was tried.",
            "made_at": "Since when it waits.",
            "next_at": "When it is tried next; NULL: not.",
            "first_tried_at": "The first attempt.",
            "tried_at": "The newest attempt.",
            "message_id": "The same at every attempt: a mail's Message-ID, a webhook's Idempotency-Key and webhook-id.",
            "receipt": "What the receiver answered when it took it.",
            "reason": "Why it is not sent.",
            "settled_at": "When a person saw to it; it is named no more.",
        },
    ),
    "alerts": TableDescription(
        "The alerts (`[[alert]]`) by name.",
        {
            "name": "Its name.",
            "asks": "JSON: what it asks for; a change makes it new.",
            "began_at": "It tells of what was first seen since then.",
            "seen_at": "When the configuration named it last; one that was gone for a week begins anew.",
            "looked_at": "When it last looked through the archive.",
        },
    ),
    "alert_hits": TableDescription(
        "What an alert has found: each fact once, a text at several outlets once.",
        {
            "id": "Row number.",
            "alert": "Its alert.",
            "uid": "The article.",
            "fact": "What was found in it: empty for the item itself, else the fact in short.",
            "at": "When it was found.",
            "told": "JSON: the line of the message.",
            "message_id": "The message that tells it; NULL while it waits for the hour's limit.",
        },
    ),
    "alert_messages": TableDescription(
        "The messages of alerts as they were sent.",
        {"id": "Number.", "alert": "Its alert.", "at": "When it was made.", "rows": "JSON: what it says."},
    ),
}
