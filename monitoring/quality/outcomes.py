"""What became of predictions: errors, confusion and score counts, mergeable."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from slipway.monitoring.arrow import Column, Mask, listed, there
from slipway.monitoring.profiles.bins import NumericBins
from slipway.monitoring.profiles.coerce import Counts, category_name, family, plain
from slipway.monitoring.profiles.moments import Moments

MAXIMUM_CLASSES = 1000


@dataclass(frozen=True, kw_only=True)
class Task:
    """What the model answers, frozen on the reference."""

    regression: bool
    positive: str | None = None
    """The class that the score is the probability of; None unless there are two classes."""
    score: NumericBins | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class ScoreCounts:
    """Labelled rows, errors and rows of the positive class in each bin of the score."""

    rows: Counts
    errors: Counts
    positives: Counts

    def merge(self, other: "ScoreCounts") -> "ScoreCounts":
        """Both together."""
        return ScoreCounts(
            rows=self.rows + other.rows,
            errors=self.errors + other.errors,
            positives=self.positives + other.positives,
        )


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """Counts of a window's predictions and of the labels that are known by now."""

    rows: int = 0
    labelled: int = 0
    errors: int = 0
    repeated: int = 0
    confusion: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Rows by (label, prediction)."""
    scores: ScoreCounts | None = None
    residuals: Moments = field(default_factory=Moments)
    """Absolute errors of a regression."""

    def merge(self, other: "Outcomes") -> "Outcomes":
        """Both together."""
        confusion = dict(self.confusion)
        for pair, amount in other.confusion.items():
            confusion[pair] = confusion.get(pair, 0) + amount
        scores = self.scores
        if other.scores is not None:
            scores = other.scores if scores is None else scores.merge(other.scores)
        return Outcomes(
            rows=self.rows + other.rows,
            labelled=self.labelled + other.labelled,
            errors=self.errors + other.errors,
            repeated=self.repeated + other.repeated,
            confusion=confusion,
            scores=scores,
            residuals=self.residuals.merge(other.residuals),
        )


def outcomes(task: Task, *, labels: Column, predictions: Column, scores: Column | None) -> Outcomes:
    """The outcomes of one batch; rows without label or prediction only count as rows."""
    known = there(labels) & there(predictions)
    rows = len(labels)
    labels, predictions = plain(labels).filter(known), plain(predictions).filter(known)
    if task.regression:
        return _regression(rows, labels, predictions)
    ours, names = _codes(labels)
    theirs, answers = _codes(predictions)
    where = {name: place for place, name in enumerate(names)}
    translated = np.asarray([where.get(name, -1 - i) for i, name in enumerate(answers)] or [0])
    wrong = ours != translated[theirs]
    return Outcomes(
        rows=rows,
        labelled=len(labels),
        errors=int(wrong.sum()),
        confusion=_confusion(ours, theirs, names, answers),
        scores=_scores(
            task=task, scores=scores, known=known, wrong=wrong, labels=ours, names=names
        ),
    )


def _regression(rows: int, labels: Column, predictions: Column) -> Outcomes:
    gap = np.abs(_floats(labels) - _floats(predictions))
    gap = gap[np.isfinite(gap)]
    return Outcomes(rows=rows, labelled=len(gap), residuals=Moments.of(gap))


def _floats(array: Column) -> NDArray[np.float64]:
    if family(array.type) in {"number", "boolean"}:
        return array.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return np.full(len(array), np.nan)


def _codes(array: Column) -> tuple[NDArray[np.int64], list[str]]:
    """Each value's place in a list of names; 1, 1.0 and true are one name."""
    encoded = array.dictionary_encode()
    names: list[str] = []
    places: list[int] = []
    for value in listed(encoded.dictionary):
        name = label_name(value)
        if name not in names:
            names.append(name)
        places.append(names.index(name))
    indices = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return np.asarray(places or [0], dtype=np.int64)[indices], names


def label_name(value: object) -> str:
    """The canonical name of a class."""
    return str(int(value)) if isinstance(value, bool) else category_name(value) or "NaN"


def _confusion(
    ours: NDArray[np.int64], theirs: NDArray[np.int64], names: list[str], answers: list[str]
) -> dict[tuple[str, str], int]:
    if len(names) > MAXIMUM_CLASSES or len(answers) > MAXIMUM_CLASSES:
        return {}
    cells = np.bincount(ours * max(len(answers), 1) + theirs)
    return {
        (names[cell // len(answers)], answers[cell % len(answers)]): int(cells[cell])
        for cell in np.flatnonzero(cells)
    }


def _scores(
    *,
    task: Task,
    scores: Column | None,
    known: Mask,
    wrong: NDArray[np.bool_],
    labels: NDArray[np.int64],
    names: list[str],
) -> ScoreCounts | None:
    if task.score is None or scores is None or family(scores.type) != "number":
        return None
    values = plain(scores).filter(known).cast(pa.float64()).to_numpy(zero_copy_only=False)
    there = np.isfinite(values)
    place = names.index(task.positive) if task.positive in names else -1
    return ScoreCounts(
        rows=task.score.count(values[there]),
        errors=task.score.count(values[there & wrong]),
        positives=task.score.count(values[there & (labels == place)]),
    )
