"""Reads a stack's keys and reports every fault in them at once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from slipway.stacks.config.faults import ConfigError, Fault
from slipway.stacks.config.machine import Machine
from slipway.stacks.config.platform import PlatformConfig
from slipway.stacks.config.release import ImageByDigest, Release, digest_of
from slipway.stacks.config.rules import fault_of
from slipway.stacks.config.sources import RawStack
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.variants import CELLS, cell, pairs

_PLATFORM: TypeAdapter[PlatformConfig] = TypeAdapter(PlatformConfig)
_MACHINE: TypeAdapter[Machine] = TypeAdapter(Machine)
_RELEASES: TypeAdapter[dict[str, Release]] = TypeAdapter(dict[str, Release])
_REJECTED: TypeAdapter[dict[str, list[str]]] = TypeAdapter(dict[str, list[ImageByDigest]])
_IMAGES: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])


T = TypeVar("T")


@dataclass(frozen=True)
class _Parsed(Generic[T]):
    """A key's value, or the faults that kept it from being one."""

    value: T | None
    faults: tuple[Fault, ...]


def load(raw: RawStack) -> StackConfig:
    """A stack's checked config.

    Raises:
        ConfigError: Anything in it is wrong; the message lists all of it.
    """
    platform = _platform(raw.values.get("platform"))
    releases = _parse("releases", _RELEASES, raw.values.get("releases") or {})
    rejected = _parse("rejected", _REJECTED, raw.values.get("rejected") or {})
    images = _parse("images", _IMAGES, raw.values.get("images") or {})
    machine = _optional("local", _MACHINE, raw.values.get("local"))
    faults = [
        *platform.faults,
        *releases.faults,
        *rejected.faults,
        *images.faults,
        *machine.faults,
        *_rejected_releases(releases.value or {}, rejected.value or {}),
    ]
    if platform.value is not None:
        faults += _unknown_models("workload", platform.value.workload, platform.value.models)
        faults += _unknown_models("releases", releases.value or {}, platform.value.models)
        faults += _unknown_models("rejected", rejected.value or {}, platform.value.models)
    if faults or platform.value is None:
        raise ConfigError(raw.source, faults)
    return StackConfig(
        stack=raw.stack,
        platform=platform.value,
        releases=releases.value or {},
        rejected=rejected.value or {},
        images=images.value or {},
        machine=machine.value,
    )


def _platform(value: object) -> _Parsed[PlatformConfig]:
    if not isinstance(value, dict):
        found = "nothing" if value is None else type(value).__name__
        remedy = "Write slipway:platform: {variant: open-source, target: {kind: local}}."
        return _Parsed(
            None, (Fault(path="platform", value=found, rule="a mapping", remedy=remedy),)
        )
    pair = _pair_fault(value)
    if pair is None:
        return _parse("platform", _PLATFORM, value)
    # The pair is wrong: check the rest as if it were right, so that all faults show at once.
    rest = _parse(
        "platform", _PLATFORM, {**value, "variant": "open-source", "target": {"kind": "local"}}
    )
    return _Parsed(None, (pair, *rest.faults))


def _pair_fault(value: dict[str, object]) -> Fault | None:
    variant, target = value.get("variant"), value.get("target")
    kind = target.get("kind") if isinstance(target, dict) else None
    found = cell(str(variant), str(kind))
    if found is not None and found.built:
        return None
    remedy = f"These pairs make sense: {pairs()}."
    rule = "a variant on a target that it can run on"
    if found is not None:
        rule = "a pair that this version builds"
        built = ", ".join(f"{one.variant} on {one.target}" for one in CELLS if one.built)
        remedy = f"This version builds {built}; the other pairs follow."
    return Fault(
        path="platform.variant and platform.target.kind",
        value=f"{variant or 'nothing'} on {kind or 'nothing'}",
        rule=rule,
        remedy=remedy,
    )


def _optional(key: str, adapter: TypeAdapter[T], value: object) -> _Parsed[T]:
    return _Parsed(None, ()) if value is None else _parse(key, adapter, value)


def _parse(key: str, adapter: TypeAdapter[T], value: object) -> _Parsed[T]:
    try:
        return _Parsed(adapter.validate_python(value), ())
    except ValidationError as error:
        return _Parsed(None, tuple(fault_of(key, details) for details in error.errors()))


def _unknown_models(key: str, named: Collection[str], known: Collection[str]) -> list[Fault]:
    rule = f"a model of platform.models ({', '.join(sorted(known)) or 'which is empty'})"
    return [
        Fault(
            path=f"{key}.{name}", value=name, rule=rule, remedy="Add the model or remove the key."
        )
        for name in named
        if name not in known
    ]


def _rejected_releases(
    releases: Mapping[str, Release], rejected: Mapping[str, Sequence[str]]
) -> Iterator[Fault]:
    """Releases that were rolled back; an image is the same under any registry's name."""
    for model, release in releases.items():
        if release.digest in map(digest_of, rejected.get(model, ())):
            yield Fault(
                path=f"releases.{model}.image",
                value=f'"{release.image}"',
                rule=f"an image that slipway:rejected.{model} doesn't list as rolled back",
                remedy="Pin another release, or take the image out of slipway:rejected and say "
                "in review why it may serve again.",
            )
