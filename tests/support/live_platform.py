"""The live platform of stack `local`, as a test works on it."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import mlflow
from kubernetes import client
from ruamel.yaml import YAML

from slipway.serving.release.registry.mlflow_registry import TrackingLogin, prepare_client
from slipway.stacks.cli.options import stack_file
from slipway.stacks.engine.session import StackSession, open_session
from slipway.stacks.status.replicas import api_client

ROOT = Path(__file__).parents[2]
STACK = "local"
MODEL = "car-loan"
MODELS = "slipway-models"
PLATFORM = "slipway-platform"


@dataclass
class LivePlatform:
    """Outputs and clients of the running platform; `said` holds what the engine last printed."""

    said: list[str] = field(default_factory=list)

    @property
    def session(self) -> StackSession:
        return self.session_with(stack_file(STACK))

    def session_with(self, config_file: Path) -> StackSession:
        return open_session(STACK, config_file, echo=self.said.append)

    def url(self, name: str) -> str:
        return self.session.outputs().url(name)

    def model_url(self) -> str:
        url = self.session.outputs().models[MODEL].url
        assert url is not None
        return url

    @cached_property
    def api(self) -> client.ApiClient:
        """One client for all questions: reading the stack's outputs runs the CLI each time."""
        return api_client(self.session.outputs().kubeconfig or "")

    def core(self) -> client.CoreV1Api:
        return client.CoreV1Api(self.api)

    def apps(self) -> client.AppsV1Api:
        return client.AppsV1Api(self.api)

    def replicas(self) -> int:
        """Ready replicas of the model service."""
        deployment = self.apps().read_namespaced_deployment(MODEL, MODELS)
        return deployment.status.ready_replicas or 0

    def pods(self, namespace: str, part: str) -> list[str]:
        """Names of the pods of one application."""
        selector = f"app.kubernetes.io/name={part}"
        found = self.core().list_namespaced_pod(namespace, label_selector=selector)
        return [pod.metadata.name for pod in found.items]

    def run_job_of(self, cron_job: str) -> client.V1Job:
        """Starts the job of a CronJob of the platform now; returns it at its end."""
        batch = client.BatchV1Api(self.api)
        template = batch.read_namespaced_cron_job(cron_job, PLATFORM).spec.job_template
        name = f"{cron_job}-{datetime.now(UTC):%H%M%S}"
        batch.create_namespaced_job(
            PLATFORM, client.V1Job(metadata=client.V1ObjectMeta(name=name), spec=template.spec)
        )

        def ended() -> bool:
            status = batch.read_namespaced_job(name, PLATFORM).status
            return bool(status.succeeded or status.failed)

        wait_for(f"the end of {name}", ended, seconds=240)
        return batch.read_namespaced_job(name, PLATFORM)

    def mlflow(self) -> mlflow.MlflowClient:
        """A client of the tracking server, logged in; sets the process' MLflow login."""
        outputs = self.session.outputs()
        login = outputs.tracking_login
        assert login is not None
        prepare_client(TrackingLogin(username=login.name, password=login.secret))
        mlflow.set_tracking_uri(outputs.url("tracking"))
        return mlflow.MlflowClient()

    def slipway(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Runs the `slipway` command as a person would."""
        command = Path(sys.executable).with_name("slipway")
        return subprocess.run(
            [command, *words], cwd=ROOT, capture_output=True, text=True, check=False
        )

    def changed_config(self, folder: Path, change: Callable[[dict[str, object]], None]) -> Path:
        """A copy of the stack file with a change in its config; the stack's own stays as it is."""
        yaml = YAML()
        document = yaml.load(stack_file(STACK).read_text(encoding="utf-8"))
        change(document["config"])
        path = folder / f"Pulumi.{STACK}.yaml"
        with path.open("w", encoding="utf-8") as file:
            yaml.dump(document, file)
        return path


def wait_for(
    what: str, reached: Callable[[], bool], *, seconds: float, context: Mapping[str, object] = {}
) -> float:
    """Seconds until a condition holds; fails by name when it never does."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        if reached():
            return time.monotonic() - started
        time.sleep(1)
    raise AssertionError(f"{what}: not within {seconds:.0f} s {dict(context)}")
