"""Azure inputs against the types of the azure-native SDK: known names, required ones, enums."""

import enum
import importlib
import inspect
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from pulumi._types import input_type_types, is_input_type

from slipway.stacks.conformance.finding import Coverage, Finding, Report
from slipway.stacks.cut import cut
from slipway.stacks.plan.graph import SECRET, UNKNOWN, Json, Plan, PlannedResource

_PACKAGE = "pulumi_azure_native"
_BEYOND = Path(__file__).with_name("azure_values.json")
_ANSWERED = {"resourceGroupName"}
"""Required by the API and by no class of the SDK: part of the path."""


class _Open(Exception):  # noqa: N818 -- no error: the SDK has no class for a type
    """There is nothing to check against."""


def check(plan: Plan) -> Report:
    """Every azure-native input of a plan; a type that the SDK lacks counts as unchecked."""
    coverage = Coverage()
    findings = [
        finding
        for resource in plan.resources
        if resource.type.startswith("azure-native:") and not resource.read
        for finding in _check(resource, coverage)
    ]
    return Report(findings=tuple(findings), coverage=coverage)


def _check(resource: PlannedResource, coverage: Coverage) -> Iterator[Finding]:
    try:
        arguments = _arguments(resource.type)
    except _Open:
        for name in resource.inputs:
            coverage.note(resource.type, name, checked=False)
        return
    yield from _Walk(resource, coverage).block(arguments, resource.inputs, "")


@cache
def _arguments(token: str) -> type:
    """The SDK's class behind ``azure-native:storage:StorageAccount``, or of a set API version."""
    _, module, name = token.split(":")
    try:
        package = importlib.import_module(f"{_PACKAGE}.{module.replace('/', '.')}")
    except ImportError:
        raise _Open from None
    # Where a block has the resource's name, the resource's own class has the longer one.
    for candidate in (f"{name}InitArgs", f"{name}Args"):
        found = getattr(package, candidate, None)
        if isinstance(found, type):
            return found
    raise _Open


@cache
def _properties(arguments: type) -> Mapping[str, Any]:
    """Types of a block's properties by the names on the wire."""
    found: Mapping[str, Any] = input_type_types(arguments)
    return found


@cache
def _required(arguments: type) -> tuple[str, ...]:
    parameters = inspect.signature(arguments.__init__).parameters  # type: ignore[misc] # any class
    plain = {name.replace("_", "").lower() for name, one in parameters.items() if _must(one)}
    return tuple(name for name in _properties(arguments) if name.lower() in plain)


def _must(parameter: inspect.Parameter) -> bool:
    return parameter.name not in {"__self__", "self"} and parameter.default is parameter.empty


class _Walk:
    """One resource beside its class."""

    def __init__(self, resource: PlannedResource, coverage: Coverage) -> None:
        self._resource, self._coverage = resource, coverage

    def block(self, arguments: type, value: Mapping[str, Json], path: str) -> Iterator[Finding]:
        known = _properties(arguments)
        for name in _required(arguments):
            if value.get(name) is None and name not in _ANSWERED:
                below = f"{path}.{name}" if path else name
                yield self._finding(arguments, below, None, "a value, which the SDK requires")
        for name, item in value.items():
            below = f"{path}.{name}" if path else name
            hint = known.get(name)
            self._coverage.note(self._resource.type, below, checked=hint is not None)
            if hint is None:
                yield self._finding(arguments, below, item, f"one of {', '.join(sorted(known))}")
            else:
                yield from self.value(arguments, hint, item, below)

    def value(self, owner: type, hint: object, value: Json, path: str) -> Iterator[Finding]:
        options = list(_options(hint))
        if value is None or value in (SECRET, UNKNOWN):
            return
        if isinstance(value, dict):
            yield from self._mapping(owner, options, value, path)
        elif isinstance(value, list):
            for inner in (get_args(one)[0] for one in options if get_origin(one) in _LISTS):
                for index, item in enumerate(value):
                    yield from self.value(owner, inner, item, f"{path}[{index}]")
        else:
            yield from self._scalar(owner, options, value, path)

    def _mapping(
        self, owner: type, options: list[object], value: dict[str, Json], path: str
    ) -> Iterator[Finding]:
        blocks = [one for one in options if isinstance(one, type) and is_input_type(one)]
        if blocks:
            # Alternatives of a union are told apart by their own checks: the best one counts.
            trial = _Walk(self._resource, Coverage())
            best = min(blocks, key=lambda one: len(list(trial.block(one, value, path))))
            yield from self.block(best, value, path)
        for inner in (get_args(one)[1] for one in options if get_origin(one) in _MAPS):
            for key, item in value.items():
                yield from self.value(owner, inner, item, f"{path}.{key}")

    def _scalar(
        self, owner: type, options: list[object], value: Json, path: str
    ) -> Iterator[Finding]:
        enums = [one for one in options if isinstance(one, type) and issubclass(one, enum.Enum)]
        if isinstance(value, str) and enums:
            allowed = [str(member.value) for one in enums for member in one]
            allowed += beyond_the_sdk().get(enums[0].__name__, ())
            # Azure reads its enums without regard to case.
            if value.lower() not in {one.lower() for one in allowed}:
                yield self._finding(owner, path, value, f"one of {', '.join(allowed)}")
        elif not any(_fits(value, one) for one in options):
            names = ", ".join(getattr(one, "__name__", str(one)) for one in options)
            yield self._finding(owner, path, value, f"a value of type {names}")

    def _finding(self, owner: type, path: str, value: Json, rule: str) -> Finding:
        shown = "nothing" if value is None else json.dumps(value)
        return Finding(
            resource=f"{self._resource.type} {self._resource.name}",
            path=path,
            value=cut(shown, 80),
            rule=rule,
            source=f"{_PACKAGE} {owner.__name__}",
        )


@cache
def beyond_the_sdk() -> Mapping[str, tuple[str, ...]]:
    """Values that Azure documents and an enum of the SDK lacks; each has its source beside it."""
    content = json.loads(_BEYOND.read_text(encoding="utf-8"))["enums"]
    return {name: tuple(one["values"]) for name, one in content.items()}


_MAPS = {dict, Mapping}
_LISTS = {list, Sequence}
_PLAIN: dict[object, type | tuple[type, ...]] = {
    str: str,
    bool: bool,
    int: (int, float),
    float: (int, float),
}


def _options(hint: object) -> Iterator[object]:
    """The alternatives of a hint, without the wrappers of outputs and of what is awaited."""
    if get_origin(hint) is Union:
        for one in get_args(hint):
            yield from _options(one)
    elif getattr(get_origin(hint) or hint, "__name__", "") not in {
        "Output",
        "Awaitable",
        "NoneType",
    }:
        yield hint


def _fits(value: Json, hint: object) -> bool:
    if hint is Any:
        return True
    expected = _PLAIN.get(hint)
    if expected is None:
        return False
    return isinstance(value, expected) and (hint is bool or not isinstance(value, bool))
