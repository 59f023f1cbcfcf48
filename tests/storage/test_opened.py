"""An archive that is open keeps its locks, whatever else this process opens; several programs bring one up to date."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from storage.archive import Archive

# Locked by every connection as long as it is open (walformat.html, 2.3.1; SHARED_FIRST of os.h): the index's dead man's
# switch, and the database itself.
SWITCH, SHARED = (128, 1), (0x40000002, 510)
TAKE = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, int(sys.argv[3]), int(sys.argv[2]))
"""


def free(data: Path) -> list[str]:
    """The files of an archive that another program takes for its own."""
    found = []
    for name, place in (("archive.db-shm", SWITCH), ("archive.db", SHARED)):
        words = [sys.executable, "-c", TAKE, str(data / name), *map(str, place)]
        if subprocess.run(words, check=False, capture_output=True, timeout=60).returncode == 0:
            found.append(name)
    return found


@pytest.mark.parametrize("mode", [{}, {"create": True}, {"read_only": True}])
def test_what_is_opened_and_closed_beside_it_leaves_an_archive_its_locks(tmp_path: Path, mode: dict[str, bool]) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        assert free(tmp_path) == []
        Archive.open(tmp_path, **mode).close()
        assert free(tmp_path) == []
        beside = threading.Thread(target=lambda: Archive.open(tmp_path, **mode).close())
        beside.start()
        beside.join()
        assert free(tmp_path) == []
        archive.ledger.meta_set("still", "here")
    with Archive.open(tmp_path, read_only=True) as archive:
        assert archive.ledger.meta_get("still") == "here"
    assert free(tmp_path)[-1:] == ["archive.db"]


SEEN = """
import sys
from pathlib import Path
from storage.archive import Archive
with Archive.open(Path(sys.argv[1])) as archive:
    print(archive.ledger.meta_get("told"))
"""


def test_what_is_written_after_others_came_and_went_is_seen_by_others(tmp_path: Path) -> None:
    """With an empty log, another program that took itself for the last one cleared the log away."""
    Archive.open(tmp_path, create=True).close()
    seen = []
    with Archive.open(tmp_path) as archive:
        for words in ("once", "twice"):
            Archive.open(tmp_path, read_only=True).close()
            seen.append(subprocess.check_output([sys.executable, "-c", SEEN, str(tmp_path)], text=True, timeout=60))
            archive.ledger.meta_set("told", words)
        seen.append(subprocess.check_output([sys.executable, "-c", SEEN, str(tmp_path)], text=True, timeout=60))
    assert seen == ["None\n", "once\n", "twice\n"]


def test_one_that_could_not_be_opened_is_looked_at_again(tmp_path: Path) -> None:
    Archive.open(tmp_path, create=True).close()
    whole = (tmp_path / "archive.db").read_bytes()
    for _ in range(2):
        (tmp_path / "archive.db").write_bytes(whole[:-4096])
        with pytest.raises(Exception, match="cut short by 4,096 bytes"):
            Archive.open(tmp_path)
