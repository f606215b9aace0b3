"""ECR."""

import dataclasses
import json

import pytest

from slipway.components.aws.container_registry import (
    ContainerRegistry,
    ContainerRegistryArgs,
    repository_arn,
)
from tests.support.aws_cloud import KEY, PLACE, of_type, on_aws
from tests.support.recording import Recording, resolve

HOST = "111122223333.dkr.ecr.eu-central-1.amazonaws.com"
ARGS = ContainerRegistryArgs(
    place=PLACE,
    platform_images=["runtime", "tracking"],
    models=["car-loan"],
    key_arn=KEY,
    production=False,
)
DIGEST = f"sha256:{'a' * 64}"


def made(args: ContainerRegistryArgs = ARGS) -> Recording:
    return on_aws(lambda: ContainerRegistry("registry", args))


def test_every_image_has_a_repository_below_the_platforms_name() -> None:
    found = of_type(made(), "ecr/repository:Repository")
    assert sorted(str(one["name"]) for one in found.values()) == [
        "slipway/car-loan",
        "slipway/runtime",
        "slipway/tracking",
    ]


def test_tags_never_move_and_images_are_scanned_and_encrypted() -> None:
    for one in of_type(made(), "ecr/repository:Repository").values():
        assert one["imageTagMutability"] == "IMMUTABLE"
        assert one["imageScanningConfiguration"] == {"scanOnPush": True}
        assert one["encryptionConfigurations"] == [{"encryptionType": "KMS", "kmsKey": KEY}]


def test_old_images_leave_but_a_models_much_later() -> None:
    found = of_type(made(), "ecr/lifecyclePolicy:LifecyclePolicy")
    assert len(found) == 3
    kept = {}
    for name, one in found.items():
        untagged, beyond = json.loads(str(one["policy"]))["rules"]
        assert untagged["selection"]["tagStatus"] == "untagged"
        # ECR refuses a policy in which a rule for any image isn't the last.
        assert beyond["selection"]["tagStatus"] == "any"
        assert untagged["rulePriority"] < beyond["rulePriority"]
        kept[name] = beyond["selection"]["countNumber"]
    assert kept["registry-car-loan"] == 300
    assert kept["registry-tracking"] == 30


def test_production_keeps_its_images_through_a_tear_down() -> None:
    production = made(dataclasses.replace(ARGS, production=True))
    for one in production.resources:
        if one.type == "aws:ecr/repository:Repository":
            assert one.protect
            assert one.inputs["forceDelete"] is False
    for inputs in of_type(made(), "ecr/repository:Repository").values():
        assert inputs["forceDelete"] is True


def test_it_knows_its_own_images_and_what_nodes_pull() -> None:
    found: list[ContainerRegistry] = []
    on_aws(lambda: found.append(ContainerRegistry("registry", ARGS)))
    [registry] = found
    assert registry.url == HOST
    assert registry.repository_arns == PLACE.arn("ecr", "repository/slipway/*")
    assert registry.holds(f"{HOST}/slipway/car-loan@{DIGEST}")
    assert not registry.holds(f"{HOST}/other/car-loan@{DIGEST}")


@pytest.mark.parametrize(
    ("image", "arn"),
    [
        (
            f"444455556666.dkr.ecr.us-east-1.amazonaws.com/slipway/car-loan@{DIGEST}",
            "arn:aws:ecr:us-east-1:444455556666:repository/slipway/car-loan",
        ),
        (
            f"444455556666.dkr.ecr.cn-north-1.amazonaws.com.cn/a@{DIGEST}",
            "arn:aws-cn:ecr:cn-north-1:444455556666:repository/a",
        ),
        (f"registry.example.com/a@{DIGEST}", None),
        (f"example.com/444455556666.dkr.ecr.us-east-1.amazonaws.com/a@{DIGEST}", None),
    ],
)
def test_a_repository_is_known_by_its_image(image: str, arn: str | None) -> None:
    assert repository_arn(image) == arn


def test_an_adopted_registry_is_used_and_nothing_is_made() -> None:
    args = dataclasses.replace(ARGS, adopt=f"{HOST}/ml")
    found: list[object] = []

    def program() -> None:
        registry = ContainerRegistry("registry", args)
        found.append(registry.repository_arns)
        found.append(resolve(registry.repositories["car-loan"]))

    recording = on_aws(program)
    assert [one.type for one in recording.resources] == ["slipway:aws:ContainerRegistry"]
    assert found == [
        PLACE.arn("ecr", "repository/ml/slipway/*"),
        [f"{HOST}/ml/slipway/car-loan"],
    ]
