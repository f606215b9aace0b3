"""What a model predicts."""

from __future__ import annotations

from enum import StrEnum


class Task(StrEnum):
    """The kind of prediction, which decides what a reply holds and how quality is measured."""

    BINARY = "binary"
    MULTICLASS = "multiclass"
    REGRESSION = "regression"
    UNKNOWN = "unknown"
    """A flavour that doesn't tell, and nobody said: served, but its quality can't be judged."""
