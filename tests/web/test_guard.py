"""Who is answered, with which headers; what a reader's SQL may do; and what is said when the archive cannot be read."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from datasette.plugins import pm

from reports.web import policy
from reports.web.answers import as_csv
from reports.web.desk import Desk
from reports.web.server import Pages, stock_scripts
from storage.archive import Archive
from storage.errors import ArchiveUnusable
from tests.web.conftest import Built, Reader
from tests.web.world import NOW


@pytest.mark.parametrize("host", ["127.0.0.1:8001", "localhost", "LOCALHOST:99", "[::1]:8001"])
def test_a_name_of_this_machine_is_answered(reader: Reader, host: str) -> None:
    assert reader.get("/questions", host=host).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8001", "", "127.0.0.1:x", "a@127.0.0.1"]
)
def test_a_foreign_name_is_refused(reader: Reader, host: str) -> None:
    answer = reader.get("/", host=host)
    assert answer.status_code == 421
    assert "Bluewatch" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/archive", "/archive/articles", "/-/messages", "/-/logout"])
def test_there_is_no_way_to_write(reader: Reader, method: str, path: str) -> None:
    assert reader.get(path, method).status_code == 405


@pytest.mark.parametrize(
    "path", ["/-/versions", "/-/settings.json", "/-/databases", "/-/plugins", "/-/threads", "/-/metadata",
             "/-/auth-token", "/-/permissions", "/-/patterns", "/_internal", "/_memory", "/.json", "/-/messages",
             "/archive.db", "/-/static/../app.py", "/-/static/..%2fapp.py"]
)  # fmt: skip
def test_datasettes_own_rooms_are_closed(reader: Reader, path: str) -> None:
    assert reader.get(path).status_code in (403, 404)


def test_another_site_may_link_here_and_not_load(reader: Reader) -> None:
    assert reader.get("/", sec_fetch_site="cross-site", sec_fetch_mode="navigate").status_code == 200
    assert reader.get("/archive.json", sec_fetch_site="cross-site", sec_fetch_mode="cors").status_code == 403


@pytest.mark.parametrize("path", ["/", "/archive", "/archive/articles.csv", "/look.css", "/nothing"])
def test_every_answer_carries_the_headers(reader: Reader, path: str) -> None:
    headers = reader.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "set-cookie" not in headers
    assert "access-control-allow-origin" not in headers


def test_datasettes_pages_run_its_own_scripts_and_no_other(reader: Reader) -> None:
    answer = reader.get("/archive/articles")
    allowed = answer.headers["content-security-policy"]
    assert not re.search(r"script-src[^;]*unsafe", allowed)
    inline = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    assert inline
    assert set(inline) <= set(stock_scripts())
    assert all(policy.stock([one]).split("script-src 'self' ")[1].split(";")[0] in allowed for one in inline)
    assert not re.search(r'<(?:script|img|iframe)[^>]*src="(?:https?:)?//', answer.text)


def test_a_script_with_a_value_of_the_page_is_not_admitted() -> None:
    assert policy.scripts_of("<script>a({{ title }})</script><script>b()</script>") == ["b()"]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from pragma_database_list, (select load_extension('x'))",
        "with x as (select 1) select * from x; attach database '/etc/passwd' as p",
        "select readfile('/etc/passwd')",
        "select writefile('x', 'y')",
        "select fts3_tokenizer('unicode61')",
        "explain attach 'other.db' as o",
        "select * from pragma_journal_mode('delete')",
        "select zeroblob(900000000) || zeroblob(900000000)",
        "delete from articles",
    ],
)
def test_sql_may_only_read_this_archive(reader: Reader, sql: str) -> None:
    answer = reader.get("/archive.json?sql=" + sql.replace(" ", "+").replace("|", "%7C").replace(";", "%3B"))
    assert answer.status_code in (400, 403, 500), answer.text[:300]


def test_sql_without_end_is_stopped(world: Built) -> None:
    pages = Pages(world.data, now=lambda: NOW)
    pages.datasette.sql_time_limit_ms = 150
    reader = Reader(pages)
    endless = "with recursive n(x) as (select 1 union all select -x from n) select count(*) from n"
    answer = reader.get("/archive.json?sql=" + endless.replace(" ", "+"))
    reader.close()
    assert answer.status_code == 400
    assert "took longer than a query may" in answer.text


def copied(world: Built, folder: Path) -> Path:
    shutil.copytree(world.data, folder)
    return folder


def test_pages_tell_of_what_is_written_while_they_are_read(world: Built, tmp_path: Path) -> None:
    data = copied(world, tmp_path / "data")
    reader = Reader(Pages(data, now=lambda: NOW))
    with Archive.open(data) as archive:
        assert "6 items" in reader.get("/").text
        with archive.db.write():
            archive.db.execute("UPDATE articles SET label = 'borderline' WHERE uid = ?", (world.uids["gone"],))
            assert "6 items" in reader.get("/").text
        assert "5 items" in reader.get("/").text
        assert ">5<" in reader.get("/archive?sql=select+count(*)+from+items").text
    reader.close()


def test_who_gets_a_digest_is_not_told(world: Built, tmp_path: Path) -> None:
    data = copied(world, tmp_path / "data")
    with Archive.open(data) as archive, archive.db.write():
        archive.db.execute("INSERT INTO recipients VALUES ('desk', 'reader@desk.example', 'mail', '', '')")
    reader = Reader(Pages(data, now=lambda: NOW))
    for path in (
        "/archive/recipients.json",
        "/archive.json?sql=select+*,+upper(recipient)+from+recipients",
        "/archive/recipients",
    ):
        answer = reader.get(path)
        assert answer.status_code == 200
        assert "reader@" not in answer.text.lower()
    reader.close()


def test_an_archive_that_goes_away_is_told_with_what_to_do(world: Built, tmp_path: Path) -> None:
    data = copied(world, tmp_path / "data")
    reader = Reader(Pages(data, now=lambda: NOW))
    (data / "archive.db").rename(data / "away.db")
    for path in ("/", "/archive"):
        answer = reader.get(path)
        assert answer.status_code == 503
        assert "is not there" in answer.text
    shutil.copy(data / "away.db", data / "archive.db")
    assert "start it anew" in reader.get("/").text
    reader.close()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda data: (data / "archive.db").unlink(), "there is no archive here yet"),
        (lambda data: (data / "archive.db").write_bytes(b"no database at all" * 100), "is not a database"),
    ],
)
def test_pages_do_not_begin_over_an_archive_that_cannot_be_read(
    world: Built, tmp_path: Path, spoil: object, said: str
) -> None:
    data = copied(world, tmp_path / "data")
    for name in ("pages", "digests"):
        shutil.rmtree(data / name, ignore_errors=True)
    for name in ("archive.db-wal", "archive.db-shm"):
        (data / name).unlink(missing_ok=True)
    spoil(data)  # type: ignore[operator]
    with pytest.raises(ArchiveUnusable, match=said):
        Desk(data, now=lambda: NOW)


def test_an_archive_of_a_newer_schema_is_told(world: Built, tmp_path: Path) -> None:
    data = copied(world, tmp_path / "data")
    reader = Reader(Pages(data, now=lambda: NOW))
    assert reader.get("/missions").status_code == 200
    with Archive.open(data) as archive, archive.db.write():
        archive.db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) SELECT migration_set, 'm999_later', '' "
            "FROM _sqlite_migrations LIMIT 1"
        )
        archive.db.execute("CREATE TABLE of_a_later_time (x)")
    answers = [reader.get("/missions") for _ in range(4)]
    reader.close()
    assert {answer.status_code for answer in answers} == {503}
    assert "newer Bluewatch" in answers[0].text


def test_a_page_that_takes_too_long_is_told(world: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.web.desk._STEPS", 1)
    pages = Pages(world.data, now=lambda: NOW)
    pages.desk._seconds = -1.0
    reader = Reader(pages)
    answer = reader.get("/missions")
    reader.close()
    assert answer.status_code == 503
    assert "ask for less" in answer.text


def test_a_plugin_of_another_project_does_not_act_here(world: Built) -> None:
    class Foreign:
        __name__ = "foreign"

    pm.register(Foreign(), "foreign")
    pages = Pages(world.data, now=lambda: NOW)
    assert not pm.has_plugin("foreign")
    pages.close()


def test_text_that_looks_like_a_formula_is_no_formula() -> None:
    assert as_csv([{"a": "=1+1"}, {"a": -1}], ["a"], name="x").body.splitlines()[1:] == ["'=1+1", "-1"]
