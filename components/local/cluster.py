"""A Kubernetes of its own on this machine, owned by the stack."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi.dynamic import Resource

from slipway.components.local.provider import LocalClusterProvider


@dataclass(frozen=True, kw_only=True)
class LocalClusterArgs:
    """Folders are absolute; archives are needed where nothing can be pulled."""

    tools: Input[str]
    state: Input[str]
    images: Input[Mapping[str, Input[str]]]
    archives: Input[Mapping[str, Input[str]]] | None = None  # None: images are pulled
    driver: Input[str] | None = None  # None means auto: kind where it works, else bare
    nodes: Input[int] | None = None  # None means 1
    api_port: Input[int] | None = None  # None means 6443
    node_ports: Input[str] | None = None  # None means 30000-30031


class LocalCluster(pulumi.ComponentResource):
    """Created, revived after a reboot, and removed by Pulumi; its data outlives its processes."""

    kubeconfig: Output[str]
    """The administrator's kubeconfig; always a secret."""

    api_url: Output[str]
    """Where the API server answers on this machine."""

    registry: Output[str]
    """The address under which nodes and operator reach a registry on the first node port."""

    def __init__(
        self, name: str, args: LocalClusterArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:LocalCluster", name, {}, opts)
        machine = _Machine(f"{name}-machine", args, ResourceOptions(parent=self))
        self.kubeconfig = Output.secret(machine.kubeconfig)
        self.api_url = machine.api_url
        self.registry = machine.registry
        self.register_outputs({"apiUrl": self.api_url, "registry": self.registry})


class _Machine(Resource, module="slipway", name="LocalCluster"):
    """The dynamic resource behind the component."""

    kubeconfig: Output[str]
    api_url: Output[str]
    registry: Output[str]

    def __init__(self, name: str, args: LocalClusterArgs, opts: ResourceOptions) -> None:
        secret = ResourceOptions(additional_secret_outputs=["kubeconfig"])
        super().__init__(
            LocalClusterProvider(),
            name,
            {
                "driver": "auto" if args.driver is None else args.driver,
                "tools": args.tools,
                "state": args.state,
                "nodes": 1 if args.nodes is None else args.nodes,
                "api_port": 6443 if args.api_port is None else args.api_port,
                "node_ports": "30000-30031" if args.node_ports is None else args.node_ports,
                "images": args.images,
                "archives": {} if args.archives is None else args.archives,
                "kubeconfig": None,
                "api_url": None,
                "registry": None,
                "chosen_driver": None,
            },
            ResourceOptions.merge(opts, secret),
        )
