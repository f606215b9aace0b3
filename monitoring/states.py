"""The states of a window, a column and a measure."""

from enum import StrEnum


class State(StrEnum):
    """What a verdict says; the number of each is the value of the state metric."""

    OK = "ok"
    DRIFT = "drift"
    QUALITY = "quality"
    """Predictions or input data got worse, although no distribution drifted."""
    INSUFFICIENT = "insufficient"
    NO_DATA = "no-data"
    FAILED = "failed"

    @property
    def number(self) -> int:
        """Value of `slipway_drift_state`; part of the metric's contract."""
        return tuple(State).index(self)

    @property
    def alarms(self) -> bool:
        """Whether somebody should look at the model."""
        return self in {State.DRIFT, State.QUALITY}
