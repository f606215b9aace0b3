"""A scikit-learn estimator from an MLflow folder, loaded without MLflow.

Importing MLflow only for its loader costs a serving pod 0.8 s and 50 MB, and adds nothing.
"""

from __future__ import annotations

import importlib
import pickle
import sys
from typing import TYPE_CHECKING

from slipway.serving.package.errors import PackageError

if TYPE_CHECKING:
    from pathlib import Path

    from slipway.serving.package.mlflow_model import SklearnFlavour


def load_sklearn(folder: Path, flavour: SklearnFlavour) -> object:
    """The estimator. Loading runs code of the model's author: only load what the gate accepted."""
    path = folder / flavour.file
    if not path.is_file():
        raise PackageError(
            str(folder),
            got=f"no file {flavour.file!r}",
            expected="the estimator that MLmodel names",
        )
    if flavour.code is not None:
        sys.path.insert(0, str(folder / flavour.code))
    try:
        return _load(path, flavour)
    except ModuleNotFoundError as fault:
        raise PackageError(
            str(path),
            got=f"a model that needs the module {fault.name!r}",
            expected="only modules that are installed here",
            remedy="Add the library to the runtime image, or log the model with code_paths.",
        ) from fault
    except (pickle.UnpicklingError, EOFError, AttributeError, ValueError, TypeError) as fault:
        raise PackageError(
            str(path),
            got=f"a file that fails to load ({type(fault).__name__})",
            expected="an estimator saved by mlflow.sklearn with the installed versions",
        ) from fault


def _load(path: Path, flavour: SklearnFlavour) -> object:
    match flavour.serialization:
        case "skops":
            skops: object = importlib.import_module("skops.io")
            load = skops.load  # type: ignore[attr-defined]  # skops publishes no types
            return load(path, trusted=list(flavour.trusted_types))
        case "pickle" | "cloudpickle":
            # cloudpickle's files are read by pickle as long as cloudpickle can be imported.
            with path.open("rb") as stream:
                return pickle.load(stream)  # noqa: S301 - see the docstring of load_sklearn
        case other:
            raise PackageError(
                str(path),
                got=f"the serialization format {other!r}",
                expected="skops, pickle or cloudpickle",
            )
