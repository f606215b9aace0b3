"""Labels come late, twice, wrongly typed, or not at all."""

import numpy as np
import pyarrow as pa
import pytest

from slipway.monitoring.quality.label_index import LabelIndex


def index(*parts: tuple[pa.Array, pa.Array]) -> LabelIndex:
    return LabelIndex(parts)


def test_labels_are_joined_in_the_rows_order_and_missing_ones_are_null() -> None:
    labels = index((pa.array(["c", "a"]), pa.array([3, 1])))
    joined = labels.join(pa.array(["a", "b", "c", None]))
    assert joined.labels.to_pylist() == [1, None, 3, None]
    assert labels.unused == 0


def test_the_last_label_of_a_request_wins() -> None:
    labels = index((pa.array(["a", "b"]), pa.array([0, 0])), (pa.array(["a"]), pa.array([1])))
    assert labels.join(pa.array(["a", "b"])).labels.to_pylist() == [1, 0]
    assert labels.repeated == 1


def test_a_repeated_request_is_counted_once_within_and_across_batches() -> None:
    labels = index((pa.array(["a", "b"]), pa.array([1, 0])))
    first = labels.join(pa.array(["z", "a", "a"]))
    assert (first.labels.to_pylist(), first.repeated) == ([None, 1, None], 1)
    second = labels.join(pa.array(["a", "b"]))
    assert (second.labels.to_pylist(), second.repeated) == ([None, 0], 1)


def test_labels_without_a_request_are_counted() -> None:
    labels = index((pa.array([1, 2, 3]), pa.array([0, 1, 0])))
    labels.join(pa.array([2]))
    assert labels.unused == 2


def test_ids_match_whatever_type_they_come_in() -> None:
    labels = index((pa.array([7.0, 8.0]), pa.array(["x", "y"])))
    assert labels.join(pa.array(["8", "7"])).labels.to_pylist() == ["y", "x"]
    assert index((pa.array([7]), pa.array([1]))).join(pa.array(["7"])).labels.to_pylist() == [1]


def test_files_with_labels_of_different_types_are_read_together() -> None:
    labels = index((pa.array(["a"]), pa.array([1])), (pa.array(["b"]), pa.array(["0"])))
    assert labels.join(pa.array(["a", "b"])).labels.to_pylist() == ["1", "0"]


def test_no_labels_at_all_leave_every_row_unlabelled() -> None:
    assert index().join(pa.array(["a"])).labels.to_pylist() == [None]


def test_a_label_that_is_null_is_no_label() -> None:
    labels = index((pa.array(["a", None]), pa.array([None, 1])))
    assert labels.join(pa.array(["a", None])).labels.null_count == 2


@pytest.mark.parametrize("seed", range(5))
def test_the_join_is_that_of_a_dictionary(seed: int) -> None:
    random = np.random.default_rng(seed)
    known = {f"r{i}": int(i % 7) for i in random.permutation(3000)[:1500]}
    rows = [f"r{i}" for i in random.permutation(3000)]
    labels = index((pa.array(list(known)), pa.array(list(known.values()))))
    assert labels.join(pa.array(rows)).labels.to_pylist() == [known.get(row) for row in rows]
