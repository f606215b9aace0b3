"""A whole run: windows of the current data against the reference, in one pass."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import pyarrow as pa

from slipway.monitoring.arrow import Column
from slipway.monitoring.errors import WrongUseError
from slipway.monitoring.judge import Collected, judge
from slipway.monitoring.profiles.numeric import NumericProfile
from slipway.monitoring.profiles.table import Mapper, TableProfile
from slipway.monitoring.quality.label_index import LabelIndex
from slipway.monitoring.quality.outcomes import Outcomes
from slipway.monitoring.reference import Reference, batch_outcomes
from slipway.monitoring.thresholds import DEFAULT, Thresholds
from slipway.monitoring.times import MISSING, microseconds, text
from slipway.monitoring.verdict import (
    SCHEMA,
    Levels,
    Outline,
    Subject,
    Verdict,
    Window,
    overall,
)
from slipway.monitoring.windows import Splitter, WindowSpec, check_number


@dataclass(frozen=True, kw_only=True)
class Options:
    """How a run cuts and judges."""

    window: WindowSpec = field(default_factory=WindowSpec)
    thresholds: Thresholds = DEFAULT


@dataclass
class _Open:
    """A window that still takes rows."""

    profile: TableProfile = field(default_factory=TableProfile)
    outcomes: Outcomes | None = None
    low: int | None = None
    high: int | None = None

    def closed(self, index: int, key: int, spec: WindowSpec) -> Collected:
        start, end = spec.bounds(key)
        if start is None and self.low is not None and self.high is not None:
            start, end = text(self.low), text(self.high)
        return Collected(
            index=index, profile=self.profile, outcomes=self.outcomes, start=start, end=end
        )


class Collector:
    """Counts batches into windows; a window by rows is handed out as soon as it is full."""

    def __init__(
        self, reference: Reference, spec: WindowSpec, labels: LabelIndex | None, mapper: Mapper
    ) -> None:
        self._reference = reference
        self._spec = spec
        self._labels = labels
        self._mapper = mapper
        self._splitter = Splitter(spec, reference.roles.time)
        self._open: dict[int, _Open] = {}

    def windows(self, batches: Iterable[pa.RecordBatch]) -> Iterator[Collected]:
        """The windows in order; spans of time without a row come as empty windows."""
        for batch in batches:
            for key, part in self._splitter.split(batch):
                if self._spec.rows is not None and key not in self._open:
                    yield from self._close()
                self._add(self._open.setdefault(key, _Open()), part)
                check_number(max(self._open) - min(self._open) + 1)
        if self._spec.rows is None and not self._open:
            self._open[0] = _Open()
            self._spec = WindowSpec()  # an empty window has no bounds
        yield from self._close()

    @property
    def undated(self) -> int:
        """Rows without a time, which belong to no span."""
        return self._splitter.undated

    def _close(self) -> Iterator[Collected]:
        if not self._open:
            return
        first = 0 if self._spec.seconds is None else min(self._open)
        for key in range(min(self._open), max(self._open) + 1):
            yield self._open.get(key, _Open()).closed(key - first, key, self._spec)
        self._open.clear()

    def _add(self, window: _Open, batch: pa.RecordBatch) -> None:
        layout, roles = self._reference.layout, self._reference.roles
        known = layout.known | roles.aside
        profile = TableProfile.of(layout.bins, batch, known=known, mapper=self._mapper)
        window.profile = window.profile.merge(profile)
        labels, repeated = None, 0
        if self._labels is not None:
            joined = self._labels.join(self._identifiers(batch))
            labels, repeated = joined.labels, joined.repeated
        found = batch_outcomes(self._reference.task, roles, batch, labels)
        if found is not None:
            found = found.merge(Outcomes(repeated=repeated))
            window.outcomes = found if window.outcomes is None else window.outcomes.merge(found)
        self._note_times(window, batch)

    def _identifiers(self, batch: pa.RecordBatch) -> Column:
        name = self._reference.roles.identifier
        if name is None or name not in batch.schema.names:
            message = (
                f"--id: got {name!r}; labels need a column of request ids in the current data."
            )
            raise WrongUseError(message)
        return batch.column(name)

    def _note_times(self, window: _Open, batch: pa.RecordBatch) -> None:
        time = self._reference.roles.time
        if time is None or time not in batch.schema.names:
            return
        stamps = microseconds(batch.column(time), column=time)
        stamps = stamps[stamps != MISSING]
        if len(stamps):
            low, high = int(np.min(stamps)), int(np.max(stamps))
            window.low = low if window.low is None else min(window.low, low)
            window.high = high if window.high is None else max(window.high, high)


def evaluate(
    reference: Reference,
    batches: Iterable[pa.RecordBatch],
    *,
    subject: Subject,
    created: datetime,
    labels: LabelIndex | None = None,
    options: Options | None = None,
) -> Verdict:
    """Judges every window of the current data."""
    options = options or Options()
    limits = options.thresholds
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        collector = Collector(reference, options.window, labels, pool.map)
        windows: list[Window] = []
        for collected in collector.windows(batches):
            windows.append(judge(reference, collected, limits))
            check_number(len(windows))
    if not windows:  # windows by rows of a stream without any
        empty = Collected(index=0, profile=TableProfile(), outcomes=None)
        windows.append(judge(reference, empty, limits))
    judged = tuple(windows)
    return Verdict(
        schema=SCHEMA,
        created=created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        state=overall(judged),
        subject=subject,
        levels=_levels(limits),
        reference_rows=reference.profile.rows,
        undated_rows=collector.undated,
        windows=judged,
        reference={name: _outline(reference, name) for name in reference.layout.bins},
        aside=dict(reference.layout.aside),
    )


def _levels(limits: Thresholds) -> Levels:
    return Levels(
        column_level=limits.column_level,
        concept_level=limits.concept_level,
        interval=limits.interval,
        numeric_floor=limits.numeric_floor,
        categorical_floor=limits.categorical_floor,
        minimum_rows=limits.minimum_rows,
        false_alarms_per_100_windows=1.0,
    )


def _outline(reference: Reference, name: str) -> Outline:
    profile, shape = reference.profile.columns[name], reference.shapes[name]
    moments = profile.moments if isinstance(profile, NumericProfile) else None
    return Outline(
        role=reference.roles.role(name).value,
        kind="range" if shape.edges else "values",
        labels=shape.labels,
        edges=shape.edges,
        shares=shape.shares(profile),
        nulls=profile.nulls / max(profile.rows, 1),
        mean=moments.mean if moments else None,
        deviation=moments.deviation if moments else None,
    )
