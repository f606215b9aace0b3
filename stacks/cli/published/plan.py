"""`slipway plan --json`."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from slipway.stacks.config.base import ConfigModel


class ResourceDocument(ConfigModel):
    """One resource as the program registers it."""

    urn: str
    type: str
    name: str
    parent: str | None
    provider: str | None
    dependencies: list[str]
    property_dependencies: dict[str, list[str]]
    inputs: dict[str, JsonValue]
    protect: bool
    read: bool


class PlanDocument(ConfigModel):
    """The whole plan; `schema` is a reserved name in the model, so it has another one there."""

    schema_: Annotated[Literal["slipway.plan/v1"], Field(alias="schema")]
    stack: str
    variant: str
    target: str
    resources: list[ResourceDocument]
    unknowns: list[str]
