"""A new file takes its place and never another's, on file systems that know no second name too."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from storage.new_file import name_new, whole_file


@pytest.fixture(params=["links", "no links"])
def draft(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to be named; the second time as on a removable disk, whose file systems refuse a second name."""

    def refused(source: Path, target: Path) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(source), None, str(target))

    if request.param == "no links":
        monkeypatch.setattr(os, "link", refused)
    path = tmp_path / "draft"
    path.write_text("new")
    return path


def test_a_draft_gets_its_name(draft: Path) -> None:
    name_new(draft, draft.with_name("target"))
    assert draft.with_name("target").read_text() == "new"


def test_what_is_there_stays_and_is_named(draft: Path) -> None:
    there, dangling = draft.with_name("there"), draft.with_name("dangling")
    there.write_text("old")
    dangling.symlink_to("nowhere")
    for target in (there, dangling):
        with pytest.raises(FileExistsError) as caught:
            name_new(draft, target)
        assert caught.value.filename == str(target)
    assert there.read_text() == "old"
    assert dangling.is_symlink()


def test_what_cannot_be_written_whole_leaves_what_was_there_and_is_named(tmp_path: Path) -> None:
    path = tmp_path / "chart.svg"
    path.write_text("old")
    with pytest.raises(OSError, match="No space left") as caught, whole_file(path) as draft:  # noqa: PT012
        draft.write_text("half of the n")
        with open("/dev/full", "w") as full:  # the system's own refusal, which names no file
            full.write("new")
    assert caught.value.filename == str(path)
    assert [one.read_text() for one in tmp_path.iterdir()] == ["old"]


def test_a_file_in_a_new_folder(tmp_path: Path) -> None:
    with whole_file(tmp_path / "new" / "chart.svg", folders=True) as draft:
        draft.write_text("new")
    assert [one.read_text() for one in (tmp_path / "new").iterdir()] == ["new"]


def test_links_and_devices_stay(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    link = tmp_path / "link"
    link.symlink_to("real")
    with whole_file(link) as draft:
        draft.write_text("new")
    assert (link.is_symlink(), link.read_text()) == (True, "new")
    with whole_file(Path("/dev/null")) as draft:
        assert draft == Path("/dev/null")
