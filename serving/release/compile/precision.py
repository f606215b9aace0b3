"""In which numbers a graph counts."""

from enum import StrEnum


class Precision(StrEnum):
    """The type of every number that a graph is given."""

    DOUBLE = "double"
    """As the columns are; tried first."""
    SINGLE = "single"
    """For steps that onnxruntime has in single precision alone, such as imputation."""
