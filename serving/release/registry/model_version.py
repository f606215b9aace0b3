"""One version of a registered model."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from typing_extensions import override


@dataclass(frozen=True, kw_only=True)
class ModelVersion:
    """A model version as the registry knows it at one moment."""

    name: str
    number: int
    run_id: str
    created: datetime
    tags: Mapping[str, str]
    aliases: tuple[str, ...]

    @override
    def __str__(self) -> str:
        return f"{self.name} version {self.number}"
