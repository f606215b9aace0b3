"""`slipway review --json`."""

from typing import Annotated, Literal

from pydantic import Field

from slipway.stacks.cli.published.check import FindingDocument
from slipway.stacks.cli.published.cost_price import SpanDocument
from slipway.stacks.config.base import ConfigModel
from slipway.stacks.config.release import Release
from slipway.stacks.cost.money import cents
from slipway.stacks.cost.span import Span
from slipway.stacks.plan.diff.changes import Kind
from slipway.stacks.plan.roles import Role
from slipway.stacks.review.consequence import Weight
from slipway.stacks.review.cost_by_role import cost_by_role
from slipway.stacks.review.review import Review
from slipway.stacks.review.stack_review import Loss, StackReview


class ChangeDocument(ConfigModel):
    """One resource that differs, and the component that it is in."""

    urn: str
    type: str
    name: str
    component: list[str]
    kind: Kind
    forced_by: list[str]
    properties: list[str]


class LossDocument(ConfigModel):
    """A resource that goes or is made anew; `weight` is null where nobody notices."""

    urn: str
    kind: Kind
    weight: Weight | None
    consequence: str | None


class RoleCostDocument(ConfigModel):
    """One part of the platform, a month."""

    role: Role
    before: SpanDocument
    after: SpanDocument


class CostChangeDocument(ConfigModel):
    """The bill of a month before and after; `change` is of the expected money."""

    currency: str
    before: SpanDocument
    after: SpanDocument
    change: str
    by_role: list[RoleCostDocument]


class ReleaseChangeDocument(ConfigModel):
    """A model's release before and after."""

    model: str
    before: Release | None
    after: Release | None


class StackReviewDocument(ConfigModel):
    """What the change does to one stack."""

    stack: str
    variant: str
    target: str
    environment: str
    changes: list[ChangeDocument]
    losses: list[LossDocument]
    cost: CostChangeDocument
    new_findings: list[FindingDocument]
    fixed_findings: list[FindingDocument]
    releases: list[ReleaseChangeDocument]
    unknowns: int
    notes: list[str]


class ReviewDocument(ConfigModel):
    """The whole review; `gone` are stacks that only the base has."""

    schema_: Annotated[Literal["slipway.review/v1"], Field(alias="schema")]
    base: str
    stacks: list[StackReviewDocument]
    gone: list[str]

    @classmethod
    def of(cls, review: Review) -> "ReviewDocument":
        """The document of a review."""
        return cls.model_validate(
            {
                "schema": "slipway.review/v1",
                "base": review.base,
                "stacks": [_stack(one) for one in review.stacks],
                "gone": list(review.gone),
            }
        )


def _stack(one: StackReview) -> StackReviewDocument:
    return StackReviewDocument.model_validate(
        {
            "stack": one.stack,
            "variant": one.variant,
            "target": one.target,
            "environment": one.environment,
            "changes": [
                {
                    "urn": change.urn,
                    "type": change.type,
                    "name": change.name,
                    "component": list(group.component),
                    "kind": change.kind,
                    "forcedBy": list(change.forced_by),
                    "properties": [changed.path for changed in change.properties],
                }
                for group in one.components
                for change in group.changes
            ],
            "losses": [_loss(loss) for loss in one.losses],
            "cost": _cost(one),
            "newFindings": [FindingDocument.of(new) for new in one.findings.new],
            "fixedFindings": [FindingDocument.of(old) for old in one.findings.fixed],
            "releases": [
                {"model": change.model, "before": change.before, "after": change.after}
                for change in one.releases
            ],
            "unknowns": one.unknowns,
            "notes": list(one.notes),
        }
    )


def _loss(loss: Loss) -> dict[str, object]:
    told = loss.consequence
    return {
        "urn": loss.change.urn,
        "kind": loss.change.kind,
        "weight": None if told is None else told.weight,
        "consequence": None if told is None else told.sentence,
    }


def _cost(one: StackReview) -> dict[str, object]:
    cost = one.cost
    return {
        "currency": cost.currency,
        "before": _span(cost.before.total),
        "after": _span(cost.after.total),
        "change": cents(cost.delta.expected),
        "byRole": [
            {"role": row.role, "before": _span(row.before), "after": _span(row.after)}
            for row in cost_by_role(cost)
        ],
    }


def _span(span: Span) -> SpanDocument:
    low, expected, high = (cents(one) for one in span.each())
    return SpanDocument(low=low, expected=expected, high=high)
