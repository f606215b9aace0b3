"""EKS."""

import dataclasses
import json

from slipway.components.aws.cluster import Cluster, ClusterArgs, ExistingCluster
from slipway.components.ownership import ignored
from tests.support.aws_cloud import KEY, PLACE, of_type, on_aws, only
from tests.support.ignored_changes import ignored_changes
from tests.support.json_path import at
from tests.support.recording import Recording, resolve

ADMINISTRATOR = "arn:aws:iam::111122223333:role/platform-team"
ARGS = ClusterArgs(
    place=PLACE,
    name="slipway-dev",
    version="1.35",
    subnet_ids=["subnet-a", "subnet-b"],
    key_arn=KEY,
    log_days=30,
    production=False,
    administrators=[ADMINISTRATOR],
)
KIND = "eks/cluster:Cluster"


def made(**changes: object) -> Recording:
    args = dataclasses.replace(ARGS, **changes)  # type: ignore[arg-type] # fields by name
    return on_aws(lambda: Cluster("cluster", args))


def test_iam_alone_decides_who_enters() -> None:
    access = at(only(made(), KIND), "accessConfig")
    assert access == {
        "authenticationMode": "API",
        "bootstrapClusterCreatorAdminPermissions": False,
    }


def test_without_administrators_the_creator_isnt_locked_out() -> None:
    access = at(only(made(administrators=()), KIND), "accessConfig")
    assert at(access, "bootstrapClusterCreatorAdminPermissions") is True


def test_a_first_listed_administrator_replaces_no_cluster() -> None:
    found = ignored_changes(lambda: Cluster("cluster", ARGS))
    assert found == {("aws:eks/cluster:Cluster", "cluster-cluster"): ignored(f"aws:{KIND}")}


def test_a_listed_administrator_administers_the_whole_cluster() -> None:
    recording = made()
    assert only(recording, "eks/accessEntry:AccessEntry")["principalArn"] == ADMINISTRATOR
    policy = only(recording, "eks/accessPolicyAssociation:AccessPolicyAssociation")
    assert policy["accessScope"] == {"type": "cluster"}
    assert policy["policyArn"] == (
        "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
    )


def test_the_api_server_is_private_unless_blocks_are_listed() -> None:
    private = at(only(made(), KIND), "vpcConfig")
    assert at(private, "endpointPrivateAccess") is True
    assert at(private, "endpointPublicAccess") is False
    listed = at(only(made(open_to=["203.0.113.0/24"]), KIND), "vpcConfig")
    assert at(listed, "endpointPublicAccess") is True
    assert at(listed, "publicAccessCidrs") == ["203.0.113.0/24"]
    assert at(listed, "endpointPrivateAccess") is True


def test_secrets_are_encrypted_with_the_platforms_key() -> None:
    found = at(only(made(), KIND), "encryptionConfig")
    assert found == {"provider": {"keyArn": KEY}, "resources": ["secrets"]}


def test_every_log_of_the_control_plane_is_kept_encrypted() -> None:
    recording = made()
    assert at(only(recording, KIND), "enabledClusterLogTypes") == [
        "api",
        "audit",
        "authenticator",
        "controllerManager",
        "scheduler",
    ]
    group = only(recording, "cloudwatch/logGroup:LogGroup")
    assert group["name"] == "/aws/eks/slipway-dev/cluster"
    assert (group["retentionInDays"], group["kmsKeyId"]) == (30, KEY)


def test_the_log_group_and_the_roles_permissions_outlive_the_cluster() -> None:
    [cluster] = [one for one in made().resources if one.type == f"aws:{KIND}"]
    waited_for = {urn.rpartition("::")[2] for urn in cluster.dependencies}
    assert {"cluster-logs", "cluster-managed", "cluster-policy"} <= waited_for


def test_a_late_log_line_makes_no_new_group_after_a_tear_down() -> None:
    policy = json.loads(str(only(made(), "iam/rolePolicy:RolePolicy")["policy"]))
    [refused] = [one for one in policy["Statement"] if one["Effect"] == "Deny"]
    assert refused["Action"] == ["logs:CreateLogGroup"]
    assert refused["Resource"] == ["*"]


def test_add_ons_are_ours_to_pin_and_support_never_becomes_expensive_by_itself() -> None:
    cluster = only(made(), KIND)
    assert cluster["bootstrapSelfManagedAddons"] is False
    assert cluster["upgradePolicy"] == {"supportType": "STANDARD"}


def test_production_is_protected_by_pulumi_and_by_eks() -> None:
    production = made(production=True)
    assert only(production, KIND)["deletionProtection"] is True
    assert [one.name for one in production.resources if one.protect] == ["cluster-cluster"]
    assert only(made(), KIND)["deletionProtection"] is False


def test_it_says_how_it_is_reached() -> None:
    found: list[object] = []

    def program() -> None:
        cluster = Cluster("cluster", ARGS)
        found.append(cluster.arn)
        found.append(resolve(cluster.endpoint))
        found.append(resolve(cluster.certificate_authority))
        found.append(resolve(cluster.security_group_id))

    on_aws(program)
    assert found == [
        "arn:aws:eks:eu-central-1:111122223333:cluster/slipway-dev",
        ["https://cluster.example.com"],
        ["Q0E="],
        ["sg-0cluster"],
    ]


def test_an_adopted_cluster_is_used_and_nothing_is_made() -> None:
    adopted = ExistingCluster(
        name="theirs",
        endpoint="https://theirs.example.com",
        certificate_authority="Q0E=",
        security_group_id="sg-0theirs",
    )
    args = dataclasses.replace(ARGS, adopt=adopted)
    found: list[object] = []

    def program() -> None:
        cluster = Cluster("cluster", args)
        found.append(cluster.arn)
        found.append(resolve(cluster.name))
        found.append(resolve(cluster.security_group_id))
        found.append(list(cluster.entries))

    recording = on_aws(program)
    assert [one.type for one in recording.resources] == ["slipway:aws:Cluster"]
    assert found == [PLACE.arn("eks", "cluster/theirs"), ["theirs"], ["sg-0theirs"], []]
    assert of_type(recording, "eks/accessEntry:AccessEntry") == {}
