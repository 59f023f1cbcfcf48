"""What the table of replayed files means, in words."""

from __future__ import annotations

from storage.descriptions_findings import TableDescription

REPLAY_DESCRIPTIONS: dict[str, TableDescription] = {
    "replay_files": TableDescription(
        "One row a web archive that was replayed, and how far: pages that were left out are counted here alone.",
        {
            "id": "Row number.",
            "name": "Its file name when it was read.",
            "size": "Its size in bytes.",
            "head": "SHA-256 of its first 65,536 bytes; with the size it says whether a file is the same.",
            "how": "What was asked of its pages: `all`, or the version of the words looked for; `+followed` where only"
            " followed outlets were taken.",
            "begun_at": "When it was begun.",
            "ended_at": "When its last record was done with; NULL: the next replay goes on.",
            "place": "Byte at which the record stands that was done with last.",
            "passed": "Records that begin at that byte (in one gzip) and are done with.",
            "asked": "JSON: record id, address and method of the last request read.",
            "waiting": "JSON: records that say the same as one not seen yet: byte, and which one there.",
            "records": "Records done with.",
            "scanned": "Pages whose bytes were looked through for the words of the rules.",
            "left_out": "Pages in which none stands; they have no row and no copy.",
            "slow": "Pages scanned that had to be decoded or read as text for it.",
            "kept": "Pages kept.",
            "refused": "Records refused.",
        },
    ),
}
