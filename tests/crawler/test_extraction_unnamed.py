"""Captions and lines on the writers that no class tells, and what looks like them. All prose is invented."""

from __future__ import annotations

import pytest

from tests.crawler.invented_pages import PROSE, TITLE, URL, article

CAPTION = "Passengers wait for the ferry at the eastern landing, where the crossing is to be built."
SHORT = "The crossing from above, with the camps behind"
PICTURES = {
    "a line below": f"<div class='css-1'><img src='1.jpg'><div class='css-2'>{CAPTION}</div></div>",
    "a line beside, in the same element": f"<div class='css-1'><img src='1.jpg'><span>{CAPTION}</span></div>",
    "wrapped apart": f"<div><div><div><img src='1.jpg'></div></div><div><div>{CAPTION}</div></div></div>",
    "a credit behind": f"<div><picture><img></picture><div><div>{CAPTION}</div><div>Photo: M. Probe</div></div></div>",
    "a paragraph": f"<div class='x'><img src='1.jpg'><p>{CAPTION}</p></div>",
    "a picture of another kind": f"<div class='x'><amp-img src='1.jpg'></amp-img><div>{SHORT}</div></div>",
    "a picture that scripts load": "<div class='x'><div><noscript><img src='1.jpg'></noscript></div>"
    f"<p class='y'>{CAPTION}</p></div>",
    "no sentence": f"<div class='x'><video src='1.mp4'></video><div>{SHORT}</div></div>",
}


def marked(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize("name", PICTURES)
def test_what_stands_with_a_picture_is_its_caption(name: str) -> None:
    found = article(f"<body><h1>{TITLE}</h1><div>{marked(PROSE[:2])}{PICTURES[name]}{marked(PROSE[2:])}</div></body>")
    assert found.paragraphs == tuple(PROSE)
    assert CAPTION in found.captions or SHORT in found.captions


def test_the_caption_of_the_first_picture() -> None:
    top = f"<div class='a'><img src='1.jpg'><div class='b'>{CAPTION}</div></div>"
    found = article(f"<body><h1>{TITLE}</h1>{top}<div>{marked(PROSE)}</div></body>")
    assert (found.paragraphs, found.captions) == (tuple(PROSE), (CAPTION,))


TEXTS = {
    "a lead with its picture": f"<div class='lead'><img src='1.jpg'><p>{PROSE[0]}</p></div>{marked(PROSE[1:])}",
    "a portrait, a name and a text": marked(PROSE[:2])
    + f"<div><img src='1.jpg'><h3>Mira Probe, baker</h3><p>{PROSE[2]}</p></div>"
    + f"<div><img src='2.jpg'><div>Ada Sample, 41</div><p>{PROSE[3]}</p></div>",
    "a card for each fact": "".join(f"<div><div><img src='1.jpg'></div><p>{text}</p></div>" for text in PROSE),
    "a sign beside a paragraph": f"{marked(PROSE[:3])}<div><img src='bus.svg'><p>{PROSE[3]}</p></div>",
    "a paragraph's wrapper": "".join(
        f"<div class='s'>{'<img>' if n == 2 else ''}<p>{text}</p></div>" for n, text in enumerate(PROSE)
    ),
    "a picture in a paragraph": f"<p><img src='1.jpg'>{PROSE[0]}</p>{marked(PROSE[1:])}",
    "pictures between paragraphs": "<img src='1.jpg'>".join(f"<p>{text}</p>" for text in PROSE),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_with_a_picture_stays(name: str) -> None:
    found = article(f"<body><h1>{TITLE}</h1><div>{TEXTS[name]}</div></body>")
    assert all(text in found.body for text in PROSE)


LETTER = "Get the invented stories of the day by mail, every morning, with all you need to begin the day well."
ORDERED = {
    "a button": f"<div><p>{LETTER}</p><button>Sign up</button></div>",
    "a link": f"<div><div><p>{LETTER}</p></div><div><a href='/letter'>Subscribe now</a></div></div>",
    "a link beside": f"<div><p>{LETTER}</p><a href='/letter'>Suscríbete</a></div>",
}


@pytest.mark.parametrize("name", ORDERED)
def test_a_box_that_offers_letters_is_no_text(name: str) -> None:
    page = f"<body><h1>{TITLE}</h1><div>{marked(PROSE[:2])}{ORDERED[name]}{marked(PROSE[2:])}</div></body>"
    assert article(page).paragraphs == tuple(PROSE)


def test_a_sentence_with_an_order_in_it_stays() -> None:
    told = f"{PROSE[2][:-1]}, and those who want to wait can <a href='/s'>subscribe</a> to the timetable of the ferry."
    page = f"<body><h1>{TITLE}</h1><div>{marked([*PROSE[:2], told, PROSE[3]])}</div></body>"
    assert "timetable" in article(page).paragraphs[2]


BY = "<meta name='author' content='Mira Probe'>"
BIO = "Mira Probe writes about rivers and roads, and lives by the ferry in the invented town of Lower Wau."
LINES = {
    "a last paragraph": f"<p><em>{BIO}</em></p>",
    "below a portrait and the name": f"<div><img src='m.jpg'><div>Mira Probe</div><p>{BIO}</p></div>",
    "below a heading": f"<div><h3>About the author</h3><p>She has reported from three camps. {BIO}</p></div>",
    "one of two": f"<div><a>Mira Probe</a><p>{BIO}</p></div><div><b>Ada Sample</b><p>Ada Sample is editor.</p></div>",
}


@pytest.mark.parametrize("name", LINES)
def test_lines_on_the_writers_are_no_text(name: str) -> None:
    head = BY.replace("Probe", "Probe, Ada Sample") if "two" in name else BY
    page = f"<html><head>{head}</head><body><h1>{TITLE}</h1><div>{marked(PROSE)}{LINES[name]}</div></body></html>"
    assert article(page, URL).paragraphs == tuple(PROSE)


ASKED = "".join(f"<p><b>Mira Probe</b></p><p>{text}</p><p>{text[::-1]}</p>" for text in PROSE)
OWN = {
    "a writer in the story": f"{marked(PROSE[:3])}<p>{BIO.replace(' writes', ' of this paper wrote')}</p>",
    "a writer in the middle": f"{marked(PROSE[:2])}<p>{BIO}</p>{marked(PROSE[2:])}",
    "an interview": ASKED,
    "another's life": f"{marked(PROSE)}<p>Ada Sample is a nurse who lives by the ferry and has three children.</p>",
}


@pytest.mark.parametrize("name", OWN)
def test_writers_in_a_text_stay(name: str) -> None:
    found = article(f"<html><head>{BY}</head><body><h1>{TITLE}</h1><div>{OWN[name]}</div></body></html>")
    assert found.body.count("Probe") + found.body.count("Ada Sample") >= 1
    assert found.paragraphs[-1][-20:] in OWN[name].replace("</p>", "")[-40:]
