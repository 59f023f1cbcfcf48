"""What Bluewatch is built on: every lock entry with its hashes, every dependency with a reason, every licence known."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.supply import audit, licences
from tests.supply.locks import LOCKS, ROOT, locked, read_lock

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
NEEDED = [
    Requirement(one) for one in (*PROJECT["project"]["dependencies"], *(one for of in EXTRAS.values() for one in of))
]
DEV = [Requirement(one) for one in PROJECT["dependency-groups"]["dev"]]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_entry_is_one_version_with_hashes_and_names_no_address(lock: Path) -> None:
    entries = list(read_lock(lock.read_text(encoding="utf-8")))
    assert len(entries) > 80
    assert len({(one.name, one.marker) for one in entries}) == len(entries)


@pytest.mark.parametrize(
    "line",
    ["left==1.0", "left>=1.0 \\\n    --hash=sha256:" + "0" * 64, "left==1.0 \\\n    --hash=md5:00",
     "--index-url https://mirror.example/simple", "-e .", "left @ https://mirror.example/left.whl"],
)  # fmt: skip
def test_a_lock_that_is_not_pinned_by_hash_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"hash|pinned"):
        list(read_lock(line))


def test_the_locks_hold_every_declared_dependency_in_a_version_that_is_asked_for() -> None:
    known = locked()
    wanting = [
        str(one)
        for one in (*NEEDED, *DEV)
        if canonicalize_name(one.name) not in known
        or not one.specifier.contains(known[canonicalize_name(one.name)].version, prereleases=True)
    ]
    assert wanting == [], "run `make lock`"


def test_every_dependency_has_its_reason_in_the_design() -> None:
    table = (
        (ROOT / "docs" / "design.md").read_text(encoding="utf-8").partition("## Dependencies")[2].partition("\n## ")[0]
    )
    rows = [line.split("|") for line in table.splitlines() if line.startswith("| ")]
    reasons = {name.strip(): row[2].strip() for row in rows for name in row[1].split(",")}
    assert [one.name for one in NEEDED if not reasons.get(one.name)] == []
    unknown = set(reasons) - {one.name for one in NEEDED} - {"package", "---"}
    assert unknown == set(), "a reason for what is no dependency"


def test_every_licence_is_known_and_allowed() -> None:
    assert licences.faults() == []
    assert set(licences.READ_BY_HAND) <= set(locked()), "a line for what is not locked"


@pytest.mark.parametrize(
    ("expression", "may"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("Apache-2.0 AND GPL-3.0-only", False),
        ("(MIT OR GPL-2.0-only) AND (0BSD OR AGPL-3.0-only)", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
        ("MIT AND", False),
        ("(MIT", False),
        ("MIT MIT", False),
        ("", False),
        ("Proprietary", False),
    ],
)
def test_an_expression_is_weighed_as_spdx_means_it(expression: str, may: bool) -> None:
    assert licences.allowed(expression) is may


@pytest.mark.parametrize(
    ("told", "licence"),
    [
        ({"License-Expression": ["MIT"], "License": ["GPL"]}, "MIT"),
        ({"License": ["Apache License, Version 2.0"]}, "Apache-2.0"),
        ({"License": ["BSD 3-Clause License"]}, "BSD-3-Clause"),
        ({"License": ["UNKNOWN"], "Classifier": ["License :: OSI Approved :: MIT License"]}, "MIT"),
        ({"License": ["Copyright\nof all"], "Classifier": ["License :: OSI Approved :: BSD License"]}, "BSD-3-Clause"),
        ({"Classifier": ["License :: OSI Approved", "License :: OSI Approved :: MIT License"]}, "MIT"),
        ({"Classifier": ["License :: OSI Approved :: MIT License", "License :: Other/Proprietary License"]}, None),
        ({"License": ["GNU AGPL v3"]}, None),
        ({}, None),
    ],
)
def test_a_licence_is_read_from_what_a_distribution_says(told: dict[str, list[str]], licence: str | None) -> None:
    assert licences.licence_of("anything", told) == licence


def stand_in(folder: Path, answers: dict[str, Any]) -> list[str]:
    """A program that answers as pip-audit does: by the name of the file it is asked about, nothing for none."""
    program = folder / "audit.py"
    program.write_text(
        "import json, pathlib, sys\n"
        "asked = pathlib.Path(sys.argv[sys.argv.index('--requirement') + 1])\n"
        f"answers = json.loads({json.dumps(json.dumps(answers))})\n"
        "name = 'canary' if 'urllib3==1.24.1' == asked.read_text().strip() else asked.name\n"
        "found = answers.get(name)\n"
        "sys.exit('no network') if found is None else print(json.dumps({'dependencies': found}))\n",
        encoding="utf-8",
    )
    return [sys.executable, str(program)]


KNOWN = [{"name": "urllib3", "version": "1.24.1", "vulns": [{"id": "CVE-2019-11324", "fix_versions": ["1.24.2"]}]}]
SOUND = [{"name": "scrapy", "version": "2.19.0", "vulns": []}]
HOLED = [{"name": "lxml", "version": "6.1", "vulns": [{"id": "CVE-2099-1", "fix_versions": []}]}]
SKIPPED = [{"name": "lxml", "skip_reason": "not found"}]


@pytest.mark.parametrize(
    ("case", "answers", "code", "words"),
    [
        ("clean", {"canary": KNOWN, "lock.txt": SOUND}, audit.CLEAN, "no known hole"),
        ("a hole", {"canary": KNOWN, "lock.txt": [*SOUND, *HOLED]}, audit.HOLES, "lxml 6.1: CVE-2099-1, fixed in no"),
        ("a closed network that says nothing is known", {"canary": [{**KNOWN[0], "vulns": []}], "lock.txt": SOUND},
         audit.NO_PROOF, "no proof"),
        ("a mirror that knows no release", {"canary": SKIPPED, "lock.txt": SOUND}, audit.NO_PROOF, "no proof"),
        ("no network", {}, audit.NO_PROOF, "no proof"),
        ("the network went away", {"canary": KNOWN}, audit.NO_PROOF, "lock.txt could not be audited"),
        ("one that is not known there", {"canary": KNOWN, "lock.txt": [*SOUND, *SKIPPED]}, audit.NO_PROOF, "1 dist"),
    ],
)  # fmt: skip
def test_an_audit_that_reached_nobody_is_no_proof(
    case: str, answers: dict[str, Any], code: int, words: str, tmp_path: Path
) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("scrapy==2.19.0\n", encoding="utf-8")
    found, lines = audit.audit(stand_in(tmp_path, answers), [lock])
    assert (found, words in "\n".join(lines)) == (code, True), case


def test_ci_checks_licences_and_unused_dependencies_and_audits_nothing() -> None:
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    checks = re.search(r"^check: (.*)$", rules, re.MULTILINE)
    assert checks is not None
    assert {"licences", "unused"} <= set(checks[1].split())
    assert "audit" not in checks[1]
    assert "audit" not in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_security_page_names_what_is_there() -> None:
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    for head in ("Reporting", "Supported versions", "What is guarded", "What is not guarded", "Audit"):
        assert f"## {head}\n" in page
    linked = re.findall(r"\]\(([^)#]+)\)", page)
    assert linked
    assert [one for one in linked if not (ROOT / one).is_file()] == []
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [one for one in re.findall(r"`make ([a-z]+)`", page) if f"\n{one}:" not in rules] == []
    version = ".".join(PROJECT["project"]["version"].split(".")[:2])
    assert f"| {version}, and the newest commit |" in page
