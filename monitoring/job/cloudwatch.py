"""The job's metrics in CloudWatch, where no Pushgateway is: one dimension, the model."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from slipway.monitoring.states import State
from slipway.monitoring.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

STATES = {
    State.DRIFT: "DataDrift",
    State.QUALITY: "QualityLoss",
    State.NO_DATA: "NoData",
    State.FAILED: "JobFailed",
}
"""A metric of 0 or 1 for each state that an alarm is about: CloudWatch compares, it can't equal."""


class CloudWatchMetrics:
    """Puts a run's result; few metrics, because each is billed by the month."""

    def __init__(self, namespace: str, model: str, client: Any = None) -> None:
        self._namespace, self._model = namespace, model
        self._client = client

    def verdict(self, verdict: Verdict, now: datetime) -> None:
        """Says what the verdict is, and that there is one."""
        window, quality = verdict.windows[-1], verdict.windows[-1].quality
        drifted = sum(column.state is State.DRIFT for column in window.columns.values())
        values = {"Verdicts": 1.0, "Rows": float(window.rows), "DriftedColumns": float(drifted)}
        if quality.rows:
            values["LabelCompleteness"] = quality.completeness
            for measure, name in (("errorRate", "ErrorRate"), ("rocAuc", "RocAuc")):
                found = quality.measures.get(measure)
                if found is not None:
                    values[name] = found.value
        self._put({**_states(verdict.state), **values}, now)

    def no_verdict(self, state: State, now: datetime) -> None:
        """Says that the job ran and came to none."""
        self._put(_states(state), now)

    def _put(self, values: "Mapping[str, float]", now: datetime) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 -- see _connect

        data = [
            {
                "MetricName": name,
                "Dimensions": [{"Name": "Model", "Value": self._model}],
                "Timestamp": now,
                "Value": value,
            }
            for name, value in values.items()
        ]
        try:
            if self._client is None:
                self._client = _connect()
            self._client.put_metric_data(Namespace=self._namespace, MetricData=data)
        except (BotoCoreError, ClientError) as error:
            # What runs call a metrics store that can't be reached, whichever it is.
            raise OSError(f"CloudWatch: {error}") from error


def _states(state: State) -> dict[str, float]:
    return {name: float(state is one) for one, name in STATES.items()}


def _connect() -> Any:
    import boto3  # noqa: PLC0415 -- a second of import time that runs elsewhere don't pay
    from botocore.config import Config  # noqa: PLC0415 -- see above

    config = Config(
        connect_timeout=5, read_timeout=20, retries={"mode": "standard", "max_attempts": 4}
    )
    return boto3.client("cloudwatch", config=config)
