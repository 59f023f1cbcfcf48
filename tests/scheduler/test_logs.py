"""The log: a line an event in two forms, turned over, private, and without a secret in any of them."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.config import Config, load_config
from scheduler.logs import secrets_of, start_logging, stop_logging
from scheduler.redact import HIDDEN, Redactor, pieces_of

PASSWORD, TOKEN, KEY = "correct horse/42", "T0kenOfAChat99", "whsec_c2VjcmV0LW9mLWhvb2s"
CONFIGURATION = f"""
[[deliver]]
name = "mail"
kind = "smtp"
host = "mail.test"
user = "desk"
password = "{PASSWORD}"
sender = "a@b.test"
to = ["c@d.test"]
[[deliver]]
name = "chat"
kind = "apprise"
url = "tgram://123456789:{TOKEN}/55"
[[deliver]]
name = "hook"
kind = "webhook"
url_env = "HOOK_URL"
secret_file = "hook.key"
"""


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    yield logging.getLogger("bluewatch.test")
    stop_logging()


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setenv("HOOK_URL", "https://hook.test/in/AbCdEf123456?key=Zz99Zz99")
    (tmp_path / "hook.key").write_text(KEY)
    (tmp_path / "bluewatch.toml").write_text(CONFIGURATION)
    return load_config(tmp_path / "bluewatch.toml")


def with_log(config: Config, form: str, **more: float) -> Config:
    return config.model_copy(update={"log": config.log.model_copy(update={"format": form, **more})})


def lines(data: Path) -> list[str]:
    return (data / "logs" / "bluewatch.log").read_text().splitlines()


@pytest.mark.parametrize("form", ["plain", "json"])
def test_no_secret_is_in_a_log_nor_in_a_traceback(
    tmp_path: Path, config: Config, log: logging.Logger, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    start_logging(tmp_path / "data", with_log(config, form))
    log.error("log-in of desk with %s refused; %s", PASSWORD, "correct%20horse%2F42")
    log.error("POST https://hook.test/in/AbCdEf123456?key=Zz99Zz99: 500; retry with AbCdEf123456 and %s", KEY)
    try:
        raise ValueError(f"tgram://123456789:{TOKEN}/55 said no to {TOKEN}, by https://user:hunter2hunter2@proxy.test/")
    except ValueError:
        log.exception("it broke")
    said = "\n".join(lines(tmp_path / "data")) + capsys.readouterr().err
    for secret in (PASSWORD, "correct%20horse", TOKEN, KEY, "AbCdEf123456", "Zz99Zz99", "hunter2"):
        assert secret not in said
    assert said.count(HIDDEN) > 8
    assert "log-in of desk" in said
    assert "proxy.test" in said
    assert "Traceback" in said


def test_json_is_an_object_a_line(tmp_path: Path, log: logging.Logger) -> None:
    start_logging(tmp_path, with_log(Config(), "json"))
    log.warning("one\ntwo \x1b[31m \u202e \x7f 维和")
    try:
        raise OSError(28, "No space left")
    except OSError:
        log.exception("it broke")
    first, second = map(json.loads, lines(tmp_path))
    assert first["message"] == "one\ntwo \x1b[31m \u202e \x7f 维和"
    assert (first["level"], first["logger"], first["time"][-1]) == ("warning", "bluewatch.test", "Z")
    assert "No space left" in second["traceback"]
    assert not set(lines(tmp_path)[0]) & set("\x1b\x7f\u202e维")


def test_a_plain_line_cannot_be_forged(tmp_path: Path, log: logging.Logger) -> None:
    start_logging(tmp_path, Config())
    log.info("title: %s", "x\n2026-11-18T00:00:00Z INFO forged\r\x1b[2K")
    (line,) = lines(tmp_path)
    assert line.endswith(r"INFO title: x\n2026-11-18T00:00:00Z INFO forged\r\x1b[2K")


def test_it_is_turned_over_by_size_and_count(tmp_path: Path, log: logging.Logger) -> None:
    start_logging(tmp_path, with_log(Config(), "plain", megabytes=0.01, files=2))
    for number in range(400):
        log.info("line %d %s", number, "x" * 100)
    names = sorted(path.name for path in (tmp_path / "logs").iterdir())
    assert names == ["bluewatch.log", "bluewatch.log.1", "bluewatch.log.2"]
    assert all(path.stat().st_size <= 11_000 for path in (tmp_path / "logs").iterdir())
    assert "line 399" in lines(tmp_path)[-1]


def test_other_settings_take_the_place_of_the_former_ones(tmp_path: Path, log: logging.Logger) -> None:
    start_logging(tmp_path, Config())
    log.info("plain")
    start_logging(tmp_path, with_log(Config(), "json"))
    log.info("object")
    assert len(lines(tmp_path)) == 2
    assert json.loads(lines(tmp_path)[1])["message"] == "object"
    assert len(logging.getLogger("bluewatch").handlers) == 2


def test_the_secrets_of_a_configuration(config: Config) -> None:
    assert {PASSWORD, KEY, "AbCdEf123456", "Zz99Zz99", TOKEN} <= set(secrets_of(config))


def test_a_secret_that_cannot_be_read_keeps_no_log_from_working(
    tmp_path: Path, config: Config, monkeypatch: pytest.MonkeyPatch, log: logging.Logger
) -> None:
    monkeypatch.delenv("HOOK_URL")
    (tmp_path / "hook.key").unlink()
    start_logging(tmp_path / "data", config)
    log.info("goes on")
    assert "goes on" in lines(tmp_path / "data")[0]


LOOKS: dict[str, tuple[str, str]] = {
    "user and password": ("https://user:pw@host.test/a", "https://***@host.test/a"),
    "a token as user": ("https://ghp_abc@host.test/", "https://***@host.test/"),
    "an @ in a path": ("https://host.test/@desk/1", "https://host.test/@desk/1"),
    "a query": ("https://h.test/x?a=1&access_token=abc&b=2", "https://h.test/x?a=1&access_token=***&b=2"),
    "a signed address": ("https://h.test/x?sig=abc%2F&b=2", "https://h.test/x?sig=***&b=2"),
    "JSON": ('{"password": "a b", "to": "x"}', '{"password": ***, "to": "x"}'),
    "a header": ("Authorization: Bearer abc.def", "Authorization: ***"),
    "a cookie": ("Set-Cookie: sid=1; HttpOnly", "Set-Cookie: ***"),
    "apprise": ("slack://TokenA/TokenB/TokenC/#ops", "slack://***"),
    "a chat's hook": ("https://hooks.slack.com/services/T0/B0/xyz", "https://hooks.slack.com/services/***"),
    "another chat's": ("https://discord.com/api/webhooks/1/abc", "https://discord.com/api/webhooks/***"),
    "a bot": ("https://api.telegram.org/bot12345:" + "A" * 30 + "/send", "https://api.telegram.org/bot***/send"),
    "words": ("the key: found 3; a token of thanks; passwords", "the key: found 3; a token of thanks; passwords"),
    "an article's address": ("http://a.test/news/1.html?page=2", "http://a.test/news/1.html?page=2"),
    "a mistake in the file": ("b.toml:2: [crawl] contact: found 3", "b.toml:2: [crawl] contact: found 3"),
}


@pytest.mark.parametrize("name", LOOKS)
def test_what_looks_like_a_secret(name: str) -> None:
    given, shown = LOOKS[name]
    assert Redactor()(given) == shown


def test_short_words_of_an_address_are_no_secrets() -> None:
    assert set(pieces_of("https://hook.test/in/AbCdEf123456?key=Zz99Zz99&v=1")) == {
        "https://hook.test/in/AbCdEf123456?key=Zz99Zz99&v=1",
        "AbCdEf123456",
        "Zz99Zz99",
    }


def test_a_log_that_was_removed_goes_on_in_a_new_file_but_not_without_its_data_folder(
    tmp_path: Path, log: logging.Logger
) -> None:
    data = tmp_path / "data"
    start_logging(data)
    log.info("first")
    shutil.rmtree(data / "logs")
    log.info("second")
    assert "second" in (data / "logs" / "bluewatch.log").read_text(encoding="utf-8")
    data.rename(tmp_path / "away")
    log.info("third")
    assert not data.exists()
    assert "third" in (tmp_path / "away" / "logs" / "bluewatch.log").read_text(encoding="utf-8")
