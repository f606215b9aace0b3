"""Which pods may speak to which: rules from which every NetworkPolicy is made.

Pods may not speak to anybody until a rule says so. A cluster whose network plugin doesn't enforce
policies (the local `bare` driver's) accepts these and ignores them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pulumi import Input
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs
from pulumi_kubernetes.networking.v1 import (
    NetworkPolicyEgressRuleArgs,
    NetworkPolicyIngressRuleArgs,
    NetworkPolicyPeerArgs,
    NetworkPolicyPortArgs,
    NetworkPolicySpecArgs,
)

from slipway.components.kubernetes.labels import PART_OF


@dataclass(frozen=True, kw_only=True)
class Peer:
    """The pods of one application, in any namespace of the platform."""

    application: str


PROMETHEUS = Peer(application="prometheus")
"""The one that reads everybody's metrics."""


def policy(
    pods: dict[str, str],
    *,
    ingress: Sequence[NetworkPolicyIngressRuleArgs] | None = None,
    egress: Sequence[NetworkPolicyEgressRuleArgs] | None = None,
) -> NetworkPolicySpecArgs:
    """Rules for the pods with these labels; a direction that is None is left to other policies."""
    directions = {"Ingress": ingress, "Egress": egress}
    return NetworkPolicySpecArgs(
        pod_selector=LabelSelectorArgs(match_labels=pods),
        policy_types=[name for name, rules in directions.items() if rules is not None],
        ingress=None if ingress is None else list(ingress),
        egress=None if egress is None else list(egress),
    )


def from_anyone(*ports: Input[int]) -> NetworkPolicyIngressRuleArgs:
    """Callers that no label describes: node ports, the kubelet, other teams."""
    return NetworkPolicyIngressRuleArgs(ports=_tcp(ports))


def from_peers(peers: Sequence[Peer], *ports: Input[int]) -> NetworkPolicyIngressRuleArgs:
    """Callers by the name of their application."""
    return NetworkPolicyIngressRuleArgs(from_=[_peer(one) for one in peers], ports=_tcp(ports))


def to_anyone(*ports: Input[int]) -> NetworkPolicyEgressRuleArgs:
    """Any address at these ports: for what lies outside of the cluster's pods."""
    return NetworkPolicyEgressRuleArgs(ports=_tcp(ports))


def to_platform() -> NetworkPolicyEgressRuleArgs:
    """Everything of the platform; what may answer is for the other side's rules to say."""
    return NetworkPolicyEgressRuleArgs(
        to=[NetworkPolicyPeerArgs(namespace_selector=_platform_namespaces())]
    )


def to_names() -> NetworkPolicyEgressRuleArgs:
    """The cluster's name service."""
    return NetworkPolicyEgressRuleArgs(
        to=[
            NetworkPolicyPeerArgs(
                namespace_selector=LabelSelectorArgs(
                    match_labels={"kubernetes.io/metadata.name": "kube-system"}
                )
            )
        ],
        ports=[
            NetworkPolicyPortArgs(port=53, protocol="UDP"),
            NetworkPolicyPortArgs(port=53, protocol="TCP"),
        ],
    )


def _peer(peer: Peer) -> NetworkPolicyPeerArgs:
    return NetworkPolicyPeerArgs(
        namespace_selector=_platform_namespaces(),
        pod_selector=LabelSelectorArgs(match_labels={"app.kubernetes.io/name": peer.application}),
    )


def _platform_namespaces() -> LabelSelectorArgs:
    return LabelSelectorArgs(match_labels={"app.kubernetes.io/part-of": PART_OF})


def _tcp(ports: Sequence[Input[int]]) -> list[NetworkPolicyPortArgs]:
    return [NetworkPolicyPortArgs(port=port, protocol="TCP") for port in ports]
