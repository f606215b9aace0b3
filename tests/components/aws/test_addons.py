"""Add-ons."""

import json

import pytest

from slipway.components.aws.addons import BEFORE_NODES, ON_NODES, Addons, AddonsArgs
from slipway.components.aws.eks_versions import EKS_VERSIONS
from tests.support.aws_cloud import KEY, PLACE, of_type, on_aws, only
from tests.support.json_path import at
from tests.support.recording import Recording

CLUSTER = PLACE.arn("eks", "cluster/slipway-dev")
ALL = EKS_VERSIONS["1.35"].addons
ARGS = AddonsArgs(
    place=PLACE,
    cluster_name="slipway-dev",
    cluster_arn=CLUSTER,
    versions=ALL,
    key_arn=KEY,
    tags={"owner": "ml-platform"},
)


def made() -> Recording:
    return on_aws(lambda: Addons("addons", ARGS))


def addons() -> dict[str, object]:
    found = of_type(made(), "eks/addon:Addon")
    return {str(one["addonName"]): one for one in found.values()}


def test_each_add_on_has_the_version_of_the_table() -> None:
    found = addons()
    assert {name: at(one, "addonVersion") for name, one in found.items()} == ALL  # type: ignore[arg-type] # inputs


def test_network_policies_are_enforced() -> None:
    settings = json.loads(str(at(addons()["vpc-cni"], "configurationValues")))  # type: ignore[arg-type] # inputs
    assert settings == {"enableNetworkPolicy": "true"}


def test_volumes_carry_the_platforms_tags_so_that_leftovers_are_found() -> None:
    driver = addons()["aws-ebs-csi-driver"]
    settings = json.loads(str(at(driver, "configurationValues")))  # type: ignore[arg-type] # inputs
    assert settings == {"controller": {"extraVolumeTags": {"owner": "ml-platform"}}}


def test_changes_by_hand_dont_stop_an_up() -> None:
    for one in addons().values():
        assert at(one, "resolveConflictsOnUpdate") == "OVERWRITE"  # type: ignore[arg-type] # inputs


def test_those_that_call_aws_have_a_role_of_their_own_for_their_own_account() -> None:
    recording = made()
    roles = of_type(recording, "iam/role:Role")
    accounts = {}
    for name, role in roles.items():
        [trust] = json.loads(str(role["assumeRolePolicy"]))["Statement"]
        assert trust["Condition"]["ArnEquals"] == {"aws:SourceArn": CLUSTER}
        equals = trust["Condition"]["StringEquals"]
        accounts[name] = equals["aws:RequestTag/kubernetes-service-account"]
    assert accounts == {
        "addons-vpc-cni-role": "aws-node",
        "addons-aws-ebs-csi-driver-role": "ebs-csi-controller-sa",
    }
    # The add-on brings its association along; a second one would be refused.
    assert of_type(recording, "eks/podIdentityAssociation:PodIdentityAssociation") == {}


def test_the_volume_driver_uses_the_platforms_key_and_no_other() -> None:
    policy = json.loads(str(only(made(), "iam/rolePolicy:RolePolicy")["policy"]))
    assert {tuple(one["Resource"]) for one in policy["Statement"]} == {(KEY,)}
    [grants] = [one for one in policy["Statement"] if one["Action"] == ["kms:CreateGrant"]]
    assert grants["Condition"] == {"Bool": {"kms:GrantIsForAWSResource": "true"}}


def test_roles_have_their_permissions_before_the_add_ons_start() -> None:
    [driver] = [
        one
        for one in made().resources
        if one.name == "addons-aws-ebs-csi-driver" and one.type == "aws:eks/addon:Addon"
    ]
    waited_for = {urn.rpartition("::")[2] for urn in driver.dependencies}
    assert "addons-aws-ebs-csi-driver-policy" in waited_for
    assert "addons-aws-ebs-csi-driver-managed-0" in waited_for


@pytest.mark.parametrize("version", sorted(EKS_VERSIONS))
def test_every_version_pins_every_add_on_and_says_where_it_was_read(version: str) -> None:
    row = EKS_VERSIONS[version]
    assert set(row.addons) == {*BEFORE_NODES, *ON_NODES}
    assert row.addons["kube-proxy"].startswith(f"v{version}.")
    assert row.autoscaler.startswith(f"v{version}.")
    assert row.source
    assert set(row.unsourced) <= set(row.addons)
