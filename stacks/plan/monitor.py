"""A resource monitor that answers a program like a preview and keeps every request.

Built on the SDK's mock monitor; the answers echo the inputs, so whatever a provider would compute
stays unknown downstream.
"""

from google.protobuf import empty_pb2
from pulumi.runtime import mocks, settings
from pulumi.runtime.proto import resource_pb2
from typing_extensions import override

from slipway.stacks.plan.answer import answer
from slipway.stacks.plan.graph import PlannedResource
from slipway.stacks.plan.wire import properties

_STACK = "pulumi:pulumi:Stack"


class UnansweredCallError(Exception):
    """A program asked a provider something that has no offline answer."""

    def __init__(self, token: str) -> None:
        super().__init__(
            f"offline plan: got a call of {token}; expected none. "
            "Pass the value in the stack's config instead of looking it up."
        )


class _NoAnswers(mocks.Mocks):
    """Refuses look-ups; resources are answered by the monitor itself."""

    @override
    def call(
        self, args: mocks.MockCallArgs
    ) -> tuple[dict[str, object], list[tuple[str, str]] | None]:
        raise UnansweredCallError(args.token)

    @override
    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, object]]:
        return "", dict(args.inputs)


class RecordingMonitor(mocks.MockMonitor):
    """Keeps each registration as a `PlannedResource`."""

    def __init__(self) -> None:
        super().__init__(_NoAnswers())
        self.recorded: list[PlannedResource] = []

    @override
    def make_urn(self, parent: str, type_: str, name: str) -> str:
        # Unlike the SDK's mock, the engine names all types above, and not the stack's own.
        above = parent.split("::")[2] if parent else _STACK
        qualified = type_ if above == _STACK else f"{above}${type_}"
        stack, project = settings.get_stack(), settings.get_project()
        return f"urn:pulumi:{stack}::{project}::{qualified}::{name}"

    @override
    def RegisterResource(self, request: resource_pb2.RegisterResourceRequest) -> object:
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == _STACK:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        self.recorded.append(_planned(urn, request))
        return resource_pb2.RegisterResourceResponse(urn=urn, id="", object=answer(request.object))

    @override
    def ReadResource(self, request: resource_pb2.ReadResourceRequest) -> object:
        """What exists already: its id is known, and nothing else of it."""
        urn = self.make_urn(request.parent, request.type, request.name)
        self.recorded.append(
            PlannedResource(
                urn=urn,
                type=request.type,
                name=request.name,
                parent=request.parent or None,
                provider=request.provider or None,
                dependencies=tuple(sorted(request.dependencies)),
                inputs={"id": request.id, **properties(request.properties)},
                read=True,
            )
        )
        return resource_pb2.ReadResourceResponse(urn=urn, properties=request.properties)

    @override
    def RegisterResourceOutputs(self, request: object) -> object:
        return empty_pb2.Empty()


def _planned(urn: str, request: resource_pb2.RegisterResourceRequest) -> PlannedResource:
    dependencies = request.propertyDependencies
    return PlannedResource(
        urn=urn,
        type=request.type,
        name=request.name,
        parent=request.parent or None,
        provider=request.provider or None,
        dependencies=tuple(sorted(request.dependencies)),
        property_dependencies={
            key: tuple(sorted(dependencies[key].urns)) for key in sorted(dependencies)
        },
        inputs=properties(request.object),
        protect=request.protect,
    )
