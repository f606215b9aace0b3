"""AWS inputs against the service models that botocore ships.

Which resource type corresponds to which API operation is data (`aws_operations.json`); names are
matched without regard to case and plural, and what has another name in the API is listed there.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import botocore.session
from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

from slipway.stacks.conformance.finding import Coverage, Finding, Report
from slipway.stacks.cut import cut
from slipway.stacks.plan.graph import SECRET, UNKNOWN, Json, Plan, PlannedResource

_PATH = Path(__file__).with_name("aws_operations.json")
_SKIPPED = {SECRET, UNKNOWN}
_PYTHON: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "long": int,
    "boolean": bool,
    "double": (int, float),
    "float": (int, float),
    "list": list,
    "map": dict,
    "structure": dict,
}


@dataclass(frozen=True, kw_only=True)
class Correspondence:
    """The API operation behind a resource type."""

    service: str
    operation: str
    names: Mapping[str, str] = field(default_factory=dict)
    """Property path -> member path, where the two have other names."""
    filled: tuple[str, ...] = ()
    """Required members that the provider fills by itself."""


@cache
def correspondences() -> Mapping[str, Correspondence]:
    """All known types; the file says why others have none."""
    content = json.loads(_PATH.read_text(encoding="utf-8"))
    return {
        kind: Correspondence(
            service=one["service"],
            operation=one["operation"],
            names=one.get("names", {}),
            filled=tuple(one.get("filled", ())),
        )
        for kind, one in content["types"].items()
    }


def check(plan: Plan) -> Report:
    """Every AWS input of a plan that has a member in the API."""
    coverage = Coverage()
    findings = [
        finding
        for resource in plan.resources
        if resource.type.startswith("aws:") and not resource.read
        for finding in _check(resource, coverage)
    ]
    return Report(findings=tuple(findings), coverage=coverage)


def _check(resource: PlannedResource, coverage: Coverage) -> Iterator[Finding]:
    known = correspondences().get(resource.type)
    if known is None:
        for name in resource.inputs:
            coverage.note(resource.type, name, checked=False)
        return
    walk = _Walk(resource=resource, known=known, coverage=coverage)
    shape = _input_of(known.service, known.operation)
    yield from walk.structure(shape, resource.inputs, "")
    yield from walk.missing(shape)


@cache
def _session() -> botocore.session.Session:
    return botocore.session.Session()


@cache
def _input_of(service: str, operation: str) -> StructureShape:
    shape = _session().get_service_model(service).operation_model(operation).input_shape
    if not isinstance(shape, StructureShape):
        raise TypeError(f"{service} {operation}: got no input; expected an operation with one.")
    return shape


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower()).removesuffix("s")


@dataclass(kw_only=True)
class _Walk:
    """One resource beside the input of its operation."""

    resource: PlannedResource
    known: Correspondence
    coverage: Coverage
    met: set[str] = field(default_factory=set)

    def structure(
        self, shape: StructureShape, value: Mapping[str, Json], path: str
    ) -> Iterator[Finding]:
        members = {_key(name): name for name in shape.members}
        for name, item in value.items():
            below = f"{path}.{name}" if path else name
            renamed = self.known.names.get(below)
            member = self._member(shape, renamed) if renamed else None
            if member is None and _key(name) in members:
                member = shape.members[members[_key(name)]]
            found = renamed or members.get(_key(name))
            if not path and found:
                self.met.add(found.partition(".")[0])
            self.coverage.note(self.resource.type, below, checked=member is not None)
            if member is not None:
                yield from self.value(member, item, below)

    def _member(self, shape: StructureShape, path: str) -> Shape | None:
        """A member some structures down: the provider flattens what the API nests."""
        found: Shape | None = shape
        for name in path.split("."):
            found = found.members.get(name) if isinstance(found, StructureShape) else None
        return found

    def value(self, shape: Shape, value: Json, path: str) -> Iterator[Finding]:
        if value is None or (isinstance(value, str) and value in _SKIPPED):
            return
        shape, value = _aligned(shape, value)
        expected = _PYTHON.get(shape.type_name)
        if expected is not None and not _fits(value, expected):
            yield self._finding(shape, path, value, f"a {shape.type_name}")
        elif isinstance(shape, StructureShape) and isinstance(value, dict):
            yield from self.structure(shape, value, path)
        elif isinstance(shape, ListShape) and isinstance(value, list):
            yield from self._bounds(shape, len(value), path, value, "items")
            for index, item in enumerate(value):
                yield from self.value(shape.member, item, f"{path}[{index}]")
        elif isinstance(shape, MapShape) and isinstance(value, dict):
            for key, item in value.items():
                yield from self.value(shape.key, key, f"{path} key")
                yield from self.value(shape.value, item, f"{path}.{key}")
        else:
            yield from self._scalar(shape, value, path)

    def _scalar(self, shape: Shape, value: Json, path: str) -> Iterator[Finding]:
        if isinstance(value, str) and isinstance(shape, StringShape):
            if any(mark in value for mark in _SKIPPED):
                return
            if shape.enum and value not in shape.enum:
                yield self._finding(shape, path, value, f"one of {', '.join(shape.enum)}")
            pattern = shape.metadata.get("pattern")
            if pattern and not _matches(pattern, value):
                yield self._finding(shape, path, value, f"text that matches {pattern}")
            yield from self._bounds(shape, len(value), path, value, "characters")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield from self._bounds(shape, value, path, value, "")

    def _bounds(
        self, shape: Shape, size: float, path: str, value: Json, unit: str
    ) -> Iterator[Finding]:
        low, high = shape.metadata.get("min"), shape.metadata.get("max")
        if low is not None and size < low:
            yield self._finding(shape, path, value, f"at least {low} {unit}".strip())
        if high is not None and size > high:
            yield self._finding(shape, path, value, f"at most {high} {unit}".strip())

    def missing(self, shape: StructureShape) -> Iterator[Finding]:
        """Members that the operation requires and nothing planned gives."""
        for name in shape.required_members:
            if name not in self.met and name not in self.known.filled:
                yield self._finding(shape, name, "nothing", "a value, which the API requires")

    def _finding(self, shape: Shape, path: str, value: Json, rule: str) -> Finding:
        shown = value if isinstance(value, str) else json.dumps(value)
        return Finding(
            resource=f"{self.resource.type} {self.resource.name}",
            path=path,
            value=cut(shown, 80),
            rule=rule,
            source=f"{self.known.service} {self.known.operation} {shape.name}",
        )


def _aligned(shape: Shape, value: Json) -> tuple[Shape, Json]:
    """The same input as the API writes it; the provider has shorter ways for some of its forms."""
    if isinstance(shape, ListShape) and isinstance(value, dict):
        return shape, _pairs(shape, value)
    if shape.type_name == "boolean" and value in ("true", "false"):
        return shape, value == "true"
    if not isinstance(value, list) or isinstance(shape, ListShape):
        return shape, value
    if isinstance(shape, StructureShape):
        # It leaves out a structure that holds nothing but a list.
        lists = [one for one in shape.members.values() if isinstance(one, ListShape)]
        if len(lists) == 1:
            return lists[0], value
    # It writes a block that may stand once as a list.
    return (shape, value[0]) if len(value) == 1 else (shape, value)


def _pairs(shape: ListShape, value: dict[str, Json]) -> list[Json]:
    """A map of tags or dimensions as the API's list of pairs; any other block as a list of one."""
    names = set(shape.member.members) if isinstance(shape.member, StructureShape) else set()
    for key in ("Key", "key", "Name", "name"):
        item = "Value" if key[0].isupper() else "value"
        if {key, item} == names:
            return [{key: name, item: text} for name, text in value.items()]
    return [value]


def _fits(value: Json, expected: type | tuple[type, ...]) -> bool:
    if isinstance(value, bool):
        return expected is bool
    if expected is str and isinstance(value, int | float):
        return True  # the wire has one kind of number, and text of digits stays text
    return isinstance(value, expected)


def _matches(pattern: str, value: str) -> bool:
    """Whether a text matches; Java's character classes become Python's."""
    for java, python in (("\\p{Alnum}", "a-zA-Z0-9"), ("\\p{Punct}", "!-/:-@\\[-`{-~")):
        pattern = pattern.replace(java, python)
    pattern = re.sub(r"\\p\{(L|Lu|Ll)\}", r"a-zA-Z", pattern)
    pattern = re.sub(r"\\p\{(N|Nd)\}", r"0-9", pattern)
    pattern = re.sub(r"\\p\{(Z|Zs)\}", r"\\s", pattern)
    try:
        return re.fullmatch(f"(?s:{pattern})", value) is not None
    except re.error:
        return True  # a pattern that this language can't say: nothing is claimed
