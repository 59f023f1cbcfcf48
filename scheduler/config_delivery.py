"""The tables of bluewatch.toml that say who gets what: [[deliver]], [[profile]] and [[alert]].

What holds a secret is never shown by a message of ours: see scheduler.config_mistakes and scheduler.delivery.secrets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from reports.sections import KEYS as SECTION_KEYS
from scheduler.config_words import check_site
from storage.errors import UsageError
from storage.profiles import DEFAULT_NAME, Profile

Kind = Literal["smtp", "webhook", "apprise", "folder"]
Form = Literal["html", "md", "json", "txt", "pdf"]
FINDINGS = ("casualty", "moved-figure", "withdrawal")
# Which keys a kind reads beside those of every target; the first of each group is needed, given or by _env or _file.
_SMTP = ("host", "port", "security", "user", "password", "password_env", "password_file", "sender", "to", "ca")
_WEB = ("url", "url_env", "url_file")
KEYS: dict[str, tuple[str, ...]] = {
    "smtp": _SMTP,
    "webhook": (*_WEB, "secret", "secret_env", "secret_file", "ca"),
    "apprise": _WEB,
    "folder": ("folder",),
}
NEEDED: dict[str, tuple[str, ...]] = {"smtp": ("host", "sender", "to"), "folder": ("folder",)}
FORMS: dict[str, tuple[str, ...]] = {
    "smtp": (),
    "webhook": ("json",),
    "apprise": (),
    "folder": ("html", "md", "json"),
}
SECRETS = ("password", "url", "secret")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


def _check_name(text: str) -> str:
    if not _NAME.fullmatch(text) or len(text) > 40:
        raise ValueError("allowed are at most 40 small letters, digits and single hyphens, such as desk-mail")
    return text


def _check_mail(text: str) -> str:
    if not _MAIL.fullmatch(text):
        raise ValueError("allowed is a mail address in ASCII, such as desk@news.example, without a name")
    return text


def _check_country(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise ValueError("allowed is a country's code of three letters (ISO 3166), such as SSD")
    return text


def _check_language(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}", text):
        raise ValueError("allowed is a language's code (ISO 639), such as en")
    return text


def _check_section(text: str) -> str:
    if text not in SECTION_KEYS:
        raise ValueError(f"allowed are {', '.join(SECTION_KEYS)}")
    return text


def _check_query(text: str) -> str:
    from storage.query_words import parse  # noqa: PLC0415 - most configurations ask nothing

    try:
        parse(text)
    except UsageError as error:
        raise ValueError(str(error)) from error
    return text


def _frozen(given: Any) -> Any:
    return tuple(given) if isinstance(given, list) else given


Name = Annotated[str, AfterValidator(_check_name)]
Mail = Annotated[str, AfterValidator(_check_mail)]
Frozen = BeforeValidator(_frozen)
Names = Annotated[tuple[Name, ...], Frozen]
Words = Annotated[tuple[str, ...], Frozen]


class Row(BaseModel):
    """One table of a list: frozen, and an unknown key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    name: Name
    """Its name: small letters, digits and hyphens."""


