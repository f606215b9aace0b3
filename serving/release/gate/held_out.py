"""Labelled rows that no model was trained on."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from slipway.serving.package import Signature, Task
from slipway.serving.release.gate.criterion import Criterion
from slipway.serving.release.gate.rules import GateRules
from slipway.serving.release.gate.scored import Values

ARTIFACT = "evaluation/held_out.parquet"
"""Where a training run leaves the rows."""
LABEL = "label"


@dataclass(frozen=True, kw_only=True)
class HeldOut:
    """The rows with their labels, and the digest of the file that they came from."""

    frame: pd.DataFrame
    digest: str

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.frame)

    @property
    def truth(self) -> Values:
        """The labels."""
        return np.asarray(self.frame[LABEL].to_numpy())

    def absent(self, signature: Signature) -> list[str]:
        """Columns that a model needs, or the label, as far as they aren't there."""
        wanted = [column.name for column in signature.inputs if column.required]
        return [name for name in [*wanted, LABEL] if name not in self.frame.columns]


def read_held_out(path: Path) -> HeldOut:
    """The rows of a Parquet file."""
    content = path.read_bytes()
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return HeldOut(frame=pd.read_parquet(path), digest=digest)


def judge(
    held_out: HeldOut | None, signature: Signature, task: Task, rules: GateRules
) -> Criterion:
    """Whether there is enough data to judge a model by."""
    if held_out is None:
        return _criterion(f"no {ARTIFACT} on the candidate's run", rules)
    absent = held_out.absent(signature)
    if absent:
        return _criterion(f"no column {', '.join(absent)} in {ARTIFACT}", rules)
    fault = _label_fault(held_out, task, rules)
    return _criterion(fault or f"{held_out.rows} rows", rules, passed=fault is None)


def _label_fault(held_out: HeldOut, task: Task, rules: GateRules) -> str | None:
    if held_out.rows < rules.min_rows:
        return f"{held_out.rows} rows"
    labels = held_out.frame[LABEL]
    if labels.isna().any():
        return f"{int(labels.isna().sum())} rows without a label"
    if task is not Task.REGRESSION:
        return _class_fault(held_out, task, rules)
    return None if pd.api.types.is_numeric_dtype(labels) else f"labels of type {labels.dtype}"


def _class_fault(held_out: HeldOut, task: Task, rules: GateRules) -> str | None:
    counts = held_out.frame[LABEL].value_counts()
    if len(counts) < 2:  # noqa: PLR2004 - one class alone tells nothing
        return f"only the label {counts.index[0]}"
    if task is Task.BINARY and len(counts) > 2:  # noqa: PLR2004 - binary means two
        return f"{len(counts)} different labels for a binary classifier"
    if counts.min() < rules.min_rows_per_class:
        return f"{int(counts.min())} rows with the label {counts.idxmin()}"
    return None


def _criterion(observed: str, rules: GateRules, *, passed: bool = False) -> Criterion:
    required = (
        f"at least {rules.min_rows} labelled rows with all required columns, "
        f"{rules.min_rows_per_class} of each class"
    )
    return Criterion(
        name="held-out data",
        passed=passed,
        observed=observed,
        required=required,
        sentence=f"held-out data: {observed}; required: {required}",
    )
