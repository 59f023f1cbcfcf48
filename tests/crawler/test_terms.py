"""The terms file: what is packaged, a file of the user's own, and every mistake named."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from crawler.peacekeeping import terms
from crawler.peacekeeping.rules import load_relevance
from crawler.peacekeeping.terms import parse_terms
from storage.errors import ConfigurationError
from storage.records import Article, Label

PACKAGED = resources.files("crawler.peacekeeping").joinpath("terms.toml").read_text(encoding="utf-8")
OWN = """
[meta]
version = "mine"
[missions]
[missions.weights]
un-pko = 6
[contested]
reason = "none of mine"
[[strong]]
lang = "en"
term = "Wattle Guard"
variants = [{ text = "WG", needs_support = true }]
weight = 5
reason = "a local name"
"""


def own(**changes: Any) -> dict[str, Any]:
    return {**tomllib.loads(OWN), **changes}


def test_packaged_file_is_valid_and_tells_every_key_at_its_head() -> None:
    packaged = parse_terms(tomllib.loads(PACKAGED), file="terms.toml")
    head = PACKAGED.split("\n[meta]", 1)[0]
    keys = {name for model in _models() for name in _keys(model)}
    missing = [key for key in keys if key not in head]
    assert missing == []
    assert (packaged.meta.accept_at, packaged.meta.review_at) == (10, 5)


def _keys(model: Any) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _models() -> list[Any]:
    return [
        getattr(terms, name)
        for name in (
            "Meta",
            "StrongEntry",
            "Supporting",
            "Passing",
            "Transcript",
            "MissionRules",
            "Spelling",
            "Pattern",
            "Subject",
            "Resolutions",
            "TieRules",
            "TieKind",
        )
    ]


def test_users_own_file_takes_the_place_of_ours(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(OWN, encoding="utf-8")
    relevance = load_relevance(file)
    assert relevance.version.startswith("mine+")
    assert relevance.decide(Article(title="Wattle-Guard returns", body="WG men.")).label is Label.PEACEKEEPING
    assert relevance.decide(Article(title="Peacekeeping", body="UN peacekeepers")).label is Label.OTHER


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (own(strong=[]), ["strong", "allowed: a list of 1 entries"]),
        (own(strang=[]), ["strang: unknown key", 'did you mean "strong"']),
        (own(meta={"version": "x", "accept_at": 3, "review_at": 5}), ["review_at", "found 5", "at most accept_at"]),
        (own(meta={"version": "x", "accept_at": "high"}), ["meta.accept_at", '"high"', "a number"]),
        (own(contested={"reason": "", "pattern": [{"id": "a", "any": ["b"]}]}), ["contested.pattern[1].with: missing"]),
        (
            own(strong=[{"lang": "en", "term": "x", "weight": -1, "reason": ""}]),
            ["strong[1].weight", "found -1", "more than 0"],
        ),
        (
            own(strong=[{"lang": "", "term": "x", "weight": 1, "reason": "", "variants": [{"text": "a", "nere": []}]}]),
            ["strong[1].variants[1].nere: unknown key", '"near"'],
        ),
        (
            own(strong=[{"lang": "en", "term": "x", "weight": 1, "reason": "", "variants": ["y", 5]}]),
            ["strong[1].variants[2]: found 5; allowed: a text in quotes, or a table with text"],
        ),
        (
            own(subject=[{"id": "games", "words": ["goal", "goal", "league"]}]),
            ["subject[1]: at_least: found 3, allowed: at most 2, as many as there are words"],
        ),
        (
            own(strong=[{"lang": "en", "term": "x", "weight": 1, "reason": "", "operation_kind": "army"}]),
            ["operation_kind", "'army'", "un-pko"],
        ),
        (
            own(supporting=[{"lang": "en", "terms": ["a"], "weak": ["b"], "weight": 1, "cap": 4, "reason": ""}]),
            ["weak: found b", "words of the same table's terms"],
        ),
    ],
)  # fmt: skip
def test_mistake_names_file_key_found_and_allowed(table: dict[str, Any], told: list[str]) -> None:
    with pytest.raises(ConfigurationError) as error:
        parse_terms(table, file="mine.toml")
    assert all(word in str(error.value) for word in ["mine.toml", *told]), str(error.value)


@pytest.mark.parametrize("content", [b"[meta", b"\xff\xfe\x00", None], ids=["no TOML", "no text", "no file"])
def test_unreadable_file_is_a_configuration_error(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"mine\.toml: found no"):
        load_relevance(file)


def test_thresholds_over_the_file_are_checked_too() -> None:
    with pytest.raises(ConfigurationError, match="review_at"):
        load_relevance(accept=2)


def test_each_version_names_its_contents(tmp_path: Path) -> None:
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    one.write_text(OWN, encoding="utf-8")
    two.write_text(OWN.replace("weight = 5", "weight = 6"), encoding="utf-8")
    assert load_relevance(one).version != load_relevance(two).version
