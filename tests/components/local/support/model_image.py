"""A real model image as an archive: the runtime and, on top, one layer with a packaged model."""

import io
import json
import tarfile
from pathlib import Path

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

from examples.car_loan.columns import CATEGORICAL, FEATURES, MODEL, NUMERIC, REFERENCE, TARGET
from slipway.serving.package import package_model
from slipway.serving.release.image.archive import Archive
from slipway.serving.release.image.build import MODEL_FOLDER
from slipway.serving.release.image.config import ModelIdentity, extend
from slipway.serving.release.image.layer import pack_folder
from tests.serving.package.saved_models import save

_ROWS = 500


def model_image(runtime: Path, reference: str, folder: Path) -> Path:
    """Writes the archive of an image with this reference; its model takes the sample's rows."""
    _train(folder / "mlflow")
    package_model(folder / "mlflow", folder / "package", name=MODEL, version="1")
    layer = pack_folder(folder / "package", MODEL_FOLDER, folder / "model.tar.gz")
    base = Archive.open(runtime)
    config = extend(base.config, layer.diff_id, ModelIdentity(name=MODEL, version=1, run_id="test"))
    image = {
        "Config": "model.json",
        "RepoTags": [reference],
        "Layers": [*base.members, layer.blob.path.name],
    }
    path = folder / "image.tar"
    with tarfile.open(runtime) as source, tarfile.open(path, "w") as archive:
        for name in base.members:
            archive.addfile(source.getmember(name), source.extractfile(name))
        archive.add(layer.blob.path, layer.blob.path.name)
        _add(archive, "model.json", config)
        _add(archive, "manifest.json", json.dumps([image]).encode())
    return path


def _train(folder: Path) -> None:
    rows = pd.read_parquet(REFERENCE, columns=[*FEATURES, TARGET]).head(_ROWS)
    features = rows[list(FEATURES)].astype(dict.fromkeys(CATEGORICAL, str))
    encode = ColumnTransformer(
        [
            ("numeric", "passthrough", list(NUMERIC)),
            ("categorical", OneHotEncoder(handle_unknown="ignore"), list(CATEGORICAL)),
        ]
    )
    pipeline = make_pipeline(encode, LogisticRegression(max_iter=5000))
    pipeline.fit(features, rows[TARGET])
    save(pipeline, folder, features, rows[TARGET], example=True)


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
