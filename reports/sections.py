"""The fourteen sections of a digest: their keys, order, titles and what a reader finds in each. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One section. key: as profiles and edition rows name it; anchor: its place in a page."""

    key: str
    number: int
    title: str
    about: str

    @property
    def anchor(self) -> str:
        """The name of its place in a page; mission and article anchors never begin like it."""
        return f"s-{self.key}"


SECTIONS = tuple(
    Section(key, number, title, about)
    for number, (key, title, about) in enumerate(
        (
            ("head", "The week", "The window, and what was read for it."),
            (
                "top",
                "Lines that matter",
                "By a fixed rule: casualties, mandates, moved numbers, rotations, visits; then what most outlets tell.",
            ),
            (
                "missions",
                "By mission",
                "The most named first; an item in full under the mission it is most about, a day of a story once.",
            ),
            ("numbers", "Numbers", "Only what this week's items say, against all that the archive has heard before."),
            ("casualties", "Casualties", "Once an incident, with whose word confirms it."),
            (
                "mandates",
                "Mandates and resolutions",
                "Adopted and cited this week; mandates that end within 60 days of the week's end.",
            ),
            (
                "people",
                "People and posts",
                "Named with a post this week: new in it, never seen here before, or printed as a former holder.",
            ),
            ("contingents", "Contingents", "What this week's items tell of units: a line a step."),
            (
                "first",
                "Who reported what first",
                "Stories that more than one article tells: who came first, who copied or translated, who was silent.",
            ),
            ("apart", "Contested and borderline", "Listed, not counted."),
            ("charts", "Charts", "The week in pictures; each has its table."),
            ("health", "Source health", "State at the end of the window; a sign for each day."),
            ("missing", "What is missing", "Expected and not seen, not read, or not settled."),
            (
                "corrections",
                "Corrections to earlier editions",
                "What outlets revised or took down since, and what we judge or read otherwise now.",
            ),
        ),
        1,
    )
)
KEYS = tuple(section.key for section in SECTIONS)
BY_KEY = {section.key: section for section in SECTIONS}


def chosen(wanted: tuple[str, ...]) -> list[str]:
    """The keys that a profile prints, in order; the head is always there."""
    return [key for key in KEYS if not wanted or key in wanted or key == "head"]
