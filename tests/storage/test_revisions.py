from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.revisions import COMPARED, MOST_CHANGES, differences

BODY = "JUBA, Nov. 1 -- Some 2,500 troops arrived on Monday.\n\nColonel Ann Example said they would not leave."


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("2,500 troops", "2,600 troops", "figure"),
        ("2,500 troops", "2500 troops", "wording"),
        ("Some 2,500", "Nearly 2,500", "wording"),
        ("Some 2,500 troops", "Three troops", "figure"),
        ("Nov. 1", "Nov. 2", "date"),
        ("on Monday", "on Tuesday", "date"),
        ("Ann Example", "Bo Example", "name"),
        ("would not leave", "would leave", "negation"),
        ("arrived", "landed", "wording"),
        ("said they", "said that they", "wording"),
    ],
)
def test_a_change_is_named_by_its_weightiest_difference(old: str, new: str, kind: str) -> None:
    changes = differences({"body": BODY}, {"body": BODY.replace(old, new)})
    assert [change.kind for change in changes] == [kind]
    assert changes[0].old != changes[0].new


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("维和官兵30人抵达", "维和官兵40人抵达", "figure"),
        ("11月1日电 官兵抵达", "11月2日电 官兵抵达", "date"),
        ("官兵没有受伤", "官兵受伤", "negation"),
        ("官兵抵达", "官兵到达", "wording"),
        ("指挥员米洛图·基萨马表示", "指挥员塔武·卡迪表示", "name"),
        ("中队长张伟说", "中队长李强说", "name"),
        ("২৫ জন সৈন্য", "২৬ জন সৈন্য", "figure"),
    ],
)
def test_changes_in_other_scripts(old: str, new: str, kind: str) -> None:
    assert [change.kind for change in differences({"body": old}, {"body": new})] == [kind]


@pytest.mark.parametrize(
    "spaced", [BODY.replace(" ", "  "), BODY + "\n", BODY.replace("\n\n", "\n\n\n"), BODY.replace(" ", "\u00a0")]
)
def test_white_space_alone_is_no_change(spaced: str) -> None:
    assert differences({"body": BODY, "title": " A  b"}, {"body": spaced, "title": "A b "}) == ()


def test_every_compared_field_counts_and_no_other() -> None:
    old = dict.fromkeys(COMPARED, "one") | {"captions": ["one"], "related": "a", "evidence": "a"}
    new = dict.fromkeys(COMPARED, "other") | {"captions": ["other"], "related": "b", "evidence": "b"}
    assert {change.field for change in differences(old, new)} == set(COMPARED)


def test_added_and_removed_say_so_with_none() -> None:
    (added,) = differences({"title": None, "body": "a"}, {"title": "T", "body": "a"})
    assert (added.old, added.new) == (None, "T")
    (gone,) = differences({"body": BODY}, {"body": BODY.split("\n\n", maxsplit=1)[0]})
    assert gone.new is None
    assert "not leave" in str(gone.old)


def test_weightier_changes_come_first() -> None:
    new = BODY.replace("arrived on", "landed on").replace("would not leave", "would leave")
    assert [change.kind for change in differences({"body": BODY}, {"body": new})] == ["negation", "wording"]


def test_a_huge_rewritten_text_is_compared_in_time_and_bounds() -> None:
    old = "\n\n".join(f"Paragraph {n} " + "word " * 4000 for n in range(60))
    new = "\n\n".join(f"Absatz {n} " + "wort " * 4000 for n in range(300))
    changes = differences({"body": old}, {"body": new})
    assert len(changes) == MOST_CHANGES
    assert all(len(change.new or "") <= 240 for change in changes)


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("The unit's post", "The unit\u2019s post", False),
        ('He said "yes".', "He said \u201cyes\u201d.", False),
        ("peace\u00adkeepers", "peacekeepers", False),
        ("\ufeffJUBA", "JUBA", False),
        ("Jose\u0301 Example", "Jos\u00e9 Example", False),
        ("维和\u200b部队", "维和部队", False),
        ("In Juba they met", "In Juba, they met", True),
        ("10\u00b2 metres", "102 metres", True),
        ("５人", "5人", True),
    ],
)
def test_what_no_reader_sees_is_below_the_least_size(old: str, new: str, changed: bool) -> None:
    assert (
        bool(differences({"title": old, "body": f"{old}\n\nSame."}, {"title": new, "body": f"{new}\n\nSame."}))
        == changed
    )


@given(st.text(st.characters(codec="ascii")), st.text(st.characters(codec="ascii")))
def test_equal_texts_and_only_those_have_no_differences(old: str, new: str) -> None:
    same = old.split() == new.split()
    assert (differences({"body": old}, {"body": new}) == ()) == same
