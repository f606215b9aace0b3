"""The job's metrics in Application Insights, where no Pushgateway is; one dimension, the model.

The names are those of the Pushgateway's series. The key in the connection string is switched off
by the platform, so each send carries a token of the job's own identity.

Source: the telemetry endpoint `v2.1/track` and its `MetricData`, as Azure's own exporters use them.
"""

import json
import os
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.request import Request

from slipway.monitoring.errors import WrongValueError
from slipway.monitoring.job.azureml_token import Send, azureml_token, over_http
from slipway.monitoring.states import State
from slipway.monitoring.verdict import Verdict

RESOURCE = "https://monitor.azure.com"
ROLE = "slipway-drift"
"""Name of the part that reports, as the portal's map shows it."""


class InsightsMetrics:
    """Sends a run's result; what is only partly taken counts as not sent."""

    def __init__(
        self,
        connection: str,
        model: str,
        *,
        send: Send = over_http,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._key, self._address = _parts(connection)
        self._model = model
        self._send, self._environment = send, environment

    def verdict(self, verdict: Verdict, now: datetime) -> None:
        """Says what the verdict is."""
        window, quality = verdict.windows[-1], verdict.windows[-1].quality
        drifted = sum(column.state is State.DRIFT for column in window.columns.values())
        values = {
            "slipway_drift_state": float(verdict.state.number),
            "slipway_drift_rows": float(window.rows),
            "slipway_drift_columns": float(drifted),
        }
        if quality.rows:
            values["slipway_quality_label_completeness"] = quality.completeness
            rate = quality.measures.get("errorRate")
            if rate is not None:
                values["slipway_quality_error_rate"] = rate.value
        self._put(values, now)

    def no_verdict(self, state: State, now: datetime) -> None:
        """Says that the job ran and came to none."""
        self._put({"slipway_drift_state": float(state.number)}, now)

    def _put(self, values: Mapping[str, float], now: datetime) -> None:
        body = json.dumps([self._envelope(name, value, now) for name, value in values.items()])
        token = azureml_token(RESOURCE, self._environment, self._send)
        request = Request(  # noqa: S310 -- https alone, see _parts
            f"{self._address}/v2.1/track",
            data=body.encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {token}",
            },
            method="POST",
        )
        answer = self._send(request)
        accepted = json.loads(answer).get("itemsAccepted")
        if accepted != len(values):
            raise OSError(f"Application Insights: took {accepted} of {len(values)} metrics")

    def _envelope(self, name: str, value: float, now: datetime) -> dict[str, Any]:
        point = {"name": name, "value": value, "count": 1, "min": value, "max": value}
        data = {"ver": 2, "metrics": [point], "properties": {"model": self._model}}
        return {
            "name": "Microsoft.ApplicationInsights.Metric",
            "time": now.isoformat(),
            "iKey": self._key,
            "tags": {"ai.cloud.role": ROLE},
            "data": {"baseType": "MetricData", "baseData": data},
        }


def _parts(connection: str) -> tuple[str, str]:
    """Key and address of a connection string.

    Raises:
        WrongValueError: It has none of them, or the address isn't https.
    """
    parts = dict(one.split("=", 1) for one in connection.split(";") if "=" in one)
    key, address = parts.get("InstrumentationKey"), parts.get("IngestionEndpoint", "")
    if not key or not address.startswith("https://"):
        raise WrongValueError(
            place="APPLICATIONINSIGHTS_CONNECTION_STRING",
            value=connection,
            rule="InstrumentationKey=...;IngestionEndpoint=https://...",
            remedy="Copy it from the component's page, or leave it out.",
        )
    return key, address.rstrip("/")
