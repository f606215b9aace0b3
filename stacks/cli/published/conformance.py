"""`slipway plan --check --json`."""

from typing import Annotated, Literal

from pydantic import Field

from slipway.stacks.config.base import ConfigModel


class FindingDocument(ConfigModel):
    """One input that the cloud would refuse."""

    resource: str
    path: str
    value: str
    rule: str
    source: str


class CoverageDocument(ConfigModel):
    """How much of a type was checked: a number of properties, and the names of the others."""

    type: str
    checked: int
    unchecked: list[str]


class ConformanceDocument(ConfigModel):
    """The whole report; `schema` is a reserved name in the model, so it has another one there."""

    schema_: Annotated[Literal["slipway.conformance/v1"], Field(alias="schema")]
    findings: list[FindingDocument]
    coverage: list[CoverageDocument]
