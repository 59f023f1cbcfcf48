"""The first configuration: what is written, what is refused, and that nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.config import load_config
from tests.scheduler.test_main import bluewatch


def test_yes_with_a_contact_writes_a_configuration_that_can_be_read(tmp_path: Path) -> None:
    done = bluewatch("init", "--contact", "desk@watch.test", "--zone", "Europe/Berlin", "--yes", folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'bluewatch.toml'}\n")
    config = load_config(tmp_path / "bluewatch.toml")
    assert (config.contact, config.schedule.zone, config.packaged) == ("desk@watch.test", "Europe/Berlin", "all")
    assert config.sources_folder == tmp_path / "sources"
    assert (tmp_path / "sources").is_dir()


def test_answers_are_taken_and_wrong_ones_asked_for_again(tmp_path: Path) -> None:
    done = bluewatch(
        "init", "--config", "own.toml", folder=tmp_path, input="nobody\nhttps://watch.test/bot\nnone\nUTC\n"
    )
    assert done.returncode == 0
    assert "allowed is a mail address" in done.stderr
    config = load_config(tmp_path / "own.toml")
    assert (config.contact, config.packaged) == ("https://watch.test/bot", "none")


def test_a_configuration_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "bluewatch.toml").write_text("# mine\n")
    done = bluewatch("init", "--contact", "desk@watch.test", "--yes", folder=tmp_path)
    assert done.returncode == 2
    assert (tmp_path / "bluewatch.toml").read_text() == "# mine\n"
    done = bluewatch("init", "--contact", "desk@watch.test", "--yes", "--force", folder=tmp_path)
    assert done.returncode == 0
    assert load_config(tmp_path / "bluewatch.toml").contact == "desk@watch.test"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bluewatch.toml", "sources"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--yes"], "a contact cannot be guessed"),
        (["--yes", "--contact", "nobody"], "--contact: found 'nobody'; allowed is"),
        (["--yes", "--contact", "a@b.test", "--zone", "Mars"], "--zone: found 'Mars'; allowed is"),
        (["--yes", "--contact", "a@b.test", "--zone", ""], "--zone: found ''; allowed is"),
        (["--yes", "--contact", "a@b.test", "--outlets", ""], "--outlets: found ''; allowed is all, none"),
        (["--yes", "--contact", "a@b.test", "--outlets", "no-such-outlet"], "'no-such-outlet' not known; allowed is"),
        (["--contact", "a@b.test"], "the input ended"),
    ],
)
def test_what_cannot_work_is_refused_and_nothing_is_written(words: list[str], message: str, tmp_path: Path) -> None:
    done = bluewatch("init", *words, folder=tmp_path, input="")
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "bluewatch.toml").exists()


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "bluewatch.toml").symlink_to("nowhere.toml")
    done = bluewatch("init", "--contact", "desk@watch.test", "--yes", folder=tmp_path)
    assert done.returncode == 2
    assert f"{tmp_path / 'bluewatch.toml'} is there already" in done.stderr
