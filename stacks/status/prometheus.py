"""Asks Prometheus for the drift states and the alerts."""

from dataclasses import dataclass

import httpx

from slipway.stacks.status.report import DRIFT_STATES, UNKNOWN, Alert

TIMEOUT_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class Prometheus:
    """A Prometheus by its base address."""

    url: str

    def drift_states(self) -> dict[str, str]:
        """The last pushed state by model.

        Raises:
            httpx.HTTPError: Prometheus doesn't answer.
        """
        answer = self._get("/api/v1/query", {"query": "slipway_drift_state"})
        return {
            sample["metric"]["model"]: _state(float(sample["value"][1]))
            for sample in answer["data"]["result"]
        }

    def alerts(self) -> tuple[Alert, ...]:
        """Pending and firing alerts, firing ones first.

        Raises:
            httpx.HTTPError: Prometheus doesn't answer.
        """
        found = [
            Alert(
                name=alert["labels"]["alertname"],
                state=alert["state"],
                severity=alert["labels"].get("severity", UNKNOWN),
                summary=alert["annotations"].get("summary", ""),
            )
            for alert in self._get("/api/v1/alerts", {})["data"]["alerts"]
        ]
        return tuple(sorted(found, key=lambda alert: (alert.state != "firing", alert.name)))

    def _get(self, path: str, query: dict[str, str]) -> dict[str, dict[str, list[dict]]]:  # type: ignore[type-arg] # Prometheus' own JSON
        answer = httpx.get(f"{self.url}{path}", params=query, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        document: dict[str, dict[str, list[dict]]] = answer.json()  # type: ignore[type-arg] # as above
        return document


def _state(value: float) -> str:
    number = int(value)
    return DRIFT_STATES[number] if 0 <= number < len(DRIFT_STATES) else UNKNOWN
