"""What casualties are made of: a finding with the line of its article. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Telling = tuple[Mapping[str, Any], Mapping[str, Any]]
Group = list[Telling]
