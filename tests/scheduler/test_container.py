"""The container file, as far as it can be judged without a network: what it copies is there, and it is not root."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from scheduler.commands.main import COMMANDS
from scheduler.config import CONFIG_VARIABLE, DATA_VARIABLE

ROOT = Path(__file__).resolve().parents[2]
INSTRUCTIONS = {
    "FROM", "ENV", "RUN", "WORKDIR", "COPY", "USER", "VOLUME", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD"
}  # fmt: skip


def steps() -> list[tuple[str, str]]:
    """Instruction and its words, continued lines joined."""
    text = re.sub(r"\\\n", " ", (ROOT / "Containerfile").read_text())
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(None, 1)[0], " ".join(line.split(None, 1)[1].split())) for line in lines]


def test_every_path_that_it_copies_is_there_and_every_package_is_copied() -> None:
    copied = [words.split() for name, words in steps() if name == "COPY" and not words.startswith("--from")]
    sources = [path for words in copied for path in words[:-1]]
    assert [path for path in sources if not (ROOT / path).exists()] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = {package.partition(".")[0] for package in project["tool"]["setuptools"]["packages"]}
    assert packages <= set(sources)
    allowed = {line[1:] for line in (ROOT / ".containerignore").read_text().splitlines() if line.startswith("!")}
    assert set(sources) == allowed


def test_it_runs_as_nobody_in_particular_with_a_volume_and_a_health_check() -> None:
    assert {name for name, _ in steps()} <= INSTRUCTIONS
    stage = steps()[max(place for place, step in enumerate(steps()) if step[0] == "FROM") :]
    last = dict(stage)
    assert last["FROM"].endswith("-slim")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", last["USER"])
    assert json.loads(last["VOLUME"]) == ["/data"]
    assert json.loads(last["ENTRYPOINT"]) == ["bluewatch"]
    assert json.loads(last["CMD"])[0] in COMMANDS
    health = json.loads(last["HEALTHCHECK"].partition("CMD ")[2])
    assert (health[0], health[1] in COMMANDS) == ("bluewatch", True)
    assert f"{CONFIG_VARIABLE}=/config/bluewatch.toml" in last["ENV"]
    assert f"{DATA_VARIABLE}=/data" in last["ENV"]
    names = [name for name, _ in stage]
    assert names.index("USER") > names.index("RUN")


def test_what_it_installs_is_pinned_by_hash_and_nothing_is_fetched_besides() -> None:
    runs = " ".join(words for name, words in steps() if name == "RUN")
    assert "--require-hashes -r requirements.txt" in runs
    assert "--no-deps ." in runs
    assert not re.search(r"\b(curl|wget|apt|apt-get|ADD)\b", runs)
