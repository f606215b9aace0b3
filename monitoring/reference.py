"""What the windows are compared with: frozen bins, counts and outcomes of the reference data."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyarrow as pa

from slipway.monitoring.arrow import Column
from slipway.monitoring.errors import NoDataError
from slipway.monitoring.profiles.bins import NumericBins
from slipway.monitoring.profiles.outline import Shape, shape
from slipway.monitoring.profiles.survey import Layout, Survey
from slipway.monitoring.profiles.table import TableProfile
from slipway.monitoring.quality.outcomes import Outcomes, Task, label_name, outcomes
from slipway.monitoring.roles import Roles

Batches = Callable[[], Iterable[pa.RecordBatch]]
"""Starts a pass over the data; a reference is read twice."""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Everything that is kept of the reference; no row of it."""

    roles: Roles
    layout: Layout
    profile: TableProfile
    task: Task | None
    outcomes: Outcomes | None
    shapes: dict[str, Shape]

    @classmethod
    def fit(cls, roles: Roles, batches: Batches, *, source: str) -> "Reference":
        """First pass: bins; second pass: counts in them."""
        survey = Survey(roles)
        classes = _Classes(roles)
        for batch in batches():
            survey.add(batch)
            classes.add(batch)
        layout = survey.layout()
        task = classes.task(layout)
        profile, result = TableProfile(), Outcomes()
        for batch in batches():
            profile = profile.merge(TableProfile.of(layout.bins, batch, known=layout.known))
            found = batch_outcomes(task, roles, batch, None)
            result = result.merge(found) if found is not None else result
        if not profile.rows:
            raise NoDataError(place="reference", source=source)
        return cls(
            roles=roles,
            layout=layout,
            profile=profile,
            task=task,
            outcomes=result if result.labelled else None,
            shapes={name: shape(column) for name, column in profile.columns.items()},
        )


def batch_outcomes(
    task: Task | None, roles: Roles, batch: pa.RecordBatch, labels: Column | None
) -> Outcomes | None:
    """The outcomes of a batch, with labels of its own target column unless others are given."""
    names = batch.schema.names
    if task is None or roles.prediction not in names:
        return None
    if labels is None:
        if roles.target not in names:
            return None
        labels = batch.column(roles.target)
    score = roles.scores[0] if len(roles.scores) == 1 else None
    return outcomes(
        task,
        labels=labels,
        predictions=batch.column(roles.prediction),
        scores=batch.column(score) if score in names else None,
    )


class _Classes:
    """Finds out which classes the reference's labels have."""

    def __init__(self, roles: Roles) -> None:
        self._roles = roles
        self._names: set[str] | None = set()

    def add(self, batch: pa.RecordBatch) -> None:
        """Takes a batch in; more than two classes are not counted further."""
        target = self._roles.target
        if self._names is None or target is None or target not in batch.schema.names:
            return
        values = batch.column(target).unique().drop_null().to_pylist()
        self._names |= {label_name(value) for value in values}
        if len(self._names) > 2:  # noqa: PLR2004 -- a score belongs to one of two classes
            self._names = None

    def task(self, layout: Layout) -> Task | None:
        """The model's task; None without a prediction."""
        prediction = self._roles.prediction
        if prediction is None or prediction not in layout.bins:
            return None
        if isinstance(layout.bins[prediction], NumericBins):
            return Task(regression=True)
        names = sorted(self._names or (), key=_rank)
        score = layout.bins.get(self._roles.scores[0]) if len(self._roles.scores) == 1 else None
        binary = len(names) == 2 and isinstance(score, NumericBins)  # noqa: PLR2004 -- see above
        return Task(
            regression=False,
            positive=names[1] if binary else None,
            score=score if isinstance(score, NumericBins) and binary else None,
        )


def _rank(name: str) -> tuple[float, str]:
    try:
        return float(name), name
    except ValueError:
        return float("inf"), name
