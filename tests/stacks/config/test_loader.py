"""A stack's config is read whole, and every fault in it is told at once."""

from copy import deepcopy

import pytest

from slipway.stacks.config import loader
from slipway.stacks.config.faults import ConfigError
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import RawStack
from slipway.stacks.variants import Cell

GOOD: dict[str, object] = {
    "platform": {
        "variant": "open-source",
        "target": {"kind": "local"},
        "models": {"car-loan": {"serving": {"replicas": {"min": 1, "max": 3}, "cpu": "50m"}}},
        "workload": {"car-loan": {"requestsPerSecond": {"low": 1, "expected": 2, "high": 3}}},
        "budget": {"monthly": 900, "currency": "EUR"},
    },
    "releases": {
        "car-loan": {"version": 3, "image": "localhost:30000/car-loan@sha256:" + "a" * 64}
    },
}


def raw(values: dict[str, object]) -> RawStack:
    return RawStack(stack="dev", source="Pulumi.dev.yaml", values=values)


def changed(path: str, value: object) -> dict[str, object]:
    values = deepcopy(GOOD)
    *parents, last = path.split("/")
    place: object = values
    for part in parents:
        assert isinstance(place, dict)
        place = place.setdefault(part, {})
    assert isinstance(place, dict)
    place[last] = value
    return values


def test_a_good_config_is_read_with_its_defaults() -> None:
    config = load(raw(GOOD))
    model = config.platform.models["car-loan"]
    assert (model.serving.replicas.max, model.serving.memory) == (3, "512Mi")
    assert config.releases["car-loan"].version == 3


def test_a_release_beside_other_rejected_images_is_read() -> None:
    rejected = {"car-loan": ["localhost:30000/car-loan@sha256:" + "b" * 64]}
    config = load(raw({**GOOD, "rejected": rejected}))
    assert config.rejected == rejected


def test_a_pair_that_makes_sense_and_is_not_built_is_refused_with_those_that_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unbuilt = Cell(variant="open-source", target="local", runs_on="kind", built=False)
    monkeypatch.setattr(loader, "cell", lambda _variant, _target: unbuilt)
    with pytest.raises(ConfigError) as caught:
        load(raw(GOOD))
    [fault] = caught.value.faults
    assert fault.path == "platform.variant and platform.target.kind"
    assert fault.value == "open-source on local"
    assert "a pair that this version builds" in fault.rule
    assert "This version builds open-source on local" in fault.remedy


@pytest.mark.parametrize(
    ("path", "value", "place", "shown", "rule"),
    [
        ("platform/envirnment", "dev", "platform.envirnment", '"dev"', "no such key"),
        (
            "platform/variant",
            "managed-platform",
            "platform.variant and platform.target.kind",
            "managed-platform on local",
            "a variant on a target that it can run on",
        ),
        ("platform/models/Car_Loan", {}, "platform.models.Car_Loan", '"Car_Loan"', "DNS label"),
        (
            "platform/models/car-loan/serving/replicas",
            {"min": 5, "max": 2},
            "platform.models.car-loan.serving.replicas",
            '{"min": 5, "max": 2}',
            "min at most max",
        ),
        (
            "platform/models/car-loan/serving/cpu",
            "fast",
            "platform.models.car-loan.serving.cpu",
            '"fast"',
            "a Kubernetes quantity",
        ),
        (
            "platform/models/car-loan/monitoring",
            {"schedule": "61 * * * *"},
            "platform.models.car-loan.monitoring.schedule",
            '"61 * * * *"',
            "a cron line of five fields",
        ),
        (
            "platform/models/car-loan/monitoring",
            {"labelDelay": "2 days"},
            "platform.models.car-loan.monitoring.labelDelay",
            '"2 days"',
            "a whole number with a unit",
        ),
        ("platform/workload/other", {"requestsPerSecond": {"low": 1, "expected": 1, "high": 1}},
         "workload.other", "other", "a model of platform.models (car-loan)"),
        ("releases/car-loan", {"version": 1, "image": "car-loan:latest"},
         "releases.car-loan.image", '"car-loan:latest"', "sha256"),
        ("rejected", {"car-loan": ["elsewhere:5000/car-loan@sha256:" + "a" * 64]},
         "releases.car-loan.image", f'"localhost:30000/car-loan@sha256:{"a" * 64}"',
         "an image that slipway:rejected.car-loan doesn't list as rolled back"),
        ("rejected", {"car-loan": ["car-loan:latest"]},
         "rejected.car-loan.0", '"car-loan:latest"', "sha256"),
        ("rejected", {"car-lone": ["x/y@sha256:" + "b" * 64]},
         "rejected.car-lone", "car-lone", "a model of platform.models (car-loan)"),
        ("platform/environment", "production", "platform.environment", '"production"', "'prod'"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_place_value_rule_and_remedy(
    path: str, value: object, place: str, shown: str, rule: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(raw(changed(path, value)))
    [fault] = caught.value.faults
    assert (fault.path, fault.value) == (place, shown)
    assert rule in fault.rule
    assert fault.remedy.endswith(".")
    assert str(fault) in str(caught.value)


def test_a_wrong_pair_names_the_pairs_that_make_sense() -> None:
    with pytest.raises(ConfigError, match="cloud-native on azure"):
        load(raw(changed("platform/variant", "cloud-native")))


def test_all_faults_are_told_at_once_even_beside_a_wrong_pair() -> None:
    values = changed("platform/variant", "managed-platform")
    values["platform"]["models"]["B_d"] = {"serving": {"cpu": "x"}, "extra": 1}  # type: ignore[index] # built above
    with pytest.raises(ConfigError) as caught:
        load(raw(values))
    paths = [fault.path for fault in caught.value.faults]
    assert paths == [
        "platform.variant and platform.target.kind",
        "platform.models.B_d",
        "platform.models.B_d.serving.cpu",
        "platform.models.B_d.extra",
    ]


def test_a_missing_platform_is_told_with_an_example() -> None:
    with pytest.raises(ConfigError, match=r"slipway:platform: \{variant: open-source"):
        load(raw({}))
