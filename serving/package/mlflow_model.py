"""An MLflow model folder, read without importing MLflow."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from slipway.serving.package.errors import PackageError
from slipway.serving.package.json_fields import JsonFields, kind_of
from slipway.serving.package.mlflow_schema import input_columns, is_matrix, output_columns
from slipway.serving.package.signature import Signature

if TYPE_CHECKING:
    from pathlib import Path

MLMODEL_FILE = "MLmodel"


@dataclass(frozen=True, kw_only=True)
class SklearnFlavour:
    """Where and how a scikit-learn estimator was saved."""

    file: str
    serialization: str
    trusted_types: tuple[str, ...]
    code: str | None


@dataclass(frozen=True, kw_only=True)
class MlflowModel:
    """The facts of an `MLmodel` file that packaging and loading need."""

    flavour: str
    """The native flavour, or `python_function` where there is none."""
    signature: Signature
    run_id: str | None
    python_version: str | None
    example_file: str | None
    sklearn: SklearnFlavour | None


def read_mlflow_model(folder: Path) -> MlflowModel:
    """The model's facts; a folder that can't be served is refused with the reason."""
    fields = _mlmodel(folder)
    flavours = fields.fields("flavors")
    place = str(folder / MLMODEL_FILE)
    signature = fields.values("signature")
    if signature is None:
        raise PackageError(
            place,
            got="no signature",
            expected="a signature of named columns",
            remedy="Log the model with signature=mlflow.models.infer_signature(inputs, outputs).",
        )
    specs = _schema(signature.get("inputs"), f"{place}.signature.inputs")
    inputs = input_columns(specs, place)
    outputs = output_columns(_schema(signature.get("outputs"), f"{place}.signature.outputs"))
    python = flavours.values("python_function") or {}
    example = fields.values("saved_input_example_info") or {}
    return MlflowModel(
        flavour=_flavour(flavours),
        signature=Signature(inputs=inputs, outputs=outputs, matrix=is_matrix(specs)),
        run_id=fields.optional_text("run_id"),
        python_version=_text_or_none(python.get("python_version")),
        example_file=_split_example(example),
        sklearn=_sklearn(flavours),
    )


def _mlmodel(folder: Path) -> JsonFields:
    path = folder / MLMODEL_FILE
    if not path.is_file():
        raise PackageError(
            str(folder),
            got=f"no {MLMODEL_FILE} file",
            expected="an MLflow model folder",
            remedy="Save one with mlflow.<flavour>.save_model, or download a registered model.",
        )
    try:
        document: object = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise PackageError(
            str(path), got="text that is not YAML", expected="an MLmodel document"
        ) from fault
    return JsonFields(document, str(path))


def _schema(text: object, place: str) -> list[JsonFields]:
    """One side of a signature, which MLflow keeps as JSON inside the YAML."""
    if text is None:
        return []
    document: object = json.loads(text) if isinstance(text, str) else text
    if not isinstance(document, list):
        raise PackageError(place, got=kind_of(document), expected="a list of columns")
    return [JsonFields(item, f"{place}[{i}]") for i, item in enumerate(document)]


def _flavour(flavours: JsonFields) -> str:
    if flavours.values("sklearn") is not None:
        return "sklearn"
    native = [name for name in flavours.names if name != "python_function"]
    return native[0] if len(native) == 1 else "python_function"


def _sklearn(flavours: JsonFields) -> SklearnFlavour | None:
    if flavours.values("sklearn") is None:
        return None
    fields = flavours.fields("sklearn")
    trusted = (flavours.values("sklearn") or {}).get("skops_trusted_types")
    return SklearnFlavour(
        file=fields.text("pickled_model"),
        serialization=fields.optional_text("serialization_format") or "pickle",
        trusted_types=tuple(str(item) for item in trusted) if isinstance(trusted, list) else (),
        code=fields.optional_text("code"),
    )


def _split_example(example: dict[str, object]) -> str | None:
    """Only a plain table is of use as a warm-up row."""
    if example.get("type") != "dataframe" or example.get("pandas_orient") != "split":
        return None
    return _text_or_none(example.get("artifact_path"))


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None
