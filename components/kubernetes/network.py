"""Which pods may speak to which: rules from which every NetworkPolicy is made.

Pods may not speak to anybody until a rule says so. A cluster whose network plugin doesn't enforce
policies (the local `bare` driver's) accepts these and ignores them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pulumi import Input
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs
from pulumi_kubernetes.networking.v1 import (
    IPBlockArgs,
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


@dataclass(frozen=True, kw_only=True)
class NamespaceReader:
    """Metrics agents of a cloud that run in a namespace of their own: AKS' in kube-system."""

    namespace: str


@dataclass(frozen=True, kw_only=True)
class AddressReader:
    """A metrics collector outside of the cluster: AWS' has an address in each of its subnets."""

    block: Input[str]


MetricsReader = Peer | NamespaceReader | AddressReader
"""Who may scrape."""


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


def from_readers(
    readers: Sequence[MetricsReader], *ports: Input[int]
) -> NetworkPolicyIngressRuleArgs:
    """Whoever reads metrics, in the cluster or outside of it."""
    return NetworkPolicyIngressRuleArgs(from_=[_reader(one) for one in readers], ports=_tcp(ports))


def to_block(block: Input[str], *ports: Input[int]) -> NetworkPolicyEgressRuleArgs:
    """Some addresses alone at these ports."""
    return NetworkPolicyEgressRuleArgs(
        to=[NetworkPolicyPeerArgs(ip_block=IPBlockArgs(cidr=block))], ports=_tcp(ports)
    )


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
        to=[NetworkPolicyPeerArgs(namespace_selector=_namespace("kube-system"))],
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


def _reader(reader: MetricsReader) -> NetworkPolicyPeerArgs:
    match reader:
        case Peer():
            return _peer(reader)
        case NamespaceReader(namespace=namespace):
            return NetworkPolicyPeerArgs(namespace_selector=_namespace(namespace))
        case AddressReader(block=block):
            return NetworkPolicyPeerArgs(ip_block=IPBlockArgs(cidr=block))


def _namespace(name: str) -> LabelSelectorArgs:
    return LabelSelectorArgs(match_labels={"kubernetes.io/metadata.name": name})


def _platform_namespaces() -> LabelSelectorArgs:
    return LabelSelectorArgs(match_labels={"app.kubernetes.io/part-of": PART_OF})


def _tcp(ports: Sequence[Input[int]]) -> list[NetworkPolicyPortArgs]:
    return [NetworkPolicyPortArgs(port=port, protocol="TCP") for port in ports]
