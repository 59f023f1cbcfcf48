from __future__ import annotations

from pathlib import Path

from storage.archive import Archive
from storage.finding_forms import finding_from_form, finding_to_form
from storage.findings import FINDINGS, CountryMention, Figure, Finding, MissionMention, Person, own_columns
from storage.schema_findings import OWN_COLUMNS
from tests.storage.conftest import Newsroom, an_article

TEXT = an_article(captions=("Nurse Ama Boateng",))
TOTAL = Figure(
    field="body",
    parts=((0, 3), (10, 20)),
    rule="figure: test",
    value=850,
    unit="persons",
    series_key="troops|GHA||current",
)
PART = Figure(
    field="body",
    parts=((30, 40),),
    rule="figure: test",
    value=700,
    qualifier="about",
    bound="around",
    part_of=TOTAL.parts,
)
GHANA = CountryMention(field="title", parts=((0, 5),), rule="country: test", iso3="GHA", role="contributor")
TOGO = CountryMention(field="title", parts=((0, 5),), rule="country: test", iso3="TGO")
NURSE = Person(field="caption", position=1, parts=((4, 9),), rule="person: test", name="Ama Boateng", counted=False)
SET: tuple[Finding, ...] = (GHANA, TOGO, TOTAL, PART, NURSE)


def test_every_type_has_its_table_with_its_columns(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        for kind in FINDINGS:
            columns = [row["name"] for row in archive.db.rows(f'PRAGMA table_info("{kind.TABLE}")')]
            assert tuple(columns[9:-4]) == own_columns(kind), kind.TABLE
            archive.db.rows(f"SELECT * FROM current_{kind.TABLE}")
    assert OWN_COLUMNS.keys() == {kind.TABLE for kind in FINDINGS}


def test_what_is_stored_comes_back(newsroom: Newsroom) -> None:
    stored = newsroom.publish(TEXT)
    assert newsroom.archive.findings.replace(stored, TEXT, SET, rules="r1")
    assert newsroom.archive.findings.of(stored.article_id, 1) == SET


def test_what_is_at_hand_is_what_is_stored(newsroom: Newsroom) -> None:
    stored = newsroom.publish(TEXT)
    findings = newsroom.archive.findings
    both = tuple(
        MissionMention(field="title", parts=((0, 5),), rule="mission: test", mission=m) for m in ("KFOR", "AMIS")
    )
    findings.replace(stored, TEXT, (*reversed(SET), *both), rules="r1")
    digest = newsroom.archive.db.value("SELECT digest FROM finding_sets")
    at_hand = findings.of(stored.article_id, 1, digest)
    assert at_hand is findings.of(stored.article_id, 1, digest)
    assert at_hand == findings.of(stored.article_id, 1)
    # A set that another process put there since is read.
    with newsroom.archive.db.write():
        newsroom.archive.db.execute("UPDATE finding_sets SET digest = 'other'")
        newsroom.archive.db.execute("DELETE FROM people")
    assert len(findings.of(stored.article_id, 1, "other")) == len(SET) + 1


def test_the_same_set_again_writes_nothing(newsroom: Newsroom) -> None:
    stored = newsroom.publish(TEXT)
    newsroom.archive.findings.replace(stored, TEXT, SET, rules="r1")
    before = newsroom.archive.db.value("SELECT total_changes()")
    assert not newsroom.archive.findings.replace(stored, TEXT, SET, rules="r1")
    assert newsroom.archive.db.value("SELECT total_changes()") == before


def test_a_new_set_takes_the_place_of_the_old_and_keeps_the_uids_of_the_same_words(newsroom: Newsroom) -> None:
    stored = newsroom.publish(TEXT)
    findings = newsroom.archive.findings
    findings.replace(stored, TEXT, SET, rules="r1")
    uids = dict(findings.named(stored.article_id, 1))
    assert findings.replace(stored, TEXT, SET[:3], rules="r2")
    assert findings.of(stored.article_id, 1) == SET[:3]
    assert dict(findings.named(stored.article_id, 1)).items() <= uids.items()


def test_a_part_points_to_its_total(newsroom: Newsroom) -> None:
    stored = newsroom.publish(TEXT)
    newsroom.archive.findings.replace(stored, TEXT, SET, rules="r1")
    row = newsroom.archive.db.row(
        "SELECT total.value FROM figures AS part JOIN figures AS total ON total.uid = part.part_of"
        " WHERE part.value = 700"
    )
    assert row is not None
    assert row["value"] == 850


def test_the_view_of_now_shows_the_current_revision_only(newsroom: Newsroom) -> None:
    stored = newsroom.publish(TEXT)
    newsroom.archive.findings.replace(stored, TEXT, SET, rules="r1")
    second = newsroom.publish(
        an_article(
            captions=("Nurse Ama Boateng",),
            body="Another text of the same page: two bridges, and a road that was mended in a week.",
        )
    )
    assert second.revision == 2
    newsroom.archive.findings.replace(second, TEXT, (GHANA,), rules="r1")
    now = newsroom.archive.db.rows("SELECT iso3, revision, article_uid FROM current_country_mentions")
    assert [(row["iso3"], row["revision"], row["article_uid"]) for row in now] == [("GHA", 2, stored.uid)]
    assert newsroom.archive.db.value("SELECT count(*) FROM country_mentions") == 3


def test_the_words_stand_beside_the_spans(newsroom: Newsroom) -> None:
    stored = newsroom.publish(TEXT)
    newsroom.archive.findings.replace(stored, TEXT, SET, rules="r1")
    assert newsroom.archive.db.value("SELECT words FROM figures WHERE value = 850") == "AWE … . 1 -- The"


def test_forms_are_lossless() -> None:
    assert tuple(finding_from_form(finding_to_form(one)) for one in SET) == SET
