"""Patterns that are compiled late: all of them compile, and behave as patterns do."""

from __future__ import annotations

import importlib
import pkgutil
import re
from types import ModuleType

import pytest

import crawler.findings
from crawler.findings.patterns import lazy

MODULES = [found.name for found in pkgutil.iter_modules(crawler.findings.__path__)]


def patterns(module: ModuleType) -> list[re.Pattern[str]]:
    """The patterns of a module, also those in tables."""
    kind = type(lazy(""))
    values = list(vars(module).values())
    values += [one for value in values if isinstance(value, dict) for one in value.values()]
    values += [one for value in values if isinstance(value, (list, tuple)) for one in value]
    return [one for one in values if isinstance(one, kind)]


@pytest.mark.parametrize("name", MODULES)
def test_every_pattern_of_the_rules_compiles(name: str) -> None:
    for pattern in patterns(importlib.import_module(f"crawler.findings.{name}")):
        assert pattern.search("") is None or pattern.pattern


@pytest.mark.parametrize("name", MODULES)
def test_a_capital_is_asked_for_where_case_counts(name: str) -> None:
    """In a pattern that ignores case a bare [A-Z] is any letter; (?-i:[A-Z]) is a capital."""
    for pattern in patterns(importlib.import_module(f"crawler.findings.{name}")):
        plain = re.sub(r"\(\?-i:(?:[^()]|\([^()]*\))*\)", "", pattern.pattern)
        assert not (pattern.flags & re.IGNORECASE and re.search(r"\[[^\]]*A-Z(?!a-z)", plain)), pattern.pattern


def test_it_is_used_as_a_pattern_is() -> None:
    pattern = lazy(r"(?P<number>\d+) men", re.IGNORECASE)
    assert [found["number"] for found in pattern.finditer("12 MEN, 13 men")] == ["12", "13"]
    assert pattern.flags & re.IGNORECASE
    assert pattern.sub("x", "a 1 men") == "a x"
    assert pattern.fullmatch("about 12 men", 6) is not None


def test_a_mistake_is_told_at_the_first_use() -> None:
    with pytest.raises(re.error):
        lazy("(").search("text")
