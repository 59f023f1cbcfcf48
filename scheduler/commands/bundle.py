"""``bluewatch bundle``: the evidence for one article in one file, and the check of such a file."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import click

from scheduler.commands.options import config_option, data_option, echo_json, json_option, open_settings, say, visible
from storage.errors import UsageError
from storage.new_file import name_new


@click.command()
@click.argument("uid", required=False)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Else UID.zip, here.")
@click.option(
    "--verify",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Check a bundle; needs no archive.",
)
@json_option("one object: file, sha256, bytes, missing; with --verify: file, sha256, sound, faults")
@data_option
@config_option
def command(
    *, uid: str | None, out: Path | None, verify: Path | None, as_json: bool, data: Path | None, config: Path | None
) -> int:
    """Write the evidence for the article UID into one file: the raw answers, every state, and why it was kept.

    It holds the WARC records as they lie in the page store, their headers and hashes, the record as JSON and as a
    text, revisions, decisions, findings, verdicts and a citation. --verify reads such a file anywhere and names what
    is not as it was written (exit code 1).

    \b
    Example:
      bluewatch bundle a-7k3m9p2q
      bluewatch bundle --verify a-7k3m9p2q.zip
    """
    if (uid is None) == (verify is None):
        raise UsageError("give the UID of an article, or --verify FILE")
    if verify is not None:
        return _verify(verify, as_json=as_json)
    from storage.bundle import contents, packed

    settings = open_settings(config, data)
    with settings.archive(read_only=True) as archive:
        files, missing = contents(archive, str(uid))
    content, file = packed(files), out or Path(f"{uid}.zip")
    _write(file, content)
    digest = sha256(content).hexdigest()
    for what in missing:
        say(f"not in it: {what}")
    if as_json:
        echo_json({"file": str(file), "sha256": digest, "bytes": len(content), "missing": missing})
    else:
        click.echo(visible(f"{file}: {len(files)} files, {len(content):,} bytes, sha256 {digest}"))
    return 0


def _verify(file: Path, *, as_json: bool) -> int:
    from storage.bundle import faults

    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    found, digest = faults(content), sha256(content).hexdigest()
    if as_json:
        echo_json({"file": str(file), "sha256": digest, "sound": not found, "faults": found})
    else:
        for fault in found:
            click.echo(visible(fault))
        click.echo(visible(f"{file}: {'not sound' if found else 'sound'}, sha256 {digest}"))
    return 1 if found else 0


def _write(file: Path, content: bytes) -> None:
    """Write it whole or not at all; an existing file stays."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with draft.open("xb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        name_new(draft, file)
    except FileExistsError:
        raise UsageError(f"{file}: exists already; name another with --out") from None
    except OSError as error:
        raise UsageError(f"{file}: cannot be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
