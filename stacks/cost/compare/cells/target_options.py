"""The target of a stack, said in another cell's words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.config.targets.azure import AzureTarget
from slipway.stacks.config.targets.cloud import Pool
from slipway.stacks.config.targets.kubernetes import KubernetesTarget
from slipway.stacks.config.targets.local import LocalTarget
from slipway.stacks.cost.compare.cells.cell_name import Cloud
from slipway.stacks.cost.compare.cells.counterpart import (
    counterpart_machine,
    counterpart_region,
    default_region,
)

Target = LocalTarget | KubernetesTarget | AzureTarget | AwsTarget
Options = dict[str, object]
"""A part of a stack's file as YAML holds it."""
_STAND_INS: Mapping[Cloud, Mapping[str, str]] = {
    "aws": {"account": "111122223333"},
    "azure": {
        "subscription": "00000000-0000-0000-0000-000000000001",
        "tenant": "00000000-0000-0000-0000-000000000002",
    },
}
"""Ids that a cell asks for and no price depends on."""
_ADMINISTRATOR: Mapping[Cloud, str] = {
    "aws": "arn:aws:iam::111122223333:role/administrator",
    "azure": "00000000-0000-0000-0000-000000000003",
}


class NoCounterpartError(Exception):
    """No region of the other cloud is known to be near the stack's."""

    def __init__(self, cloud: Cloud, region: str) -> None:
        super().__init__(
            f"platform.target.region: got {region}; expected one that region_pairs.csv pairs with "
            f"{cloud}'s. Name a region with --{cloud}-region."
        )


@dataclass(frozen=True, kw_only=True)
class TargetOptions:
    """The options of one cloud, and what of the stack's own they couldn't keep."""

    values: Options
    notes: tuple[str, ...] = ()


def target_options(target: Target, cloud: Cloud, region: str | None) -> TargetOptions:
    """The target itself on its own cloud, its counterpart on the other; `region` overrides.

    Raises:
        NoCounterpartError: The other cloud's region is unknown and none is given.
    """
    if target.kind == cloud:
        values = _same_cloud(target, cloud, region)
        return TargetOptions(values=values, notes=tuple(_adopted("", values)))
    if isinstance(target, (AwsTarget, AzureTarget)):
        found = _other_cloud(target, cloud)
        near = region or counterpart_region(cloud, target.region)
        if near is None:
            raise NoCounterpartError(cloud, target.region)
    else:
        found = TargetOptions(values={})
        near = region or default_region(cloud)
    base: Options = {"kind": cloud, "region": near, **_STAND_INS[cloud]}
    return TargetOptions(values=_administered(base | found.values, cloud), notes=found.notes)


def _same_cloud(target: Target, cloud: Cloud, region: str | None) -> Options:
    values: Options = target.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if region is not None and region != values["region"]:
        values["region"] = region
        if cloud == "aws":
            values.pop("zones", None)  # their names begin with the region's
    return _administered(values, cloud)


def _adopted(path: str, values: Options) -> Iterator[str]:
    """What exists already has a bill too, and it is on nobody's list here."""
    for key, value in values.items():
        if isinstance(value, dict) and value:
            if key == "adopt":
                yield f"{path}adopt: what exists already is not in its bill"
            else:
                yield from _adopted(f"{path}{key}.", value)


def _administered(values: Options, cloud: Cloud) -> Options:
    """A cluster asks who administrates it, which a managed platform's stack needn't say."""
    cluster = values.get("cluster", {})
    if not isinstance(cluster, dict) or cluster.get("administrators") or cluster.get("adopt"):
        return values
    return values | {"cluster": cluster | {"administrators": [_ADMINISTRATOR[cloud]]}}


def _other_cloud(target: AwsTarget | AzureTarget, cloud: Cloud) -> TargetOptions:
    """What both clouds ask in the same words: pools of nodes, and who reaches the API server."""
    asked = target.cluster
    pools: Options = {}
    notes: list[str] = []
    for name, pool in (("system", asked.pools.system), ("models", asked.pools.models)):
        pools[name], told = _pool(f"cluster.pools.{name}", pool, cloud)
        notes += told
    cluster: Options = {
        "pools": pools,
        "apiServer": asked.api_server.model_dump(mode="json", by_alias=True, exclude_unset=True),
    }
    return TargetOptions(values={"cluster": cluster}, notes=tuple(notes))


def _pool(path: str, pool: Pool, cloud: Cloud) -> tuple[Options, list[str]]:
    """Bounds and disks are kept; a machine becomes one of its size."""
    values: Options = {"min": pool.min, "max": pool.max, "diskGb": pool.disk_gb}
    notes: list[str] = []
    if pool.size is not None:
        machine = counterpart_machine(cloud, pool.size)
        if machine is not None:
            values["size"] = machine
        told = machine or "the environment's own size, for machine_pairs.csv doesn't list it"
        notes.append(f"{path}.size {pool.size} is counted as {told}")
    if pool.spot:
        notes.append(f"{path}.spot is counted at the price on demand")
    return values, notes
