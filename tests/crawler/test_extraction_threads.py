"""What readers wrote below a text leaves it, where no class tells it; what only looks like it stays. Invented prose."""

from __future__ import annotations

import pytest

from crawler.extraction.talk_words import heads_talk, is_answer_button, is_answer_line, is_when
from tests.crawler.invented_pages import PARAGRAPHS, PROSE, TITLE, article

SAID = (
    "Nothing at all has changed at that crossing, whatever the team leader says, and I drive there every week.",
    "Forty soldiers were killed guarding that road, and this is what the village gets for it after two years.",
    "Thank you for this report, it is the first to mention the ferry and the people who had to wait for it.",
)
NAMES = ("riverwatcher", "Ada Probe", "H. Sample")
TEXT = f"<h1>{TITLE}</h1><div class='x1'><p>{PROSE[0]}</p><p>{PROSE[1]}</p><p>{PROSE[2]}</p><p>{PROSE[3]}</p></div>"


def each(form: str) -> str:
    """One part for each of three readers."""
    return "".join(
        form.format(name=name, n=n + 2, text=text) for n, (name, text) in enumerate(zip(NAMES, SAID, strict=True))
    )


THREADS = {
    "a heading with a number": TEXT
    + "<div><h3>Comments (3)</h3><div>"
    + each("<div><div><b>{name}</b></div><p>{text}</p></div>")
    + "</div></div>",
    "a heading and days": TEXT
    + "<div><h2>Kommentare</h2>"
    + each("<div><b>{name}</b><i>0{n}.03.2021</i><p>{text}</p></div>")
    + "</div>",
    "the box to write into between": TEXT
    + "<div><h2>Join the discussion</h2><form><textarea></textarea><button>Post</button></form></div><ol>"
    + each("<li><span>{name}</span><p>{text}</p><div><button>Reply</button></div></li>")
    + "</ol>",
    "answers without a heading": f"<div>{TEXT}<div>"
    + each("<div><b>{name}</b><span>{n} hours ago</span><p>{text}</p><button>Like</button><button>Reply</button></div>")
    + "</div></div>",
    "answers of words that styles part": TEXT
    + "<div>"
    + each("<div><div><b>{name}</b><i>{n}h</i></div><p>{text}</p><div><a>Reply</a><a>Report abuse</a></div></div>")
    + "</div>",
    "parts without an element each": TEXT
    + "<div>"
    + each(
        "<div><b>{name}</b> <i>{n} days ago</i></div><p>{text}</p><div><a href='#'>Reply</a> <a href='#'>Flag</a></div>"
    )
    + "</div>",
    "among the paragraphs' own": f"<h1>{TITLE}</h1><div>{PARAGRAPHS}"
    + each("<div><img src='{n}.svg'><b>{name}</b> · <i>Mar {n}</i><p>{text}</p><button>Reply</button></div>")
    + "</div>",
    "answers by their address": TEXT
    + "<div>"
    + each("<div><b>{name}</b><i>{n}.3.2021</i><p>{text}</p><a href='?replytocom={n}'>Odpovedz</a></div>")
    + "</div>",
    "declared by label": TEXT
    + "<section aria-label='Reader comments'>"
    + each("<div><b>{name}</b><p>{text}</p></div>")
    + "</section>",
    "declared as items": TEXT
    + each("<div itemscope itemtype='https://schema.org/Comment'><b>{name}</b><p>{text}</p></div>"),
    "articles with the numbers of comments": TEXT
    + each("<article id='comment-{n}'><b>{name}</b><p>{text}</p></article>"),
    "an element of a name of its own": TEXT
    + "<app-comments>"
    + each("<div><b>{name}</b><p>{text}</p></div>")
    + "</app-comments>",
    "answers by the labels of their buttons": TEXT
    + "<h2>What readers say</h2><ul>"
    + each("<li><b>{name}</b><i>{n} Mar</i><p>{text}</p><button aria-label='Reply to it'><svg></svg></button></li>")
    + "</ul>",
    "a button that counts them": TEXT
    + "<div><div><button>3 comments</button><button>Newest</button></div>"
    + each("<div><b>{name}</b> <small>{n} days ago</small><p>{text}</p></div>")
    + "</div>",
    "further answers folded away": TEXT
    + "<div><h3>All comments</h3><div>"
    + each(
        "<div><div><b>{name}</b><i>{n}h</i></div><div>{text}</div><div><b>{n}</b><i>View {n} replies</i></div></div>"
    )
    + "</div></div>",
    "the element of a comment system": TEXT
    + "<vf-conversations>"
    + each("<div><b>{name}</b><p>{text}</p></div>")
    + "</vf-conversations>",
    "more words than the text": f"<h1>{TITLE}</h1><div><p>{PROSE[0]}</p><p>{PROSE[1]}</p></div><div><h2>9 replies</h2>"
    + 3 * each("<div><b>{name}</b><i>{n} min</i><p>{text} {text}</p><p>{text}</p></div>")
    + "</div>",
}


