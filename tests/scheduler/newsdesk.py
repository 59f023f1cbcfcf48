"""A demo archive with invented weeks, and its configuration: what the tests of deliveries and alerts begin with."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from reports.digest import build
from reports.render import hash_of, json_text
from reports.week import Week
from scheduler.commands import deliver, digest, status
from tests.reports.invented import Invented, at

CLOSED = "2026-11-17 08:00"


class Desk:
    """The archive, and commands on it at moments of the test's choice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = Invented(folder / "data")
        self.config = folder / "bluewatch.toml"
        with self.made.db.write():
            self.made.db.execute("INSERT INTO meta VALUES ('demo', '1')")
        self.made.source("harbour", "Harbour Defence Daily", since="2026-11-02")
        self.made.run("harbour", "2026-11-03 06:00")
        self.made.article("The road is open", "2026-11-05", missions=("UNMISS",))
        self.made.article("A bridge is built", "2026-11-12", missions=("UNMISS",))

    def configure(self, *tables: str) -> None:
        self.config.write_text('[sources]\npackaged = "none"\n' + "\n".join(tables))
        self.config.chmod(0o600)

    def deliver(self, *words: str, now: str = CLOSED) -> Result:
        return self._run(deliver.command, words, now)

    def close(self, *weeks: str, now: str = CLOSED) -> None:
        """Record editions of these weeks without writing files: the weeks' own content, made once for all tests."""
        for number, week in enumerate(weeks, 1 + len(self.made.weekly.editions())):
            text = edition_text(week)
            self.made.weekly.record(
                week=week, number=number, version="0", rules="", digest=hash_of(text), text=text, lines=(), facts=(),
                at=at(now),
            )  # fmt: skip

    def digest(self, *words: str, now: str = CLOSED) -> Result:
        result = self._run(digest.command, words, now)
        assert result.exit_code == 0, result.output
        return result

    def status(self, *words: str, now: str = CLOSED) -> str:
        result = self._run(status.command, words, now)
        assert result.exit_code == 0, result.output
        return str(result.stdout)

    def rows(self) -> list[dict[str, Any]]:
        return self.made.db.rows("SELECT * FROM deliveries ORDER BY id")

    def states(self) -> list[tuple[str, str]]:
        return [(row["thing"], row["state"]) for row in self.rows()]

    def _run(self, command: Any, words: tuple[str, ...], now: str) -> Result:
        common = ["--data", str(self.made.data), "--config", str(self.config), "--now", at(now).isoformat()]
        return CliRunner().invoke(command, [*common, *words])


@cache
def edition_text(week: str) -> str:
    """The JSON text of a real edition of the archive that every desk begins with."""
    with tempfile.TemporaryDirectory() as scratch:
        made = Desk(Path(scratch)).made
        wanted = Week.parse(week)
        rows = made.weekly.rows(wanted.start, wanted.end, first=wanted.start)
        text = json_text(build(rows, wanted, first=wanted, number=1, version="0", now=at(CLOSED)))
        made.db.close()
    return text


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BLUEWATCH_CONFIG", raising=False)
    made = Desk(tmp_path)
    yield made
    made.made.db.close()


def mail_target(port: int, *lines: str, to: str = '"reader@desk.test"', security: str = "none") -> str:
    return (
        f'[[deliver]]\nname = "desk-mail"\nkind = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "{security}"\n'
        f'sender = "bluewatch@desk.test"\nto = [{to}]\n' + "".join(f"{line}\n" for line in lines)
    )


def web_target(url: str, *lines: str, kind: str = "webhook", name: str = "hook") -> str:
    return f'[[deliver]]\nname = "{name}"\nkind = "{kind}"\nurl = {json.dumps(url)}\n' + "".join(
        f"{line}\n" for line in lines
    )
