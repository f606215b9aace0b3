"""The database's passwords rotate by an `up`, and nobody who tracks notices."""

import base64
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from kubernetes.stream import stream

from tests.support.live_platform import MODEL, PLATFORM, LivePlatform, wait_for
from tests.support.load import Load
from tests.support.tracking_load import tracking_load

pytestmark = pytest.mark.cluster

ENOUGH = 300
"""Fewer requests than this would prove nothing."""
TAKES = 420
"""Seconds: two kubelets' delays, the overlap, and a slow machine."""


@pytest.fixture(scope="module")
def platform_back(platform: LivePlatform) -> Iterator[LivePlatform]:
    """The platform, which ends as its file says: that is one rotation more."""
    yield platform
    platform.session.up()


def passwords(platform: LivePlatform) -> dict[str, str]:
    """What the cluster's Secret says."""
    data = platform.core().read_namespaced_secret("database", PLATFORM).data
    return {key: base64.b64decode(value).decode() for key, value in data.items()}


def run(platform: LivePlatform, *command: str) -> str:
    """The output of a command inside the server's container."""
    session = stream(
        platform.core().connect_get_namespaced_pod_exec,
        "database-0",
        PLATFORM,
        container="server",
        command=list(command),
        stdout=True,
        stderr=True,
        stdin=False,
        tty=False,
        _preload_content=False,
    )
    try:
        session.run_forever(timeout=60)
        return str(session.read_all()).strip()
    finally:
        session.sock.shutdown()  # `close` does nothing once the other side has ended it


def lets_in(platform: LivePlatform, user: str, password: str) -> bool:
    """Whether PostgreSQL takes the password; any other answer than yes and no is a failure."""
    login = ["env", f"PGPASSWORD={password}", "psql", "-h", "127.0.0.1", "-U", user]
    said = run(platform, *login, "-d", "postgres", "-Atc", "SELECT 'in'")
    assert said == "in" or "password authentication failed" in said, said
    return said == "in"


def sql(platform: LivePlatform, statement: str) -> str:
    """As the superuser, over the socket that needs no password."""
    return run(platform, "psql", "-h", "/run/socket", "-U", "postgres", "-Atc", statement)


def lives(platform: LivePlatform) -> set[tuple[str, str, int]]:
    """Each container of the database and of the tracking server, with its pod and restarts."""
    return {
        (pod.metadata.uid, status.name, status.restart_count)
        for part in ("database", "tracking")
        for pod in platform.core()
        .list_namespaced_pod(PLATFORM, label_selector=f"app.kubernetes.io/name={part}")
        .items
        for status in pod.status.container_statuses
    }


def rotate(platform: LivePlatform, folder: Path) -> None:
    """What a user does: another number, and an `up`."""

    def change(config: dict[str, object]) -> None:
        settings = config["slipway:platform"]
        assert isinstance(settings, dict)
        settings["databasePasswordGeneration"] = settings.get("databasePasswordGeneration", 0) + 1

    platform.session_with(platform.changed_config(folder, change)).up()


def wait_until_applied(platform: LivePlatform, new: dict[str, str], load: Load) -> None:
    wait_for(
        "the owner's new password",
        lambda: lets_in(platform, "mlflow", new["owner"]),
        seconds=TAKES,
        context=load.outcomes,
    )
    applied = sql(platform, "SELECT now()")
    # Pooled sessions are renewed after a minute: these had to log in with the new password.
    renewed = (
        "SELECT count(*) FROM pg_stat_activity WHERE usename = 'mlflow'"  # noqa: S608 -- ours alone
        f" AND application_name = '' AND backend_start > '{applied}'"
    )
    wait_for(
        "sessions of the new password",
        lambda: int(sql(platform, renewed)) > 0,
        seconds=180,
        context=load.outcomes,
    )


def test_a_rotation_under_load_fails_no_request_and_restarts_nothing(
    platform_back: LivePlatform, tmp_path: Path
) -> None:
    platform = platform_back
    client, login = platform.mlflow(), platform.session.outputs().tracking_login
    experiment = client.get_experiment_by_name(MODEL)
    assert experiment is not None
    assert login is not None
    old, before = passwords(platform), lives(platform)
    assert lets_in(platform, "mlflow", old["owner"])
    key = (login.name, login.secret)
    with tracking_load(platform.url("tracking"), key, experiment.experiment_id) as load:
        rotate(platform, tmp_path)
        new = passwords(platform)
        wait_until_applied(platform, new, load)
    assert load.sent > ENOUGH
    assert load.failed == {}
    assert lives(platform) == before
    for role, user in (("owner", "mlflow"), ("superuser", "postgres"), ("observer", "observer")):
        assert new[f"{role}.previous"] == old[role]
        assert lets_in(platform, user, new[role])
        assert not lets_in(platform, user, old[role])


def test_after_a_rotation_backups_and_metrics_go_on(platform_back: LivePlatform) -> None:
    platform = platform_back
    assert platform.run_job_of("database-backup").status.succeeded == 1
    # A new session of the exporter has to use the new password.
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'observer'"
    assert sql(platform, ended).split()
    since = time.time()

    def scraped_again() -> bool:
        query = {"query": f"pg_up == 1 and timestamp(pg_up) > {since + 1}"}
        answer = httpx.get(f"{platform.url('prometheus')}/api/v1/query", params=query)
        return bool(answer.json()["data"]["result"])

    wait_for("the metrics of a new session", scraped_again, seconds=120)


def test_no_password_is_in_a_log_an_environment_or_a_command_line(
    platform_back: LivePlatform,
) -> None:
    platform = platform_back
    words = set(passwords(platform).values())
    for part in ("database", "tracking"):
        for pod in platform.pods(PLATFORM, part):
            found = platform.core().read_namespaced_pod(pod, PLATFORM)
            texts = [str(found.spec)]
            texts += [
                platform.core().read_namespaced_pod_log(pod, PLATFORM, container=one.name)
                for one in (*found.spec.containers, *(found.spec.init_containers or []))
            ]
            assert not any(word in text for word in words for text in texts)
    seen = run(platform, "sh", "-c", "cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline | tr '\\0' ' '")
    assert "PGDATA" in seen or "postgres" in seen
    assert not any(word in seen for word in words)
