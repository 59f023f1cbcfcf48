"""Choosing title, date, authors, editors and outlet among what markup and header lines say, with the evidence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.extraction.closing import CLOSING_CREDIT
from crawler.extraction.header import Header
from crawler.extraction.metadata import Found, Metadata
from crawler.extraction.names import is_organisation, split_names
from storage.records import Evidence, FieldState

ABSENT = Evidence(state=FieldState.ABSENT)
_SEPARATOR = re.compile(
    r"\s+[|–—\-»·:/]{1,2}\s+|\s*[_|｜»]+\s*|\s*(?<=[\u4e00-\u9fff\d？！”])[-–—]{1,2}(?=[\u4e00-\u9fff])\s*|\s*::\s*"
)


def folded(text: str | None) -> str:
    """Letters and digits only, NFKC, lower case: how titles are compared."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text or "").lower() if sign.isalnum())


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen value with its evidence."""

    value: str | None
    evidence: Evidence


def _found(value: str, how: str, raw: str | None = None, basis: str | None = None) -> Choice:
    return Choice(value, Evidence(state=FieldState.FOUND, how=how, raw=raw or value, basis=basis))


def choose_title(  # noqa: PLR0911, PLR0912 - one step of the cascade after the other
    meta: Metadata, site_names: Sequence[str] = ()
) -> Choice:
    """The headline as printed: a heading that the metadata confirms, else the metadata without the site's name."""
    names = {folded(name) for name in (*site_names, meta.site_name, *(f.value for f in meta.outlets)) if name}
    declared = [Found(strip_site(found.value, names), found.how) for found in meta.titles]
    declared = [found for found in declared if folded(found.value) and folded(found.value) not in names]
    whole = [folded(found.value) for found in declared]
    page_title = folded(meta.page_title)
    headings = [h for h in meta.headings if folded(h.value) and folded(h.value) not in names]
    for level in ("h1", "h2"):
        for heading in headings:
            own = folded(heading.value)
            if heading.how == level and own in whole:
                return _found(heading.value, f"{level}, as {declared[whole.index(own)].how}")
    ones = [heading for heading in headings if heading.how == "h1"]
    for heading in ones:
        own = folded(heading.value)
        if len(own) >= 8 and (
            any(own in other or (other in own and len(other) > 0.5 * len(own)) for other in whole) or own in page_title
        ):
            return _found(heading.value, "h1")
    for heading in ones:
        if len(folded(heading.value)) >= 15 and any(
            _alike(heading.value, found.value) > 0.5 for found in declared[:2] or [Found(meta.page_title or "", "")]
        ):
            return _found(heading.value, "h1")
    for found in declared:
        if found.how.startswith(("json-ld", "microdata", "meta: og", "meta: twitter")):
            return _found(found.value, found.how)
    for heading in (h for h in headings if h.how == "h2"):
        own = folded(heading.value)
        if len(own) >= 10 and own in page_title:
            return _found(heading.value, "h2, as the title element")
    if declared:
        return _found(declared[0].value, declared[0].how)
    if len(ones) == 1 and not meta.page_title:
        return _found(ones[0].value, "h1")
    if meta.page_title:
        title = strip_site(meta.page_title, names, loose=True)
        if folded(title) and folded(title) not in names:
            return _found(title, "title element", meta.page_title)
    if ones:
        return _found(ones[0].value, "h1")
    return Choice(None, ABSENT)


def strip_site(title: str, names: set[str], *, loose: bool = False) -> str:
    """A title without the site's name behind (or before) a separator; loose: short last parts count as one."""
    while True:
        cuts = list(_SEPARATOR.finditer(title))
        if not cuts:
            return title.strip()
        first, last = cuts[0], cuts[-1]
        tail, head = title[last.end() :], title[: first.start()]
        if folded(tail) in names and title[: last.start()].strip():
            title = title[: last.start()]
        elif folded(head) in names:
            title = title[first.end() :]
        elif loose and len(tail) < len(title[: last.start()]) and (len(tail.split()) <= 5) and len(tail) <= 40:
            title = title[: last.start()]
        else:
            return title.strip()


def _alike(one: str, other: str) -> float:
    left, right = set(one.lower().split()), set(other.lower().split())
    return len(left & right) / max(1, min(len(left), len(right)))


def choose_people(found: Sequence[Found], names: set[str]) -> tuple[tuple[str, ...], str, str]:
    """Names, place and printed words of the first kind of place that yields a person."""
    places = dict.fromkeys(entry.how for entry in found)
    for how in places:
        raw = [entry.value for entry in found if entry.how == how]
        people = tuple(
            dict.fromkeys(n for value in raw for n in split_names(value, people_only=True) if folded(n) not in names)
        )
        if people:
            return people, how, "; ".join(raw)
    return (), "", ""


def credited_body(found: Sequence[Found], names: set[str]) -> tuple[tuple[str, ...], str, str]:
    """An agency or desk that the page's structured data names as the author, where no person is named.

    names: of the outlet itself, which is no author where the page calls it an organisation.
    """
    for entry in found:
        own = entry.how.endswith("organisation") and folded(entry.value) in names
        if entry.how.startswith("json-ld") and 2 < len(entry.value) <= 60 and entry.value[0].isalnum() and not own:
            return (entry.value,), entry.how, entry.value
    return (), "", ""


def choose_outlet(meta: Metadata, header: Header, source_name: str | None, *, printed_only: bool) -> Choice:
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
        return _found(header.outlet, header.outlet_how)
    if credit:
        return _found(credit.value, credit.how)
    if header.outlet:
        return _found(header.outlet, header.outlet_how)
    if printed_only:
        return Choice(None, ABSENT)
    for found in meta.outlets:
        if not found.value.startswith("http") and len(found.value) <= 80:
            return _found(found.value, found.how)
    return Choice(None, ABSENT)


def organisations_of(meta: Metadata, header: Header) -> set[str]:
    """Names that stand for the outlet on this page, folded, so that none becomes an author."""
    return {
        folded(name)
        for name in (meta.site_name, header.outlet, *(f.value for f in meta.outlets))
        if name and (is_organisation(name) or name == meta.site_name or len(name.split()) <= 4)
    }
