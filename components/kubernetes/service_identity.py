"""The service account that a cloud's identity is bound to."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Input, ResourceOptions
from pulumi_kubernetes.core.v1 import ServiceAccount

from slipway.components.kubernetes.backends import WorkloadAccount
from slipway.components.kubernetes.labels import labels
from slipway.components.kubernetes.workloads import metadata


@dataclass(frozen=True, kw_only=True)
class ServiceIdentityArgs:
    """The account's name is fixed: the cloud's side names it, perhaps before it exists."""

    namespace: Input[str]
    account: Input[str]
    application: str
    annotations: Mapping[str, Input[str]] | None = None  # None: the cloud keeps the binding itself
    pod_labels: Mapping[str, Input[str]] | None = None
    agent_address: Input[str] | None = None


class ServiceIdentity(pulumi.ComponentResource):
    """Somebody towards the cloud, nobody towards the cluster: no role, no token of the API server.

    The cloud's webhook or agent gives its pods a token of their own, with the cloud as audience.
    """

    account: WorkloadAccount
    """What its pods are made with; they wait for the account."""

    def __init__(
        self, name: str, args: ServiceIdentityArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:ServiceIdentity", name, {}, opts)
        made = ServiceAccount(
            f"{name}-account",
            metadata=metadata(
                args.namespace,
                labels(args.application, "identity"),
                name=args.account,
                annotations=args.annotations,
            ),
            automount_service_account_token=False,
            opts=ResourceOptions(parent=self),
        )
        self.account = WorkloadAccount(
            name=made.metadata.name,
            pod_labels={} if args.pod_labels is None else args.pod_labels,
            agent_address=args.agent_address,
        )
        self.register_outputs({"name": made.metadata.name})
