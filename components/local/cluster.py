"""A Kubernetes of its own on this machine, owned by the stack."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi.dynamic import Resource

from slipway.components.local.provider import LocalClusterProvider, LocalImagesProvider
from slipway.components.local.spec import SYSTEM_IMAGES

Entries = Mapping[str, Input[str]]
"""Something for each image, by the image's name."""


@dataclass(frozen=True, kw_only=True)
class LocalClusterArgs:
    """Folders are absolute; archives are needed where nothing can be pulled."""

    tools: Input[str]
    state: Input[str]
    images: Input[Entries]
    archives: Input[Entries] | None = None  # None: images are pulled
    driver: Input[str] | None = None  # None means auto: kind where it works, else bare
    nodes: Input[int] | None = None  # None means 1
    api_port: Input[int] | None = None  # None means 6443
    node_ports: Input[str] | None = None  # None means 30000-30031
    index: Input[int] | None = None  # None means 0; another one runs beside it


class LocalCluster(pulumi.ComponentResource):
    """Created, revived after a reboot, and removed by Pulumi; its data outlives its processes.

    Depend on the component, not on one of its outputs: its images are loaded after it answers.
    The bare driver enforces no NetworkPolicy.
    """

    kubeconfig: Output[str]
    """The administrator's kubeconfig; always a secret."""

    api_url: Output[str]
    """Where the API server answers on this machine."""

    registry: Output[str]
    """The address under which nodes and operator reach a registry on the first node port."""

    node_count: Output[int]
    """How many nodes it has."""

    driver: Output[str]
    """Which driver runs it: bare or kind."""

    def __init__(
        self, name: str, args: LocalClusterArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:LocalCluster", name, {}, opts)
        archives = Output.from_input({} if args.archives is None else args.archives)
        child = ResourceOptions(parent=self)
        machine = _Machine(f"{name}-machine", args, archives, child)
        # A resource of its own: new images must not make the kubeconfig unknown in a preview.
        _Images(f"{name}-images", machine, args.images, archives, child)
        self.kubeconfig = Output.secret(machine.kubeconfig)
        self.api_url = machine.api_url
        self.registry = machine.registry
        self.node_count = machine.node_count
        self.driver = machine.chosen_driver
        self.register_outputs({"apiUrl": self.api_url, "registry": self.registry})


class _Machine(Resource, module="slipway", name="LocalCluster"):
    """The dynamic resource behind the component."""

    kubeconfig: Output[str]
    api_url: Output[str]
    registry: Output[str]
    node_count: Output[int]
    chosen_driver: Output[str]
    state: Output[str]

    def __init__(
        self,
        name: str,
        args: LocalClusterArgs,
        archives: Output[Entries],
        opts: ResourceOptions,
    ) -> None:
        secret = ResourceOptions(additional_secret_outputs=["kubeconfig"])
        super().__init__(
            LocalClusterProvider(),
            name,
            {
                "driver": "auto" if args.driver is None else args.driver,
                "tools": args.tools,
                "state": args.state,
                "nodes": 1 if args.nodes is None else args.nodes,
                "index": 0 if args.index is None else args.index,
                "api_port": 6443 if args.api_port is None else args.api_port,
                "node_ports": "30000-30031" if args.node_ports is None else args.node_ports,
                "images": Output.from_input(args.images).apply(_system),
                "archives": archives.apply(_system),
                "kubeconfig": None,
                "api_url": None,
                "node_count": None,
                "registry": None,
                "chosen_driver": None,
            },
            ResourceOptions.merge(opts, secret),
        )


class _Images(Resource, module="slipway", name="LocalImages"):
    """The images of the workloads, on every node."""

    def __init__(
        self,
        name: str,
        machine: _Machine,
        images: Input[Entries],
        archives: Output[Entries],
        opts: ResourceOptions,
    ) -> None:
        gone_with_it = ResourceOptions(depends_on=[machine], deleted_with=machine)
        super().__init__(
            LocalImagesProvider(),
            name,
            {
                "state": machine.state,
                "images": Output.from_input(images).apply(_others),
                "archives": archives.apply(_others),
            },
            ResourceOptions.merge(opts, gone_with_it),
        )


def _system(entries: Entries) -> Entries:
    return {name: entry for name, entry in entries.items() if name in SYSTEM_IMAGES}


def _others(entries: Entries) -> Entries:
    return {name: entry for name, entry in entries.items() if name not in SYSTEM_IMAGES}
