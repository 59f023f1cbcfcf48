from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.copies import archive as written_archive
from crawler.findings.rules import load_finder
from crawler.peacekeeping.rules import load_relevance
from crawler.reading import read_article
from reports.carried import carried_form, carried_lines
from storage.accounts import Account, account_of
from storage.added_facts import added
from storage.findings import Casualty, Figure, Finding, MissionMention, Person, Rotation
from storage.records import Article
from storage.stored import Change, Stored
from storage.stories import tie
from tests.storage.conftest import Newsroom, an_article, replace

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def an_account(**more: object) -> Account:
    sets = {name: frozenset(value) if isinstance(value, (set, list, tuple)) else value for name, value in more.items()}
    return Account(**{"day": 100, "source": "one", "language": "en", **sets})  # type: ignore[arg-type]


NUMBERS = {"120", "340", "56"}
MEDAL = {"title": {"medal", "parade", "bentiu"}, "missions": {"UNMISS"}, "countries": {"GHA"}}
TIED = {
    "the same numbers, mission and headline": (
        {**MEDAL, "numbers": NUMBERS},
        {**MEDAL, "numbers": NUMBERS, "source": "two", "day": 101},
    ),
    "a translation by numbers, mission and country": (
        {"numbers": NUMBERS, "missions": {"UNMISS"}, "countries": {"GHA"}},
        {"numbers": NUMBERS, "missions": {"UNMISS"}, "countries": {"GHA"}, "language": "fr", "source": "two"},
    ),
    "the same step of a numbered contingent": (
        {"rotations": {"CHN|10|left|UNMISS"}, "missions": {"UNMISS"}, "countries": {"CHN"}},
        {"rotations": {"CHN|10|left|"}, "missions": {"UNMISS"}, "countries": {"CHN"}, "source": "two"},
    ),
    "declared as one, weeks apart": (
        {"addresses": {"one.example/en/77.html"}, "alternates": {"zh one.example/zh/78.html"}},
        {
            "addresses": {"one.example/zh/78.html"},
            "alternates": {"en one.example/en/77.html"},
            "day": 190,
            "language": "zh",
        },
    ),
}
SAID = {"missions": {"UNMISS"}, "countries": {"CHN"}}
HERE = {"addresses": {"desk.example/en/1"}, "keys": {"desk.example 1636004"}, **SAID}
THERE = {
    "addresses": {"desk.example/fr/9"}, "keys": {"desk.example 1636004"}, "language": "fr", "day": 103, **SAID,
    "source": "two",
}  # fmt: skip
TIED |= {
    "one page names the other": (
        {**HERE, "keys": ()},
        {**THERE, "keys": (), "alternates": {"en desk.example/en/1", "es desk.example/es/4"}},
    ),
    "the outlet's own number in both sections": (HERE, THERE),
}
APART = {
    "one page names the other, which names another page in its language": (
        {**HERE, "keys": (), "alternates": {"fr desk.example/fr/8"}},
        {**THERE, "keys": (), "alternates": {"en desk.example/en/1"}},
    ),
    "a page that every page names, with other facts": (
        {**HERE, "keys": ()},
        {**THERE, "keys": (), "alternates": {"en desk.example/en/1"}, "missions": {"UNIFIL"}, "countries": {"IDN"}},
    ),
    "the outlet's own number in one language twice": (HERE, {**THERE, "language": "en"}),
    "the outlet's own number, months apart": (HERE, {**THERE, "day": 190}),
    "a headline in common, people and numbers not": (
        {**MEDAL, "title": {"pupils", "return", "rooms", "bovuno"}, "people": {"fewara bashosi"}, "numbers": {"83"}},
        {**MEDAL, "title": {"pupils", "return", "rooms", "yevuno"}, "people": {"riwasi fewa"}, "numbers": {"61"}},
    ),
    "ten days apart": ({**MEDAL, "numbers": NUMBERS}, {**MEDAL, "numbers": NUMBERS, "source": "two", "day": 110}),
    "another contingent of the country": (
        {**MEDAL, "rotations": {"CHN|10|left|UNMISS"}},
        {**MEDAL, "rotations": {"CHN|11|left|UNMISS"}, "source": "two"},
    ),
    "other missions": ({**MEDAL, "numbers": NUMBERS}, {**MEDAL, "numbers": NUMBERS, "missions": {"UNIFIL"}}),
    "nothing but mission and country": (
        {"missions": {"UNMISS"}, "countries": {"GHA"}, "places": {"bentiu"}},
        {"missions": {"UNMISS"}, "countries": {"GHA"}, "places": {"bentiu"}, "source": "two"},
    ),
    "the same headline over other numbers": (
        {**MEDAL, "numbers": NUMBERS},
        {**MEDAL, "numbers": {"77", "81", "99"}, "source": "two", "day": 101},
    ),
}


