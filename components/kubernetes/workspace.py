"""A namespace that is closed until something opens it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_kubernetes.core.v1 import (
    LimitRange,
    LimitRangeItemArgs,
    LimitRangeSpecArgs,
    Namespace,
    ResourceQuota,
    ResourceQuotaSpecArgs,
)
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs
from pulumi_kubernetes.networking.v1 import NetworkPolicy

from slipway.components.kubernetes import network
from slipway.components.kubernetes.labels import labels


@dataclass(frozen=True, kw_only=True)
class WorkspaceArgs:
    """Only the name has no safe default."""

    namespace: Input[str]
    pod_security: Input[str] | None = None  # None means "restricted"
    quota: Mapping[str, Input[str]] | None = None  # None: as much as the nodes have
    default_requests: Mapping[str, Input[str]] | None = None  # for pods that ask for nothing
    default_limits: Mapping[str, Input[str]] | None = None


class Workspace(pulumi.ComponentResource):
    """Pods here obey a Pod Security profile and reach nothing but names and the platform."""

    namespace: Output[str]
    """Its name, known once it exists: what uses it waits for it."""

    def __init__(self, name: str, args: WorkspaceArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("slipway:index:Workspace", name, {}, opts)
        child = ResourceOptions(parent=self)
        profile = "restricted" if args.pod_security is None else args.pod_security
        space = Namespace(
            f"{name}-namespace",
            metadata=ObjectMetaArgs(
                name=args.namespace,
                labels={
                    **labels(name, "workspace"),
                    "pod-security.kubernetes.io/enforce": profile,
                    "pod-security.kubernetes.io/audit": profile,
                    "pod-security.kubernetes.io/warn": profile,
                },
            ),
            opts=child,
        )
        self.namespace = space.metadata.name
        NetworkPolicy(
            f"{name}-closed",
            metadata=self._metadata(name),
            spec=network.policy({}, ingress=[], egress=[]),
            opts=child,
        )
        NetworkPolicy(
            f"{name}-platform",
            metadata=self._metadata(name),
            spec=network.policy({}, egress=[network.to_names(), network.to_platform()]),
            opts=child,
        )
        self._limits(name, args)
        self.register_outputs({"namespace": self.namespace})

    def _limits(self, name: str, args: WorkspaceArgs) -> None:
        child = ResourceOptions(parent=self)
        if args.quota is not None:
            ResourceQuota(
                f"{name}-quota",
                metadata=self._metadata(name),
                spec=ResourceQuotaSpecArgs(hard=args.quota),
                opts=child,
            )
        if args.default_requests is not None or args.default_limits is not None:
            item = LimitRangeItemArgs(
                type="Container",
                default_request=args.default_requests,
                default=args.default_limits,
            )
            LimitRange(
                f"{name}-limits",
                metadata=self._metadata(name),
                spec=LimitRangeSpecArgs(limits=[item]),
                opts=child,
            )

    def _metadata(self, name: str) -> ObjectMetaArgs:
        return ObjectMetaArgs(namespace=self.namespace, labels=labels(name, "workspace"))
