"""The evidence for one article in one file, which anyone can check without an archive.

A zip of plain files, written the same for the same content: raw WARC records, what was made of them, and a manifest
with the SHA-256 of every file. A changed byte is named. It proves that nothing was changed by accident or in part; who
wants more notes the SHA-256 of the whole file where it cannot be changed.
"""

from __future__ import annotations

import io
import json
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from storage import warc
from storage.article_rows import article_of
from storage.citation import citations
from storage.errors import NotFound
from storage.finding_forms import finding_to_form
from storage.forms import article_to_form
from storage.seedshape import to_text

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.database import Row

FORMAT = "bluewatch bundle 1"
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
JSON_COLUMNS = ("changes", "blocks", "captions", "related", "shape", "inferred", "evidence", "matches")
ARCHIVE_COLUMNS = (
    "uid", "label", "score", "operation_kind", "revision", "origin", "first_seen_at", "updated_at", "withdrawn_at",
)  # fmt: skip
LONGEST_BYTES = 1 << 30
README = """This is the evidence for one article, written by Bluewatch (bluewatch bundle).

article.json, article.txt   the article as it was read, and as a text
revisions.json              every state it was seen in, with what changed
records/*.warc.gz           the answers of the outlet's server, as received (WARC 1.1), with their headers
decisions.json              why it was kept, by which version of the rules; findings.json the facts taken from it
verdicts.json               what persons said of it
citation.*                  how to cite it: a sentence, CSL-JSON, BibTeX
manifest.json               the SHA-256 of every file here, and of the body of every answer

`bluewatch bundle --verify FILE` checks it all; so do `sha256sum` and any tool that reads WARC files.
"""


def contents(archive: Archive, uid: str) -> tuple[dict[str, bytes], list[str]]:
    """File name to bytes, all but the manifest's seal in place; and what could not be put in, in words.

    Raises NotFound for no such article, ArchiveUnusable for a damaged page store.
    """
    row = archive.articles.by_uid(uid)
    if row is None:
        raise NotFound(f"there is no article {uid} in this archive; `bluewatch search` gives the uids")
    article = article_of(row, archive.articles.related_of(row["id"]))
    decision = archive.articles.decision_on(row["id"])
    form = {**{name: row[name] for name in ARCHIVE_COLUMNS}, **article_to_form(article, decision)}
    files, captures, missing = _records(archive, row)
    digests = list(dict.fromkeys(capture["digest"] for capture in captures))
    accessed = max((capture["fetched_at"] for capture in captures), default=None)
    files |= {
        "README.txt": README.encode(),
        "article.json": _json(form),
        "article.txt": to_text(article).encode("utf-8", "surrogatepass"),
        "revisions.json": _json([_plain(one) for one in archive.articles.revisions_of(uid)]),
        "decisions.json": _json([_plain(one) for one in archive.articles.decisions_of(uid)]),
        "findings.json": _json(_findings(archive, row)),
        "verdicts.json": _json(_verdicts(archive, row)),
    }
    files |= {name: text.encode() for name, text in citations(form, accessed=accessed, digests=digests).items()}
    rules = sorted({one["rules"] for one in archive.articles.decisions_of(uid)})
    manifest = {
        "format": FORMAT,
        "uid": uid,
        "url": row["url"],
        "rules": rules,
        "captures": captures,
        "missing": missing,
        "files": {name: _listed(files[name]) for name in sorted(files)},
    }  # fmt: skip
    files[MANIFEST] = _json(manifest)
    return files, missing


