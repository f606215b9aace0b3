"""What an Azure target asks for and can't get; found before anything is created."""

import difflib
import re
from collections.abc import Iterable, Iterator

import pulumi

from slipway.components.azure.address_plan import address_plan
from slipway.components.azure.aks_versions import AKS_VERSIONS
from slipway.components.azure.machine_size import MachineSize
from slipway.components.azure.regions import ONE_ZONE, REGIONS
from slipway.stacks.cells.unknown_region import unknown_region
from slipway.stacks.config.faults import ConfigError, Fault
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.azure import AzureTarget
from slipway.stacks.config.targets.cloud import Pool

_TARGET = "platform.target"
_LONGEST = 40
"""Of AKS' 54 for a DNS prefix, `slipway-` takes eight; the rest leaves room for endings."""


def require_possible(config: StackConfig, target: AzureTarget, *, cluster: bool) -> None:
    """Warns of what isn't known here, and does nothing more for a target that Azure can give.

    Without a `cluster` nothing is asked of the settings of one.

    Raises:
        ConfigError: It can't; the message lists everything that is wrong.
    """
    faults = [*_name(config.stack), *_network(target)]
    if cluster:
        faults += _cluster(target)
    if faults:
        raise ConfigError(f"Pulumi.{config.stack}.yaml", faults)
    for warning in warnings(target):
        pulumi.log.warn(warning)


def warnings(target: AzureTarget) -> Iterator[str]:
    """What may be right although no table here has it."""
    unlisted = unknown_region(target.region, REGIONS)
    if unlisted is not None:
        yield unlisted
    if target.region in ONE_ZONE and len(target.zones) > 1:
        yield (
            f"{_TARGET}.zones: got {len(target.zones)} in {target.region}, which had none when the"
            " list of regions was written. Name the zones that it has, or another region."
        )
    version = target.cluster.version
    if version not in AKS_VERSIONS and target.cluster.adopt is None:
        yield (
            f'{_TARGET}.cluster.version: got "{version}", which this version of the platform was'
            f" not written for; the closest is {_closest(version, AKS_VERSIONS)}."
        )


def _name(stack: str) -> Iterator[Fault]:
    """Names in the group begin with the stack's; a cluster's DNS name allows the least."""
    if not re.fullmatch(rf"[a-z0-9][a-z0-9-]{{0,{_LONGEST - 1}}}", stack) or stack.endswith("-"):
        yield Fault(
            path="stack",
            value=stack,
            rule=f"at most {_LONGEST} lower-case letters, digits and hyphens on Azure",
            remedy="Choose another name: pulumi stack rename, and the file's name with it.",
        )


def _network(target: AzureTarget) -> Iterator[Fault]:
    if target.network.adopt is not None:
        return
    try:
        address_plan(target.network.cidr)
    except ValueError as error:
        yield Fault(
            path=f"{_TARGET}.network.cidr",
            value=target.network.cidr,
            rule=str(error).partition("; expected ")[2].partition(". ")[0],
            remedy="Choose one that no connected network uses, e.g. 10.40.0.0/16.",
        )


def _cluster(target: AzureTarget) -> Iterator[Fault]:
    asked = target.cluster
    if asked.adopt is not None:
        if target.network.adopt is None:
            yield Fault(
                path=f"{_TARGET}.network.adopt",
                value="nothing",
                rule="the network of the adopted cluster",
                remedy="Name it and its subnets: what is made must be within the cluster's reach.",
            )
        return
    if not asked.administrators:
        yield Fault(
            path=f"{_TARGET}.cluster.administrators",
            value="none",
            rule="at least one Entra group, with whoever runs pulumi up in it",
            remedy="List its object id (`az ad group show --group NAME --query id`).",
        )
    oldest = min(AKS_VERSIONS, key=_order)
    if _order(asked.version) < _order(oldest):
        yield Fault(
            path=f"{_TARGET}.cluster.version",
            value=asked.version,
            rule=f"one that AKS still makes clusters of: {', '.join(AKS_VERSIONS)}",
            remedy=f"The closest is {oldest}.",
        )
    yield from _size("system", asked.pools.system, system=True)
    yield from _size("models", asked.pools.models, system=False)
    if asked.pools.models.spot:
        yield Fault(
            path=f"{_TARGET}.cluster.pools.models.spot",
            value="true",
            rule="false on Azure, which taints spot nodes: no model's pod bears the taint",
            remedy="Take it out; a lower pools.models.max is what saves here.",
        )
    if asked.pools.system.min < 1 or asked.pools.system.spot:
        yield Fault(
            path=f"{_TARGET}.cluster.pools.system",
            value="spot nodes" if asked.pools.system.spot else f"min {asked.pools.system.min}",
            rule="at least one node that the cloud doesn't take back",
            remedy="The cluster's own parts run there; pools.models may shrink to none.",
        )


def _size(name: str, pool: Pool, *, system: bool) -> Iterator[Fault]:
    if pool.size is None:
        return
    size = MachineSize.parse(pool.size)
    rule = None
    if size is None:
        rule = "a machine type as Azure writes it, e.g. Standard_D4s_v5"
    elif size.arm:
        rule = "x86 processors, which the platform's images are built for"
    elif not size.premium_disks:
        rule = "a machine that takes premium disks, with an s in its name"
    elif system and not size.carries_system_pods:
        rule = "two processors or more, and none of the burstable B family, for the system pool"
    if rule is not None:
        yield Fault(
            path=f"{_TARGET}.cluster.pools.{name}.size",
            value=pool.size,
            rule=rule,
            remedy="Choose one such as Standard_D2s_v5.",
        )


def _order(version: str) -> int:
    return int(version.partition(".")[2])


def _closest(value: str, known: Iterable[str]) -> str:
    return difflib.get_close_matches(value, list(known), 1, 0)[0]
