"""The folder of a demo: other people's files are never touched, a former demo is known and cleared."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.catalogue import load_catalogue
from scheduler.commands.demo import command
from scheduler.config import load_config
from scheduler.demo.folder import LOCK, MARK, DemoFolder
from storage.archive import Archive
from storage.errors import AlreadyRunning, UsageError

PORTS = {"portal": 47021, "ministry": 47022, "service": 47023}
HOSTS = {outlet: f"127.0.0.1:{port}" for outlet, port in PORTS.items()}


@pytest.fixture
def folder(tmp_path: Path) -> DemoFolder:
    made = DemoFolder(tmp_path / "demo")
    with made.held():
        made.lay_out(PORTS, HOSTS)
    return made


def test_missing_and_empty_folders_are_new(tmp_path: Path) -> None:
    assert DemoFolder(tmp_path / "none").is_former() is False
    assert DemoFolder(tmp_path).is_former() is False


def test_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("do not lose")
    with pytest.raises(UsageError, match=r"thesis\.txt.*name an empty folder"):
        DemoFolder(tmp_path).is_former()
    assert (tmp_path / "thesis.txt").read_text() == "do not lose"


def test_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("a file")
    with pytest.raises(UsageError, match="is not a folder"):
        DemoFolder(tmp_path / "demo").is_former()


def test_former_demo_is_cleared_but_not_what_others_put_beside_it(folder: DemoFolder) -> None:
    (folder.path / "notes.txt").write_text("mine")
    (folder.digests).mkdir()
    (folder.digests / "2026-W38.html").write_text("old")
    assert folder.is_former() is True
    folder.clear()
    assert sorted(path.name for path in folder.path.iterdir() if path.name != LOCK) == ["notes.txt"]


def test_link_in_a_former_demo_is_cut_and_its_goal_stays(folder: DemoFolder, tmp_path: Path) -> None:
    goal = tmp_path / "goal"
    goal.mkdir()
    (goal / "kept.txt").write_text("kept")
    (folder.path / "pages").symlink_to(goal)
    folder.clear()
    assert (goal / "kept.txt").read_text() == "kept"


def test_marked_folder_with_a_real_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / MARK).write_text("{}")
    with Archive.open(tmp_path, create=True):
        pass
    with pytest.raises(UsageError, match="an archive that is no demo's"):
        DemoFolder(tmp_path).is_former()


def test_layout_is_a_configuration_that_works(folder: DemoFolder) -> None:
    config = load_config(folder.config)
    assert config.data == folder.path
    assert config.contact
    catalogue = load_catalogue(config.sources_folder, config.packaged)
    assert sorted(catalogue) == ["northmark-ministry", "northmark-portal", "peace-news"]
    assert sorted(host for source in catalogue.values() for host in source.hosts) == sorted(HOSTS.values())
    assert not any(source.packaged for source in catalogue.values())
    with Archive.open(folder.path, read_only=True) as archive:
        assert archive.ledger.meta_get("demo") == "1"


def test_ports_are_read_back_and_a_folder_without_a_demo_is_told(folder: DemoFolder, tmp_path: Path) -> None:
    assert folder.ports() == PORTS
    with pytest.raises(UsageError, match=r"holds no demo; `bluewatch demo"):
        DemoFolder(tmp_path / "none").ports()


def test_second_demo_in_the_same_folder_is_refused_while_one_runs(folder: DemoFolder) -> None:
    with folder.held(), pytest.raises(AlreadyRunning, match="a demo is running"), folder.held():
        pass


def test_demo_refuses_a_folder_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("do not lose")
    result = CliRunner().invoke(command, ["--data", str(tmp_path)])
    assert result.exit_code != 0
    assert "no former demo" in str(result.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
