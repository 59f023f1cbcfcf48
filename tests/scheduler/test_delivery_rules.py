"""The rules of deliveries as tables: what an answer means, what is due, when to try again, and what a target needs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.config import parse_config
from scheduler.config_delivery import DeliverRow, profiles_of, targets_of
from scheduler.delivery.answers import Answer, not_now, of_chat, of_http, of_smtp, shown, wait_asked
from scheduler.delivery.chat import hidden
from scheduler.delivery.due import PostFacts, backoff, due, next_due, next_try, post_due
from scheduler.delivery.smtp import stuffed
from scheduler.delivery.webhook import checked, signature
from scheduler.plan import Attempt, Facts, deliver_due
from storage.errors import ConfigurationError
from storage.profiles import DEFAULT_NAME, Profile
from storage.times import to_text
from storage.weekly import PROFILE
from tests.scheduler.test_plan import NOW, RHYTHM

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PAIRS = {("mail", "a"), ("mail", "b")}


def row(number: int, **columns: Any) -> dict[str, Any]:
    return {
        "id": number, "target": "mail", "recipient": "a", "what": "digest", "thing": f"default/{number}",
        "state": "waiting", "attempts": 0, "next_at": to_text(NOW), "first_tried_at": None, **columns,
    }  # fmt: skip


DUE: dict[str, tuple[list[dict[str, Any]], list[int]]] = {
    "oldest first": ([row(2), row(1)], [1, 2]),
    "an alert goes before digests": ([row(1), row(2, what="alert", thing="x/1")], [2, 1]),
    "one that waits holds back newer editions of its profile": ([row(1, next_at=to_text(NOW + HOUR)), row(2)], []),
    "but not those of another profile, recipient, or alerts": (
        [row(1, next_at=to_text(NOW + HOUR)), row(2, thing="juba/1"), row(3, recipient="b"), row(4, what="alert")],
        [4, 2, 3],
    ),
    "what is sent, failed, uncertain or on its way is not due": (
        [row(n, state=state) for n, state in enumerate(("sent", "failed", "uncertain", "sending"))],
        [],
    ),
    "a failed one holds nothing back": ([row(1, state="failed"), row(2)], [2]),
    "a target that is not configured gets nothing": ([row(1, target="gone")], []),
    "a time that a wrong clock wrote is now": ([row(1, next_at=to_text(NOW + 400 * DAY))], [1]),
}


@pytest.mark.parametrize("case", DUE)
def test_what_is_due(case: str) -> None:
    rows, wanted = DUE[case]
    assert [one["id"] for one in due(rows, PAIRS, NOW)] == wanted


def test_the_wait_grows_from_a_minute_to_six_hours_and_ends_after_three_days() -> None:
    waits = [backoff(attempts) for attempts in range(1, 12)]
    assert (waits[0], waits[1], waits[9]) == (MINUTE, 2 * MINUTE, 6 * HOUR)
    assert sorted(waits) == waits
    refused = not_now("no")
    assert next_try(row(1, attempts=9, first_tried_at=to_text(NOW - 9 * DAY)), refused, NOW), "a sleep counts no tries"
    assert next_try(row(1, attempts=10, first_tried_at=to_text(NOW - 3 * DAY)), refused, NOW) is None
    asked = not_now("no", after=HOUR)
    assert next_try(row(1, attempts=1, first_tried_at=to_text(NOW)), asked, NOW) == NOW + HOUR


def test_when_the_service_delivers() -> None:
    waiting = row(1, next_at=to_text(NOW + HOUR))
    later = PostFacts(rows=[waiting, row(2)], recipients=PAIRS)
    assert post_due(later, NOW) == next_due([waiting, row(2)], PAIRS, NOW) == NOW + HOUR
    assert post_due(PostFacts(), NOW) is None
    assert post_due(PostFacts(unqueued=True), NOW) == NOW
    assert post_due(PostFacts(behind=True, looked_at=NOW - MINUTE), NOW) == NOW + MINUTE
    assert post_due(PostFacts(behind=True, looked_at=NOW + DAY), NOW) == NOW, "a clock set back"
    assert post_due(PostFacts(room_at=NOW + MINUTE), NOW) == NOW + MINUTE
    assert deliver_due(Facts(sources=()), RHYTHM, NOW) is None
    crashed = Facts(sources=(), post=PostFacts(unqueued=True), post_attempt=Attempt(at=NOW, failures=1))
    assert deliver_due(crashed, RHYTHM, NOW) == NOW + 5 * MINUTE


ANSWERS: dict[str, tuple[Answer, str]] = {
    "421": (of_smtp(421, "busy", step="MAIL"), "waiting"),
    "552": (of_smtp(552, "full", step="RCPT"), "failed"),
    "103": (of_http(103, "Early Hints", retry_after=None, now=NOW), "uncertain"),
    "200": (of_http(200, "OK", retry_after=None, now=NOW), "sent"),
    "301": (of_http(301, "Moved", retry_after=None, now=NOW), "failed"),
    "410": (of_http(410, "Gone", retry_after=None, now=NOW), "failed"),
    "500": (of_http(500, "Oops", retry_after=None, now=NOW), "waiting"),
    "504": (of_http(504, "Gateway", retry_after=None, now=NOW), "uncertain"),
    "chat 401": (of_chat("Failed to send: Unauthorized, error=401."), "failed"),
    "chat 502": (of_chat("Failed to send: error=502."), "waiting"),
    "chat without a connection": (of_chat("NewConnectionError(... Connection refused)"), "waiting"),
    "chat that read no answer": (of_chat("Socket Exception: Read timed out."), "uncertain"),
    "chat that says nothing": (of_chat(""), "uncertain"),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_what_an_answer_means(case: str) -> None:
    answer, state = ANSWERS[case]
    assert answer.state == state


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("120", timedelta(seconds=120)), ("999999", 6 * HOUR), (None, None), ("soon", None), ("-5", None),
        ("Wed, 18 Nov 2026 09:30:00 GMT", 30 * MINUTE), ("Wed, 18 Nov 2020 09:30:00 GMT", timedelta(0)),
    ],
)  # fmt: skip
def test_how_long_a_receiver_wants_to_be_left_alone(header: str | None, wanted: timedelta | None) -> None:
    assert wait_asked(header, NOW) == wanted


def test_foreign_words_stay_on_one_short_line() -> None:
    assert shown("no\r\nX: y\x1b[31m\u202e") == "no X: y [31m"
    assert len(shown("x" * 999)) < 210


def test_a_line_that_begins_with_a_dot_is_not_the_end() -> None:
    assert stuffed(b"a\n.\n..b\rc") == b"a\r\n..\r\n...b\r\nc\r\n"


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://desk.test/h?x=1", True), ("http://127.0.0.1:80/h", True), ("http://10.1.2.3/", True),
        ("http://nas.local/h", True), ("http://desk.test/h", False), ("https://a:b@desk.test/", False),
        ("ftp://desk.test/", False), ("https://desk.test/a b", False), ("https://[::1", False), ("", False),
        ("https://desk.test:99999/", False),
    ],
)  # fmt: skip
def test_addresses_that_may_be_posted_to(url: str, *, allowed: bool) -> None:
    found = checked(url)
    assert isinstance(found, Answer) is not allowed
    assert not isinstance(found, Answer) or "a:b" not in found.words


def test_a_signature_is_that_of_standard_webhooks() -> None:
    """The example of the specification's own libraries."""
    made = signature(
        b'{"test": 2432232314}', message_id="msg_p5jXN8AQM9LWM0D4loKWxJek", stamp="1614265330",
        secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    )  # fmt: skip
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_chats_secrets_are_hidden() -> None:
    url = "tgram://bot123:AAtoken/chat-77/?tag=very%20secret"
    assert hidden(f"cannot reach {url}: AAtoken, chat-77, very secret", url) == "cannot reach ***: ***, ***, ***"


