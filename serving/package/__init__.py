"""A packaged model: one folder that a serving process needs, and nothing else."""

from slipway.serving.package.engine import Engine
from slipway.serving.package.errors import PackageError
from slipway.serving.package.manifest import (
    GRAPH_FILE,
    MANIFEST_FILE,
    MODEL_FOLDER,
    Manifest,
    read_manifest,
    write_manifest,
)
from slipway.serving.package.package import package_model
from slipway.serving.package.signature import Column, ColumnType, Signature
from slipway.serving.package.task import Task

__all__ = [
    "GRAPH_FILE",
    "MANIFEST_FILE",
    "MODEL_FOLDER",
    "Column",
    "ColumnType",
    "Engine",
    "Manifest",
    "PackageError",
    "Signature",
    "Task",
    "package_model",
    "read_manifest",
    "write_manifest",
]
