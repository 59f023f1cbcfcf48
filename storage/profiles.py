"""What a tailored digest chooses of the week: a value, made by the configuration and handed to the archive. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

DEFAULT_NAME = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A reader's choice; an empty field chooses everything, several fields must all be met.

    missions: acronyms of the gazetteer; countries: ISO 3166 alpha-3; outlets: slugs of sources; languages: as the
    archive holds them (``en``, ``zh``); sections: keys of reports.sections.
    """

    name: str = DEFAULT_NAME
    missions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()

    @property
    def chooses(self) -> bool:
        """True where some articles may be left out."""
        return bool(self.missions or self.countries or self.outlets or self.languages)

    def takes(self, row: Mapping[str, Any], *, missions: Collection[str], countries: Collection[str]) -> bool:
        """Whether an article belongs to it. row: source, language; missions, countries: those that the article names.

        A language with a region (``zh-CN``) is its language; an article without one is of no chosen language.
        """
        language = (row["language"] or "").split("-")[0]
        return (
            (not self.missions or not set(self.missions).isdisjoint(missions))
            and (not self.countries or not set(self.countries).isdisjoint(countries))
            and (not self.outlets or row["source"] in self.outlets)
            and (not self.languages or language in {one.split("-")[0] for one in self.languages})
        )

    def form(self) -> dict[str, Any]:
        """The choice as an edition keeps it; fields that choose everything are left out."""
        named = ("missions", "countries", "outlets", "languages", "sections")
        return {name: list(getattr(self, name)) for name in named if getattr(self, name)}


DEFAULT = Profile()
