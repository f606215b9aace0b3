"""The columns that a model takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class ColumnType(StrEnum):
    """The column types of an MLflow signature that can be served."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    LONG = "long"
    FLOAT = "float"
    DOUBLE = "double"
    STRING = "string"
    DATETIME = "datetime"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One named input or output."""

    name: str
    type: ColumnType
    required: bool = True
    """An optional column may be left out of a request, and its values may be null."""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """The inputs in the model's order, and the outputs as far as they are known before a run."""

    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...] = ()
    """Empty where the flavour doesn't tell: the server then learns them from its warm-up."""
    matrix: bool = False
    """Whether the model was trained on a plain matrix and wants one, instead of a data frame."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The input columns' names, in the model's order."""
        return tuple(column.name for column in self.inputs)


RESERVED_NAMES = frozenset(
    {"request_id", "time", "model_version", "latency_ms", "prediction", "score", "label"}
)
"""Columns of the request log and of the monitor's reference, which an input can't share."""
