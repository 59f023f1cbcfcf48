"""Choosing the headline among headings, metadata and the title element; a site's or section's name is taken off."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Sequence

from crawler.extraction.fields import ABSENT, Choice, folded, found_choice, host_names
from crawler.extraction.metadata import Found, Heading, Metadata
from crawler.extraction.outline import Outline

_SEPARATOR = re.compile(
    r"\s+[|–—\-»·:/]{1,2}\s+|\s*[_|｜»ㅣ]+\s*|\s*(?<=[\u4e00-\u9fff\d？！”])[-–—]{1,2}(?=[\u4e00-\u9fff])\s*|\s*::\s*"
)
_SECTION = re.compile(r"^(?P<head>[^|｜]{2,30}?)\s+[|｜]\s+(?=\S)")
_SECTION_END = re.compile(r"\s+[|｜]\s+(?P<tail>[^|｜]{2,20})$")
_PARTS = re.compile(r"\s+[|–—\-»·›]{1,2}\s+|\s*[|｜»_]\s*")
_REST = re.compile(r"\s*[-–—|_｜ㅣ]\s*\S")
# What templates call every page of a kind.
_SAYS_NOTHING = re.compile(
    r"\W*(?:(?:latest|all|our|view|full|more)\s+)?(?:press|news|media|article|story|statement|event|post|page|home|untitled"
    r"|detail|document|information)s?(?:\W+(?:press|release|note|statement|detail|room|story|article|item|page|view|bureau"
    r"|information|centre|center|update|document))*s?\W*",
    re.IGNORECASE,
)
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5"})
MIN_WORDS = 4
MIN_HEADLINE = 12
MIN_BEGINNING = 8
NEAR_BLOCKS = 6
SAMPLE = 12
LONG_NAME = 12
SHARED = 0.25
_CJK = re.compile("[\u3040-\u9fff\uac00-\ud7af]")


def choose_title(meta: Metadata, site_names: Sequence[str] = (), url: str | None = None) -> Choice:
    """The headline as printed: a heading that the metadata confirms, else the metadata without the site's name.

    Content systems declare the headline as the name of the site or of an application: where an h1 prints it as well,
    or nothing else is left, it is the headline.
    """
    own = {folded(name) for name in site_names if name}
    names = own | {folded(name) for name in (meta.site_name, *(f.value for f in meta.outlets)) if name}
    title, host = folded(meta.page_title), host_names(url)
    if title not in names - own or not _long(meta.page_title):
        return _choose(meta, names | host, host)
    chosen = _choose(meta, names | host, host)
    printed = any(h.how == "h1" and not h.home and folded(h.value) == title for h in meta.headings)
    if chosen.value is None or (printed and chosen.evidence.how == "h1"):
        chosen = _choose(meta, (names - {title}) | host, host)
    return chosen


def _long(title: str | None) -> bool:
    """Whether a title is longer than most names of outlets."""
    return len((title or "").split()) > MIN_WORDS or len(_CJK.findall(title or "")) >= LONG_NAME


def _choose(meta: Metadata, names: set[str], host: set[str]) -> Choice:
    declared = [Found(strip_site(plain(found.value), names, host), found.how) for found in meta.titles]
    declared = [found for found in declared if folded(found.value) and folded(found.value) not in names]
    declared = [_without_rest(found, declared) for found in declared]
    headings = [h for h in meta.headings if folded(h.value) and folded(h.value) not in names and not h.home]
    if len(pieces := _PARTS.split(meta.page_title or "")) > 1 and len(site := folded(pieces[-1])) >= LONG_NAME:
        # The site's name in full, of which the title element prints the beginning.
        headings = [h for h in headings if folded(h.value) == site or not folded(h.value).startswith(site)] or headings
        if any(folded(h.value) == folded(pieces[0]) and len(folded(h.value)) > len(site) for h in headings):
            headings = [h for h in headings if folded(h.value) != site]
    if not says_nothing(meta.page_title):
        headings = [h for h in headings if not says_nothing(h.value)] or headings
    chosen = _confirmed(headings, declared, meta.page_title)
    if chosen is None and declared:
        chosen = found_choice(declared[0].value, declared[0].how)
    if chosen is None:
        chosen = _unconfirmed(headings, meta.page_title, names, host)
    return chosen


def _without_rest(found: Found, declared: list[Found]) -> Found:
    """A declared title without what stands behind a separator, where another declared title ends there."""
    for other in declared:
        rest = found.value[len(other.value) :]
        if found.value.startswith(other.value) and _REST.match(rest) and len(other.value) >= MIN_HEADLINE:
            return Found(other.value, found.how)
    return found


def _confirmed(  # noqa: PLR0911, PLR0912 - one step of the cascade after the other
    headings: list[Heading], declared: list[Found], page_title: str | None
) -> Choice | None:
    """A heading that metadata or title element repeat, in whole or in part."""
    whole = [folded(found.value) for found in declared]
    title = folded(page_title)
    for level in ("h1", "h2"):
        for heading in headings:
            if heading.how == level and folded(heading.value) in whole:
                found = declared[whole.index(folded(heading.value))]
                inner = without_section(found.value)
                value = inner if inner != found.value and folded(inner) in whole else heading.value
                return found_choice(value, f"{level}, as {found.how}", heading.value)
    ones = [heading for heading in headings if heading.how == "h1"]
    for heading in ones:
        part = _declared_part(heading, declared, page_title)
        if part is not None:
            return part
    for heading in ones:
        other = _other_part(heading, headings, declared, page_title)
        if other is not None:
            return other
    for heading in ones:
        own = folded(heading.value)
        if len(own) >= 8 and (
            any(own in other or (other in own and len(other) > 0.5 * len(own)) for other in whole) or own in title
        ):
            return found_choice(without_section(heading.headline, page_title), "h1", heading.value)
    for heading in ones:
        others = declared[:2] or [Found(page_title or "", "")]
        if len(folded(heading.value)) >= 15 and any(_alike(heading.value, found.value) > 0.5 for found in others):
            return found_choice(without_section(heading.headline, page_title), "h1", heading.value)
    for found in declared:
        if found.how.startswith(("json-ld", "microdata", "meta: og", "meta: twitter")):
            return found_choice(found.value, found.how)
    for heading in (h for h in headings if h.how != "h1"):
        own = folded(heading.value)
        if len(own) >= 10 and own in title and (heading.how == "h2" or len(own) >= 0.5 * len(title)):
            return found_choice(heading.headline, f"{heading.how}, as the title element", heading.value)
    return None


def _declared_part(heading: Heading, declared: list[Found], page_title: str | None) -> Choice | None:
    """The declared headline, where the heading prints a section's name before it or a subtitle behind it."""
    own = folded(heading.value)
    candidates = list(declared)
    if own not in folded(page_title):
        candidates.extend(Found(part, "title element") for part in _PARTS.split(page_title or "")[:3])
    for found in candidates:
        value = without_section(found.value)
        part = folded(value)
        if len(value.split()) < MIN_WORDS or part == own:
            continue
        extra = len(heading.value.split()) - len(value.split())
        if (own.endswith(part) and extra <= 3) or (own.startswith(part) and heading.parts and extra > 0):
            return found_choice(value, f"{heading.how}, as far as {found.how}", heading.value)
    return None


