"""The rows that monitoring compares live traffic with."""

from pathlib import Path

import pandas as pd

from slipway.serving.package import Signature
from slipway.serving.release.gate.held_out import LABEL, HeldOut
from slipway.serving.release.gate.scored import Scored

BUCKET = "monitoring"
MAX_ROWS = 50_000
"""More rows sharpen no drift test and only hold more of people's data."""


def reference_key(model: str, version: int) -> str:
    """Where the monitor of a model version looks for its reference."""
    return f"{model}/v{version}/reference.parquet"


def write_reference(held_out: HeldOut, scored: Scored, signature: Signature, path: Path) -> None:
    """The held-out rows with what the model said about them, as one Parquet file."""
    names = [name for name in signature.names if name in held_out.frame.columns]
    frame = held_out.frame[[*names, LABEL]].assign(prediction=scored.prediction)
    if scored.score is not None:
        frame = frame.assign(score=scored.score)
    if len(frame) > MAX_ROWS:
        frame = frame.sample(MAX_ROWS, random_state=0).sort_index()
    _columns_last(frame, names).to_parquet(path, index=False)


def _columns_last(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    ours = [name for name in ("prediction", "score", LABEL) if name in frame.columns]
    return frame[[*names, *ours]]
