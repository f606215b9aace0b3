"""A window's verdict in sentences, for whoever has to act on it."""

from collections.abc import Iterator, Mapping

from slipway.monitoring.states import State
from slipway.monitoring.thresholds import Thresholds
from slipway.monitoring.verdict import ColumnVerdict, Concept, Finding, Measure, Quality

MOST = 8
"""Columns named in one sentence."""
NAMES = {
    "errorRate": "error rate",
    "rocAuc": "ROC AUC",
    "meanAbsoluteError": "mean absolute error",
}


def reasons(
    *,
    rows: int,
    state: State,
    columns: Mapping[str, ColumnVerdict],
    findings: tuple[Finding, ...],
    concept: Concept,
    quality: Quality,
    limits: Thresholds,
) -> tuple[str, ...]:
    """The sentences, the gravest first."""
    if state is State.NO_DATA:
        return ("No rows: nothing was served, or nothing was logged.",)
    if state is State.INSUFFICIENT:
        need = f"expected at least {limits.minimum_rows} here and in the reference"
        return (f"Too few rows for a verdict: got {rows}; {need}.",)
    return tuple(_sentences(columns, findings, concept, quality))


def _sentences(
    columns: Mapping[str, ColumnVerdict],
    findings: tuple[Finding, ...],
    concept: Concept,
    quality: Quality,
) -> Iterator[str]:
    drifted = sorted(
        (name for name, column in columns.items() if column.state is State.DRIFT),
        key=lambda name: -(columns[name].effect or 0.0),
    )
    if drifted:
        rest = f" and {len(drifted) - MOST} more" if len(drifted) > MOST else ""
        yield f"Drift in {', '.join(drifted[:MOST])}{rest}."
    if concept.direction != "same" and concept.score is not None and concept.effect is not None:
        word = "more" if concept.direction == "worse" else "fewer"
        yield (
            f"Concept: {abs(concept.score - 1):.0%} {word} errors than expected at these scores."
            if concept.method != "mean-absolute-error"
            else f"Concept: mean absolute error is {concept.score:.2f} times the reference's."
        )
    for measure in quality.measures.values():
        if measure.direction != "same" and measure.reference is not None:
            yield _measure(measure)
    for finding in findings:
        if finding.severity == "fault":
            yield f"Data fault: {finding.message}."


def _measure(measure: Measure) -> str:
    place = "worse than" if measure.direction == "worse" else "better than"
    name = NAMES.get(measure.name, measure.name)
    return (
        f"Quality: {name} {measure.value:.4g} ({measure.low:.4g} to {measure.high:.4g}) is {place}"
        f" the reference's band {measure.band_low:.4g} to {measure.band_high:.4g}."
    )
