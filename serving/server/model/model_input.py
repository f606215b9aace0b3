"""A batch in the form that a model was trained on."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from slipway.serving.package.signature import Signature
    from slipway.serving.server.table import Array, Batch

ModelInput: TypeAlias = "pd.DataFrame | Array"


def model_input(signature: Signature, batch: Batch) -> ModelInput:
    """A data frame in the signature's order, without a copy where pandas can do without."""
    if signature.matrix:
        return np.column_stack(batch.arrays)
    return pd.DataFrame(dict(zip(signature.names, batch.arrays, strict=True)), copy=False)
