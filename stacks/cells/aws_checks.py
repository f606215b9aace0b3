"""What an AWS target asks for and can't get; found before anything is created."""

import difflib
import re
from collections.abc import Iterator

import pulumi

from slipway.components.aws.address_plan import AddressBlockError, address_plan
from slipway.components.aws.eks_versions import EKS_VERSIONS
from slipway.stacks.cells.aws_regions import REGIONS
from slipway.stacks.cells.aws_zones import zones_of
from slipway.stacks.cells.unknown_region import unknown_region
from slipway.stacks.config.faults import ConfigError, Fault
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget

_SIZE = re.compile(
    r"^[a-z]+\d[a-z0-9-]*\.(\d*xlarge|large|medium|small|micro|nano|metal[a-z0-9-]*)$"
)
_ARM = re.compile(r"^(a1|[a-z]+\d+g[a-z]*)\.")
"""Families with Graviton have a g right after the generation."""
_TARGET = "platform.target"


def require_possible(config: StackConfig, target: AwsTarget) -> None:
    """Does nothing for a target that AWS can give, but warn of a region that isn't known here.

    Raises:
        ConfigError: It can't; the message lists everything that is wrong.
    """
    faults = [*_zones(target), *_addresses(target), *_cluster(target)]
    if faults:
        raise ConfigError(f"Pulumi.{config.stack}.yaml", faults)
    warning = unknown_region(target.region, REGIONS)
    if warning is not None:
        pulumi.log.warn(warning)


def _zones(target: AwsTarget) -> Iterator[Fault]:
    for zone in zones_of(target):
        if not re.fullmatch(rf"{re.escape(target.region)}[a-z]", zone):
            yield Fault(
                path=f"{_TARGET}.zones",
                value=zone,
                rule=f"zones of {target.region}, such as {target.region}a",
                remedy="Run aws ec2 describe-availability-zones in that region.",
            )


def _addresses(target: AwsTarget) -> Iterator[Fault]:
    if target.network.adopt is not None:
        return
    try:
        address_plan(target.network.cidr, len(zones_of(target)))
    except AddressBlockError:
        yield Fault(
            path=f"{_TARGET}.network.cidr",
            value=target.network.cidr,
            rule="a block from /16 to /20",
            remedy="Choose one that no connected network uses, e.g. 10.40.0.0/16.",
        )


def _cluster(target: AwsTarget) -> Iterator[Fault]:
    if target.cluster.adopt is not None:
        if target.network.adopt is None:
            yield Fault(
                path=f"{_TARGET}.network.adopt",
                value="nothing",
                rule="the network of the adopted cluster",
                remedy="Name its VPC and private subnets: what is made must be within its reach.",
            )
        return
    if target.cluster.version not in EKS_VERSIONS:
        near = difflib.get_close_matches(target.cluster.version, EKS_VERSIONS, 1, 0)
        yield Fault(
            path=f"{_TARGET}.cluster.version",
            value=target.cluster.version,
            rule=f"a version with pinned add-ons: {', '.join(EKS_VERSIONS)}",
            remedy=f"The closest is {''.join(near)}; components/aws/eks_versions.py takes more.",
        )
    for name, pool in (
        ("system", target.cluster.pools.system),
        ("models", target.cluster.pools.models),
    ):
        if pool.size is not None and (not _SIZE.match(pool.size) or _ARM.match(pool.size)):
            yield Fault(
                path=f"{_TARGET}.cluster.pools.{name}.size",
                value=pool.size,
                rule="an instance type of x86 processors, which the platform's images are for",
                remedy="Choose one such as m6i.large.",
            )
