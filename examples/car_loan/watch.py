"""Runs the platform's own drift job over one replay and reads its verdict."""

import json
import time
from dataclasses import dataclass
from datetime import timedelta

from kubernetes import client

from examples.car_loan.columns import MODEL
from examples.car_loan.object_store import ObjectStore
from examples.car_loan.platform import RunningPlatform
from examples.car_loan.replay import Replay

LOG_TIMEOUT_SECONDS = 90
JOB_TIMEOUT_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the monitor says of one window."""

    state: str
    rows: int
    drifted: tuple[str, ...]


class WatchError(Exception):
    """The drift job gave no verdict."""


def wait_for_log(store: ObjectStore, replay: Replay) -> None:
    """Returns when the request log holds every row of the replay.

    Raises:
        WatchError: It doesn't in time.
    """
    # Stores keep whole seconds.
    since = replay.started.replace(microsecond=0) - timedelta(seconds=1)
    deadline = time.monotonic() + LOG_TIMEOUT_SECONDS
    logged = 0
    while time.monotonic() < deadline:
        logged = store.parquet_rows("request-log", f"{MODEL}/", since=since)
        if logged >= replay.rows:
            return
        time.sleep(2)
    raise WatchError(
        f"request log: got {logged} rows after {LOG_TIMEOUT_SECONDS} s; expected {replay.rows}. "
        "Look at the model service's metric slipway_log_records_dropped_total."
    )


def verdict_of(platform: RunningPlatform, replay: Replay) -> Verdict:
    """The monitor's verdict on the window of one replay.

    Raises:
        WatchError: The job fails or doesn't end in time.
    """
    namespace, store = platform.namespace(), platform.object_store()
    batch = client.BatchV1Api(platform.cluster())
    template = batch.read_namespaced_cron_job(f"{MODEL}-drift", namespace).spec.job_template
    job = _job(template, replay)
    batch.create_namespaced_job(namespace, job)
    _wait(batch, job.metadata.name, namespace)
    # By the window's end: `latest.json` may meanwhile be a scheduled run's.
    folder = f"{MODEL}/verdicts/{replay.ended:%Y%m%dT%H%M%SZ}"
    return _read(json.loads(store.get("monitoring", f"{folder}/verdict.json")))


def _job(template: client.V1JobTemplateSpec, replay: Replay) -> client.V1Job:
    """The scheduled job with an explicit window."""
    window = {
        "SLIPWAY_WINDOW_FROM": replay.started.isoformat(),
        "SLIPWAY_WINDOW_TO": replay.ended.isoformat(),
    }
    [container] = template.spec.template.spec.containers
    kept = [variable for variable in container.env if variable.name not in window]
    added = [client.V1EnvVar(name=name, value=value) for name, value in window.items()]
    container.env = kept + added
    name = f"{MODEL}-drift-{replay.started:%H%M%S}"
    return client.V1Job(metadata=client.V1ObjectMeta(name=name), spec=template.spec)


def _wait(batch: client.BatchV1Api, name: str, namespace: str) -> None:
    deadline = time.monotonic() + JOB_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        status = batch.read_namespaced_job(name, namespace).status
        if status.succeeded:
            return
        if status.failed:
            raise WatchError(
                f"job {name}: failed; expected a verdict. "
                f"See: kubectl logs -n {namespace} job/{name}"
            )
        time.sleep(1)
    raise WatchError(f"job {name}: got no end in {JOB_TIMEOUT_SECONDS} s; expected a verdict.")


def _read(document: dict[str, list[dict[str, object]]]) -> Verdict:
    window = document["windows"][-1]
    columns = window["columns"]
    assert isinstance(columns, dict)
    return Verdict(
        state=str(window["state"]),
        rows=int(str(window["rows"])),
        drifted=tuple(sorted(n for n, column in columns.items() if column["state"] == "drift")),
    )
