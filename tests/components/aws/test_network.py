"""The network."""

import dataclasses

import pytest

from slipway.components.aws.network import ExistingNetwork, Network, NetworkArgs
from slipway.stacks.plan.graph import Json
from tests.support.aws_cloud import KEY, PLACE, of_type, on_aws, only
from tests.support.json_path import at
from tests.support.recording import Recording, resolve

ARGS = NetworkArgs(
    place=PLACE,
    name="slipway-dev",
    zones=["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    cidr="10.40.0.0/16",
    nat="one",
    endpoints=["ecr.api", "sts"],
    endpoints_in="first-zone",
    log_days=30,
    key_arn=KEY,
    production=False,
)


def made(**changes: object) -> Recording:
    args = dataclasses.replace(ARGS, **changes)  # type: ignore[arg-type] # fields by name
    return on_aws(lambda: Network("network", args))


def subnets(recording: Recording) -> dict[str, dict[str, Json]]:
    return of_type(recording, "ec2/subnet:Subnet")


def test_no_subnet_gives_its_machines_public_addresses() -> None:
    found = subnets(made())
    assert len(found) == 6
    assert all(one["mapPublicIpOnLaunch"] is False for one in found.values())


def test_no_subnet_takes_load_balancers_that_face_the_internet() -> None:
    tags = {name: at(one, "tags") for name, one in subnets(made()).items()}
    assert all("kubernetes.io/role/elb" not in str(one) for one in tags.values())
    inside = [name for name, one in tags.items() if "internal-elb" in str(one)]
    assert inside == ["network-private-a", "network-private-b", "network-private-c"]


def test_the_default_security_group_lets_nothing_through() -> None:
    group = only(made(), "ec2/defaultSecurityGroup:DefaultSecurityGroup")
    assert group["ingress"] == group["egress"] == []


@pytest.mark.parametrize(("nat", "gateways"), [("one", 1), ("per-zone", 3)])
def test_there_are_as_many_gateways_as_asked_for(nat: str, gateways: int) -> None:
    recording = made(nat=nat)
    assert len(of_type(recording, "ec2/natGateway:NatGateway")) == gateways
    assert len(of_type(recording, "ec2/eip:Eip")) == gateways
    out = {
        at(one, "natGatewayId")
        for one in of_type(recording, "ec2/route:Route").values()
        if "natGatewayId" in one
    }
    assert len(out) == gateways


def test_gateways_stand_in_public_subnets_and_wait_for_their_route() -> None:
    [gateway] = [one for one in made().resources if one.type == "aws:ec2/natGateway:NatGateway"]
    assert gateway.inputs["subnetId"] == "network-public-a-id"
    assert any(urn.endswith("::network-public-out") for urn in gateway.dependencies)


def test_every_subnet_has_a_route_table_of_its_kind() -> None:
    found = of_type(made(), "ec2/routeTableAssociation:RouteTableAssociation")
    assert {at(one, "subnetId"): at(one, "routeTableId") for one in found.values()} == {
        "network-private-a-id": "network-private-0-id",
        "network-private-b-id": "network-private-1-id",
        "network-private-c-id": "network-private-2-id",
        "network-public-a-id": "network-public-id",
        "network-public-b-id": "network-public-id",
        "network-public-c-id": "network-public-id",
    }


def test_services_are_reached_inside_the_network() -> None:
    found = of_type(made(), "ec2/vpcEndpoint:VpcEndpoint")
    assert {at(one, "serviceName"): at(one, "vpcEndpointType") for one in found.values()} == {
        "com.amazonaws.eu-central-1.s3": "Gateway",
        "com.amazonaws.eu-central-1.ecr.api": "Interface",
        "com.amazonaws.eu-central-1.sts": "Interface",
    }
    sts = found["network-endpoints-sts"]
    assert sts["privateDnsEnabled"] is True
    assert sts["subnetIds"] == ["network-private-a-id"]
    assert sts["securityGroupIds"] == ["network-endpoints-group-id"]


def test_every_zone_can_have_its_own_interfaces() -> None:
    found = of_type(made(endpoints_in="every-zone"), "ec2/vpcEndpoint:VpcEndpoint")
    subnet_ids = at(found["network-endpoints-sts"], "subnetIds")
    assert subnet_ids == [f"network-private-{zone}-id" for zone in "abc"]


def test_interfaces_answer_the_network_alone_and_their_group_can_be_deleted() -> None:
    recording = made()
    rule = only(recording, "vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert (rule["cidrIpv4"], rule["fromPort"], rule["toPort"]) == ("10.40.0.0/16", 443, 443)
    assert only(recording, "ec2/securityGroup:SecurityGroup")["revokeRulesOnDelete"] is True


def test_without_interfaces_there_is_no_group_for_them() -> None:
    recording = made(endpoints=())
    assert of_type(recording, "ec2/securityGroup:SecurityGroup") == {}
    assert len(of_type(recording, "ec2/vpcEndpoint:VpcEndpoint")) == 1


def test_all_traffic_is_logged_encrypted_and_for_a_while() -> None:
    recording = made()
    log = only(recording, "ec2/flowLog:FlowLog")
    assert (log["trafficType"], log["vpcId"]) == ("ALL", "network-vpc-id")
    group = only(recording, "cloudwatch/logGroup:LogGroup")
    assert (group["retentionInDays"], group["kmsKeyId"]) == (30, KEY)


def test_the_role_that_logs_writes_no_other_group() -> None:
    policy = str(only(made(), "iam/rolePolicy:RolePolicy")["policy"])
    group = PLACE.arn("logs", "log-group:/slipway/slipway-dev/network")
    assert f'["{group}", "{group}:*"]' in policy
    assert '"*"' not in policy


def test_production_protects_the_network() -> None:
    recording = made(production=True)
    assert [one.name for one in recording.resources if one.protect] == ["network-vpc"]


def test_an_adopted_network_is_used_and_nothing_is_made() -> None:
    adopted = ExistingNetwork(
        vpc_id="vpc-0123456789abcdef0",
        cidr="172.31.0.0/16",
        private_subnet_ids=["subnet-0a", "subnet-0b"],
    )
    args = dataclasses.replace(ARGS, adopt=adopted)
    found: list[object] = []

    def program() -> None:
        network = Network("network", args)
        found.append(network.cidr)
        found.append(resolve(network.vpc_id))
        found.append([resolve(one) for one in network.private_subnet_ids])

    recording = on_aws(program)
    assert [one.type for one in recording.resources] == ["slipway:aws:Network"]
    assert found == ["172.31.0.0/16", ["vpc-0123456789abcdef0"], [["subnet-0a"], ["subnet-0b"]]]
