"""Digests by mail, to real servers on loopback: taken once, refused for now, refused for good, and in doubt."""

from __future__ import annotations

import email
import email.policy
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from scheduler.delivery.smtp import MailServer, send
from tests.reports.invented import at
from tests.scheduler.newsdesk import CLOSED, Desk, desk, mail_target
from tests.scheduler.receivers import Mailbox, RawMailServer, certificate, mail_server
from tests.scheduler.test_main import COMMAND, environment

__all__ = ["desk"]
BEFORE = "2026-11-09 05:00"


@pytest.fixture
def box() -> Iterator[tuple[Mailbox, int]]:
    with mail_server() as found:
        yield found


def parsed(mail: bytes) -> EmailMessage:
    found = email.message_from_bytes(mail, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def ready(desk: Desk, *tables: str) -> None:
    """The target begins, then two weeks are closed: two editions are to be delivered."""
    desk.configure(*tables)
    desk.deliver(now=BEFORE)
    desk.close("2026-W45", "2026-W46")


def test_an_edition_is_mailed_once_over_a_checked_line(desk: Desk, tmp_path: Path) -> None:
    cert = certificate(tmp_path / "tls")
    with mail_server(cert, password="invented") as (box, port):
        desk.folder.joinpath("word").write_text("invented\n")
        desk.folder.joinpath("word").chmod(0o600)
        lines = ('ca = "tls/own.pem"', 'user = "desk"', 'password_file = "word"')
        ready(desk, mail_target(port, *lines, 'forms = ["json"]', security="starttls"))
        sent = desk.deliver()
        assert sent.exit_code == 0, sent.output
        desk.deliver()
        desk.deliver(now="2026-11-20")
    assert desk.states() == [("default/2026-W45", "sent"), ("default/2026-W46", "sent")]
    assert [to for to, _ in box.taken] == [["reader@desk.test"]] * 2
    first, second = (parsed(mail) for _, mail in box.taken)
    assert "2026-W45" in first["Subject"]
    assert "2026-W46" in second["Subject"], "the oldest comes first"
    assert first["To"] == "reader@desk.test"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Message-ID"] == desk.rows()[0]["message_id"] != second["Message-ID"]
    html, text = first.get_body(("html",)), first.get_body(("plain",))
    assert html is not None
    assert text is not None
    assert "The road is open" in html.get_content()
    assert "The road is open" in text.get_content()
    [attached] = first.iter_attachments()
    assert json.loads(attached.get_payload(decode=True))["week"] == "2026-W45"  # type: ignore[arg-type]
    assert "250" in desk.rows()[0]["receipt"]


def test_each_recipient_gets_a_mail_of_its_own(desk: Desk, box: tuple[Mailbox, int]) -> None:
    ready(desk, mail_target(box[1], to='"one@desk.test", "two@desk.test"'))
    desk.deliver()
    assert sorted(to for to, _ in box[0].taken) == [["one@desk.test"]] * 2 + [["two@desk.test"]] * 2
    assert not any(b"two@desk.test" in mail for to, mail in box[0].taken if to == ["one@desk.test"])


def test_what_was_made_before_a_target_is_not_sent_to_it(desk: Desk, box: tuple[Mailbox, int]) -> None:
    desk.configure()
    desk.close("2026-W45", "2026-W46")
    desk.configure(mail_target(box[1]))
    first = desk.deliver(now="2026-11-18")
    assert "begins now" in first.stderr
    assert (desk.states(), box[0].taken) == ([], [])
    desk.close("2026-W47", now="2026-11-24")
    desk.deliver(now="2026-11-24")
    assert desk.states() == [("default/2026-W47", "sent")]


def test_an_untrusted_certificate_gets_no_mail_and_no_password(desk: Desk, tmp_path: Path) -> None:
    with mail_server(certificate(tmp_path / "tls")) as (box, port):
        ready(desk, mail_target(port, security="starttls"))
        result = desk.deliver()
    assert result.exit_code == 1
    assert box.taken == []
    row = desk.rows()[0]
    assert (row["state"], row["attempts"]) == ("waiting", 1)
    assert "certificate was not accepted" in row["reason"]


def test_a_server_without_starttls_gets_nothing_in_the_clear(desk: Desk, box: tuple[Mailbox, int]) -> None:
    ready(desk, mail_target(box[1], security="starttls"))
    desk.deliver()
    assert box[0].taken == []
    assert "STARTTLS" in desk.rows()[0]["reason"]


@pytest.mark.parametrize("step", ["to_rcpt", "to_data"])
def test_what_is_refused_for_now_is_sent_later_and_holds_back_what_is_newer(
    desk: Desk, box: tuple[Mailbox, int], step: str
) -> None:
    ready(desk, mail_target(box[1]))
    getattr(box[0], step).append("451 try again later")
    assert desk.deliver().exit_code == 1
    assert desk.states() == [("default/2026-W45", "waiting"), ("default/2026-W46", "waiting")]
    assert desk.rows()[0]["next_at"] == "2026-11-17T08:01:00Z"
    desk.deliver(now="2026-11-17 08:00:30")
    assert box[0].taken == [], "it is not due yet"
    assert "tried again at 2026-11-17 08:01 UTC" in desk.status()
    desk.deliver(now="2026-11-17 08:01:01")
    assert desk.states() == [("default/2026-W45", "sent"), ("default/2026-W46", "sent")]
    assert [parsed(mail)["Message-ID"] for _, mail in box[0].taken] == [row["message_id"] for row in desk.rows()]


def test_what_is_refused_for_good_is_named_and_sent_again_on_request_only(
    desk: Desk, box: tuple[Mailbox, int]
) -> None:  # fmt: skip
    ready(desk, mail_target(box[1]))
    box[0].to_data.append("550 we do not want it")
    desk.deliver()
    assert desk.states() == [("default/2026-W45", "failed"), ("default/2026-W46", "sent")]
    told = desk.status()
    assert "550 we do not want it" in told
    assert "`bluewatch deliver --again 1`" in told
    desk.deliver(now="2026-11-19")
    assert len(box[0].taken) == 1
    assert desk.deliver("--again", "1").exit_code == 0
    assert [state for _, state in desk.states()] == ["sent", "sent"]
    again = desk.deliver("--again", "1")
    assert "nothing is sent twice" in str(again.exception)
    assert "failed" not in desk.status()


def test_a_line_that_breaks_in_the_middle_of_the_mail_is_safe_to_try_again() -> None:
    """Far more than the buffers on the way hold: whoever sends it notices that nobody reads."""
    raw, committed = RawMailServer(reads=50), []
    try:
        server = MailServer(host="127.0.0.1", port=raw.port, security="none", sender="a@desk.test")
        answer = send(server, b"x" * 12_000_000, "b@desk.test", lambda: committed.append(1))
    finally:
        raw.close()
    assert (answer.state, committed) == ("waiting", []), answer


_NO_SMTP = "does not speak SMTP; are host and port those of a mail server?"


@pytest.mark.parametrize(
    ("says", "answer", "state", "words"),
    [
        ({"": b"hello\r\n"}, b"", "waiting", f"what answered the connection {_NO_SMTP}"),
        ({"": b"HTTP/1.1 400 Bad Request\r\n"}, b"", "waiting", f"what answered the connection {_NO_SMTP}"),
        (
            {"EHLO": b"502 unknown\r\n", "HELO": b"502 unknown\r\n"},
            b"",
            "failed",
            "the mail server answered EHLO and HELO with 502 unknown",
        ),
        ({"MAIL": b"354 what\r\n"}, b"", "waiting", "answered MAIL with 354 what, which RFC 5321 does not know there"),
        ({"RCPT": b"hello\r\n"}, b"", "waiting", f"what answered RCPT {_NO_SMTP}"),
        ({"DATA": b"250 OK\r\n"}, b"", "waiting", "answered DATA with 250 OK, which RFC 5321 does not know there"),
        ({}, b"hello\r\n", "uncertain", f"what answered the mail {_NO_SMTP}"),
        ({}, b"354 more\r\n", "uncertain", "answered the mail with 354 more, which RFC 5321 does not know there"),
        ({}, b"250 taken\r\n", "sent", "250 taken"),
    ],
)
def test_an_answer_that_fits_no_question_is_never_taken_for_a_delivery(
    says: dict[str, bytes], answer: bytes, state: str, words: str
) -> None:
    raw, committed = RawMailServer(reads=None, says=says, answer=answer), []
    try:
        server = MailServer(host="127.0.0.1", port=raw.port, security="none", sender="a@desk.test")
        found = send(server, b"Subject: x\n\nIt is open.\n", "b@desk.test", lambda: committed.append(1))
    finally:
        raw.close()
    assert (found.state, words in found.words) == (state, True), found
    assert len(committed) == len(raw.texts) == (1 if answer else 0), "what was not asked for is not sent"
    assert not any(b"OPEN" in command for command in raw.commands)


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the test's server: TLS from the start is not TLS to it
def test_tls_from_the_start_with_a_log_in(tmp_path: Path) -> None:
    cert = certificate(tmp_path)
    with mail_server(cert, password="invented", tls_first=True) as (box, port):
        common = {"host": "localhost", "port": port, "security": "tls", "sender": "a@desk.test", "user": "desk"}
        wrong = send(MailServer(**common, ca=cert[0], password="guessed"), b"x", "b@desk.test", lambda: None)  # type: ignore[arg-type]
        right = send(MailServer(**common, ca=cert[0], password="invented"), b"x", "b@desk.test", lambda: None)  # type: ignore[arg-type]
        strange = send(MailServer(**common, password="invented"), b"x", "b@desk.test", lambda: None)  # type: ignore[arg-type]
    assert (wrong.state, wrong.alone) == ("waiting", False), "a password can be mended"
    assert "refused the log-in: 535" in wrong.words
    assert (right.state, strange.state) == ("sent", "waiting")
    assert len(box.taken) == 1


def test_a_password_never_goes_in_the_clear_to_another_machine() -> None:
    server = MailServer(host="mail.desk.test", security="none", sender="a@desk.test", user="desk", password="invented")
    assert send(server, b"x", "b@desk.test", lambda: None).state == "failed"


def test_silence_after_the_whole_mail_is_uncertain_and_never_sent_again_by_itself(
    desk: Desk, box: tuple[Mailbox, int]
) -> None:  # fmt: skip
    server = RawMailServer(reads=None)
    try:
        ready(desk, mail_target(server.port))
        assert desk.deliver().exit_code == 1
    finally:
        server.close()
    assert desk.rows()[0]["state"] == "uncertain"
    first = server.texts[0]
    desk.configure(mail_target(box[1]))
    desk.deliver(now="2026-11-30")
    assert not any(parsed(first)["Message-ID"] == parsed(mail)["Message-ID"] for _, mail in box[0].taken)
    told = desk.status()
    assert "1 uncertain: digest default/2026-W45 to desk-mail reader@desk.test" in told
    assert "`bluewatch deliver --settle 1` if so" in told
    settled = desk.deliver("--settle", "1")
    assert settled.exit_code == 0, settled.output
    assert "default/2026-W45" not in desk.status()
    assert desk.deliver("--again", "1").exit_code == 0
    assert parsed(box[0].taken[-1][1])["Message-ID"] == parsed(first)["Message-ID"], "a receiver can tell doubles"


@pytest.mark.parametrize("number", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.long)])
def test_killed_while_sending(desk: Desk, number: signal.Signals) -> None:
    """Between a mail's end and the server's answer: a kill leaves doubt, a plain stop ends the delivery first."""
    server = RawMailServer(reads=None, hangs=True, answer=b"250 taken\r\n")
    ready(desk, mail_target(server.port))
    words = ["--data", str(desk.made.data), "--config", str(desk.config), "--now", at(CLOSED).isoformat()]
    try:
        with subprocess.Popen(
            [*COMMAND, "deliver", *words], cwd=desk.folder, env=environment(desk.folder), stdout=subprocess.PIPE
        ) as child:
            assert server.heard.wait(30)
            assert [row["state"] for row in desk.rows()] == ["sending", "waiting"]
            os.kill(child.pid, number)
            if number == signal.SIGTERM:
                server.released.set()
            child.wait(30)
        if number == signal.SIGTERM:
            assert [row["state"] for row in desk.rows()] == ["sent", "waiting"]
            return
        assert [row["state"] for row in desk.rows()] == ["sending", "waiting"]
        server.released.set()
        told = desk.deliver(now="2026-11-17 09:00")
        assert "left half sent" in told.stderr
    finally:
        server.close()
    assert [row["state"] for row in desk.rows()] == ["uncertain", "sent"]
    assert len(server.texts) == 2, "the first edition was sent once"
