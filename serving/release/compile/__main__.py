"""`python -m slipway.serving.release.compile PACKAGE PRECISION OUT`: one conversion.

In a process of its own, because converters were seen to loop for good: on forests that were
trained with gaps, for example.
"""

import sys
from pathlib import Path

from slipway.serving.package import MODEL_FOLDER, read_manifest
from slipway.serving.package.mlflow_model import read_mlflow_model
from slipway.serving.package.sklearn_flavour import load_sklearn
from slipway.serving.release.compile.convert import convert
from slipway.serving.release.compile.precision import Precision


def main(package: Path, precision: Precision, out: Path) -> None:
    """Writes the graph of a packaged scikit-learn model."""
    folder = package / MODEL_FOLDER
    flavour = read_mlflow_model(folder).sklearn
    if flavour is None:
        raise SystemExit("no scikit-learn flavour")
    estimator = load_sklearn(folder, flavour)
    convert(estimator, read_manifest(package).signature, precision, out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Precision(sys.argv[2]), Path(sys.argv[3]))
