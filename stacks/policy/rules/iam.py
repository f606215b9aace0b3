"""Roles and what they may."""

from slipway.stacks.plan.graph import Json
from slipway.stacks.policy.judges import holds, statements, texts
from slipway.stacks.policy.path import Value
from slipway.stacks.policy.policy import Policy

_RIGHTS = frozenset({"aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy"})
_ROLE = frozenset({"aws:iam/role:Role"})
_READING = ("Describe", "List", "Get", "BatchGet", "Lookup")
_UNBOUNDED = frozenset(
    {
        "cloudwatch:PutMetricData",
        "ecr:GetAuthorizationToken",
        "sts:GetCallerIdentity",
    }
)
"""Actions that AWS lets nobody bind to a resource."""
_ESCALATING = frozenset(
    {
        "iam:AttachRolePolicy",
        "iam:AttachUserPolicy",
        "iam:CreateAccessKey",
        "iam:CreatePolicyVersion",
        "iam:PutRolePolicy",
        "iam:PutUserPolicy",
        "iam:UpdateAssumeRolePolicy",
    }
)


def _allowing(value: Value) -> list[dict[str, Json]]:
    return [dict(one) for one in statements(value) if one.get("Effect") == "Allow"]


def _no_wildcard_action(value: Value) -> bool:
    return not any(
        action == "*" or action.endswith(":*")
        for one in _allowing(value)
        for action in texts(one.get("Action"))
    )


def _bound_writes(value: Value) -> bool:
    """What changes something is bound to a resource or by a condition."""
    for one in _allowing(value):
        if "*" not in texts(one.get("Resource")) or one.get("Condition"):
            continue
        for action in texts(one.get("Action")):
            verb = action.partition(":")[2]
            if action not in _UNBOUNDED and not verb.startswith(_READING):
                return False
    return True


def _no_escalation(value: Value) -> bool:
    return not any(
        action in _ESCALATING for one in _allowing(value) for action in texts(one.get("Action"))
    )


def _assumed_by_named(value: Value) -> bool:
    for one in _allowing(value):
        principal = one.get("Principal")
        named = principal.values() if isinstance(principal, dict) else [principal]
        if any("*" in texts(names) for names in named):
            return False
    return True


POLICIES = (
    Policy(
        id="iam-no-wildcard-actions",
        severity="high",
        title="No role may every action of a service",
        reason="Next year's actions are among them.",
        remedy="List the actions that the workload calls.",
        types=_RIGHTS,
        property="policy",
        must=holds(_no_wildcard_action),
        checks=("CKV_AWS_62", "CKV_AWS_63"),
    ),
    Policy(
        id="iam-bound-writes",
        severity="high",
        title="What a role may change is named",
        reason="A workload that is taken over changes everything of its kind in the account.",
        remedy="Name the resources, or bind the statement by a condition.",
        types=_RIGHTS,
        property="policy",
        must=holds(_bound_writes),
        checks=("CKV_AWS_355", "CKV_AWS_290"),
    ),
    Policy(
        id="iam-no-escalation",
        severity="high",
        title="No role can give itself more rights",
        reason="It would be the account's administrator.",
        remedy="Take the action out; the platform's roles are made by whoever runs `pulumi up`.",
        types=_RIGHTS,
        property="policy",
        must=holds(_no_escalation),
        checks=("CKV_AWS_286",),
    ),
    Policy(
        id="iam-trust",
        severity="high",
        title="Who may take on a role is named",
        reason="A principal * is every account of the world.",
        remedy="Name the service or the account, and bind it to its source.",
        types=_ROLE,
        property="assumeRolePolicy",
        must=holds(_assumed_by_named),
        checks=("CKV_AWS_60", "CKV_AWS_61"),
    ),
)