class DeliverRow(Row):
    """[[deliver]]: one target. It gets what is made from the moment on at which it is first seen here."""

    kind: Kind
    """`smtp`, `webhook`, `apprise` (chats and 170 services; extra [notify]) or `folder`."""
    enabled: bool = True
    """`false`: nothing is sent; what waits goes on waiting."""
    what: Annotated[tuple[Literal["digest", "alerts"], ...], Frozen] = ("digest",)
    """What it gets: `digest`, `alerts` (those that name no targets of their own), or both."""
    profile: Name | None = None
    """Whose editions it gets; default: those of the profiles that name it, else of the digest for everybody."""
    forms: Annotated[tuple[Form, ...], Frozen] | None = None
    """`html`, `md`, `json`, `txt`, `pdf`: attachments of a mail or chat, fields of a webhook, files of a folder."""
    site: Annotated[str, AfterValidator(check_site)] | None = None
    """webhook, apprise: web address at which your digests folder is published, for a link to the whole edition."""
    timeout_seconds: float = Field(default=30, gt=0, le=300)
    """Seconds without an answer after which an attempt ends; for the last word of a receiver it is waited longer."""
    host: str | None = None
    """smtp: the mail server."""
    port: int | None = Field(default=None, ge=1, le=65535)
    """smtp: its port; default 587 with starttls, 465 with tls, 25 with none."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """smtp: how the line is kept private; with `none` no password is sent, but to this machine itself."""
    user: str | None = None
    """smtp: the name to log in with."""
    password: str | None = Field(default=None, repr=False)
    """smtp: the password itself; only in a file that nobody else can read (chmod 600)."""
    password_env: str | None = None
    """smtp: the environment variable that holds it."""
    password_file: str | None = None
    """smtp: the file that holds it, beside this one; a systemd credential of that name comes first."""
    sender: Mail | None = None
    """smtp: the address it comes from."""
    to: Annotated[tuple[Mail, ...], Frozen] = ()
    """smtp: the addresses; each gets a mail of its own and sees no other."""
    ca: str | None = None
    """smtp, webhook: file with the certificate of your own authority, where the system does not know it."""
    url: str | None = Field(default=None, repr=False)
    """webhook, apprise: the address itself; it often holds a secret, see password."""
    url_env: str | None = None
    """webhook, apprise: the environment variable that holds it."""
    url_file: str | None = None
    """webhook, apprise: the file that holds it."""
    secret: str | None = Field(default=None, repr=False)
    """webhook: the key of the signature (headers of Standard Webhooks); see password."""
    secret_env: str | None = None
    """webhook: the environment variable that holds it."""
    secret_file: str | None = None
    """webhook: the file that holds it."""
    folder: str | None = None
    """folder: where the files are put."""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> DeliverRow:
        own = {key for keys in KEYS.values() for key in keys}
        foreign = sorted((self.model_fields_set & own) - set(KEYS[self.kind]))
        if foreign:
            raise ValueError(f"{', '.join(foreign)}: not for kind {self.kind}, which has {', '.join(KEYS[self.kind])}")
        missing = [key for key in NEEDED.get(self.kind, ()) if not getattr(self, key)]
        if "url" in KEYS[self.kind] and not (self.url or self.url_env or self.url_file):
            missing.append("url (or url_env or url_file)")
        if missing:
            raise ValueError(f"kind {self.kind} needs {', '.join(missing)}")
        for secret in SECRETS:
            given = [key for key in (secret, f"{secret}_env", f"{secret}_file") if getattr(self, key)]
            if len(given) > 1:
                raise ValueError(f"{' and '.join(given)}: give one of them")
        if self.user and not (self.password or self.password_env or self.password_file):
            raise ValueError("user needs password_env, password_file or password")
        if self.kind == "webhook" and "pdf" in self.chosen_forms:
            raise ValueError("forms: a webhook holds text; pdf is for mails, chats and folders")
        if not self.what:
            raise ValueError("what is empty; allowed are digest, alerts or both")
        return self

    @property
    def recipients(self) -> tuple[str, ...]:
        """The addresses of a mail target; one nameless recipient of any other."""
        return tuple(dict.fromkeys(self.to)) if self.kind == "smtp" else ("",)

    @property
    def chosen_forms(self) -> tuple[str, ...]:
        """The forms asked for, else those usual for the kind."""
        return FORMS[self.kind] if self.forms is None else tuple(dict.fromkeys(self.forms))


class ProfileRow(Row):
    """[[profile]]: editions of their own, from the week on in which the profile is first seen here."""

    missions: Words = ()
    """Acronyms; an item counts that names one of them."""
    countries: Annotated[tuple[Annotated[str, AfterValidator(_check_country)], ...], Frozen] = ()
    """Codes of three letters; an item counts that names one of them."""
    outlets: Words = ()
    """Slugs of sources; default: all."""
    languages: Annotated[tuple[Annotated[str, AfterValidator(_check_language)], ...], Frozen] = ()
    """Codes of languages; default: all."""
    sections: Annotated[tuple[Annotated[str, AfterValidator(_check_section)], ...], Frozen] = ()
    """Sections to print; default: all."""
    recipients: Names = ()
    """Names of targets ([[deliver]]) that get its editions."""

    @model_validator(mode="after")
    def _is_not_the_default(self) -> ProfileRow:
        if self.name == DEFAULT_NAME:
            raise ValueError(f"{DEFAULT_NAME} is the name of the digest for everybody; take another one")
        return self

    @property
    def profile(self) -> Profile:
        """The profile as reports know it."""
        return Profile(**self.model_dump(exclude={"recipients"}))


class AlertRow(Row):
    """[[alert]]: what is told at once. It tells of what is first seen after it was written, or changed, here."""

    query: Annotated[str, AfterValidator(_check_query)] | None = None
    """Words as for `bluewatch search`."""
    finding: Literal["casualty", "moved-figure", "withdrawal"] | None = None
    """A casualty told, a figure that moved, an article that was taken down. With query: of items it finds."""
    missions: Words = ()
    """Only items that name one of them."""
    countries: Annotated[tuple[Annotated[str, AfterValidator(_check_country)], ...], Frozen] = ()
    """Only items that name one of them."""
    outlets: Words = ()
    """Only of these sources."""
    languages: Annotated[tuple[Annotated[str, AfterValidator(_check_language)], ...], Frozen] = ()
    """Only in these languages."""
    deliver: Names = ()
    """Names of targets; default: all whose `what` has `alerts`."""
    per_hour: int = Field(default=10, ge=1, le=1000)
    """Messages an hour at most; what is more is told in one message."""

    @model_validator(mode="after")
    def _asks_something(self) -> AlertRow:
        if self.query is None and self.finding is None and not (self.missions or self.countries):
            raise ValueError("it asks for nothing: give query, finding, missions or countries")
        return self

    @property
    def profile(self) -> Profile:
        """Its limits as a profile."""
        return Profile(
            name=self.name, missions=self.missions, countries=self.countries, outlets=self.outlets,
            languages=self.languages,
        )  # fmt: skip

    @property
    def asks(self) -> dict[str, Any]:
        """What makes it another alert when it is changed."""
        return self.model_dump(mode="json", exclude={"name", "deliver", "per_hour"}, exclude_defaults=True)


Rows = tuple[DeliverRow | ProfileRow | AlertRow, ...]


def faults_between(
    deliver: tuple[DeliverRow, ...], profiles: tuple[ProfileRow, ...], alerts: tuple[AlertRow, ...]
) -> Iterator[tuple[tuple[str, int, str], str]]:
    """What does not fit together: (table, place in its list, key) and what is wrong."""
    tables: tuple[tuple[str, Rows], ...] = (("deliver", deliver), ("profile", profiles), ("alert", alerts))
    for table, rows in tables:
        counts = Counter(row.name for row in rows)
        for place, row in enumerate(rows):
            if counts[row.name] > 1 and [other.name for other in rows].index(row.name) < place:
                yield (table, place, "name"), f"found {row.name!r}, which another one has"
    targets = {row.name for row in deliver}
    known = {DEFAULT_NAME, *(row.name for row in profiles)}
    asked = [("profile", n, "recipients", profile.recipients) for n, profile in enumerate(profiles)]
    asked += [("alert", n, "deliver", alert.deliver) for n, alert in enumerate(alerts)]
    for table, place, key, names in asked:
        for name in names:
            if name not in targets:
                there = ", ".join(sorted(targets)) or "none"
                yield (table, place, key), f"found {name!r}; no [[deliver]] has this name; there are: {there}"
    for place, target in enumerate(deliver):
        if target.profile is not None and target.profile not in known:
            there = ", ".join(sorted(known))
            yield ("deliver", place, "profile"), f"found {target.profile!r}; there are: {there}"


def profiles_of(target: DeliverRow, profiles: tuple[ProfileRow, ...]) -> tuple[str, ...]:
    """The names of the profiles whose editions a target gets; none where it gets no digests."""
    if "digest" not in target.what:
        return ()
    named = [row.name for row in profiles if target.name in row.recipients]
    if target.profile is not None:
        return tuple(dict.fromkeys([target.profile, *named]))
    return tuple(named) or (DEFAULT_NAME,)


def targets_of(alert: AlertRow, deliver: tuple[DeliverRow, ...]) -> tuple[str, ...]:
    """The names of the targets that an alert goes to."""
    return alert.deliver or tuple(row.name for row in deliver if "alerts" in row.what)
