"""Tests against the live local platform; `make test` brings it up first."""

import mlflow
import pytest

from tests.support.live_platform import LivePlatform


@pytest.fixture(scope="session")
def platform() -> LivePlatform:
    live = LivePlatform()
    live.session.outputs()  # ends in a clear message when nothing is up
    return live


@pytest.fixture(scope="session")
def next_version(platform: LivePlatform) -> int:
    """The serving model registered once more: a new version, equally good."""
    client = platform.mlflow()
    released = platform.session.outputs().models["car-loan"].version
    current = client.get_model_version("car-loan", str(released))
    return int(mlflow.register_model(current.source, "car-loan").version)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The cluster's client leaves its sockets to the garbage collector, wherever that runs."""
    quiet = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    for item in items:
        if "tests/cluster/" in item.path.as_posix():
            item.add_marker(quiet)
