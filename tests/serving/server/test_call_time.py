from __future__ import annotations

from math import inf

import pytest

from slipway.serving.server.call_time import CallTime


def test_nothing_is_known_before_the_first_call() -> None:
    assert CallTime().expected(1) == inf
    assert CallTime().expected(100) == inf


def test_one_bad_moment_changes_little_and_a_slower_model_is_found_out() -> None:
    known = CallTime()
    known.learn(1, 20e-6)
    known.learn(1, 10e-3)
    assert known.expected(1) == pytest.approx(20e-6, rel=0.03)
    for _ in range(400):
        known.learn(1, 1e-3)
    assert known.expected(1) == pytest.approx(1e-3)
    known.learn(1, 20e-6)
    assert known.expected(1) == 20e-6


def test_many_rows_take_what_a_row_of_many_took_and_at_most_what_each_would_take_alone() -> None:
    known = CallTime()
    known.learn(1, 20e-6)
    assert known.expected(100) == pytest.approx(2e-3)
    known.learn(100, 200e-6)
    assert known.expected(50) == pytest.approx(100e-6)
    assert known.expected(1) == 20e-6
