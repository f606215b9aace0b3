"""Whether a candidate answers every request that the champion answers."""

from collections.abc import Iterator

from slipway.serving.package import ColumnType, Manifest, Signature
from slipway.serving.release.gate.criterion import Criterion

_WIDER: dict[ColumnType, frozenset[ColumnType]] = {
    ColumnType.INTEGER: frozenset({ColumnType.LONG, ColumnType.DOUBLE}),
    ColumnType.FLOAT: frozenset({ColumnType.DOUBLE}),
}
"""Types that take every value of another without loss."""
_REQUIRED = "the champion's task and columns, of the same or a wider type, and no new required one"


def judge(candidate: Manifest, champion: Manifest | None) -> Criterion:
    """Whether clients of the champion can go on unchanged; a first release has no clients yet."""
    if champion is None:
        return _criterion(f"{len(candidate.signature.inputs)} columns, no champion", passed=True)
    faults = list(_column_faults(candidate.signature, champion.signature))
    if candidate.task is not champion.task:
        faults.insert(0, f"task {candidate.task} instead of {champion.task}")
    if faults:
        return _criterion("; ".join(faults), passed=False)
    return _criterion(f"the {len(champion.signature.inputs)} columns of the champion", passed=True)


def _column_faults(candidate: Signature, champion: Signature) -> Iterator[str]:
    ours = {column.name: column for column in candidate.inputs}
    theirs = {column.name: column for column in champion.inputs}
    for name, column in theirs.items():
        mine = ours.get(name)
        if mine is None:
            yield f"column {name} is gone"
        elif mine.type != column.type and mine.type not in _WIDER.get(column.type, frozenset()):
            yield f"column {name} is {mine.type} instead of {column.type}"
        elif mine.required and not column.required:
            yield f"column {name} may no longer be left out"
    for name, column in ours.items():
        if name not in theirs and column.required:
            yield f"column {name} is new and required"


def _criterion(observed: str, *, passed: bool) -> Criterion:
    return Criterion(
        name="signature",
        passed=passed,
        observed=observed,
        required=_REQUIRED,
        sentence=f"signature: {observed}; required: {_REQUIRED}",
    )
