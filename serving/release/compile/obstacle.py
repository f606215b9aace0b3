"""What can't be compiled, known before it is tried."""

from slipway.serving.package import ColumnType, Manifest
from slipway.serving.package.mlflow_model import MlflowModel

_TEXTS = frozenset({ColumnType.STRING, ColumnType.BOOLEAN})


def obstacle(manifest: Manifest, saved: MlflowModel) -> str | None:
    """Why there is no use in trying; None where there is."""
    if saved.sklearn is None:
        return f"flavour {manifest.flavour}: only scikit-learn's models are compiled"
    if not manifest.signature.outputs:
        return "neither a classifier nor a regressor"
    for column in manifest.signature.inputs:
        if column.type is ColumnType.DATETIME:
            return f"column {column.name!r} is a time, which a graph has no type for"
        if column.type in _TEXTS and not column.required:
            return f"column {column.name!r} may be null, which a graph has only for numbers"
    return None