def _other_part(
    heading: Heading, headings: list[Heading], declared: list[Found], page_title: str | None
) -> Choice | None:
    """The headline, where the h1 prints only the site's name or the words before a colon.

    The title element gives both parts, and a lower heading or the declared title repeats the longer one.
    """
    own, whole = folded(heading.value), folded(page_title)
    if not own or not whole.startswith(own) or len(whole) < 2 * len(own):
        return None
    rest = whole.removeprefix(own)
    for other in headings if not declared else ():
        if other is not heading and folded(other.value) == rest:
            return found_choice(other.headline, f"{other.how}, behind the site's name in the title element")
    behind = (page_title or "")[len(heading.value) :]
    if behind.startswith((": ", "：")) and len(behind.split()) > MIN_WORDS:
        for found in declared:
            if folded(found.value) == whole:
                return found_choice(found.value, f"{found.how}, as the title element", found.value)
    return None


def _unconfirmed(headings: list[Heading], page_title: str | None, names: set[str], host: set[str]) -> Choice:
    ones = [heading for heading in headings if heading.how == "h1"]
    if len(ones) == 1 and not page_title:
        return found_choice(ones[0].headline, "h1")
    if page_title:
        title = strip_site(plain(page_title), names, host, loose=True)
        if folded(title) and folded(title) not in names:
            return found_choice(title, "title element", page_title)
    if ones:
        return found_choice(ones[0].headline, "h1")
    return Choice(None, ABSENT)


def plain(text: str) -> str:
    """A title without character references that were written twice."""
    return html.unescape(text) if "&" in text else text


def without_section(title: str, page_title: str | None = None) -> str:
    """A headline without a section's name before or behind an upright bar.

    A title element that prints the same words without the bar says that both sides are the headline.
    """
    if page_title and " ".join(re.split(r"\s*[|｜]\s*", title)) in " ".join(page_title.split()):
        return title
    match = _SECTION.match(title)
    if match and len(match.group("head").split()) <= 3 and len(title[match.end() :].split()) >= MIN_WORDS:
        title = title[match.end() :]
    end = _SECTION_END.search(title)
    if end and len(end.group("tail").split()) <= 2 and len(title[: end.start()].split()) >= MIN_WORDS:
        title = title[: end.start()]
    return title


