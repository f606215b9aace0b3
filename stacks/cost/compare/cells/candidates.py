"""From one stack's config, the config of every cell whose bill a cloud sends."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from slipway.stacks.cells.aws_names import registry_host as aws_registry
from slipway.stacks.cells.azure_names import registry_host as azure_registry
from slipway.stacks.config.faults import ConfigError, Fault
from slipway.stacks.config.loader import load
from slipway.stacks.config.platform import PlatformBase
from slipway.stacks.config.release import Release
from slipway.stacks.config.sources import RawStack
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.config.targets.azure import AzureTarget
from slipway.stacks.cost.compare.cells.cell_name import BILLED_CELLS, Cloud
from slipway.stacks.cost.compare.cells.target_options import (
    NoCounterpartError,
    Options,
    target_options,
)
from slipway.stacks.variants import Cell, TargetKind, Variant

_OF_THE_STACK = ("layers", "infrastructure_stack")
"""A comparison is of whole platforms, whichever layer this stack holds."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A cell that is ready to be planned; `notes` say what it doesn't keep of the stack."""

    cell: str
    variant: Variant
    target: TargetKind
    region: str
    config: StackConfig
    notes: tuple[str, ...]

    def misfit(self, reason: str) -> "Misfit":
        """The same cell, when its plan or its prices show what the config alone didn't."""
        return Misfit(cell=self.cell, variant=self.variant, target=self.target, reason=reason)


@dataclass(frozen=True, kw_only=True)
class Misfit:
    """A cell that can't run what the stack asks for, with what its checks say."""

    cell: str
    variant: Variant
    target: TargetKind
    reason: str


def candidates(
    config: StackConfig, *, regions: Mapping[Cloud, str], only: Collection[str] = ()
) -> list[Candidate | Misfit]:
    """Every cell, or those of `only`, in the order of the table of variants.

    Environment, models, workload, tags and budget are the stack's own. Each model has a release,
    since one that isn't served costs nothing and tells nothing. `regions` override by cloud.
    """
    return [
        _candidate(config, name, one, regions)
        for name, one in BILLED_CELLS.items()
        if not only or name in only
    ]


def _candidate(
    config: StackConfig, name: str, cell: Cell, regions: Mapping[Cloud, str]
) -> Candidate | Misfit:
    cloud = cast("Cloud", cell.target)  # of a billed cell, see cell_name.py
    try:
        options = target_options(config.platform.target, cloud, regions.get(cloud))
        found = load(_file(config, cell, options.values))
    except NoCounterpartError as error:
        return _misfit(name, cell, str(error))
    except ConfigError as error:
        return _misfit(name, cell, told_faults(error.faults))
    return Candidate(
        cell=name,
        variant=cell.variant,
        target=cell.target,
        region=str(options.values["region"]),
        config=replace(found, releases=_releases(config, found)),
        notes=options.notes,
    )


def _misfit(name: str, cell: Cell, told: str) -> Misfit:
    return Misfit(cell=name, variant=cell.variant, target=cell.target, reason=told)


def told_faults(faults: Sequence[Fault]) -> str:
    """Every fault in one line."""
    return " ".join(str(fault) for fault in faults)


def _file(config: StackConfig, cell: Cell, target: Options) -> RawStack:
    """What the cell's stack file would hold."""
    shared = {name for name in PlatformBase.model_fields if name not in _OF_THE_STACK}
    platform = config.platform.model_dump(
        mode="json", by_alias=True, exclude_unset=True, include=shared
    )
    return RawStack(
        stack=config.stack,
        source=f"Pulumi.{config.stack}.yaml",
        values={"platform": platform | {"variant": cell.variant, "target": target}},
    )


def _releases(config: StackConfig, found: StackConfig) -> dict[str, Release]:
    """A release per model, in the registry that the cell pulls from."""
    host = _registry(found)
    return {
        model: _release(host, model, config.releases.get(model)) for model in found.platform.models
    }


def _release(host: str, model: str, own: Release | None) -> Release:
    unreleased = f"sha256:{hashlib.sha256(model.encode()).hexdigest()}"
    digest = unreleased if own is None else own.digest
    version = 1 if own is None else own.version
    return Release(version=version, image=f"{host}/{model}@{digest}")


def _registry(config: StackConfig) -> str:
    match config.platform.target:
        case AwsTarget() as target:
            return aws_registry(target)
        case AzureTarget() as target:
            # Only a stack of workloads alone doesn't know it, and these are whole platforms.
            return azure_registry(config, target) or ""
        case _:
            raise AssertionError(config.platform.target)  # of a billed cell, see cell_name.py
