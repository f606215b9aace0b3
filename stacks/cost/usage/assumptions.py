"""The assumptions of one estimate: defaults, under those of a file; each one used is kept."""

import csv
import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from pathlib import Path

from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumption import UsageAssumption

_DEFAULTS = Path(__file__).with_name("defaults.csv")


@cache
def defaults() -> Mapping[str, UsageAssumption]:
    """What is assumed unless somebody knows better, by name."""
    with _DEFAULTS.open(encoding="utf-8", newline="") as lines:
        return {row["name"]: _assumption(row) for row in csv.DictReader(lines)}


def _assumption(row: Mapping[str, str]) -> UsageAssumption:
    return UsageAssumption(
        name=row["name"],
        unit=row["unit"],
        value=Span(Decimal(row["low"]), Decimal(row["expected"]), Decimal(row["high"])),
        scope=row["scope"],
        origin="default",
        reason=row["reason"],
    )


class Assumptions:
    """Looks figures up and remembers which were used, and by whom."""

    def __init__(
        self,
        overrides: Mapping[str, UsageAssumption] | None = None,
        changes: Mapping[str, Span] | None = None,
    ) -> None:
        """`changes` are other figures for a moment's question; they win over everything."""
        self._known = {**defaults(), **(overrides or {})}
        self._changes = changes or {}
        self._used: dict[tuple[str, str], UsageAssumption] = {}
        self._readers: list[set[str]] = []

    @property
    def used(self) -> tuple[UsageAssumption, ...]:
        """Each assumption that a figure was taken from, in the order of first use."""
        return tuple(self._used.values())

    def value(self, name: str) -> Span:
        """The figure of a name, which must be one of the defaults."""
        return self.state(self._known[name])

    def state(self, assumption: UsageAssumption) -> Span:
        """Keeps an assumption that has no default, e.g. for a value that is yet unknown."""
        changed = self._changes.get(assumption.name)
        if changed is not None:
            assumption = dataclasses.replace(assumption, value=changed)
        self._used.setdefault((assumption.name, assumption.scope), assumption)
        self.depend((assumption.name,))
        return assumption.value

    def depend(self, names: Iterable[str]) -> None:
        """Tells whoever is watching that a figure rests on these assumptions."""
        for reader in self._readers:
            reader.update(names)

    @contextmanager
    def watched(self) -> Iterator[set[str]]:
        """Collects the names of the assumptions that are used in the block."""
        names: set[str] = set()
        self._readers.append(names)
        try:
            yield names
        finally:
            self._readers.pop()