def title_above(outline: Outline, first: int | None, title: Choice, page_title: str | None = None) -> Choice:
    """The h1 right above the text, where only the title element gave a headline and no metadata confirms it.

    first: the place of the text's first block. Many small sites give all their pages one title element.
    """
    if first is None or (title.value is not None and title.evidence.how != "title element"):
        return title
    near = outline.blocks[max(0, first - NEAR_BLOCKS) : first + 1]
    own = folded(title.value).rstrip(". …")
    for block in near:
        # A section's name before the headline, which an element without a mark of its own prints alone.
        if (
            own.endswith(folded(block.text))
            and len(title.value or "") < 2 * len(block.text)
            and len(block.text.split()) >= MIN_WORDS
        ):
            return found_choice(block.text, f"{block.tag} above the text, as the title element", title.value)
    named = [block for block in near if block.tag in _HEADS and _is_headline(block.text)]
    for block in named:
        # The title element holds only the beginning.
        rest, told = folded(block.text).removeprefix(own), folded(page_title).removeprefix(own)
        if len(own) >= MIN_BEGINNING and 0 < len(rest) < len(folded(block.text)) and rest[:6] != told[:6]:
            return found_choice(block.text, f"{block.tag} above the text, begun in the title element", title.value)
    units = {unit for block in outline.blocks[first : first + SAMPLE] for unit in _units(block.text)}
    ones = [block for block in outline.blocks[: first + 1] if block.tag == "h1"]
    if len(ones) == 1 and _is_headline(ones[0].text) and not outline.regions[ones[0].region].furniture:
        # The title element tells it in other words, for search engines; a site's name shares none with title and text.
        alone = _told(ones[0].text, units | _units(title.value or "")) >= SHARED
    else:
        alone = False
    if named and not alone and not says_nothing(named[-1].text):
        nameless = title.value is None or says_nothing(title.value)
        if nameless or _told(named[-1].text, units) > 0.3 > 2 * _told(title.value or "", units):
            return found_choice(named[-1].text, f"{named[-1].tag} above the text")
    above = ones if alone else [block for block in near if block.tag == "h1"]
    if len(above) != 1 or (len(above[0].text.split()) < 2 and not _CJK.search(above[0].text)):
        return title
    return found_choice(above[0].text, "h1 above the text")


def says_nothing(title: str | None) -> bool:
    """Whether a title or heading is what templates call every page of a kind: ``Press Releases``."""
    return bool(_SAYS_NOTHING.fullmatch(title or ""))


def _is_headline(text: str) -> bool:
    """Whether a heading holds as many words, or signs of a script without spaces, as a headline does."""
    return len(text.split()) >= MIN_WORDS or len(_CJK.findall(text)) >= MIN_BEGINNING


def _units(text: str) -> set[str]:
    """The longer words of a text; of a script without spaces every two signs."""
    runs = re.findall(f"{_CJK.pattern}+", text)
    words = {word for word in text.casefold().split() if len(word) > 3 and not _CJK.search(word)}
    return words | {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


def _told(title: str, told: set[str]) -> float:
    """The share of a title's units that the text uses."""
    own = _units(title)
    return len(own & told) / len(own) if own else 1.0


def strip_site(title: str, names: set[str], host: Collection[str] = (), *, loose: bool = False) -> str:
    """A title without the site's name behind (or before) a separator; loose: short last parts count as one."""
    while True:
        before, _, behind = title.rpartition(": ")
        if before.strip() and folded(behind) in names:
            title = before
            continue
        cuts = list(_SEPARATOR.finditer(title))
        if not cuts:
            return title.strip()
        first, last = cuts[0], cuts[-1]
        tail, head = title[last.end() :], title[: first.start()]
        short = len(tail.split()) <= 5 and len(tail) <= 40
        if (folded(tail) in names and title[: last.start()].strip()) or (
            short and len(title) > 2 * len(tail) and any(len(name) >= 4 and name in folded(tail) for name in host)
        ):
            title = title[: last.start()]
        elif folded(head) in names:
            title = title[first.end() :]
        elif loose and len(tail) < len(title[: last.start()]) and short:
            title = title[: last.start()]
        else:
            return title.strip()


def _alike(one: str, other: str) -> float:
    left, right = set(one.lower().split()), set(other.lower().split())
    return len(left & right) / max(1, min(len(left), len(right)))
