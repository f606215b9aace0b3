"""The few calls of Arrow whose published types are too narrow or too wide for daily use."""

from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

if TYPE_CHECKING:
    Column = pa.Array[pa.Scalar[pa.DataType]]
else:  # the class itself takes no parameters
    Column = pa.Array

Mask = NDArray[np.bool_]


def empty(schema: pa.Schema) -> pa.RecordBatch:
    """A batch without rows."""
    return pa.RecordBatch.from_pylist([], schema=schema)


def nulls(length: int, kind: pa.DataType) -> Column:
    """A column without values."""
    return pa.array([None] * length, type=kind)


def column(values: Sequence[object]) -> Column:
    """A column of Python values of one type; mixed ones are an Arrow error."""
    return pa.array(cast("list[str]", values))


def there(values: Column) -> Mask:
    """Where a column has a value."""
    return values.is_valid().to_numpy(zero_copy_only=False)


def listed(values: Column) -> list[object]:
    """A column as Python values."""
    return cast("pa.StringArray", values).to_pylist()  # type: ignore[return-value]  # any value


def counted(values: Column) -> list[tuple[object, int]]:
    """Distinct values and how often each occurs."""
    pairs = pc.value_counts(values)
    amounts = pairs.field("counts").to_numpy(zero_copy_only=False)
    return [
        (value, int(amount))
        for value, amount in zip(listed(pairs.field("values")), amounts, strict=True)
    ]


def stream(file: pa.NativeFile) -> IO[bytes]:
    """A file as the readers of text declare it; they take any."""
    return cast("IO[bytes]", file)
