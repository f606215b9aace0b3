from __future__ import annotations

import numpy as np
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client import Histogram as Theirs

from slipway.serving.server.histogram import Histogram, HistogramFamily, SingleHistogram

BOUNDS = (0.001, 0.01, 1.0, 2.5)


def exposition(*collectors: object) -> list[str]:
    registry = CollectorRegistry()
    for one in collectors:
        registry.register(one)  # type: ignore[arg-type]  # what a registry asks for is there
    lines = generate_latest(registry).decode().splitlines()
    return sorted(line for line in lines if "_created" not in line)


def test_the_exposition_is_that_of_prometheus_own_histogram() -> None:
    chance = np.random.default_rng(3)
    values = [*BOUNDS, 0.0, *chance.uniform(0, 4, 500).tolist()]
    theirs = Theirs("a", "Text.", ("route", "code"), buckets=BOUNDS, registry=None)
    ours = HistogramFamily("a", "Text.", ("route", "code"), BOUNDS)
    for at, value in enumerate(values):
        labels = ("/x", "200") if at % 3 else ('/"y"', "429")
        theirs.labels(*labels).observe(value)
        ours.of(*labels).observe(value)
    assert exposition(ours) == exposition(theirs)


def test_a_series_is_told_from_the_first_scrape_and_with_what_was_counted_elsewhere() -> None:
    own, other = Histogram(BOUNDS), Histogram(BOUNDS)
    theirs = Theirs("a", "Text.", buckets=BOUNDS, registry=None)
    ours = SingleHistogram("a", "Text.", lambda: own.plus(other).plus_zeros(2))
    own.observe(0.5)
    other.observe(9.0)
    for value in (0.5, 9.0, 0.0, 0.0):
        theirs.observe(value)
    assert exposition(ours) == exposition(theirs)
    assert (own.count, other.count) == (1, 1)
