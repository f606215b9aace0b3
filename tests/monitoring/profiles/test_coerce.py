from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from slipway.monitoring.profiles.coerce import categories, family, numbers


def test_nan_is_a_null_and_infinity_is_neither_null_nor_finite() -> None:
    found = numbers(pa.array([1.0, None, float("nan"), float("inf"), float("-inf")]))
    assert found.finite.tolist() == [1.0]
    assert (found.nulls, found.infinite, found.unreadable) == (2, 2, 0)


def test_text_is_read_as_numbers_where_it_is_one() -> None:
    found = numbers(pa.array([" 1.5", "2e3", "-.5", "abc", "", None, "1,5"]))
    assert found.finite.tolist() == [1.5, 2000.0, -0.5]
    assert (found.nulls, found.unreadable) == (1, 3)


@pytest.mark.parametrize(
    "array",
    [
        pa.array([1, 2], type=pa.int8()),
        pa.array([1, 2], type=pa.uint64()),
        pa.array([Decimal("1.00"), Decimal("2.00")]),
        pa.array([1, 2]).dictionary_encode(),
        pa.array([1.0, 2.0], type=pa.float32()),
    ],
    ids=["int8", "uint64", "decimal", "dictionary", "float32"],
)
def test_every_type_of_number_is_read_alike(array: pa.Array) -> None:
    assert numbers(array).finite.tolist() == [1.0, 2.0]


def test_a_list_is_unreadable_and_stops_nothing() -> None:
    assert numbers(pa.array([[1], None])).unreadable == 1
    assert categories(pa.array([[1], None])).unreadable == 1


def test_whole_numbers_have_one_name_in_every_type() -> None:
    for array in (pa.array([1, 1]), pa.array([1.0, 1.0]), pa.array(["1", "1"])):
        assert categories(array).counts == {"1": 2}


def test_nulls_of_a_category_are_counted_apart() -> None:
    found = categories(pa.array(["a", None, "a"]).dictionary_encode())
    assert (found.counts, found.nulls) == ({"a": 2}, 1)


def test_a_column_without_a_type_is_all_null() -> None:
    assert family(pa.null()) == "nothing"
    assert numbers(pa.nulls(3)).nulls == 3
    assert np.array_equal(numbers(pa.nulls(3)).finite, np.empty(0))
