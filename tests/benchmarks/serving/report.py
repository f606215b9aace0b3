"""The figures as JSON and as the table that people read."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict
from typing import TYPE_CHECKING

from slipway.serving.package import Engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.serving.measure import Cell, Plan

OURS, LIMIT, MLFLOW, LOGGED = "slipway", "bare handler", "mlflow", "slipway, log on"
OURS_V2, MLSERVER = "slipway V2", ("mlserver (mlflow)", "mlserver (sklearn)")
_HEAD = (
    "| model | rows | clients | server | req/s | p50 ms | p99 ms | errors | CPUs | CPU ms/req "
    "| MiB | ready s |\n|---|--:|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|"
)
_RATIO_HEAD = (
    "| model | rows | clients | x mlflow | x mlserver | of the bare handler | with its log on "
    "| p99 x mlflow | p99 x mlserver |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|"
)


def as_json(cells: Sequence[Cell], plan: Plan) -> str:
    """All figures, with the machine that they belong to."""
    document = {
        "machine": {"processors": os.cpu_count(), "python": platform.python_version()},
        "plan": asdict(plan),
        "cells": [asdict(cell) for cell in cells],
    }
    return json.dumps(document, indent=1) + "\n"


def as_markdown(cells: Sequence[Cell], plan: Plan) -> str:
    """Ratios first, which is what a run on another machine can be held against; then all cells."""
    told = f"{os.cpu_count()} processors, Python {platform.python_version()}"
    told += f", medians of {plan.rounds} rounds of {plan.seconds:g} s"
    figures = "\n".join(_row(cell) for cell in cells)
    return f"{told}\n\n{_RATIO_HEAD}\n{_ratios(cells)}\n\n{_HEAD}\n{figures}\n"


def _row(cell: Cell) -> str:
    place = f"| {cell.model} | {cell.rows} | {cell.clients} | {cell.contender} "
    speed = f"| {cell.rate:,.0f} | {cell.p50:.2f} | {cell.p99:.2f} | {cell.errors} "
    weight = f"| {cell.cpu:.2f} | {cell.cpu_per_answer:.3f} | {cell.memory:.0f} "
    return f"{place}{speed}{weight}| {cell.ready:.1f} |"


def _ratios(cells: Sequence[Cell]) -> str:
    places = dict.fromkeys((cell.model, cell.rows, cell.clients) for cell in cells)
    by_place = {
        place: {one.contender: one for one in cells if (one.model, one.rows, one.clients) == place}
        for place in places
    }
    return "\n".join(_ratio_row(place, found) for place, found in by_place.items())


def _ratio_row(place: tuple[str, int, int], found: dict[str, Cell]) -> str:
    """Ours against each peer in the peer's own protocol; of MLServer's runtimes the faster one."""
    ours, ours_v2 = found.get(OURS), found.get(OURS_V2)
    runtimes = [found[name] for name in MLSERVER if name in found]
    mlserver = max(runtimes, key=lambda one: one.rate, default=None)
    compiled = any(one.engine is Engine.ONNX for one in found.values())
    columns = (
        _times(ours, found.get(MLFLOW), "rate"),
        _times(ours_v2, mlserver, "rate"),
        _times(ours, found.get(LIMIT), "rate") if compiled else "",
        _times(found.get(LOGGED), ours, "rate"),
        _times(ours, found.get(MLFLOW), "p99"),
        _times(ours_v2, mlserver, "p99"),
    )
    return "| " + " | ".join((*map(str, place), *columns)) + " |"


def _times(ours: Cell | None, other: Cell | None, figure: str) -> str:
    if ours is None or other is None or not getattr(other, figure):
        return ""
    return f"{getattr(ours, figure) / getattr(other, figure):.2f}"
