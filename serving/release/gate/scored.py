"""What a model says about held-out rows."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Values = npt.NDArray[np.generic]


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A prediction for each row and, of binary classifiers, the probability of class 1."""

    prediction: Values
    score: FloatArray | None = None
