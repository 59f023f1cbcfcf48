"""A new file takes its place and never another's, on file systems that know no second name too."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from storage.new_file import name_new


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