@pytest.mark.parametrize("name", TIED)
def test_accounts_of_one_event(name: str) -> None:
    first, second = (an_account(**one) for one in TIED[name])
    found = tie(first, second)
    assert found is not None
    assert found == tie(second, first)
    assert found.why
    assert found.translation == (first.language != second.language)


@pytest.mark.parametrize("name", APART)
def test_accounts_of_two_events(name: str) -> None:
    first, second = (an_account(**one) for one in APART[name])
    assert tie(first, second) is None


def test_an_account_keeps_its_form() -> None:
    account = an_account(title={"a", "b"}, numbers={"3"}, language=None)
    assert Account.of_form(account.form()) == account


def test_the_keys_of_an_account_by_which_translations_are_declared() -> None:
    given = {
        "day": 1, "source": "one", "title": None, "body": "", "dateline_place": None, "findings": (), "key": "1636004",
    }  # fmt: skip
    english = account_of(
        **given, language="en", addresses=["https://eng.ministry.example/a/1636004.html"],
        alternates={"zh-hans": "http://www.ministry.example/a/1636004.html", "en": "https://eng.ministry.example/a/1636004.html"},
    )  # fmt: skip
    chinese = account_of(**given, language="zh", addresses=["https://www.ministry.example/a/1636004.html/"])
    other = account_of(**given, language="zh", addresses=["https://www.army.example/a/1636004.html"])
    assert english.alternates == {"zh ministry.example/a/1636004.html"}
    assert english.named == chinese.addresses
    assert english.keys == chinese.keys == {"ministry.example 1636004"}
    assert english.declared_by() & chinese.declared_marks()
    assert not english.declared_by() & other.declared_marks()


def test_who_added_facts() -> None:
    dead: Finding = Casualty(field="body", parts=((0, 1),), rule="t", kind="death", value=3.0)
    again: Finding = Casualty(field="title", parts=((4, 9),), rule="t", kind="death", value=3.0)
    name: Finding = Person(field="body", parts=((0, 1),), rule="t", name="Berin Marrowby")
    assert added([("a-1", [dead]), ("a-2", [again, name])]) == {
        "a-1": ["casualty death 3"],
        "a-2": ["person berin marrowby"],
    }


def finding(kind: type[Finding], **more: object) -> Finding:
    return kind(**{"field": "body", "parts": ((0, 4),), "rule": "t", **more})  # type: ignore[arg-type]


LEFT = (
    finding(Rotation, ordinal=10, country="CHN", mission="UNMISS", step="left"),
    finding(MissionMention, mission="UNMISS"),
    finding(Figure, value=331.0, unit="persons"),
)


def publish(newsroom: Newsroom, source: str, findings: Sequence[Finding], *, hours: float, language: str) -> Stored:
    article = an_article(
        url=f"http://{source}.example/1.html", source=source, title=f"{source} reports", language=language,
        body=f"{source} tells in its own {language} words what happened, and nothing of it stands elsewhere.",
        published_at=START + timedelta(hours=hours),
    )  # fmt: skip
    stored = newsroom.publish(article)
    newsroom.archive.findings.replace(stored, article, findings, rules="t")
    newsroom.archive.texts.place(stored.article_id)
    return stored


