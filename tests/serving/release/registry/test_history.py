from datetime import UTC, datetime

import pytest

from slipway.serving.release.registry import history
from slipway.serving.release.registry.mlflow_registry import MlflowRegistry, connect
from slipway.serving.release.registry.rejection import (
    RejectedVersionError,
    lift,
    refuse_rejected,
    reject,
)
from tests.serving.release.support.tracking import MODEL, Tracking

pytestmark = pytest.mark.filterwarnings("ignore")  # see test_mlflow_registry


def _record(registry: MlflowRegistry, version: int, hour: int, stack: str = "local") -> None:
    at = datetime(2026, 1, 1, hour, tzinfo=UTC)
    image = f"localhost:30000/car-loan@sha256:{version}{hour}"
    history.record(registry, registry.version(MODEL, version), stack, image, at)


def _previous(registry: MlflowRegistry, serving: int | None) -> int | None:
    found = history.previous(registry.versions(MODEL), "local", serving)
    return None if found is None else found.version


def test_the_previous_release_is_the_last_other_one_in_time(tracking: Tracking) -> None:
    registry = connect(tracking.uri)
    for hour, version in enumerate([1, 3, 2, 3]):
        _record(registry, version, hour)
    assert _previous(registry, 3) == 2
    assert [event.version for event in history.events(registry.versions(MODEL), "local")] == [
        1,
        3,
        2,
        3,
    ]


def test_a_rejected_version_is_not_gone_back_to(tracking: Tracking) -> None:
    registry = connect(tracking.uri)
    for hour, version in enumerate([1, 2, 3]):
        _record(registry, version, hour)
    reject(registry, registry.version(MODEL, 2), "slow")
    assert _previous(registry, 3) == 1


def test_each_stack_has_its_own_history(tracking: Tracking) -> None:
    registry = connect(tracking.uri)
    _record(registry, 1, 0, stack="prod")
    _record(registry, 2, 1)
    assert _previous(registry, 2) is None


def test_the_image_of_the_last_time_is_remembered(tracking: Tracking) -> None:
    registry = connect(tracking.uri)
    _record(registry, 1, 0)
    _record(registry, 1, 1)
    found = history.previous(registry.versions(MODEL), "local", 2)
    assert found is not None
    assert found.image.endswith("sha256:11")


def test_the_history_stays_bounded(tracking: Tracking) -> None:
    registry = connect(tracking.uri)
    for hour in range(23):
        _record(registry, 1, hour)
    past = history.events(registry.versions(MODEL), "local")
    assert len(past) == 20
    assert past[-1].at.hour == 22


def test_a_rejected_version_is_refused_until_somebody_lifts_it(tracking: Tracking) -> None:
    registry = connect(tracking.uri)
    refuse_rejected(registry.version(MODEL, 2))
    reject(registry, registry.version(MODEL, 2), "answered nonsense")
    version = registry.version(MODEL, 2)
    assert version.aliases == ("rejected",)
    with pytest.raises(RejectedVersionError, match=r"a rejected version \(answered nonsense\)"):
        refuse_rejected(version)
    lift(registry, version, "the data was wrong")
    version = registry.version(MODEL, 2)
    refuse_rejected(version)
    assert version.tags["slipway.rejected.lifted"] == (
        "answered nonsense; lifted: the data was wrong"
    )