def packed(files: dict[str, bytes]) -> bytes:
    """The bundle itself: the same bytes for the same files."""
    whole = {**files, SEAL: f"{sha256(files[MANIFEST]).hexdigest()}  {MANIFEST}\n".encode()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        for name in sorted(whole):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            bundle.writestr(entry, whole[name])
    return out.getvalue()


def faults(content: bytes) -> list[str]:
    """What is wrong with a bundle, each fault with the file's name; none for a sound one."""
    try:
        files, broken = _unpacked(content)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
        return [f"it is no bundle: {error}"]
    found = broken
    if MANIFEST not in files:
        return [*found, f"{MANIFEST}: is not there"]
    seal = files.get(SEAL, b"").split(b" ", 1)[0].decode("ascii", "replace")
    if seal != sha256(files[MANIFEST]).hexdigest():
        found.append(f"{MANIFEST}: is not what {SEAL} says, so its hashes prove nothing")
    try:
        manifest = json.loads(files[MANIFEST])
        listed = {str(name): str(one["sha256"]) for name, one in manifest["files"].items()}
        captures = list(manifest["captures"])
        if manifest["format"] != FORMAT:
            return [*found, f"{MANIFEST}: its format {manifest['format']!r} is not known here"]
    except (ValueError, KeyError, TypeError, AttributeError):
        return [*found, f"{MANIFEST}: cannot be read"]
    for name, digest in listed.items():
        if name not in files:
            found.append(f"{name}: is not there")
        elif sha256(files[name]).hexdigest() != digest:
            found.append(f"{name}: its bytes are not those of its SHA-256")
    found += [f"{name}: is not in the manifest" for name in sorted(set(files) - set(listed) - {MANIFEST, SEAL})]
    for capture in captures:
        found += _record_faults(capture, files)
    if not found:
        found += _meaning_faults(files)
    if not found:
        found += _container_faults(content, files)
    return found


def _listed(content: bytes) -> dict[str, Any]:
    return {"sha256": sha256(content).hexdigest(), "bytes": len(content)}


def _records(archive: Archive, row: Row) -> tuple[dict[str, bytes], list[dict[str, Any]], list[str]]:
    files: dict[str, bytes] = {}
    captures, missing = [], []
    rows = archive.db.rows(
        "SELECT captures.*, min(article_captures.revision) AS revision FROM captures"
        " JOIN article_captures ON capture_id = captures.id WHERE article_id = ?"
        " GROUP BY captures.id ORDER BY fetched_at, captures.id",
        (row["id"],),
    )
    for number, capture in enumerate(rows, start=1):
        try:
            record = archive.captures.record(capture["id"])
        except NotFound as error:
            missing.append(str(error))
            continue
        answer, record_id = warc.read_record(record)
        name = f"records/{number:04}.warc.gz"
        files[name] = record
        captures.append(
            {
                "file": name, "record": record_id, "revision": capture["revision"], "url": answer.url,
                "requested_url": answer.requested_url, "status": capture["status"],
                "fetched_at": capture["fetched_at"], "digest": capture["digest"], "warc": capture["warc"],
                "offset": capture["offset"], "headers": [list(pair) for pair in answer.headers],
            }
        )  # fmt: skip
    return files, captures, missing


def _findings(archive: Archive, row: Row) -> list[dict[str, Any]]:
    states = archive.db.rows("SELECT revision, rules FROM finding_sets WHERE article_id = ? ORDER BY 1", (row["id"],))
    return [
        {
            "uid": uid,
            "type": one.TYPE,
            "revision": state["revision"],
            "rules": state["rules"],
            **finding_to_form(one, article),
        }
        for state in states
        for article in [archive.articles.load(row["uid"], state["revision"])]
        for uid, one in archive.findings.named(row["id"], state["revision"])
    ]


def _verdicts(archive: Archive, row: Row) -> list[Row]:
    uids = {row["uid"]} | {one["uid"] for one in _findings(archive, row)}
    every = archive.db.rows("SELECT uid, by, at, verdict, note FROM verdicts ORDER BY at, id")
    return [one for one in every if one["uid"] in uids]


def _plain(row: Row) -> dict[str, Any]:
    """A row without this archive's own numbers, its JSON columns as values."""
    own = ("id", "article_id", "capture_id")
    return {
        name: json.loads(value) if name in JSON_COLUMNS and value is not None else value
        for name, value in row.items()
        if name not in own
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def _unpacked(content: bytes) -> tuple[dict[str, bytes], list[str]]:
    files: dict[str, bytes] = {}
    broken: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        if sum(entry.file_size for entry in bundle.infolist()) > LONGEST_BYTES:
            raise ValueError("it is larger than any bundle")
        for entry in bundle.infolist():
            try:
                if entry.filename in files:
                    broken.append(f"{entry.filename}: is there twice")
                files[entry.filename] = bundle.read(entry)
            except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
                broken.append(f"{entry.filename}: cannot be read: {error}")
    return files, broken


def _record_faults(capture: Any, files: dict[str, bytes]) -> list[str]:
    try:
        name, digest, url = str(capture["file"]), capture["digest"], capture["url"]
    except (KeyError, TypeError):
        return [f"{MANIFEST}: a capture in it cannot be read"]
    if name not in files:
        return [f"{name}: is not there"]
    try:
        answer, _ = warc.read_record(files[name])
    except warc.BrokenRecordError as error:
        return [f"{name}: {error}"]
    if sha256(answer.body).hexdigest() != digest:
        return [f"{name}: its body is not that of the digest {digest}"]
    return [] if answer.url == url else [f"{name}: is of another address than the manifest says"]


def _meaning_faults(files: dict[str, bytes]) -> list[str]:
    """The parts must say the same of each other: the text is the newest state, the findings' words stand in theirs."""
    found = []
    try:
        article, revisions = json.loads(files["article.json"]), json.loads(files["revisions.json"])
        states = {state["number"]: state for state in revisions}
        if article["body"] != states[article["revision"]]["body"]:
            found.append("article.json: its text is not that of the newest state in revisions.json")
        for one in json.loads(files["findings.json"]):
            state = states[one["revision"]]
            text = state["captions"][one["position"] - 1] if one["field"] == "caption" else state[one["field"]]
            if not one["text"] or one["text"] != [text[start:end] for start, end in one["parts"]]:
                found.append(f"findings.json: {one['uid']}: its words do not stand where it says")
    except (ValueError, KeyError, TypeError, IndexError) as error:
        found.append(f"a file in it cannot be read: {error!r}")
    return found


def _container_faults(content: bytes, files: dict[str, bytes]) -> list[str]:
    """Every file is right; so a byte that differs lies between them."""
    again = packed({name: one for name, one in files.items() if name != SEAL})
    if again == content:
        return []
    at = next((n for n, (one, other) in enumerate(zip(again, content, strict=False)) if one != other), len(again))
    return [f"the container: byte {at} is not as it was written (every file in it is right)"]
