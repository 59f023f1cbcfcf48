"""Known holes in what the locks name, by pip-audit (`make audit PIP_AUDIT`).

On a closed network pip-audit finds nothing, says "No known vulnerabilities" and ends with 0. So it is first asked about
a release whose holes are known: an answer that does not name them is no answer, and the audit fails.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.supply.locks import LOCKS

# urllib3 1.24.1 has several advisories since 2019 (CVE-2019-11236, CVE-2019-11324 and later ones).
KNOWN_BAD = "urllib3==1.24.1"
SECONDS = 900
CLEAN, HOLES, NO_PROOF = 0, 1, 2


def audit(command: Sequence[str], locks: Sequence[Path] = LOCKS) -> tuple[int, list[str]]:
    """The exit code and what to print. command: how pip-audit is called."""
    with tempfile.TemporaryDirectory() as folder:
        canary = Path(folder) / "requirements.txt"
        canary.write_text(KNOWN_BAD + "\n", encoding="utf-8")
        known = _asked(command, canary, "--no-deps")
    if known is None or not any(one.get("vulns") for one in known):
        return NO_PROOF, [
            f"no proof: the advisories cannot be reached, as {KNOWN_BAD} is told to have no known hole",
            "an empty answer about our own dependencies would mean nothing; try again on a network that reaches them",
        ]
    lines: list[str] = []
    holes = unread = 0
    for lock in locks:
        found = _asked(command, lock, "--require-hashes")
        if found is None:
            return NO_PROOF, [*lines, f"no proof: {lock.name} could not be audited"]
        for one in found:
            if "skip_reason" in one:
                unread += 1
                lines.append(f"not audited: {one['name']}: {one['skip_reason']}")
            for hole in one.get("vulns", ()):
                holes += 1
                fixed = ", ".join(hole.get("fix_versions", ())) or "no release"
                lines.append(f"{lock.name}: {one['name']} {one['version']}: {hole['id']}, fixed in {fixed}")
        lines.append(f"{lock.name}: {len(found)} distributions")
    if holes:
        return HOLES, [*lines, f"{holes} known holes"]
    if unread:
        return NO_PROOF, [*lines, f"no proof: {unread} distributions could not be audited"]
    return CLEAN, [*lines, "no known hole"]


def _asked(command: Sequence[str], requirements: Path, option: str) -> list[Mapping[str, Any]] | None:
    """What pip-audit says of a file; None where it broke off or said nothing that can be read."""
    line = [*command, "--requirement", str(requirements), option, "--disable-pip", "--format", "json"]
    try:
        done = subprocess.run(
            [*line, "--progress-spinner", "off"], capture_output=True, text=True, check=False, timeout=SECONDS
        )
        found = json.loads(done.stdout)["dependencies"]
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, list) else None


def main() -> int:
    """Audit both locks; 0: no known hole, 1: holes, 2: nothing is proved."""
    code, lines = audit(sys.argv[1:] or ["pip-audit"])
    (sys.stderr if code else sys.stdout).write("\n".join(lines) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
