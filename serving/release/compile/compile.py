"""Compiling a packaged model, if its answers stay the same."""

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from slipway.serving.package import (
    GRAPH_FILE,
    MODEL_FOLDER,
    Engine,
    Manifest,
    PackageError,
    read_manifest,
    write_manifest,
)
from slipway.serving.package.mlflow_model import read_mlflow_model
from slipway.serving.release.compile.agreement import Agreement, compare
from slipway.serving.release.compile.compilation import Attempt, Compilation
from slipway.serving.release.compile.obstacle import obstacle
from slipway.serving.release.compile.precision import Precision
from slipway.serving.release.compile.probes import probes
from slipway.serving.release.gate.scored import Scored
from slipway.serving.release.gate.scorer import PackagedModel, ScoringError

TIME_LIMIT = 120.0
"""Seconds for one conversion; those that end took less than five."""
LEAST_ROWS = 100
"""Fewer rows prove too little."""


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """The folder that the image carries, and how it came about."""

    package: Path
    compilation: Compilation


def compile_package(
    package: Path, rows: pd.DataFrame | None, folder: Path, *, time_limit: float = TIME_LIMIT
) -> Compiled:
    """The package as a graph where that gives the same answers on all `rows`, else as it is.

    The graph's package is made in `folder` and holds neither the flavour nor its pickles.
    """
    manifest = read_manifest(package)
    hindrance = obstacle(manifest, read_mlflow_model(package / MODEL_FOLDER))
    if hindrance is None and (rows is None or len(rows) < LEAST_ROWS):
        count = 0 if rows is None else len(rows)
        hindrance = f"{count} held-out rows; at least {LEAST_ROWS} are needed to compare answers"
    if hindrance is not None or rows is None:
        return _as_it_is(package, str(hindrance))
    attempts: list[Attempt] = []
    workbench = _Workbench(package=package, manifest=manifest, rows=rows, time_limit=time_limit)
    for precision in Precision:
        made = folder / precision
        attempt = workbench.attempt(precision, made)
        attempts.append(attempt)
        if attempt.agreement is not None and attempt.agreement.holds:
            reason = f"{precision}: {attempt.outcome}"
            compilation = Compilation(engine=Engine.ONNX, reason=reason, attempts=tuple(attempts))
            return Compiled(package=made, compilation=compilation)
    reason = "; ".join(f"{one.precision}: {one.outcome}" for one in attempts)
    return _as_it_is(package, reason, tuple(attempts))


def _as_it_is(package: Path, reason: str, attempts: tuple[Attempt, ...] = ()) -> Compiled:
    compilation = Compilation(engine=Engine.FLAVOUR, reason=reason, attempts=attempts)
    return Compiled(package=package, compilation=compilation)


@dataclass(frozen=True, kw_only=True)
class _Workbench:
    """A model, and the rows on which its graph has to answer alike."""

    package: Path
    manifest: Manifest
    rows: pd.DataFrame
    time_limit: float

    def attempt(self, precision: Precision, made: Path) -> Attempt:
        made.mkdir(parents=True)
        problem = _convert(self.package, precision, made / GRAPH_FILE, self.time_limit)
        if problem is not None:
            return Attempt(precision=precision, outcome=problem)
        compiled = replace(self.manifest, engine=Engine.ONNX)
        write_manifest(made, compiled)
        try:
            graph = PackagedModel(made, compiled)
        except PackageError:
            return Attempt(precision=precision, outcome="a graph that onnxruntime can't load")
        return self._compared(precision, graph)

    def _compared(self, precision: Precision, graph: PackagedModel) -> Attempt:
        flavour = PackagedModel(self.package, self.manifest)
        try:
            wanted = flavour.score(self.rows)
        except ScoringError as failure:
            # A forced release: it may serve, but there is nothing to compare with.
            return Attempt(precision=precision, outcome=f"the model fails: {failure.problem}")
        try:
            found = graph.score(self.rows)
        except ScoringError as failure:
            return Attempt(precision=precision, outcome=f"a graph that fails: {failure.problem}")
        agreement = compare(wanted, found)
        for told, row in probes(self.manifest.signature, self.rows) if agreement.holds else ():
            if not _alike(_answer(flavour, row), _answer(graph, row)):
                return Attempt(precision=precision, outcome=f"another answer to {told}")
        return Attempt(precision=precision, outcome=_told(agreement), agreement=agreement)


def _convert(package: Path, precision: Precision, out: Path, time_limit: float) -> str | None:
    """Why there is no graph; None if there is one."""
    command = [sys.executable, "-m", "slipway.serving.release.compile"]
    try:
        # Safe: our own interpreter on a model that this process loads as well.
        run = subprocess.run(
            [*command, str(package), precision.value, str(out)],
            capture_output=True,
            text=True,
            check=False,
            timeout=time_limit,
            # The converter walks through sets: another order is another digest of the image.
            env={**os.environ, "PYTHONHASHSEED": "0"},
        )
    except subprocess.TimeoutExpired:
        return f"no graph after {time_limit:g} s"
    if run.returncode == 0:
        return None
    last = run.stderr.strip().splitlines()[-1:] or [f"exit code {run.returncode}"]
    return f"no graph: {last[0][:200]}"


def _answer(model: PackagedModel, row: pd.DataFrame) -> Scored | None:
    """None where it refuses."""
    try:
        return model.score(row)
    except ScoringError:
        return None


def _alike(wanted: Scored | None, found: Scored | None) -> bool:
    if wanted is None or found is None:
        return wanted is found
    return compare(wanted, found).holds


def _told(agreement: Agreement) -> str:
    if agreement.holds:
        return (
            f"the same answers on {agreement.rows} held-out rows, "
            f"numbers at most {agreement.largest_difference:.2g} apart"
        )
    return (
        f"other answers on {agreement.rows} held-out rows: {agreement.different_labels} labels, "
        f"{agreement.outside} numbers out of tolerance, at most "
        f"{agreement.largest_difference:.2g} apart"
    )
