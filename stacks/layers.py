"""What the infrastructure layer hands to the workloads layer: the outputs of one stack."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

import pulumi
from pulumi import Input, Output
from pydantic.alias_generators import to_camel

from slipway.stacks.config.stack import StackConfig

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Facts = TypeVar("Facts", bound="DataclassInstance")

HANDOVER = "infrastructure"
"""The stack output that holds it."""


def hand_over(values: Mapping[str, Input[str]]) -> None:
    """Exports what a stack with `layers: workloads` needs; none of it is a secret."""
    pulumi.export(HANDOVER, dict(values))


def by_output_name(facts: "DataclassInstance") -> dict[str, Input[str]]:
    """The fields of a dataclass under the names that outputs have."""
    return {to_camel(one.name): getattr(facts, one.name) for one in fields(facts)}


class InfrastructureStack:
    """The stack that `infrastructureStack` names, seen from the workloads' stack."""

    def __init__(self, config: StackConfig) -> None:
        name = config.platform.infrastructure_stack
        if name is None:
            # The schema lets `layers: workloads` through with a stack's name alone.
            raise AssertionError(config.platform.layers)
        self._name = name
        self._values = pulumi.StackReference("infrastructure", name).require_output(HANDOVER)

    def value(self, name: str) -> Output[str]:
        """One value that was handed over, unknown in a plan.

        A stack that hands over no such value ends the `up` with a sentence.
        """
        return self._values.apply(lambda values: handed_over_value(self._name, values, name))

    def facts(self, kind: type[Facts]) -> Facts:
        """A dataclass whose fields were handed over by `by_output_name`."""
        return kind(**{one.name: self.value(to_camel(one.name)) for one in fields(kind)})


def handed_over_value(stack: str, values: Mapping[str, str], name: str) -> str:
    """The value of this name among those that a stack handed over.

    Raises:
        MissingHandoverError: There is none; the stack is of another variant, or older.
    """
    if name not in values:
        raise MissingHandoverError(stack, name, sorted(values))
    return values[name]


class MissingHandoverError(pulumi.RunError):
    """The infrastructure's stack doesn't export what these workloads need."""

    def __init__(self, stack: str, name: str, there: Sequence[str]) -> None:
        super().__init__(
            f"platform.infrastructureStack: got {stack}, whose output {HANDOVER} has "
            f"{', '.join(there) or 'nothing'}; expected {name} in it too. "
            "Run pulumi up on that stack with this version and the same variant first."
        )
