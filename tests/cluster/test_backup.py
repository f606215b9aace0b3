"""A dump brings back runs, versions and logins into empty databases."""

import base64

import pytest
from kubernetes.stream import stream

from tests.support.live_platform import MODEL, PLATFORM, LivePlatform, wait_for

pytestmark = pytest.mark.cluster

DATABASES = ("mlflow", "mlflow_auth")


def superuser_password(platform: LivePlatform) -> str:
    secrets = platform.core().list_namespaced_secret(PLATFORM).items
    [found] = [secret for secret in secrets if "superuser" in (secret.data or {})]
    return base64.b64decode(found.data["superuser"]).decode()


def sql(platform: LivePlatform, password: str, *statements: str) -> str:
    words = [word for statement in statements for word in ("-c", statement)]
    command = ["env", f"PGPASSWORD={password}", "psql", "-h", "127.0.0.1", "-U", "postgres", *words]
    core = platform.core()
    return str(
        stream(
            core.connect_get_namespaced_pod_exec,
            "database-0",
            PLATFORM,
            container="server",
            command=command,
            stdout=True,
            stderr=True,
            stdin=False,
            tty=False,
        )
    )


def known(platform: LivePlatform) -> tuple[list[str], list[str]]:
    tracking = platform.mlflow()
    experiment = tracking.get_experiment_by_name(MODEL)
    assert experiment is not None
    runs = tracking.search_runs([experiment.experiment_id])
    versions = tracking.search_model_versions(f"name = '{MODEL}'")
    return sorted(r.info.run_id for r in runs), sorted(str(v.version) for v in versions)


def test_a_dump_restores_everything_into_empty_databases(platform: LivePlatform) -> None:
    before = known(platform)
    assert before[0]
    assert platform.run_job_of("database-backup").status.succeeded == 1
    password = superuser_password(platform)
    for database in DATABASES:
        said = sql(
            platform,
            password,
            f"DROP DATABASE {database} WITH (FORCE)",
            f"CREATE DATABASE {database} OWNER mlflow",
        )
        assert said.split() == ["DROP", "DATABASE", "CREATE", "DATABASE"], said

    assert platform.run_job_of("database-restore").status.succeeded == 1

    platform.core().delete_collection_namespaced_pod(
        PLATFORM, label_selector="app.kubernetes.io/name=tracking"
    )

    def back() -> bool:
        deployment = platform.apps().read_namespaced_deployment("tracking", PLATFORM)
        return deployment.status.ready_replicas == 1

    wait_for("the tracking server", back, seconds=180)
    assert known(platform) == before


def test_a_restore_refuses_a_database_with_data(platform: LivePlatform) -> None:
    before = known(platform)
    assert platform.run_job_of("database-restore").status.failed
    assert known(platform) == before
