from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from slipway.serving.package.signature import Column, ColumnType
from slipway.serving.server.column_arrays import ColumnFault, ColumnReader


def column(kind: ColumnType, *, required: bool = True) -> Column:
    return Column(name="c", type=kind, required=required)


@pytest.mark.parametrize(
    ("kind", "values", "dtype"),
    [
        (ColumnType.DOUBLE, [1.5, 2], "float64"),
        (ColumnType.FLOAT, [1.5, 2], "float32"),
        (ColumnType.INTEGER, [-(2**31), 2**31 - 1], "int32"),
        (ColumnType.LONG, [-(2**63), 2**63 - 1], "int64"),
        (ColumnType.BOOLEAN, [True, False], "bool"),
        (ColumnType.STRING, ["", "ü"], "object"),
    ],
)
def test_values_of_the_type_become_an_array_of_it(
    kind: ColumnType, values: list[object], dtype: str
) -> None:
    array = ColumnReader(column(kind)).read(values)
    assert (array.dtype, array.tolist()) == (dtype, values)


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        (ColumnType.DOUBLE, [1.0, None], [1.0, np.nan]),
        (ColumnType.FLOAT, [1.0, None], [1.0, np.nan]),
        (ColumnType.LONG, [1, None], [1.0, np.nan]),
        (ColumnType.INTEGER, [None, None], [np.nan, np.nan]),
    ],
)
def test_a_null_in_an_optional_number_is_nan(
    kind: ColumnType, values: list[object], expected: list[float]
) -> None:
    np.testing.assert_array_equal(ColumnReader(column(kind, required=False)).read(values), expected)


@pytest.mark.parametrize(
    ("kind", "values"), [(ColumnType.BOOLEAN, [True, None]), (ColumnType.STRING, ["a", None])]
)
def test_a_null_in_an_optional_object_is_none(kind: ColumnType, values: list[object]) -> None:
    assert ColumnReader(column(kind, required=False)).read(values).tolist() == values


def test_times_are_utc_with_or_without_their_zone() -> None:
    texts: list[object] = ["2024-03-01T12:00:00+02:00", "2024-03-01T10:00:00Z", "2024-03-01"]
    array = ColumnReader(column(ColumnType.DATETIME)).read(texts)
    assert array.dtype == "datetime64[ns]"
    assert array.astype("datetime64[s]").tolist() == [
        datetime(2024, 3, 1, 10),  # noqa: DTZ001 - a data frame's times have no zone
        datetime(2024, 3, 1, 10),  # noqa: DTZ001 - as above
        datetime(2024, 3, 1),  # noqa: DTZ001 - as above
    ]


@pytest.mark.parametrize("kind", list(ColumnType))
def test_no_type_takes_lists_objects_or_an_unasked_null(kind: ColumnType) -> None:
    for value, words in (([1], "a list"), ({}, "an object"), (None, "null")):
        with pytest.raises(ColumnFault) as fault:
            ColumnReader(column(kind)).read([value])
        assert f"column 'c': got {words} in row 0; expected {kind.value}" in fault.value.sentence


def test_a_boolean_is_no_number() -> None:
    for kind in (ColumnType.LONG, ColumnType.INTEGER, ColumnType.DOUBLE, ColumnType.FLOAT):
        with pytest.raises(ColumnFault, match="got a boolean in row 1"):
            ColumnReader(column(kind)).read([1, True])
