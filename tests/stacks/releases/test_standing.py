import json
from datetime import UTC, datetime

from slipway.serving.release.registry import tags
from slipway.serving.release.registry.model_version import ModelVersion
from slipway.stacks.releases.standing import Standing, standing


def _version(
    number: int,
    value: float | None = None,
    *,
    champion: int | None = None,
    gain: float = 0.0,
    data: str = "d",
    metric: str = "roc_auc",
    rejected: bool = False,
) -> ModelVersion:
    found: dict[str, str] = {}
    if value is not None:
        found[tags.EVIDENCE] = json.dumps(
            {
                "champion": champion,
                "data": {"digest": data},
                "comparison": {"metric": metric, "candidate": value, "gain": gain},
            }
        )
    if rejected:
        found[tags.REJECTED] = "slow"
    return ModelVersion(
        name="car-loan",
        number=number,
        run_id="r",
        created=datetime(2026, 1, 1, tzinfo=UTC),
        tags=found,
        aliases=(),
    )


def _standing(*versions: ModelVersion, serving: int | None = 1) -> Standing:
    return standing("car-loan", list(versions), serving=serving, pinned=serving)


def test_the_best_serves_when_nothing_else_measured_better() -> None:
    found = _standing(_version(1, 0.8), _version(2, 0.7, champion=1, gain=-0.1))
    assert found.best_serves
    assert found.better == ()


def test_a_version_that_beat_the_serving_one_at_the_gate_is_better() -> None:
    found = _standing(_version(1, 0.8), _version(2, 0.9, champion=1, gain=0.1, data="other"))
    assert not found.best_serves
    assert found.better == (2,)


def test_a_version_that_measured_better_on_the_same_rows_is_better() -> None:
    found = _standing(_version(1, 0.8), _version(2), _version(3, 0.85, champion=2, gain=-0.1))
    assert found.better == (3,)


def test_figures_on_other_rows_are_not_compared() -> None:
    assert _standing(_version(1, 0.8), _version(2, 0.9, data="other")).best_serves


def test_of_errors_the_smaller_one_is_better() -> None:
    found = _standing(_version(1, 5.0, metric="rmse"), _version(2, 4.0, metric="rmse"))
    assert found.better == (2,)


def test_a_rejected_version_is_no_better_one() -> None:
    found = _standing(_version(1, 0.8), _version(2, 0.9, rejected=True))
    assert found.best_serves


def test_newer_versions_without_a_judgement_are_named_older_ones_are_not() -> None:
    found = _standing(_version(1), _version(2, 0.8), _version(3), serving=2)
    assert found.unjudged == (3,)
    assert found.best_serves


def test_a_model_that_nothing_serves_is_not_at_its_best() -> None:
    assert not _standing(_version(1, 0.8), serving=None).best_serves
