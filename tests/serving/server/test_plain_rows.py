"""The short way gives what the long way gives, or leaves it to it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from slipway.serving.package.signature import Column, ColumnType, Signature
from slipway.serving.server.errors import ServingError
from slipway.serving.server.plain_rows import PlainRows
from slipway.serving.server.protocols.rows import Rows
from slipway.serving.server.validator import Validator

DOUBLES = Signature(inputs=tuple(Column(name=name, type=ColumnType.DOUBLE) for name in "abc"))
PLAIN = PlainRows(DOUBLES)
NAMES = ["a", "b", "c"]


def rows(values: list[object], names: list[str] | None = None) -> Rows:
    return Rows("data", NAMES if names is None else names, values)


def test_numbers_for_doubles_become_one_matrix_whose_columns_are_the_arrays() -> None:
    batch = Validator(DOUBLES).check(rows([[1.5, 2, 3.0], [4, 5.0, -6]]))
    assert batch.matrix is not None
    assert batch.matrix.tolist() == [[1.5, 2.0, 3.0], [4.0, 5.0, -6.0]]
    assert [array.tolist() for array in batch.arrays] == [[1.5, 4.0], [2.0, 5.0], [3.0, -6.0]]
    assert (batch.rows, batch.matrix.dtype) == (2, np.float64)


@pytest.mark.parametrize(
    "values",
    [[], [[1.0, 2.0]], [[1.0, 2.0, 3.0], [1.0]], [[1.0, 2.0, True]], [[1.0, 2.0, "3"]],
     [[1.0, 2.0, None]], [7.0], [[1e308, 1e308, 1.0]], [[1.0, 2.0, 10**400]],
     [[1.0, 2.0, 3.0], {"a": 1.0}], [[1.0, [2.0], 3.0]]],
)  # fmt: skip
def test_whatever_else_there_is_takes_the_long_way(values: list[object]) -> None:
    assert PLAIN.batch(rows(values)) is None


def test_other_names_or_another_order_take_the_long_way() -> None:
    assert PLAIN.batch(rows([[1.0, 2.0, 3.0]], ["a", "c", "b"])) is None
    assert Validator(DOUBLES).check(rows([[1.0, 2.0, 3.0]], ["a", "c", "b"])).arrays[1] == [3.0]


def test_a_model_of_other_types_takes_the_long_way() -> None:
    mixed = Signature(inputs=(*DOUBLES.inputs[:2], Column(name="c", type=ColumnType.LONG)))
    assert PlainRows(mixed).batch(rows([[1.0, 2.0, 3.0]])) is None


NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False), st.integers(), st.just(10**400)
)
VALUES = st.one_of(NUMBERS, st.none(), st.booleans(), st.text(max_size=2))


@given(st.lists(st.lists(VALUES, min_size=2, max_size=4), max_size=4))
@example([[1e308, 1e308, -1e308]])
def test_both_ways_answer_alike(values: list[object]) -> None:
    batch = PLAIN.batch(rows(values))
    if batch is None:
        return
    long_way = Validator(DOUBLES).check(rows(values).table())
    for short, long in zip(batch.arrays, long_way.arrays, strict=True):
        assert short.tolist() == long.tolist()


@given(st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=1, max_size=3))
def test_finite_numbers_are_never_refused_for_their_sum(values: list[list[float]]) -> None:
    fits = all(abs(value) < 2**1023 for row in values for value in row)
    try:
        batch = Validator(DOUBLES).check(rows([*values]))
    except ServingError:
        assert not fits
    else:
        assert [list(row) for row in zip(*(a.tolist() for a in batch.arrays), strict=True)] == [
            [float(value) for value in row] for row in values
        ]
