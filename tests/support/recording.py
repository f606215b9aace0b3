"""Runs a program against a monitor that answers like a deployment, and keeps what it registered."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from google.protobuf import json_format, struct_pb2
from pulumi import Output
from pulumi.runtime import mocks, settings
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.stack import run_in_stack
from typing_extensions import override

from slipway.stacks.plan.answer import answer
from slipway.stacks.plan.graph import Json, PlannedResource
from slipway.stacks.plan.monitor import RecordingMonitor

GENERATED = "generated-secret"
"""What every generated password's value starts with here."""

_PASSWORD = "pulumi-python:dynamic/slipway:Password"  # noqa: S105 -- a type's name
_SECRET_VALUE = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
}
NODE_PORT = 30017
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")


@dataclass(frozen=True)
class Recording:
    """Everything that one program registered, secrets masked."""

    resources: list[PlannedResource]
    outputs: dict[str, Json] = field(default_factory=dict)

    def kind(self, kind: str) -> list[PlannedResource]:
        """The Kubernetes objects of one kind."""
        return [
            one
            for one in self.resources
            if one.type.startswith("kubernetes:") and one.type.endswith(f":{kind}")
        ]

    def one(self, kind: str, name: str) -> dict[str, Json]:
        """The inputs of the object of this kind with this resource name."""
        found = [one.inputs for one in self.kind(kind) if one.name == name]
        assert len(found) == 1, f"{kind} {name}: {[one.name for one in self.kind(kind)]}"
        return found[0]

    def urns(self) -> list[str]:
        """Every resource's identity."""
        return [one.urn for one in self.resources]

    def golden(self) -> str:
        """What a golden file keeps: identity and inputs of each resource, without noise."""
        kept = [
            {"urn": one.urn, "inputs": shortened(one.inputs)}
            # Registration waits for what a resource needs, so its order differs from run to run.
            for one in sorted(self.resources, key=lambda one: one.urn)
            if not one.type.startswith("pulumi:providers:")
        ]
        return json.dumps(kept, indent=1, sort_keys=True) + "\n"


Computed = Callable[[str, str, dict[str, Json]], dict[str, Json]]
"""What a cloud adds to a resource of this type, name and state: ARNs, addresses, generated ids."""


def record(program: Callable[[], object], computed: Computed | None = None) -> Recording:
    """Runs a program to its end; an exception of the program is raised here."""

    def run() -> None:
        program()

    monitor = _DeployingMonitor(computed)
    settings.reset_options()
    settings.configure(
        mocks.MockSettings(  # type: ignore[no-untyped-call] # the SDK leaves it unannotated
            monitor=monitor,
            engine=mocks.MockEngine(None),
            project="project",
            stack="stack",
            dry_run=False,
        )
    )
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(run_in_stack(run))
    finally:
        loop.close()
        asyncio.set_event_loop(None)
    return Recording(monitor.recorded)


def resolve(output: Output[object]) -> list[object]:
    """A list that holds the output's value once the program has ended."""
    found: list[object] = []
    output.apply(found.append)
    return found


class _DeployingMonitor(RecordingMonitor):
    """Fills in what a cluster would: ids, names of the nameless, node ports, passwords."""

    def __init__(self, computed: Computed | None) -> None:
        super().__init__()
        self._computed = computed

    @override
    def RegisterResource(self, request: resource_pb2.RegisterResourceRequest) -> object:
        response = super().RegisterResource(request)
        assert isinstance(response, resource_pb2.RegisterResourceResponse)
        state = json_format.MessageToDict(answer(request.object))
        if request.type.startswith("kubernetes:"):
            meta = state.setdefault("metadata", {})
            meta.setdefault("name", f"{request.name}-auto")
            _assign_node_ports(state)
        if request.type == _PASSWORD:
            for key in ("value", "previous"):
                state[key] = {**_SECRET_VALUE, "value": f"{GENERATED}-{request.name}-{key}"}
        if self._computed is not None:
            state |= self._computed(request.type, request.name, state)
        struct = struct_pb2.Struct()
        json_format.ParseDict(state, struct)
        return resource_pb2.RegisterResourceResponse(
            urn=response.urn, id=f"{request.name}-id", object=struct
        )


def _assign_node_ports(state: dict[str, Json]) -> None:
    spec = state.get("spec")
    if state.get("kind") == "Service" and isinstance(spec, dict) and spec.get("type") == "NodePort":
        ports = spec["ports"]
        assert isinstance(ports, list)
        for port in ports:
            assert isinstance(port, dict)
            port.setdefault("nodePort", NODE_PORT)


def shortened(value: Json) -> Json:
    """Shipped files appear as their first line: their content has tests of its own."""
    if isinstance(value, str) and value.count("\n") > 1:
        return value.strip().splitlines()[0] + " [...]"
    if isinstance(value, list):
        return [shortened(item) for item in value]
    if isinstance(value, dict):
        return {key: shortened(item) for key, item in value.items() if key != "__provider"}
    return value
