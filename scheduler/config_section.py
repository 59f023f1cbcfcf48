"""What every table of bluewatch.toml has in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from scheduler.config_words import check_path

PathText = Annotated[str, AfterValidator(check_path)]


class Section(BaseModel):
    """One table of bluewatch.toml: frozen, and an unknown key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)
