"""What a run found out, as it is written to `verdict.json`; aggregates only, never a row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from slipway.monitoring.states import State

SCHEMA: Final = "slipway.verdict/1"

Direction = Literal["worse", "better", "same"]
FaultKind = Literal["schema", "type", "null", "range", "infinite", "unreadable", "unseen"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One fault of the data itself, apart from drift."""

    kind: FaultKind
    column: str
    severity: Literal["fault", "notice"]
    """A notice is reported and never alarms."""
    share: float
    """Part of the window's values that are concerned."""
    reference_share: float
    message: str


@dataclass(frozen=True, kw_only=True)
class Outline:
    """The coarse shape of a column in the reference; the windows' shares use the same bins."""

    role: Literal["feature", "prediction", "score"]
    kind: Literal["range", "values"]
    labels: tuple[str, ...]
    """Names of the bins of `values`; empty for `range`."""
    edges: tuple[float, ...]
    """Bounds of the bins of `range`, one more than bins; what lies beyond is in the outer bins."""
    shares: tuple[float, ...]
    nulls: float
    mean: float | None = None
    deviation: float | None = None


@dataclass(frozen=True, kw_only=True)
class ColumnVerdict:
    """Whether a column's values are still distributed as in the reference."""

    state: State
    values: int
    """Values that were compared; nulls, faulty and unseen ones are not."""
    method: str | None = None
    score: float | None = None
    """The test's statistic: Kolmogorov-Smirnov distance or chi-square."""
    p: float | None = None
    effect: float | None = None
    """Size of the change between 0 and 1, comparable over columns and windows; over 1 only where
    values moved further than the reference is wide."""
    floor: float | None = None
    """Smallest effect that is called drift at this window's size."""
    significant: bool = False
    """After correction over the window's columns."""
    statistics: Mapping[str, float] = field(default_factory=dict)
    """Further distances; the verdict doesn't depend on them."""
    nulls: float = 0.0
    mean: float | None = None
    deviation: float | None = None
    shares: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Concept:
    """Whether the relation of inputs and labels changed."""

    state: State
    method: str | None = None
    score: float | None = None
    """Errors seen for each error expected."""
    p: float | None = None
    effect: float | None = None
    """Errors beyond those expected, as a share of the labelled rows."""
    floor: float | None = None
    direction: Direction = "same"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure of quality with its interval and the band that the reference allows."""

    name: str
    state: State
    value: float
    low: float
    high: float
    reference: float | None = None
    band_low: float | None = None
    band_high: float | None = None
    direction: Direction = "same"


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Realised quality, as far as the labels have come."""

    state: State
    rows: int
    labelled: int
    completeness: float
    repeated: int
    """Rows with a request id that had come before; counted once."""
    measures: Mapping[str, Measure] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Window:
    """The verdict on one window."""

    index: int
    rows: int
    state: State
    start: str | None
    """Time of the first row, or the window's bound; None where no time is known."""
    end: str | None
    columns: Mapping[str, ColumnVerdict]
    concept: Concept
    quality: Quality
    findings: tuple[Finding, ...] = ()
    reasons: tuple[str, ...] = ()
    """One sentence for each thing that somebody should know."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What was looked at."""

    model: str | None = None
    version: str | None = None
    reference: str = ""
    current: str = ""
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, kw_only=True)
class Levels:
    """The numbers behind the verdicts."""

    column_level: float
    concept_level: float
    interval: float
    numeric_floor: float
    categorical_floor: float
    minimum_rows: int
    false_alarms_per_100_windows: float
    """Expected at most, when nothing changed."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A run's whole result."""

    schema: Literal["slipway.verdict/1"]
    created: str
    state: State
    """The worst of the windows: drift, then quality, then ok, insufficient, no-data."""
    subject: Subject
    levels: Levels
    reference_rows: int
    undated_rows: int
    """Rows that are in no window because their time is missing."""
    windows: tuple[Window, ...]
    reference: Mapping[str, Outline] = field(default_factory=dict)
    aside: Mapping[str, str] = field(default_factory=dict)
    """Columns that were not compared, and why."""

    @property
    def exit_code(self) -> int:
        """0 nothing to do, 1 drift or quality loss, 3 no data, 4 failed."""
        if self.state.alarms:
            return 1
        return {State.NO_DATA: 3, State.FAILED: 4}.get(self.state, 0)


SEVERITY = (State.DRIFT, State.QUALITY, State.FAILED, State.OK, State.INSUFFICIENT, State.NO_DATA)


def overall(windows: tuple[Window, ...]) -> State:
    """The worst state of some windows; no window at all is no data."""
    found = {window.state for window in windows}
    return next((state for state in SEVERITY if state in found), State.NO_DATA)
