"""Packaging: an MLflow model folder becomes a folder that a serving process can run."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from slipway.serving.package.errors import PackageError
from slipway.serving.package.estimator_facts import estimator_facts
from slipway.serving.package.manifest import MODEL_FOLDER, Manifest, write_manifest
from slipway.serving.package.mlflow_model import MlflowModel, read_mlflow_model
from slipway.serving.package.sklearn_flavour import load_sklearn
from slipway.serving.package.task import Task

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slipway.serving.package.signature import Signature

_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_PIN = re.compile(r"([A-Za-z0-9_.-]+)==([^;\s]+)")


def package_model(
    mlflow_model_dir: Path,
    out_dir: Path,
    *,
    name: str,
    version: str,
    task: Task | None = None,
    source_run_id: str | None = None,
    example: Mapping[str, object] | None = None,
) -> Manifest:
    """A new folder `out_dir` with the model and its manifest, whole or not at all.

    A scikit-learn model is loaded once to learn its task and outputs, so this runs with the
    libraries that it will be served with. Of any other flavour the task can't be known: say it.
    """
    if not _NAME.fullmatch(name):
        raise PackageError(
            "name", got=repr(name), expected="1 to 63 lower-case letters, digits or '-'"
        )
    if out_dir.exists() and any(out_dir.iterdir()):
        raise PackageError(
            str(out_dir), got="a folder with files in it", expected="a new or empty folder"
        )
    model = read_mlflow_model(mlflow_model_dir)
    learned, signature = _learned(mlflow_model_dir, model)
    manifest = Manifest(
        name=name,
        version=version,
        flavour=model.flavour,
        task=learned if task is None else task,
        signature=signature,
        libraries=_libraries(mlflow_model_dir, model),
        source_run_id=model.run_id if source_run_id is None else source_run_id,
        example=_known(
            signature, _saved_example(mlflow_model_dir, model) if example is None else example
        ),
    )
    _write(mlflow_model_dir, out_dir, manifest)
    return manifest


def _write(mlflow_model_dir: Path, out_dir: Path, manifest: Manifest) -> None:
    """Fills a folder beside the target and renames it, so that no half a model is ever seen."""
    out_dir.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out_dir.parent, prefix=f".{out_dir.name}-") as work:
        folder = Path(work) / "model"
        folder.mkdir()
        shutil.copytree(mlflow_model_dir, folder / MODEL_FOLDER)
        write_manifest(folder, manifest)
        if out_dir.exists():
            out_dir.rmdir()
        folder.rename(out_dir)


def _learned(folder: Path, model: MlflowModel) -> tuple[Task, Signature]:
    """Task and signature, the outputs as the server will give them."""
    facts = None
    if model.sklearn is not None:
        facts = estimator_facts(load_sklearn(folder, model.sklearn))
    if facts is None:
        return Task.UNKNOWN, model.signature
    return facts.task, replace(model.signature, outputs=facts.outputs)


def _known(signature: Signature, example: Mapping[str, object] | None) -> dict[str, object] | None:
    """The example's values of the model's own inputs, in a form that JSON has."""
    if example is None:
        return None
    known = {name: example[name] for name in signature.names if name in example}
    return {name: None if value != value else value for name, value in known.items()}  # noqa: PLR0124 - NaN


def _libraries(folder: Path, model: MlflowModel) -> dict[str, str]:
    """The pins that MLflow saved beside the model."""
    path = folder / "requirements.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    pins = [match.groups() for line in lines if (match := _PIN.match(line))]
    libraries = {str(name).lower(): str(pin) for name, pin in pins}
    if model.python_version is not None:
        libraries["python"] = model.python_version
    return libraries


def _saved_example(folder: Path, model: MlflowModel) -> dict[str, object] | None:
    """The first row of MLflow's input example, if one was saved as a table."""
    if model.example_file is None or not (folder / model.example_file).is_file():
        return None
    document: object = json.loads((folder / model.example_file).read_bytes())
    if not isinstance(document, dict):
        return None
    names, rows = document.get("columns"), document.get("data")
    if not isinstance(names, list) or not isinstance(rows, list) or not rows:
        return None
    if not isinstance(rows[0], list) or len(rows[0]) != len(names):
        return None
    return dict(zip((str(name) for name in names), rows[0], strict=True))
