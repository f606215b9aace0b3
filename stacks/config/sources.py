"""Where a stack's keys come from: the engine while it runs, or the YAML file offline."""

from dataclasses import dataclass
from pathlib import Path

import pulumi
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from slipway.stacks.config.faults import ConfigError, Fault

KEYS = ("platform", "releases", "rejected", "images", "local")


@dataclass(frozen=True, kw_only=True)
class RawStack:
    """Keys of one stack as they were found, unchecked."""

    stack: str
    source: str
    values: dict[str, object]


def from_engine() -> RawStack:
    """The running stack's keys, as the engine hands them to the program."""
    config = pulumi.Config("slipway")
    stack = pulumi.get_stack()
    values = {key: config.get_object(key) for key in KEYS if config.get(key) is not None}
    return RawStack(stack=stack, source=f"Pulumi.{stack}.yaml", values=values)


def from_file(path: Path) -> RawStack:
    """The keys of a stack file, without engine.

    Raises:
        ConfigError: The file is missing or no YAML mapping.
    """
    stack = path.name.removeprefix("Pulumi.").removesuffix(".yaml")
    document = _read_yaml(path)
    config = document.get("config") or {}
    if not isinstance(config, dict):
        raise _broken(path, "config", type(config).__name__, "a mapping of keys")
    values = {key: config[f"slipway:{key}"] for key in KEYS if f"slipway:{key}" in config}
    return RawStack(stack=stack, source=str(path), values=values)


def _read_yaml(path: Path) -> dict[str, object]:
    try:
        document = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _broken(path, "file", "nothing", "a stack file") from None
    except YAMLError as error:
        problem = " ".join(str(error).split())
        raise _broken(path, "file", problem, "YAML") from error
    if not isinstance(document, dict):
        raise _broken(path, "file", type(document).__name__, "a mapping with the key config")
    return document


def _broken(path: Path, place: str, value: str, rule: str) -> ConfigError:
    remedy = "Start from Pulumi.local.yaml."
    return ConfigError(str(path), [Fault(path=place, value=value, rule=rule, remedy=remedy)])
