"""Captures as SageMaker writes them: one JSON line per exchange, a file per few minutes."""

import json
from datetime import datetime
from typing import Any

import pyarrow as pa

from slipway.monitoring.sources.store import ObjectStore


def side(data: str, *, kind: str = "application/json", encoding: str = "JSON") -> dict[str, str]:
    return {"observedContentType": kind, "mode": "INPUT", "data": data, "encoding": encoding}


def exchange(
    moment: datetime,
    request: object,
    answer: object,
    *,
    event: str = "0a1b",
    inference: str | None = None,
) -> dict[str, Any]:
    """One request in JSON (or a side of its own) and its answer."""
    sides = [one if _is_side(one) else side(json.dumps(one)) for one in (request, answer)]
    about = {"eventId": event, "inferenceTime": f"{moment:%Y-%m-%dT%H:%M:%SZ}"}
    if inference is not None:
        about["inferenceId"] = inference
    return {
        "captureData": {"endpointInput": sides[0], "endpointOutput": sides[1]},
        "eventMetadata": about,
        "eventVersion": "0",
    }


def write(store: ObjectStore, moment: datetime, exchanges: list[dict[str, Any]]) -> str:
    """Writes a file into the hour's folder; returns its name."""
    name = f"{moment:%Y/%m/%d/%H}/{moment:%M-%S}-000-e3b0c442.jsonl"
    lines = "".join(json.dumps(one) + "\n" for one in exchanges)
    store.write(name, lines.encode(), "application/json")
    return name


def scored(table: pa.Table, features: tuple[str, ...]) -> tuple[object, object]:
    """A table with predictions as one request and the runtime's answer to it."""
    rows = table.select(features).to_pylist()
    split = {"columns": list(features), "data": [[row[name] for name in features] for row in rows]}
    return {"dataframe_split": split}, {"predictions": table["prediction"].to_pylist()}


def _is_side(value: object) -> bool:
    return isinstance(value, dict) and "encoding" in value
