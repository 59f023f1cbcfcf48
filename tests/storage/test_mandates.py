from __future__ import annotations

import pytest

from storage.archive import Archive
from storage.data import load_mandates, load_missions, mission_rows
from storage.errors import ConfigurationError
from storage.mandates import parse_mandates

HEAD = "acronym,mandate_until,mandate_source\n"


def test_the_packaged_table_reaches_the_archive(archive: Archive) -> None:
    for acronym, mandate in load_mandates().items():
        row = archive.db.row("SELECT mandate_until, mandate_source FROM missions WHERE acronym = ?", (acronym,))
        assert row == {"mandate_until": mandate.until, "mandate_source": mandate.source}
    assert archive.db.value("SELECT count(*) FROM missions WHERE mandate_until IS NOT NULL") == len(load_mandates())


def test_only_missions_that_had_not_ended_before_have_a_mandate() -> None:
    ends = {mission.acronym: mission.end for mission in load_missions()}
    for acronym, mandate in load_mandates().items():
        assert ends[acronym] in (None, mandate.until)


def test_missions_without_a_known_mandate_have_none() -> None:
    (row,) = [row for row in mission_rows() if row["acronym"] == "UNTAG"]
    assert (row["mandate_until"], row["mandate_source"]) == (None, None)


def test_an_archive_takes_in_a_mandate_that_was_added_later(archive: Archive) -> None:
    with archive.db.write():
        archive.db.execute("UPDATE missions SET mandate_until = NULL, mandate_source = NULL")
        archive.ledger.meta_set("missions", "an older table")
    with Archive.open(archive.data) as again:
        assert again.db.value("SELECT mandate_until FROM missions WHERE acronym = 'UNIFIL'") == "2026-12-31"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n", "line 1: found columns"),
        (HEAD + "UNXYZ,2026-12-31,words\n", "line 2: acronym: found 'UNXYZ'"),
        (HEAD + "UNMISS,2026-12-31,words\nUNMISS,2026-12-31,words\n", "line 3: acronym: found 'UNMISS' twice"),
        (HEAD + "UNMISS,2026-12,words\n", "line 2: mandate_until: found '2026-12'"),
        (HEAD + "UNMISS,2026-12-31, \n", "line 2: mandate_source: found nothing"),
        (HEAD + "UNMISS,2026-12-31\n", "line 2: found another number of cells"),
    ],
)
def test_a_mistake_names_its_line(text: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        parse_mandates(text, known={"UNMISS"})
