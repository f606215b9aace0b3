"""`slipway-model.json`: what a packaged model is, readable without loading it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from slipway.serving.package.engine import Engine
from slipway.serving.package.errors import PackageError
from slipway.serving.package.json_fields import JsonFields
from slipway.serving.package.signature import Column, ColumnType, Signature
from slipway.serving.package.task import Task

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANIFEST_FILE = "slipway-model.json"
MODEL_FOLDER = "mlflow"
GRAPH_FILE = "model.onnx"
"""A compiled model has this in place of the folder."""
SCHEMA = "slipway-model/1"

MemberT = TypeVar("MemberT", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The facts of one packaged model version."""

    name: str
    version: str
    flavour: str
    task: Task
    signature: Signature
    libraries: Mapping[str, str] = field(default_factory=dict)
    """Versions that the model was trained with, `python` among them."""
    source_run_id: str | None = None
    example: Mapping[str, object] | None = None
    """One row for the warm-up, as JSON values by column name."""
    engine: Engine = Engine.FLAVOUR


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a packaged model; a fault of the folder is one sentence."""
    path = folder / MANIFEST_FILE
    remedy = "Make a packaged model with: slipway model package --uri MLFLOW_MODEL_DIR --out DIR"
    if not folder.is_dir():
        raise PackageError(str(folder), got="no such folder", expected="a packaged model")
    if not path.is_file():
        raise PackageError(
            str(folder), got=f"no {MANIFEST_FILE}", expected="a packaged model", remedy=remedy
        )
    try:
        document: object = json.loads(path.read_bytes())
    except ValueError as fault:
        raise PackageError(
            str(path), got="text that is not JSON", expected=f"a {SCHEMA} document", remedy=remedy
        ) from fault
    return _manifest(JsonFields(document, str(path)))


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Writes the manifest in a stable form: the same facts give the same bytes."""
    document = {
        "schema": SCHEMA,
        "name": manifest.name,
        "version": manifest.version,
        "flavour": manifest.flavour,
        "engine": manifest.engine.value,
        "task": manifest.task.value,
        "signature": {
            "inputs": [_column_document(column) for column in manifest.signature.inputs],
            "outputs": [_column_document(column) for column in manifest.signature.outputs],
            "matrix": manifest.signature.matrix,
        },
        "libraries": dict(sorted(manifest.libraries.items())),
        "sourceRunId": manifest.source_run_id,
        "example": None if manifest.example is None else dict(manifest.example),
    }
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    (folder / MANIFEST_FILE).write_text(text, encoding="utf-8")


def _manifest(fields: JsonFields) -> Manifest:
    schema = fields.text("schema")
    if schema != SCHEMA:
        raise PackageError(
            f"{fields.place}.schema",
            got=repr(schema),
            expected=repr(SCHEMA),
            remedy="Package the model again with this version of Slipway.",
        )
    signature = fields.fields("signature")
    return Manifest(
        name=fields.text("name"),
        version=fields.text("version"),
        flavour=fields.text("flavour"),
        task=_member(Task, fields, "task"),
        signature=Signature(
            inputs=tuple(_column(item) for item in signature.objects("inputs")),
            outputs=tuple(_column(item) for item in signature.objects("outputs")),
            matrix=signature.flag("matrix", default=False),
        ),
        libraries=fields.texts("libraries"),
        source_run_id=fields.optional_text("sourceRunId"),
        example=fields.values("example"),
        # Packages that were made before models were compiled don't say it.
        engine=_member(Engine, fields, "engine") if "engine" in fields.names else Engine.FLAVOUR,
    )


def _column(fields: JsonFields) -> Column:
    return Column(
        name=fields.text("name"),
        type=_member(ColumnType, fields, "type"),
        required=fields.flag("required", default=True),
    )


def _column_document(column: Column) -> dict[str, object]:
    return {"name": column.name, "type": column.type.value, "required": column.required}


def _member(kind: type[MemberT], fields: JsonFields, key: str) -> MemberT:
    text = fields.text(key)
    try:
        return kind(text)
    except ValueError:
        accepted = ", ".join(member.value for member in kind)
        raise PackageError(
            f"{fields.place}.{key}", got=repr(text), expected=f"one of {accepted}"
        ) from None
