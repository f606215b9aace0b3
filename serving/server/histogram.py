"""Histograms that belong to one event loop: they take no lock and look up no label."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

from prometheus_client.core import HistogramMetricFamily

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Histogram:
    """One series."""

    __slots__ = ("_bounds", "_counts", "_sum")

    def __init__(self, bounds: Sequence[float]) -> None:
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0

    @property
    def count(self) -> int:
        """Values seen."""
        return sum(self._counts)

    def observe(self, value: float) -> None:
        """Counts a value in the first bucket whose bound it doesn't exceed."""
        self._counts[bisect_left(self._bounds, value)] += 1
        self._sum += value

    def plus(self, other: Histogram) -> Histogram:
        """Both together; they have the same bounds."""
        both = Histogram(self._bounds)
        both._counts = [one + two for one, two in zip(self._counts, other._counts, strict=True)]
        both._sum = self._sum + other._sum
        return both

    def plus_zeros(self, count: int) -> Histogram:
        """With so many values of zero more."""
        more = Histogram(self._bounds)
        more._counts = [self._counts[0] + count, *self._counts[1:]]
        more._sum = self._sum
        return more

    def add_to(self, family: HistogramMetricFamily, labels: Sequence[str] = ()) -> None:
        """Tells Prometheus' library the series, whose buckets hold all that is below them."""
        names = [*(str(float(bound)) for bound in self._bounds), "+Inf"]
        buckets = list(zip(names, accumulate(self._counts), strict=True))
        family.add_metric(labels, buckets, self._sum)


class HistogramFamily:
    """Series that differ in their labels; each begins when it is first seen."""

    def __init__(
        self, name: str, text: str, labels: Sequence[str], bounds: Sequence[float]
    ) -> None:
        self._name, self._text, self._labels, self._bounds = name, text, labels, bounds
        self._series: dict[tuple[str, ...], Histogram] = {}

    def of(self, *labels: str) -> Histogram:
        """The series with these values of the labels."""
        found = self._series.get(labels)
        if found is None:
            found = self._series[labels] = Histogram(self._bounds)
        return found

    def collect(self) -> Iterator[HistogramMetricFamily]:
        """As Prometheus' registry asks for it."""
        family = HistogramMetricFamily(self._name, self._text, labels=self._labels)
        for labels, series in self._series.items():
            series.add_to(family, labels)
        yield family


class SingleHistogram:
    """A family of one series, which is there from the first scrape."""

    def __init__(self, name: str, text: str, total: Callable[[], Histogram]) -> None:
        self._name, self._text, self._total = name, text, total

    def collect(self) -> Iterator[HistogramMetricFamily]:
        """As Prometheus' registry asks for it."""
        family = HistogramMetricFamily(self._name, self._text)
        self._total().add_to(family)
        yield family
