"""Choosing title, date, authors, editors and outlet among what markup and header lines say, with the evidence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.extraction.closing import CLOSING_CREDIT
from crawler.extraction.header import Header
from crawler.extraction.metadata import Found, Metadata
from crawler.extraction.names import is_account, is_organisation, split_names
from storage.records import Evidence, FieldState

_AGENCY = re.compile(r"agen(?:tur|cy|ce|cia|zia)|press|ajans|агентств|\b(?:dpa|afp|sda|apa|ap)\b", re.IGNORECASE)
_HAN = re.compile("[\u3040-\u9fff\uac00-\ud7af]")
_NO_SIGN = re.compile(r"[\W_]+")
HEADLINE = 12
ABSENT = Evidence(state=FieldState.ABSENT)


def folded(text: str | None) -> str:
    """Letters and digits only, NFKC, lower case: how titles are compared."""
    if not text:
        return ""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _NO_SIGN.sub("", text.lower())


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen value with its evidence."""

    value: str | None
    evidence: Evidence


def found_choice(value: str, how: str, raw: str | None = None, basis: str | None = None) -> Choice:
    """A value that was found, and where."""
    return Choice(value, Evidence(state=FieldState.FOUND, how=how, raw=raw or value, basis=basis))


def choose_people(found: Sequence[Found], names: set[str], *, spaced: bool = False) -> tuple[tuple[str, ...], str, str]:
    """Names, place and printed words of the first kind of place that yields a person.

    spaced: a space parts family and given name, as in Japanese.
    """
    places = dict.fromkeys(entry.how for entry in found if not entry.how.endswith("organisation"))
    for how in places:
        raw = [entry.value for entry in found if entry.how == how]
        people = tuple(
            dict.fromkeys(
                name
                for value in raw
                for name in split_names(value, people_only=True, spaced=spaced)
                if folded(name) not in names
            )
        )
        if people:
            return people, how, "; ".join(raw)
    return (), "", ""


def credited_body(found: Sequence[Found], names: set[str]) -> tuple[tuple[str, ...], str, str]:
    """An agency or desk that the page's structured data names as the author, where no person is named.

    names: of the outlet itself, which is no author where the page calls it an organisation.
    """
    for entry in found:
        declared = entry.how.startswith(("json-ld", "microdata"))
        own = entry.how.endswith("organisation") and folded(entry.value) in names
        if (
            declared
            and 2 < len(entry.value) <= 60
            and entry.value[0].isalnum()
            and not own
            and not is_account(entry.value)
        ):
            return (entry.value,), entry.how, entry.value
    return (), "", ""


def says_more(printed: Sequence[str], declared: Sequence[str]) -> bool:
    """Whether a printed byline names all that markup declares and more, or some of several and nobody else.

    Content systems add contributors and editors to the declared authors, or give the first author alone.
    """
    own, other = [folded(name) for name in printed], [folded(name) for name in declared]
    if not own or not other or len(own) == len(other):
        return False
    fewer, more = (own, other) if len(own) < len(other) else (other, own)
    left = [name for name in (*printed, *declared) if not any(part in folded(name) for part in fewer)]
    if any(_AGENCY.search(name) or (" " not in name and not _HAN.search(name)) for name in left):
        return False
    return all(any(name in whole for whole in more) for name in fewer)


def choose_outlet(  # noqa: PLR0911 - one step of the cascade after the other
    meta: Metadata, header: Header, source_name: str | None, headline: str | None, *, printed_only: bool
) -> Choice:
    """The outlet: the source's name where it prints under one name, else the credit as printed, else the publisher."""
    credit = next(
        (
            f
            for f in meta.outlets
            if f.how in ("meta: contentsource", "meta: source") and not f.value.startswith("http")
        ),
        None,
    )
    if source_name and not printed_only:
        raw = header.outlet or (credit.value if credit else None)
        return Choice(source_name, Evidence(state=FieldState.FOUND, how="source file: name", raw=raw or source_name))
    if header.outlet and header.outlet_how != CLOSING_CREDIT:
        return found_choice(header.outlet, header.outlet_how)
    if credit:
        return found_choice(credit.value, credit.how)
    if header.outlet:
        return found_choice(header.outlet, header.outlet_how)
    if printed_only:
        return Choice(None, ABSENT)
    title = folded(headline)
    for found in meta.outlets:
        # Some content systems declare the headline, with the site's name or alone, as the publisher.
        if len(title) >= HEADLINE and title in folded(found.value):
            continue
        if not found.value.startswith("http") and len(found.value) <= 80:
            return found_choice(found.value, found.how)
    return Choice(None, ABSENT)


def organisations_of(meta: Metadata, header: Header) -> set[str]:
    """Names that stand for the outlet on this page, folded, so that none becomes an author."""
    return {
        folded(name)
        for name in (meta.site_name, header.outlet, *(f.value for f in meta.outlets))
        if name and (is_organisation(name) or name == meta.site_name or len(name.split()) <= 4)
    }


def host_names(url: str | None) -> set[str]:
    """What a site may call itself by its host: ``example.org``, ``example``."""
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return set()
    labels = [label for label in host.split(".")[:-1] if label not in ("com", "co", "org", "net", "gov", "edu")]
    return {folded(name) for name in (host, *labels[-1:]) if len(name) >= 3}
