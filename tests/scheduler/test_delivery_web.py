"""Webhooks, chats and folders, to a real receiver on loopback; where secrets stand and where they do not."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports.render import hash_of
from scheduler.delivery.webhook import Receiver, send, signature
from tests.reports.invented import at
from tests.scheduler.newsdesk import Desk, desk, web_target
from tests.scheduler.receivers import Hook, certificate, hook

__all__ = ["desk"]
BEFORE = "2026-11-09 05:00"


@pytest.fixture
def receiver() -> Iterator[Hook]:
    with hook() as server:
        yield server


def ready(desk: Desk, *tables: str) -> None:
    desk.configure(*tables)
    desk.deliver(now=BEFORE)
    desk.close("2026-W45")


def test_a_webhook_gets_the_edition_signed_and_with_a_stable_id(
    desk: Desk, receiver: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INVENTED_KEY", "whsec_aW52ZW50ZWQ=")
    receiver.says.append((503, {"Retry-After": "600"}))
    ready(desk, web_target(receiver.url, 'secret_env = "INVENTED_KEY"', 'forms = ["json", "md"]'))
    assert desk.deliver().exit_code == 1
    assert desk.rows()[0]["next_at"] == "2026-11-17T08:10:00Z", "as long as it asked for"
    assert desk.deliver(now="2026-11-17 08:11").exit_code == 0
    assert desk.states() == [("default/2026-W45", "sent")]
    (first, _), (headers, body) = receiver.posts
    assert first["idempotency-key"] == headers["idempotency-key"] == headers["webhook-id"] == body["id"]
    stamp, key = headers["webhook-timestamp"], "whsec_aW52ZW50ZWQ="
    assert headers["webhook-signature"] == signature(
        receiver.raw[1], message_id=body["id"], stamp=stamp, secret=key
    )  # fmt: skip
    assert body["type"] == "bluewatch.digest"
    row = desk.made.db.row("SELECT * FROM editions")
    assert row is not None
    assert body["data"]["hash"] == row["hash"] == hash_of(row["rows"])
    assert body["forms"]["json"] == json.loads(row["rows"])
    assert body["forms"]["md"].startswith("#")


def test_a_webhooks_certificate_is_checked(tmp_path: Path) -> None:
    cert, now = certificate(tmp_path), at("2026-11-17")
    with hook(cert) as server:
        own = send(Receiver(url=server.url, ca=cert[0]), b"{}", message_id="m", now=now, commit=lambda: None)
        strange = send(Receiver(url=server.url), b"{}", message_id="m", now=now, commit=lambda: None)
    assert (own.state, strange.state, len(server.posts)) == ("sent", "waiting", 1)
    assert "certificate was not accepted" in strange.words


@pytest.mark.parametrize(
    ("said", "state", "words"),
    [
        ((404, {}), "failed", "HTTP 404"),
        ((302, {"Location": "http://127.0.0.1:1/elsewhere"}), "failed", "no redirect is followed"),
        ((429, {}), "waiting", "HTTP 429"),
        ((504, {}), "uncertain", "does not know"),
        ((0, {}), "uncertain", "did not say whether it took the message"),
    ],
)
def test_what_a_webhook_answers(
    desk: Desk, receiver: Hook, said: tuple[int, dict[str, str]], state: str, words: str
) -> None:
    receiver.says.append(said)
    ready(desk, web_target(receiver.url))
    desk.deliver()
    desk.deliver(now="2026-11-17 08:00:20")
    assert len(receiver.posts) == 1
    assert desk.states() == [("default/2026-W45", state)]
    assert words in desk.rows()[0]["reason"]
    assert receiver.url not in desk.rows()[0]["reason"]


def test_a_chat_gets_the_head_by_apprise(desk: Desk, receiver: Hook) -> None:
    receiver.says.append((500, {}))
    url = receiver.url.replace("http://", "json://") + "?method=post"
    ready(desk, web_target(url, 'site = "https://desk.test/digests/"', kind="apprise"))
    desk.deliver()
    row = desk.rows()[0]
    assert row["state"] == "waiting", row["reason"]
    assert "error=500" in row["reason"]
    assert "/hook" not in row["reason"]
    assert desk.deliver(now="2026-11-17 08:02").exit_code == 0
    assert desk.states() == [("default/2026-W45", "sent")]
    body = receiver.posts[-1][1]
    assert body["title"] == "Bluewatch 2026-W45, edition 1"
    assert "1 item" in body["message"]
    assert body["message"].endswith("https://desk.test/digests/2026-W45.html")


def test_a_chat_that_is_not_there_is_tried_again(desk: Desk) -> None:
    ready(desk, web_target("json://127.0.0.1:1/very-secret-path", kind="apprise"))
    desk.deliver()
    row = desk.rows()[0]
    assert row["state"] == "waiting", row["reason"]
    assert "secret" not in row["reason"]


def test_without_apprise_it_says_what_to_install(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    ready(desk, web_target("json://127.0.0.1:1/x", kind="apprise"))
    desk.deliver()
    assert desk.states() == [("default/2026-W45", "failed")]
    assert "pip install '.[notify]'" in desk.rows()[0]["reason"]


def test_files_are_put_into_a_folder(desk: Desk, tmp_path: Path) -> None:
    ready(desk, '[[deliver]]\nname = "share"\nkind = "folder"\nfolder = "out"\nforms = ["html", "json", "txt"]\n')
    assert desk.deliver().exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        f"2026-W45.{x}" for x in ("html", "json", "txt")
    ]
    # Found half done by a program that ended, it is simply done again.
    with desk.made.db.write():
        desk.made.db.execute("UPDATE deliveries SET state = 'sending'")
    assert desk.deliver().exit_code == 0
    assert desk.states() == [("default/2026-W45", "sent")]


def test_a_test_message_is_marked_as_one(desk: Desk, receiver: Hook) -> None:
    desk.configure(web_target(receiver.url))
    result = desk.deliver("--test", "hook", "--json")
    assert json.loads(result.stdout)["state"] == "sent"
    [(_, body)] = receiver.posts
    assert body["type"] == "bluewatch.test"
    assert "This is a test message" in body["text"]
    assert "test message" in body["title"]
    receiver.says.append((500, {}))
    assert desk.deliver("--test", "hook").exit_code == 1
    desk.deliver(now="2026-11-18")
    assert len(receiver.posts) == 2, "a test is tried once"
    assert "no [[deliver]] of bluewatch.toml is named hok; there are: hook" in str(
        desk.deliver("--test", "hok").exception
    )  # fmt: skip


def test_secrets_are_in_no_row_file_or_word_of_ours(
    desk: Desk, receiver: Hook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = "q7Zinventedq7Z"
    monkeypatch.setenv("HOOK_URL", f"{receiver.url}/{secret}?token={secret}")
    receiver.says.extend([(500, {}), (404, {})])
    lines = web_target("x", f'secret = "{secret}"').replace('url = "x"', 'url_env = "HOOK_URL"')
    ready(desk, lines)
    said = [desk.deliver(), desk.deliver(now="2026-11-18"), desk.deliver("--list", "--json")]
    printed = "".join(one.output for one in said) + desk.status()
    assert secret not in printed
    stored = [path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert not any(secret.encode() in content for content in stored)


def test_a_secret_that_others_may_read_is_warned_of(desk: Desk, tmp_path: Path) -> None:
    desk.configure(web_target("https://desk.test/secret"))
    desk.deliver(now=BEFORE)
    assert "can be read by others" not in desk.status()
    desk.config.chmod(0o644)
    assert f"`chmod 600 {desk.config}`, or put it into a file of its own and write url_file" in desk.status()
    assert "chmod 600" in desk.deliver().stderr


def test_a_secret_that_is_missing_stops_no_other_target(desk: Desk, tmp_path: Path) -> None:
    one = web_target("x").replace('url = "x"', 'url_env = "NOT_SET_ANYWHERE"')
    other = '[[deliver]]\nname = "share"\nkind = "folder"\nfolder = "out"\n'
    ready(desk, one, other)
    desk.deliver()
    by_target = {row["target"]: row for row in desk.rows()}
    assert by_target["share"]["state"] == "sent"
    assert by_target["hook"]["state"] == "waiting"
    assert "NOT_SET_ANYWHERE" in by_target["hook"]["reason"]
