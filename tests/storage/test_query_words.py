"""The query language: what is read, what is refused with which advice, and that a query is written as it is read."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.cjk import Term
from storage.errors import UsageError
from storage.query_fields import FIELDS, Compared, Days
from storage.query_words import Group, Query, advice, parse


def words(*terms: str, wanted: bool = True) -> Group:
    return Group("", tuple(Term(term.removesuffix("*"), term.endswith("*")) for term in terms), wanted)


@pytest.mark.parametrize(
    ("query", "groups"),
    [
        ("juba ferry", [words("juba"), words("ferry")]),
        ("juba AND ferry", [words("juba"), words("ferry")]),
        ("juba juba", [words("juba")]),
        ('"medal parade"', [words("medal parade")]),
        ("\u201cmedal parade\u201d", [words("medal parade")]),
        ('"medal parade', [words("medal parade")]),
        ("deploy*", [words("deploy*")]),
        ("bridge -drill", [words("bridge"), words("drill", wanted=False)]),
        ("bridge \u2212drill", [words("bridge"), words("drill", wanted=False)]),
        ("secretary-general", [words("secretary-general")]),
        ("juba ferry OR bridge", [words("juba"), words("ferry", "bridge")]),
        ("a OR b OR c*", [words("a", "b", "c*")]),
        ("\u7ef4\u548c \u4fee\u6865", [words("\u7ef4\u548c"), words("\u4fee\u6865")]),
        ("\uff35\uff2e", [words("UN")]),
        ("10:30 1,200 50%", [words("10:30"), words("1,200"), words("50%")]),
        ("x=1 a>b a:", [words("x=1"), words("a>b"), words("a:")]),
        ("(juba ferry)", [words("(juba"), words("ferry)")]),
        ("juba - ferry", [words("juba"), words("ferry")]),
        ("title:ferry*", [Group("title", (Term("ferry", prefix=True),))]),
        ("Mission:UNMISS", [Group("mission", ("UNMISS",))]),
        ("mission:UNMISS OR mission:UNISFA", [Group("mission", ("UNMISS", "UNISFA"))]),
        ("-mission:UNMISS x", [Group("mission", ("UNMISS",), wanted=False), words("x")]),
        ("country:chn", [Group("country", ("chn",))]),
        ('person:"Ada Example"', [Group("person", ("Ada Example",))]),
        ("resolution:02790", [Group("resolution", ("2790",))]),
        ("figure>1,000", [Group("figure", (Compared(">", 1000),))]),
        ("figure:=181", [Group("figure", (Compared("=", 181),))]),
        ("figure:181", [Group("figure", (Compared("=", 181),))]),
        ("figure:<=2.5", [Group("figure", (Compared("<=", 2.5),))]),
        ("has:Casualty", [Group("has", ("casualty",))]),
        ("label:all", [Group("label", ("all",))]),
        ("after:2026-01-31", [Group("after", (Days("2026-01-31", None),))]),
        ("before:2026-02", [Group("before", (Days(None, "2026-02-01"),))]),
        ("on:2026-12", [Group("on", (Days("2026-12-01", "2027-01-01"),))]),
        ("on:2026 OR on:2024", [Group("on", (Days("2026-01-01", "2027-01-01"), Days("2024-01-01", "2025-01-01")))]),
    ],
)
def test_how_a_query_is_read(query: str, groups: list[Group]) -> None:
    assert parse(query) == Query(tuple(groups))


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ("", "no word to search for"),
        ("!? *", "no word to search for"),
        ("-juba", "no word to search for"),
        ("x" * 1001, "longer than 1000"),
        ("a " * 41 + " ".join(str(number) for number in range(41)), "more than 40 words"),
        ("OR juba", "between two words"),
        ("juba OR", "between two words"),
        ("juba OR OR ferry", "between two words"),
        ("juba OR !", "between two words"),
        ("juba OR -ferry", "write -this -that"),
        ("juba OR mission:UNMISS", "mission:UNMISS OR mission:UNISFA"),
        ("after:2025 OR after:2026", "OR joins"),
        ("(juba OR ferry)", "brackets have no meaning"),
        ("NOT juba", "write -word"),
        ("colour:blue", "there is no field colour: (there are title, mission,"),
        ("https://outlet.example/a", 'in quotes: "https://outlet.example/a"'),
        ("casualties>10", "write figure>10"),
        ("mission:", "write it as mission:UNMISS"),
        ("mission:>5", "mission: takes no >"),
        ("lang:english", "two-letter code"),
        ("label:good", "peacekeeping, borderline, contested, other, all"),
        ("has:deaths", "casualty"),
        ("type:x", "type:x is not known; give one of news, transcript, gallery, statement"),
        ("figure>many", "figure takes a number"),
        ("figure:", "figure>1000"),
        ("resolution:s/2790", "a number such as 2790"),
        ("after:yesterday", "a day such as 2026-01-31"),
        ("on:2026-02-30", "a day such as"),
        ("before:9999-12-31 on:9999", "a day such as"),
        ("label:other label:contested", "write label:this OR label:that"),
    ],
)
def test_a_wrong_query_is_told_what_to_write(query: str, advice: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse(query)
    assert advice in str(refused.value)


@pytest.mark.parametrize("field", FIELDS)
def test_the_example_of_every_field_is_a_query(field: str) -> None:
    (group,) = parse(FIELDS[field][0]).groups
    assert group.field == field


def test_narrowing_takes_the_place_of_what_only_one_can_hold() -> None:
    assert str(parse("juba label:all source:a").narrowed("label", "other")) == "juba source:a label:other"
    assert str(parse("mission:UNMISS").narrowed("mission", "UNISFA")) == "mission:UNMISS mission:UNISFA"
    assert str(parse("mission:UNMISS").narrowed("mission", "UNMISS")) == "mission:UNMISS"
    assert str(parse("juba").narrowed("mission", "EUFOR Althea")) == 'juba mission:"EUFOR Althea"'


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("ferry or bridge", "or was looked for as a word of the text; to join words write OR"),
        ("ferry And bridge", "write AND"),
        ("ferry not bridge", "to leave a word out write -word"),
        ("ferry OR bridge", None),
        ("or ferry", None),
        ('ferry "or" bridge', None),
        ('"ferry or bridge"', None),
        ("title:or ferry bridge", None),
    ],
)
def test_a_small_word_that_could_join_is_told_of(query: str, said: str | None) -> None:
    told = advice(query)
    assert told is said is None or (said or "") in (told or "")


PIECES = st.sampled_from(
    [
        *(example for example, _ in FIELDS.values()),
        "OR",
        "AND",
        "NOT",
        "-",
        '"',
        "*",
        "a",
        "b*",
        "\u7ef4",
        "(",
        ":",
        ">1",
    ]
)


@given(st.text(max_size=40) | st.lists(PIECES, max_size=8).map(" ".join) | st.lists(PIECES, max_size=5).map("".join))
@example('"0*')
@example('x="a b"')
@example("-\u2212x*")
@example("figure>0.1")
def test_what_was_read_is_written_so_that_it_is_read_again(text: str) -> None:
    with contextlib.suppress(UsageError):
        query = parse(text)
        assert parse(str(query)) == query
