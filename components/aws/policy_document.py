"""IAM policy documents as typed statements; a wildcard needs a reason beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pulumi import Input, Output

VERSION = "2012-10-17"
"""Of the policy language, not of a policy."""


class UnexplainedWildcardError(ValueError):
    """A statement allows every action or every resource and doesn't say why."""

    def __init__(self, sid: str, what: str) -> None:
        super().__init__(
            f"policy statement {sid}: got {what}; expected named actions and resources. "
            "Name them, or say in wildcard_reason why that can't be."
        )


@dataclass(frozen=True, kw_only=True)
class Principal:
    """Who a trust, key or resource policy speaks of."""

    kind: Literal["Service", "AWS", "Federated"]
    names: Sequence[Input[str]]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement; `resources` is empty in trust policies alone."""

    sid: str
    actions: Sequence[str]
    resources: Sequence[Input[str]] = ()
    effect: Literal["Allow", "Deny"] = "Allow"
    principal: Principal | None = None
    conditions: Mapping[str, Mapping[str, Input[str] | Sequence[Input[str]]]] = field(
        default_factory=dict
    )
    wildcard_reason: str | None = None

    def __post_init__(self) -> None:
        if self.effect == "Deny" or self.wildcard_reason is not None:
            return
        for action in self.actions:
            if "*" in action:
                raise UnexplainedWildcardError(self.sid, f"action {action}")
        if "*" in self.resources:
            raise UnexplainedWildcardError(self.sid, "resource *")
        if self.principal is not None and "*" in self.principal.names:
            raise UnexplainedWildcardError(self.sid, "principal *")

    def to_json(self) -> dict[str, object]:
        """The statement under IAM's names."""
        parts: dict[str, object] = {
            "Sid": self.sid,
            "Effect": self.effect,
            "Action": list(self.actions),
        }
        if self.principal is not None:
            parts["Principal"] = {self.principal.kind: list(self.principal.names)}
        if self.resources:
            parts["Resource"] = list(self.resources)
        if self.conditions:
            parts["Condition"] = {name: dict(test) for name, test in self.conditions.items()}
        return parts


def document(statements: Sequence[Statement]) -> Output[str]:
    """The JSON of a policy; unknown as long as one of its ARNs is."""
    return Output.json_dumps(
        {"Version": VERSION, "Statement": [one.to_json() for one in statements]}
    )


def trust(
    service: Input[str], *actions: str, **conditions: Mapping[str, Input[str]]
) -> Output[str]:
    """A trust policy by which one AWS service takes on a role; without actions AssumeRole."""
    return document(
        [
            Statement(
                sid="Assume",
                actions=actions or ("sts:AssumeRole",),
                principal=Principal(kind="Service", names=[service]),
                conditions=dict(conditions),
            )
        ]
    )
