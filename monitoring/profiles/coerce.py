"""Arrow columns of any type as numbers or as categories, counting what can't be read."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from slipway.monitoring.arrow import Column, counted

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The finite values of a column, and how many there were of every other kind."""

    finite: Floats
    nulls: int
    infinite: int
    unreadable: int


@dataclass(frozen=True, kw_only=True)
class Categories:
    """How often each value of a column occurs, under its canonical name."""

    counts: dict[str, int]
    nulls: int
    unreadable: int


def family(kind: pa.DataType) -> str:
    """The kind of a type in a reader's words; a change of it is a finding."""
    kind = kind.value_type if isinstance(kind, pa.DictionaryType) else kind
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return "number"
    if pa.types.is_temporal(kind):
        return "time"
    if pa.types.is_null(kind):
        return "nothing"
    text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    return "text" if text or pa.types.is_string_view(kind) else "other"


def plain(array: Column) -> Column:
    """The array without its dictionary."""
    return array.dictionary_decode() if isinstance(array, pa.DictionaryArray) else array


def numbers(array: Column) -> Numbers:
    """Every value as float64; NaN counts as null, text that is no number as unreadable."""
    array = plain(array)
    kind = family(array.type)
    if kind in {"time", "other"}:
        valid = len(array) - array.null_count
        return Numbers(finite=np.empty(0), nulls=array.null_count, infinite=0, unreadable=valid)
    unreadable = 0
    nulls = array.null_count
    if kind == "text":
        trimmed = pc.utf8_trim_whitespace(array.cast(pa.string()).drop_null())
        written = pc.match_substring_regex(trimmed, _NUMBER)
        array = trimmed.filter(written)
        unreadable = len(trimmed) - len(array)
    values = array.drop_null().cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    finite = np.isfinite(values)
    if finite.all():
        return Numbers(finite=values, nulls=nulls, infinite=0, unreadable=unreadable)
    missing = int(np.isnan(values).sum())
    infinite = len(values) - int(finite.sum()) - missing
    return Numbers(
        finite=values[finite], nulls=nulls + missing, infinite=infinite, unreadable=unreadable
    )


def categories(array: Column) -> Categories:
    """Counts by name; whole numbers are named alike whether they come as 1, 1.0 or "1"."""
    array = plain(array)
    if family(array.type) == "other":
        valid = len(array) - array.null_count
        return Categories(counts={}, nulls=array.null_count, unreadable=valid)
    counts: dict[str, int] = {}
    nulls = 0
    for value, amount in counted(array):
        name = category_name(value)
        if name is None:
            nulls += amount
        else:
            counts[name] = counts.get(name, 0) + amount
    return Categories(counts=counts, nulls=nulls, unreadable=0)


def category_name(value: object) -> str | None:
    """The canonical name of one value; None for a null or NaN."""
    if value is None or value != value:  # noqa: PLR0124 -- only NaN differs from itself
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
