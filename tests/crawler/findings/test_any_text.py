"""The rules on any text at all: they never raise, and every span lies inside its field."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.finding_forms import field_text, finding_from_form, finding_to_form
from storage.records import Article
from tests.crawler.findings.texts import an_item, found

PIECES = (
    "peacekeepers", "Chinese", "China", "第24批", "赴黎巴嫩维和部队", "2,500", "1.2万", "more than", "Resolution 2518",
    "killed", "牺牲", "Major General", "Force Commander", "John Smith", "UNIFIL", "on May 3", "3月5日", "twenty-five",
    "“We stay,” said", "visited", "the 10th", "battalion", "to South Sudan (Juba)",
    ".", "。", ",", "，", "\n\n", " ", "(", ")",
    "2,87,000", "12-0-3", "the second-largest contributor", "Dr.", "U.N.", "among them", "including", "余名", "人",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
)


@settings(max_examples=150, deadline=None)
@given(body=TEXTS, title=TEXTS, language=st.sampled_from(["en", "zh", "fr", "ru", "ar", None]))
def test_any_text_gives_findings_inside_their_field(body: str, title: str, language: str | None) -> None:
    article: Article = an_item(body, title=title, language=language, captions=(title,))
    for one in found(article):
        text = field_text(article, one.field, one.position)
        assert one.parts
        assert all(0 <= start < end <= len(text) for start, end in one.parts)
        assert finding_from_form(finding_to_form(one, article)) == one


def test_a_long_hostile_text_ends() -> None:
    for piece in ("1 000 ", "more than ", "Chinese ", "the ", "General ", "“", "第", "killed ", "and ", "1,", "A. "):
        found(an_item(piece * (30_000 // len(piece))))
