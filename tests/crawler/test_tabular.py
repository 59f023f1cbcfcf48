"""Data about many things are no text about one; a text with commas and braces stays a text."""

from __future__ import annotations

import pytest

from crawler.tabular import kind_of_data


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"title": "A", "body": "B"}', "JSON"),
        ('\ufeff [\n {"title": "A"},\n {"title": "B"}\n]\n', "JSON"),
        ('{"title": "A"}\n{"title": "B"}\n', "JSON lines"),
        ('{"title": "A"}\n{"title": cut', "JSON lines"),
        ('uid,url,body\r\na-1,http://n.example/a,"One, two\nthree"\r\na-2,,""\r\n', "a table"),
        ('"Title";"Body text";"Date"\nA;B, C;D\n', "a table"),
        ("title\tbody\tdate\nA\tB, C\t3 Nov.\n", "a table"),
        ("title,body,date\nA," + "x" * 200_000 + ",B\n", "a table"),
        ("Troops, police, staff\nTroops came, police came, staff left.\n", None),
        ("Bangui,Bouar,Bria\n\nPeacekeepers came to Bangui, Bouar, Bria and Birao.\n", None),
        ("[Xinhua] Peacekeepers arrive\n\nJUBA -- They came.", None),
        ("{{title}}\n\nThey came.", None),
        ("A title\n\nA text.", None),
        ("", None),
    ],
)
def test_data_are_told_from_texts(text: str, kind: str | None) -> None:
    assert kind_of_data(text) == kind
