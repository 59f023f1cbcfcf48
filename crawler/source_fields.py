"""The kinds of value in a source file, each tried when the file is read: patterns, selectors, zones, hosts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from crawler import urls
from crawler.mistakes import nearest, shown

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

compiled = lru_cache(maxsize=4096)(re.compile)


# Given as the context of a validation: all patterns and selectors were found right before (packaged files: by tests).
FOUND_RIGHT = {"found right": True}


def listed(value: object) -> object:
    """Take one text for a list of one."""
    return (value,) if isinstance(value, str) else value


def _pattern(text: str, info: ValidationInfo) -> str:
    if info.context is FOUND_RIGHT:
        return text
    try:
        compiled(text)
    except re.error as error:
        raise ValueError(f"found {shown(text)}; allowed: a regular expression ({error})") from error
    return text


def _one_group(text: str, info: ValidationInfo) -> str:
    if info.context is FOUND_RIGHT:
        return text
    groups = compiled(_pattern(text, info)).groups
    if groups != 1:
        raise ValueError(f"found {shown(text)} with {groups} groups; allowed: a regular expression with one group")
    return text


def _soup_selector(text: str, info: ValidationInfo) -> str:
    if info.context is FOUND_RIGHT:
        return text
    import soupsieve  # noqa: PLC0415 - it brings all of BeautifulSoup

    try:
        soupsieve.compile(text)
    except (soupsieve.SelectorSyntaxError, ValueError) as error:
        raise ValueError(f"found {shown(text)}; allowed: a CSS selector ({str(error).splitlines()[0]})") from error
    return text


def _tree_selector(text: str, info: ValidationInfo) -> str:
    if info.context is FOUND_RIGHT:
        return text
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError  # noqa: PLC0415 - a command loads what it uses

    try:
        LexborHTMLParser("<p></p>").css(text)
    except SelectolaxError as error:
        raise ValueError(f"found {shown(text)}; allowed: a standard CSS selector") from error
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (OSError, ValueError) as error:  # ZoneInfoNotFoundError is a KeyError, caught below
        raise ValueError(f"found {shown(name)}; allowed: a time zone such as Asia/Shanghai") from error
    except KeyError as error:
        guess = nearest(name, available_timezones())
        raise ValueError(f"found {shown(name)}; allowed: a time zone such as Asia/Shanghai{guess}") from error
    return name


def _slug(text: str) -> str:
    if not SLUG.fullmatch(text) or len(text) > 60:
        raise ValueError(f"found {shown(text)}; allowed: small letters, digits and single hyphens, such as un-news")
    return text


def _language(text: str) -> str:
    if not LANGUAGE.fullmatch(text):
        raise ValueError(f"found {shown(text)}; allowed: a language code such as en, zh or pt-BR")
    return text


def _host(text: str) -> str:
    wrong = f"found {shown(text)}; allowed: a host or host:port such as www.un.org"
    if re.search(r"[/?#@\\]", text):
        raise ValueError(wrong)
    try:
        return urls.host_of(f"http://{text}/")
    except ValueError as error:
        raise ValueError(wrong) from error


def _page_pattern(text: str) -> str:
    if text.count("{n}") != 1 or re.search(r"[{}]", text.replace("{n}", "")):
        raise ValueError(f"found {shown(text)}; allowed: an address with {{n}} once, such as index_{{n}}.html")
    return text


def _parts(text: str) -> str:
    if not re.fullmatch(r"\{stem\}[^{}/?#]*\{n\}[^{}/?#]*", text):
        raise ValueError(f"found {shown(text)}; allowed: a form such as {{stem}}_{{n}}.html")
    return text


def _date_format(text: str) -> str:
    if "%" not in text:
        raise ValueError(f"found {shown(text)}; allowed: a form such as %Y-%m-%d %H:%M")
    return text


Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(listed)]
Pattern = Annotated[Text, AfterValidator(_pattern)]
Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(listed)]
SoupSelectors = Annotated[
    tuple[Annotated[Text, AfterValidator(_soup_selector)], ...], BeforeValidator(listed), Field(default=())
]
TreeSelector = Annotated[Text, AfterValidator(_tree_selector)]
Slug = Annotated[Text, AfterValidator(_slug)]
Language = Annotated[Text, AfterValidator(_language)]
Host = Annotated[Text, AfterValidator(_host)]
Zone = Annotated[Text, AfterValidator(_zone)]
OneGroup = Annotated[Text, AfterValidator(_one_group)]
PagePattern = Annotated[Text, AfterValidator(_page_pattern)]
PartsPattern = Annotated[Text, AfterValidator(_parts)]
DateFormat = Annotated[Text, AfterValidator(_date_format)]
