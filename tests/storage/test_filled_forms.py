"""Notices in one wording on different contingents, attacks and places are told apart; a copy of one is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.findings.rules import load_finder
from crawler.peacekeeping.rules import load_relevance
from crawler.reading import read_article
from storage.stored import Stored
from tests.storage.conftest import Newsroom, an_article

START = datetime(2026, 9, 14, 6, 0, tzinfo=UTC)
RELEVANCE = load_relevance()
FINDER = load_finder(RELEVANCE)

MEDALS = (
    "{n} {nation} peacekeepers serving with {mission} were awarded the United Nations medal at a parade on Thursday in"
    " recognition of their dedicated service to peace.\n\nThe Force Commander pinned the medals on the chests of the"
    " peacekeepers and commended them for their professionalism and discipline.\n\nThe parade ended with a march-past"
    " and a cultural show in which dances of the {nation} people were performed."
)
ATTACK = (
    "{who} {nation} killed on {day} when {how} near {place} in the Central African Republic, MINUSCA said.\n\nThe"
    " mission said it had sent a quick reaction force to {place} and that its helicopters were looking for the"
    " attackers.\n\nThe head of the mission condemned the attack and said that attacks on peacekeepers may be war"
    " crimes under international law."
)
OBO = {
    "who": "Two peacekeepers from",
    "nation": "Burundi were",
    "day": "Monday",
    "place": "Obo",
    "how": "a mine went off",
}
BAMBARI = {
    "who": "A peacekeeper from",
    "nation": "Morocco was",
    "day": "Monday",
    "place": "Bambari",
    "how": "gunmen fired",
}
FORMS = {
    "another country": (MEDALS, *({"n": 836, "mission": "UNMISS", "nation": one} for one in ("Indian", "Rwandan"))),
    "another mission": (MEDALS, *({"n": 175, "mission": one, "nation": "Indian"} for one in ("UNISFA", "UNMISS"))),
    "another attack": (ATTACK, OBO, BAMBARI),
}
TAIL = (
    "UNMISS was created by the Security Council in July 2011, when the country became independent, to strengthen"
    " peace and to help to create the conditions for development in the youngest country of the world.\n\nIts mandate"
    " is to protect civilians, to support the delivery of humanitarian aid and to watch over human rights; it may have"
    " 17,000 soldiers and 2,101 police in all ten states of South Sudan."
)
OPENINGS = (
    "Eight teams of girls from Torit played for a cup that peacekeepers from Rwanda had given, and many watched.",
    "A mobile court that travels on a barge with peacekeepers as guards heard cases of cattle theft in Kodok.",
)


def publish(newsroom: Newsroom, source: str, body: str, *, hours: float, title: str) -> Stored:
    address = f"http://{source}.example/{hours:g}.html"
    at = START + timedelta(hours=hours)
    article = an_article(url=address, source=source, title=title, body=body, published_at=at, language="en")
    stored = newsroom.publish(article)
    found = read_article(article, RELEVANCE, FINDER, home=None).findings
    newsroom.archive.findings.replace(stored, article, found, rules="t")
    newsroom.archive.texts.place(stored.article_id)
    return stored


def placed(newsroom: Newsroom, column: str) -> list[int]:
    return [row["it"] for row in newsroom.archive.db.rows(f"SELECT {column} AS it FROM articles ORDER BY id")]


@pytest.mark.parametrize("name", FORMS)
def test_one_wording_on_two_things_is_two_texts_and_two_stories(newsroom: Newsroom, name: str) -> None:
    form, one, other = FORMS[name]
    for number, told in enumerate((one, other)):
        body = form.format(**told)
        publish(newsroom, f"first{number}", body, hours=number, title=body.partition(" in ")[0])
        publish(newsroom, f"copy{number}", body, hours=5 + number, title=f"Also here: {body.partition(' in ')[0]}")
    first, copy, second, again = placed(newsroom, "text_id")
    assert (copy, again) == (first, second)
    assert first != second
    first, copy, second, again = placed(newsroom, "story_id")
    assert (copy, again) == (first, second)
    assert first != second


def test_stock_paragraphs_of_one_outlet_make_no_story(newsroom: Newsroom) -> None:
    for number, opening in enumerate(OPENINGS):
        publish(newsroom, "desk", f"{opening}\n\n{TAIL}", hours=20 * number, title=opening.partition(" th")[0])
    assert len(set(placed(newsroom, "story_id"))) == 2


HELICOPTERS = (
    "Senegal has withdrawn its helicopters from the mission after a technician was hurt near Bambari on Sunday.\n\nThe"
    " two machines that are left stand in Bangui with their blades folded, an officer said.\n\nThe crash is thought to"
    " have been caused by sand in a turbine; a report is due in a month.",
    "Sri Lanka has offered to send three helicopters and 110 airmen, its foreign minister said on Wednesday.\n\nThe"
    " offer comes with the condition that the machines are overhauled at the cost of the United Nations.\n\nIts airmen"
    " would live in Bria, where a runway of 1,800 metres has been laid.",
)


def test_an_article_made_of_two_does_not_make_them_one(newsroom: Newsroom) -> None:
    both = "\n\n".join(HELICOPTERS)
    publish(newsroom, "one", HELICOPTERS[0], hours=0, title="Senegal withdraws helicopters")
    publish(newsroom, "two", HELICOPTERS[1], hours=40, title="Sri Lanka offers helicopters")
    publish(newsroom, "three", both, hours=50, title="Helicopters come and go")
    first, second, made = placed(newsroom, "text_id")
    assert first != second
    assert made == first


def test_the_halves_of_a_text_that_was_there_before_are_the_same_text(newsroom: Newsroom) -> None:
    publish(newsroom, "one", "\n\n".join(HELICOPTERS), hours=0, title="Helicopters come and go")
    for number, half in enumerate(HELICOPTERS):
        publish(newsroom, f"part{number}", half, hours=5 + number, title="Helicopters")
    assert len(set(placed(newsroom, "text_id"))) == 1


CONDEMNED = (
    "The Secretary-General strongly condemns the attack of {day} September against a patrol near {place} in which one"
    " peacekeeper from Gabon lost his life.\n\nHe expresses his deepest condolences to the family of the fallen and"
    " wishes a speedy recovery to those who were injured.\n\nHe recalls that attacks against peacekeepers may be war"
    " crimes under international law, and calls on the authorities to spare no effort to bring those who did it to"
    " justice swiftly."
)


def test_a_form_on_another_day_and_place_is_another_text_at_two_outlets_too(newsroom: Newsroom) -> None:
    for number, (day, place) in enumerate(((16, "Bria"), (17, "Obo"))):
        body = CONDEMNED.format(day=day, place=place)
        publish(newsroom, "one", body, hours=24 * number, title=f"Attack near {place} condemned")
        publish(newsroom, "two", body, hours=24 * number + 2, title=f"Condolences after {place}")
    first, copy, second, again = placed(newsroom, "text_id")
    assert (copy, again) == (first, second)
    assert first != second


BULLETIN = (
    "In the 24 hours to the morning of {day} September, peacekeepers carried out {n} patrols in the area.\n\nThe"
    " crossing was open from 8 in the morning until sunset, and engineers mended the fence near post 22."
)


def test_the_bulletin_of_another_day_is_another_text_though_most_of_its_numbers_stay(newsroom: Newsroom) -> None:
    for number, patrols in enumerate((41, 38, 44)):
        body = BULLETIN.format(day=14 + number, n=patrols)
        publish(newsroom, "desk", body, hours=24 * number, title="Daily bulletin")
    assert len(set(placed(newsroom, "text_id"))) == 3
