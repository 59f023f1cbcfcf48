"""Passwords and addresses of targets: read when they are needed, kept nowhere, printed never."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from scheduler.config import Config
from scheduler.config_delivery import KEYS, SECRETS, DeliverRow
from storage.errors import ConfigurationError

# systemd.exec(5), "Credentials": the folder of the unit's LoadCredential= and LoadCredentialEncrypted= files.
CREDENTIALS = "CREDENTIALS_DIRECTORY"
LONGEST = 64 * 1024


def secret_of(target: DeliverRow, key: str, folder: Path, environment: Mapping[str, str] = os.environ) -> str | None:
    """The value of ``password``, ``url`` or ``secret`` of a target, given itself, by _env or by _file; None: none is.

    folder: that of the configuration. Raises ConfigurationError, which names the place and never the value.
    """
    given = getattr(target, key)
    if given is not None:
        return str(given)
    variable, file = getattr(target, f"{key}_env"), getattr(target, f"{key}_file")
    if variable is not None:
        if not (value := environment.get(variable, "").strip()):
            raise ConfigurationError(
                f"target {target.name}: {key}_env names {variable}, and no such variable is set for this program"
            )
        return value
    return None if file is None else _of_file(target, key, file, folder, environment)


def _of_file(target: DeliverRow, key: str, name: str, folder: Path, environment: Mapping[str, str]) -> str:
    path = beside(folder, name)
    credentials = environment.get(CREDENTIALS)
    if credentials and Path(name).name == name and (Path(credentials) / name).is_file():
        path = Path(credentials) / name
    try:
        with path.open("rb") as file:
            value = file.read(LONGEST).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ConfigurationError(f"target {target.name}: {key}_file {path} cannot be read: {why}") from error
    if not value:
        raise ConfigurationError(f"target {target.name}: {key}_file {path} is empty")
    return value


def beside(folder: Path, name: str) -> Path:
    """The file or folder of that name, relative to the configuration's folder."""
    return (folder / Path(name).expanduser()).absolute()


def exposed(config: Config) -> Iterator[str]:
    """Warnings: secrets written into files that others may read. One a file, with what to do."""
    path = config.path
    if path is None:
        return
    held = [
        (row.name, key)
        for row in config.deliver
        for key in SECRETS
        if key in KEYS[row.kind] and getattr(row, key) is not None
    ]
    if held and _open_to_others(path):
        keys = sorted({key for _, key in held})
        names = ", ".join(sorted({name for name, _ in held}))
        yield (
            f"{path} can be read by others and holds {' and '.join(keys)} of {names}: `chmod 600 {path}`, or put it "
            f"into a file of its own and write {keys[0]}_file"
        )
    for row in config.deliver:
        for key in SECRETS:
            name = getattr(row, f"{key}_file")
            if name is not None and _open_to_others(beside(path.parent, name)):
                file = beside(path.parent, name)
                yield f"{file} ({key} of {row.name}) can be read by others: `chmod 600 {file}`"


def _open_to_others(path: Path) -> bool:
    try:
        return os.name == "posix" and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
    except OSError:
        return False
