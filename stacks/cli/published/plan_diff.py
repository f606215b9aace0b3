"""`slipway plan --base REF --json`; `plan --all --json` is a list of plans."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from slipway.stacks.config.base import ConfigModel


class PropertyChangeDocument(ConfigModel):
    """One property before and after; null stands for absent."""

    path: str
    before: JsonValue
    after: JsonValue
    effect: Literal["update", "may-replace", "replace"]


class ResourceChangeDocument(ConfigModel):
    """One resource that differs."""

    urn: str
    type: str
    name: str
    kind: Literal["added", "removed", "updated", "may-replace", "replaced"]
    forced_by: list[str]
    properties: list[PropertyChangeDocument]


class PlanDiffDocument(ConfigModel):
    """The whole difference; `schema` is a reserved name in the model, so it has another there."""

    schema_: Annotated[Literal["slipway.plan-diff/v1"], Field(alias="schema")]
    stack: str
    base: str
    pins_differ: bool
    changes: list[ResourceChangeDocument]