MAIL = 'kind = "smtp"\nhost = "m"\nsender = "a@b.c"\nto = ["d@e.f"]\n'
FAULTS: dict[str, tuple[str, str]] = {
    "an unknown kind": ('[[deliver]]\nname = "x"\nkind = "fax"\n', ":3: [[deliver]] 1 kind: "),
    "a key of another kind": (f'[[deliver]]\nname = "x"\n{MAIL}url = "q"\n', "url: not for kind smtp"),
    "nothing to send to": ('[[deliver]]\nname = "x"\nkind = "webhook"\n', "needs url (or url_env or url_file)"),
    "two of one name": (f'[[deliver]]\nname = "x"\n{MAIL}[[deliver]]\nname = "x"\n{MAIL}', ":8: [[deliver]] 2 name: "),
    "a spelling": (f'[[deliver]]\nname = "x"\n{MAIL}pasword = "s3cret"\n', "did you mean password?"),
    "a wrong address": (f'[[deliver]]\nname = "x"\n{MAIL}'.replace("d@e.f", "Desk <d@e.f>"), "a mail address in ASCII"),
    "two places for a secret": (
        f'[[deliver]]\nname = "x"\n{MAIL}password = "s3cret"\npassword_env = "P"\n', "give one of them",
    ),
    "a profile nobody knows": (f'[[deliver]]\nname = "x"\nprofile = "y"\n{MAIL}', "[[deliver]] 1 profile: found 'y'"),
    "a recipient nobody knows": ('[[profile]]\nname = "p"\nrecipients = ["q"]\n', "no [[deliver]] has this name"),
    "a profile called default": ('[[profile]]\nname = "default"\n', "the digest for everybody"),
    "a section nobody knows": ('[[profile]]\nname = "p"\nsections = ["sport"]\n', "allowed are head, "),
    "an alert for nothing": ('[[alert]]\nname = "a"\n', "it asks for nothing"),
    "an alert nobody gets": ('[[alert]]\nname = "a"\nfinding = "casualty"\ndeliver = ["q"]\n', "there are: none"),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_told_with_its_line_and_without_a_secret(case: str) -> None:
    text, words = FAULTS[case]
    with pytest.raises(ConfigurationError) as told:
        parse_config(text, Path("/x/bluewatch.toml"))
    assert words in str(told.value), str(told.value)
    assert "s3cret" not in str(told.value)


def test_who_gets_which_editions_and_alerts() -> None:
    text = (
        f'[[deliver]]\nname = "all"\n{MAIL}'
        f'[[deliver]]\nname = "juba-desk"\nwhat = ["digest", "alerts"]\n{MAIL}'
        f'[[deliver]]\nname = "both"\nprofile = "default"\n{MAIL}[[deliver]]\nname = "loud"\nwhat = ["alerts"]\n{MAIL}'
        '[[profile]]\nname = "juba"\nmissions = ["UNMISS"]\nrecipients = ["juba-desk", "both", "loud"]\n'
        '[[alert]]\nname = "harm"\nfinding = "casualty"\n[[alert]]\nname = "own"\nquery = "x"\ndeliver = ["all"]\n'
    )
    config = parse_config(text, Path("/x/bluewatch.toml"))
    got = {row.name: profiles_of(row, config.profiles) for row in config.deliver}
    assert got == {"all": ("default",), "juba-desk": ("juba",), "both": ("default", "juba"), "loud": ()}
    assert [targets_of(row, config.deliver) for row in config.alerts] == [("juba-desk", "loud"), ("all",)]
    assert config.profiles[0].profile == Profile(name="juba", missions=("UNMISS",))
    assert PROFILE == DEFAULT_NAME


def test_a_password_is_in_no_printed_form_of_the_configuration() -> None:
    target = DeliverRow.model_validate(
        {"name": "x", "kind": "smtp", "host": "m", "sender": "a@b.c", "to": ["d@e.f"], "password": "s3cret"}
    )
    assert "s3cret" not in repr(target) + str(target)
