"""Elastic Kubernetes Service."""

from slipway.stacks.plan.graph import Json
from slipway.stacks.policy.judges import absent, holds, includes, is_, or_at
from slipway.stacks.policy.path import Value
from slipway.stacks.policy.policy import PRODUCTION, Policy

_CLUSTER = frozenset({"aws:eks/cluster:Cluster"})
_TEMPLATE = frozenset({"aws:ec2/launchTemplate:LaunchTemplate"})


def _restricted(value: Value) -> bool:
    return isinstance(value, list) and bool(value) and "0.0.0.0/0" not in value


def _disks_encrypted(value: Value) -> bool:
    return isinstance(value, list) and all(_disk_encrypted(one) for one in value)


def _disk_encrypted(mapping: Json) -> bool:
    disk = mapping.get("ebs") if isinstance(mapping, dict) else None
    return isinstance(disk, dict) and disk.get("encrypted") in ("true", True)


POLICIES = (
    Policy(
        id="eks-api-server-closed",
        severity="high",
        title="The API server is private or answers listed addresses",
        reason="Whoever reaches it may try every hole that Kubernetes will have.",
        remedy="Set cluster.apiServer.access to private, or to listed with your own blocks.",
        types=_CLUSTER,
        property="vpcConfig.endpointPublicAccess",
        must=or_at("vpcConfig.publicAccessCidrs", holds(_restricted), is_(False)),
        checks=("CKV_AWS_39", "CKV_AWS_38"),
    ),
    Policy(
        id="eks-secrets-encrypted",
        severity="high",
        title="Kubernetes Secrets are encrypted with a key of yours",
        reason="They lie in the control plane's database otherwise as they are.",
        remedy="Leave encryptionConfig with secrets.",
        types=_CLUSTER,
        property="encryptionConfig.resources",
        must=includes("secrets"),
        checks=("CKV_AWS_58",),
    ),
    Policy(
        id="eks-control-plane-logs",
        severity="medium",
        title="The control plane logs requests, decisions and logins",
        reason="Who did what in the cluster is written nowhere else.",
        remedy="List api, audit and authenticator in enabledClusterLogTypes.",
        types=_CLUSTER,
        property="enabledClusterLogTypes",
        must=includes("api", "audit", "authenticator"),
        checks=("CKV_AWS_37",),
    ),
    Policy(
        id="eks-access-entries",
        severity="medium",
        title="Who gets in is listed by EKS' API",
        reason="The old ConfigMap locks everybody out by one wrong line.",
        remedy="Leave accessConfig.authenticationMode at API.",
        types=_CLUSTER,
        property="accessConfig.authenticationMode",
        must=is_("API"),
    ),
    Policy(
        id="eks-protected-in-production",
        severity="high",
        title="A production's cluster can't be deleted by mistake",
        reason="Every service and its disks go with it.",
        remedy="Leave deletionProtection at true in production.",
        types=_CLUSTER,
        property="deletionProtection",
        must=is_(True),
        environments=PRODUCTION,
    ),
    Policy(
        id="eks-nodes-no-ssh",
        severity="high",
        title="Nobody logs in to nodes over SSH",
        reason="What is done by hand there is in no log.",
        remedy="Leave remoteAccess out of node groups.",
        types=frozenset({"aws:eks/nodeGroup:NodeGroup"}),
        property="remoteAccess",
        must=absent(),
        checks=("CKV_AWS_100",),
    ),
    Policy(
        id="eks-nodes-metadata-tokens",
        severity="high",
        title="Nodes' metadata asks for a session token",
        reason="A server that fetches URLs for a caller would hand out the node's role.",
        remedy="Leave metadataOptions.httpTokens at required.",
        types=_TEMPLATE,
        property="metadataOptions.httpTokens",
        must=is_("required"),
        checks=("CKV_AWS_79",),
    ),
    Policy(
        id="eks-nodes-metadata-hops",
        severity="medium",
        title="Pods don't reach their node's metadata",
        reason="A pod would act with the node's role.",
        remedy="Leave metadataOptions.httpPutResponseHopLimit at 1.",
        types=_TEMPLATE,
        property="metadataOptions.httpPutResponseHopLimit",
        must=is_(1),
        checks=("CKV_AWS_341",),
    ),
    Policy(
        id="eks-nodes-disks-encrypted",
        severity="medium",
        title="Nodes' disks are encrypted",
        reason="Images hold models, and scratch disks hold requests.",
        remedy="Set ebs.encrypted in blockDeviceMappings.",
        types=_TEMPLATE,
        property="blockDeviceMappings",
        must=holds(_disks_encrypted),
        checks=("CKV_AWS_8",),
    ),
    Policy(
        id="aws-subnets-give-no-address",
        severity="medium",
        title="No subnet gives its machines public addresses",
        reason="A machine would be on the internet without anybody having asked for it.",
        remedy="Leave mapPublicIpOnLaunch at false.",
        types=frozenset({"aws:ec2/subnet:Subnet"}),
        property="mapPublicIpOnLaunch",
        must=is_(False),
        checks=("CKV_AWS_130",),
    ),
    Policy(
        id="aws-default-group-empty",
        severity="medium",
        title="The network's default security group lets nothing in",
        reason="Whatever forgets its own group gets this one.",
        remedy="Leave the default group without rules.",
        types=frozenset({"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"}),
        property="ingress",
        must=absent(),
        checks=("CKV2_AWS_12",),
    ),
    Policy(
        id="aws-no-open-ingress",
        severity="high",
        title="No security group lets the whole internet in",
        reason="The block 0.0.0.0/0 is everybody.",
        remedy="Name a group or blocks that you own.",
        types=frozenset({"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"}),
        property="cidrIpv4",
        must=holds(lambda value: value != "0.0.0.0/0"),
        checks=("CKV_AWS_260",),
    ),
)
