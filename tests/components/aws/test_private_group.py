"""A security group without a way in."""

import dataclasses

from slipway.components.aws.private_group import PrivateGroup, PrivateGroupArgs
from tests.support.aws_cloud import of_type, on_aws, only

ARGS = PrivateGroupArgs(vpc_id="vpc-1", description="Jobs", https_out=True)
OUT = "vpc/securityGroupEgressRule:SecurityGroupEgressRule"


def test_nothing_comes_in_and_https_goes_out() -> None:
    recording = on_aws(lambda: PrivateGroup("jobs", ARGS))
    group = only(recording, "ec2/securityGroup:SecurityGroup")
    assert not {"ingress", "egress"} & group.keys()
    assert of_type(recording, "vpc/securityGroupIngressRule:SecurityGroupIngressRule") == {}
    rule = only(recording, OUT)
    assert (rule["ipProtocol"], rule["fromPort"], rule["toPort"]) == ("tcp", 443, 443)


def test_what_needs_no_network_gets_none() -> None:
    closed = dataclasses.replace(ARGS, https_out=False)
    assert of_type(on_aws(lambda: PrivateGroup("models", closed)), OUT) == {}