@pytest.mark.parametrize("name", THREADS)
def test_what_readers_wrote_is_no_text(name: str) -> None:
    found = article(f"<html><body><div>{THREADS[name]}</div></body></html>")
    assert found.paragraphs == tuple(text for text in PROSE if text in THREADS[name])


# Names, times and texts by turns that are the article's own.
KEPT = {
    "an interview": "".join(
        f"<div><b>{name}</b><p>{text}</p></div>"
        for name, text in zip(2 * ("Reporter", "Ada Probe"), PROSE, strict=True)
    ),
    "a live blog with buttons": "".join(
        f"<article><time>{n} hours ago</time><b>Ada Probe</b><p>{text}</p><button>Share</button></article>"
        for n, text in enumerate(PROSE, 1)
    ),
    "a sub-heading that says comments": "".join(
        [f"<p>{PROSE[0]}</p><p>{PROSE[1]}</p><h2>Comments</h2><p>{PROSE[2]}</p><p>{PROSE[3]}</p>"]
    ),
    "questions and replies": f"<p>{PROSE[0]} {PROSE[1]}</p><h3>Question</h3><p>{PROSE[1]} {PROSE[0]}</p>"
    f"<h3>Reply</h3><p>{PROSE[2]}</p><h3>Question</h3><p>{PROSE[2]} {PROSE[3]}</p><h3>Reply</h3><p>{PROSE[3]}</p>",
    "the dead and their days": "".join(
        f"<div><img src='{n}.jpg'><h4>Private Sample {n}</h4><span>{n} May 1994</span><p>{text}</p></div>"
        for n, text in enumerate(PROSE, 1)
    ),
    "a bar that counts comments": f"<p>{PROSE[0]}</p><p>{PROSE[1]}</p><div><a href='#c'>Comments 12</a><button>Share"
    f"</button></div><p>{PROSE[2]}</p><p>{PROSE[3]}</p>",
    "a bar between summary and text": f"<p>{PROSE[0]} {PROSE[1]}</p><ul><li>comments</li><li>email</li></ul>"
    f"<div><b>By Ada Probe</b><i>4 March 2021 08:15</i></div><article><p>{PROSE[0]}</p><p>{PROSE[1]}</p>"
    f"<h4>1:26 Watch</h4><p>{PROSE[2]}</p><p>{PROSE[3]}</p></article>",
    "a discussion in a study": f"<h2>Introduction</h2><p>{PROSE[0]}</p><p>{PROSE[1]}</p>"
    f"<h2>Discussion</h2><p>{PROSE[2]}</p><h2>Conclusion</h2><p>{PROSE[3]}</p>",
    "a live blog whose posts count their comments": f"<p>{PROSE[0]} {PROSE[1]}</p>"
    + "".join(
        f"<div><div>1{n}:05</div><h3>Post {n}</h3><p>{text}</p><a href='#c'>2 comments</a> <button>Like</button></div>"
        for n, text in enumerate(PROSE)
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_the_articles_own_names_and_times_stay(name: str) -> None:
    found = article(f"<html><body><div><h1>{TITLE}</h1><div class='x1'>{KEPT[name]}</div></div></body></html>")
    assert all(text in found.body for text in PROSE)


def test_a_forum_is_its_posts() -> None:
    """The first post stands as the answers to it do: nothing tells a text from them."""
    posts = "".join(
        f"<div class='post'><b>Sample</b><i>{n}.3.2021</i><p>{text} {PROSE[0]}</p><button>Reply</button></div>"
        for n, text in enumerate(PROSE, 1)
    )
    assert PROSE[3] in article(f"<html><body><h1>{TITLE}</h1><div>{posts}</div></body></html>").body


@pytest.mark.parametrize(
    "line",
    [
        *["Comments", "12 Comments", "Comments (4)", "5 responses to “The crossing”", "Join the discussion"],
        *["Leave a Reply", "评论 5", "网友评论(3)", "댓글 3", "コメント一覧", "3 commentaires"],
        *["Kommentare zu diesem Artikel", "Комментарии"],
    ],
)
def test_a_heading_of_readers_words(line: str) -> None:
    assert heads_talk(line)


@pytest.mark.parametrize("line", ["Comments on the budget", "What the council says", "Comments (0)", "The governor"])
def test_another_heading(line: str) -> None:
    assert not heads_talk(line)


def test_the_lines_of_a_thread() -> None:
    assert all(
        map(is_answer_line, ["Reply", "Like · Reply · 3", "回复赞 3", "RépondreSignaler", "Ответить Пожаловаться"])
    )
    assert not any(map(is_answer_line, ["Report", "Share", "The reply", "Like 2", "A reply from the ministry"]))
    assert is_answer_button("Report")
    assert not is_answer_button("Report of the year")
    assert all(map(is_when, ["3 hours ago", "1d", "Mar 4", "il y a 3 heures", "2小时前 · 湖南", "H. Sample says:"]))
    assert not any(map(is_when, ["Ada Probe", "Dr. Sample", "Reporter", "Ada Sample, 41, baker"]))
