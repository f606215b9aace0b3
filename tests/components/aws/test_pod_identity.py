"""Identities of workloads."""

import dataclasses
import json

from slipway.components.aws.pod_identity import PodIdentity, PodIdentityArgs
from tests.support.aws_cloud import PLACE, of_type, on_aws, only
from tests.support.recording import Recording

CLUSTER = PLACE.arn("eks", "cluster/slipway-dev")
ARGS = PodIdentityArgs(
    place=PLACE,
    cluster_name="slipway-dev",
    cluster_arn=CLUSTER,
    namespace="slipway",
    service_account="tracking",
    description="MLflow's server",
    policy="{}",
)
ASSOCIATION = "eks/podIdentityAssociation:PodIdentityAssociation"


def made(args: PodIdentityArgs = ARGS) -> Recording:
    return on_aws(lambda: PodIdentity("tracking", args))


def test_one_service_account_of_one_cluster_takes_the_role_on() -> None:
    [trust] = json.loads(str(only(made(), "iam/role:Role")["assumeRolePolicy"]))["Statement"]
    assert trust["Principal"] == {"Service": ["pods.eks.amazonaws.com"]}
    assert trust["Action"] == ["sts:AssumeRole", "sts:TagSession"]
    assert trust["Condition"] == {
        "StringEquals": {
            "aws:SourceAccount": "111122223333",
            "aws:RequestTag/kubernetes-namespace": "slipway",
            "aws:RequestTag/kubernetes-service-account": "tracking",
        },
        "ArnEquals": {"aws:SourceArn": CLUSTER},
    }


def test_the_association_names_the_same_account_and_waits_for_the_permissions() -> None:
    recording = made()
    association = only(recording, ASSOCIATION)
    assert association["clusterName"] == "slipway-dev"
    assert association["namespace"] == "slipway"
    assert association["serviceAccount"] == "tracking"
    [resource] = [one for one in recording.resources if one.type == f"aws:{ASSOCIATION}"]
    assert any(urn.endswith("::tracking-policy") for urn in resource.dependencies)


def test_it_has_the_given_permissions_and_no_others() -> None:
    recording = made()
    assert only(recording, "iam/rolePolicy:RolePolicy")["policy"] == "{}"
    assert of_type(recording, "iam/rolePolicyAttachment:RolePolicyAttachment") == {}
    assert of_type(made(dataclasses.replace(ARGS, policy=None)), "iam/rolePolicy:RolePolicy") == {}


def test_an_add_on_brings_its_own_association() -> None:
    assert of_type(made(dataclasses.replace(ARGS, associated=False)), ASSOCIATION) == {}