def test_a_story_in_the_archive(newsroom: Newsroom) -> None:
    first = publish(newsroom, "agency", LEFT, hours=0, language="en")
    own = publish(newsroom, "paper", [*LEFT, finding(Person, name="Berin Marrowby")], hours=5, language="en")
    foreign = publish(newsroom, "journal", LEFT, hours=8, language="fr")
    other = publish(newsroom, "bulletin", [finding(MissionMention, mission="UNIFIL")], hours=8, language="en")
    db = newsroom.archive.db
    rows = db.rows(
        "SELECT uid, first_uid, lag_hours FROM story_carriers WHERE story_id = ? ORDER BY at", (first.article_id,)
    )
    assert [tuple(row.values()) for row in rows] == [
        (first.uid, first.uid, 0.0), (own.uid, first.uid, 5.0), (foreign.uid, first.uid, 8.0)
    ]  # fmt: skip
    translations = db.rows("SELECT article_id, text_id FROM appearances WHERE relation = 'translation'")
    assert [row["article_id"] for row in translations] == [foreign.article_id]
    assert db.value("SELECT story_id FROM articles WHERE id = ?", (other.article_id,)) == other.article_id
    company = newsroom.archive.carriers.of(own.uid)
    assert company is not None
    assert [one.facts for one in company.carriers[1:]] == [("person berin marrowby",), ()]
    told = "\n".join(carried_lines(company))
    assert "rotation CHN 10 left UNMISS" in told
    assert f"{own.uid} added: person berin marrowby" in told
    assert f"a translation of text {first.uid}" in told
    form = carried_form(company)
    assert form is not None
    assert form["story"] == first.uid


def test_a_page_that_names_its_translation_when_that_came_out_later(newsroom: Newsroom) -> None:
    texts, db = newsroom.archive.texts, newsroom.archive.db
    english = an_article(url="http://desk.example/en/1", source="desk", language="en", published_at=START)
    french = an_article(
        url="http://desk.example/fr/7", source="desk", language="fr", published_at=START, title="Un pont",
        body="Le pont de la vallée est ouvert aux camions depuis lundi matin, disent les ingénieurs.",
    )  # fmt: skip
    for one in (english, french):
        texts.place(newsroom.publish(one).article_id)
    assert db.value("SELECT count(*) FROM appearances WHERE relation = 'translation'") == 0
    again = newsroom.publish(replace(english, inferred={"translations": {"fr": french.url}}))
    texts.place(again.article_id)
    assert again.change is Change.UNCHANGED
    assert newsroom.archive.articles.load(again.uid).inferred == {"translations": {"fr": french.url}}
    assert db.value("SELECT why FROM story_pairs WHERE translation").startswith("the page at desk.example/en/1 names")


def test_articles_of_before_there_were_texts_get_theirs(newsroom: Newsroom) -> None:
    stored = newsroom.publish(an_article())
    assert newsroom.archive.texts.place_waiting() == 1
    assert newsroom.archive.texts.place_waiting() == 0
    assert newsroom.archive.db.value("SELECT text_id FROM articles") == stored.article_id


def test_a_story_that_grows_together_names_its_former_numbers(newsroom: Newsroom) -> None:
    later = publish(newsroom, "late", LEFT, hours=100, language="en")
    early = publish(newsroom, "early", LEFT, hours=0, language="en")
    db = newsroom.archive.db
    assert db.value("SELECT count(DISTINCT story_id) FROM articles") == 2
    publish(newsroom, "between", LEFT, hours=50, language="en")
    assert db.rows("SELECT id, merged_into, first_article_id FROM stories WHERE id <= 2 ORDER BY id") == [
        {"id": later.article_id, "merged_into": None, "first_article_id": early.article_id},
        {"id": early.article_id, "merged_into": later.article_id, "first_article_id": early.article_id},
    ]


def test_scripted_stories(newsroom: Newsroom) -> None:
    relevance = load_relevance()
    finder = load_finder(relevance)
    truth: dict[str, list[str]] = defaultdict(list)
    for one in written_archive(36, seed=11, days=60):
        article = Article(
            url=one.url, source=one.source, title=one.title, body=one.body, published_at=one.published_at,
            language=one.language,
        )  # fmt: skip
        found = read_article(article, relevance, finder, home=None).findings
        stored = newsroom.publish(article)
        newsroom.archive.findings.replace(stored, article, found, rules="t")
        newsroom.archive.texts.place(stored.article_id)
        truth[one.story].append(one.url)
    groups: dict[int, list[str]] = defaultdict(list)
    for row in newsroom.archive.db.rows("SELECT story_id, url FROM articles"):
        groups[row["story_id"]].append(row["url"])
    wanted, told = (
        {pair for urls in parted.values() for pair in itertools.combinations(sorted(urls), 2)}
        for parted in (truth, groups)
    )
    assert 2 * len(wanted & told) >= 0.95 * (len(wanted) + len(told))
