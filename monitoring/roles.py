"""Which column plays which part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from slipway.monitoring.errors import UnknownColumnError, WrongValueError


class Role(StrEnum):
    """The part of a column in a verdict."""

    FEATURE = "feature"
    PREDICTION = "prediction"
    SCORE = "score"


@dataclass(frozen=True, kw_only=True)
class Roles:
    """The named columns; all others are features."""

    identifier: str | None = None
    time: str | None = None
    target: str | None = None
    prediction: str | None = None
    scores: tuple[str, ...] = ()
    excluded: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for _, column in self._named():
            if column in seen:
                raise WrongValueError(
                    place="roles",
                    value=column,
                    rule="one role per column",
                    remedy="Give each column one role.",
                )
            seen.add(column)

    def _named(self) -> Iterator[tuple[str, str]]:
        single = (
            ("--id", self.identifier),
            ("--time", self.time),
            ("--target", self.target),
            ("--prediction", self.prediction),
        )
        yield from ((option, column) for option, column in single if column is not None)
        yield from (("--score", column) for column in self.scores)

    def check(self, *, reference: Sequence[str], elsewhere: Sequence[str] = ()) -> None:
        """Refuses names that no input has, and a prediction or score that the reference lacks."""
        anywhere = (*reference, *elsewhere)
        needed = {self.prediction, *self.scores}
        named = [*self._named(), *(("--exclude", column) for column in sorted(self.excluded))]
        for option, column in named:
            columns = reference if column in needed else anywhere
            if column not in columns:
                raise UnknownColumnError(
                    place=option,
                    column=column,
                    source="the reference" if column in needed else "any input",
                    columns=columns,
                )

    @property
    def aside(self) -> frozenset[str]:
        """Columns in which no drift is looked for."""
        named = (self.identifier, self.time, self.target)
        return self.excluded | {name for name in named if name is not None}

    def compared(self, column: str) -> bool:
        """Whether drift of the column is looked for at all."""
        return column not in self.aside

    def role(self, column: str) -> Role:
        """The part that a compared column plays."""
        if column == self.prediction:
            return Role.PREDICTION
        return Role.SCORE if column in self.scores else Role.FEATURE
