"""Holds a plan against every policy."""

import fnmatch
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from slipway.stacks.config.policy_exception import PolicyException
from slipway.stacks.plan.graph import PlannedResource
from slipway.stacks.policy.finding import Finding, State
from slipway.stacks.policy.policy import SEVERITIES, Policy, Severity
from slipway.stacks.policy.rules.registry import POLICIES
from slipway.stacks.policy.scene import Scene
from slipway.stacks.policy.verdict import Kept, Unknown

_UNKNOWN = "a value that only a deployment can tell"


@dataclass(frozen=True, kw_only=True)
class PolicyReport:
    """What was found, and how much was looked at."""

    stack: str
    environment: str
    findings: tuple[Finding, ...]
    judged: int
    """How often a policy looked at a resource."""
    policies: int
    """How many policies had something to look at."""
    unused: tuple[PolicyException, ...]
    """Exceptions that except nothing."""

    def failing(self, least: Severity) -> tuple[Finding, ...]:
        """Findings that count, of at least this severity."""
        counted = SEVERITIES[: SEVERITIES.index(least) + 1]
        return tuple(one for one in self.findings if one.fails and one.policy.severity in counted)


def check(scene: Scene, today: date, policies: Sequence[Policy] = POLICIES) -> PolicyReport:
    """Every policy on every resource that it is about, the most severe findings first."""
    asked = [one for one in policies if scene.environment in one.environments]
    pairs = [
        (policy, resource)
        for policy in asked
        for resource in scene.plan.resources
        if policy.looks_at(resource)
    ]
    exceptions = scene.config.platform.policy_exceptions
    used: list[PolicyException] = []
    findings = [
        finding
        for policy, resource in pairs
        for finding in _findings(policy, resource, scene, today, used)
    ]
    return PolicyReport(
        stack=scene.plan.stack,
        environment=scene.environment,
        findings=tuple(sorted(findings, key=_order)),
        judged=len(pairs),
        policies=len({policy.id for policy, _ in pairs}),
        unused=tuple(one for one in exceptions if one not in used),
    )


def _findings(
    policy: Policy,
    resource: PlannedResource,
    scene: Scene,
    today: date,
    used: list[PolicyException],
) -> Iterator[Finding]:
    verdict = policy.judge(resource, scene)
    if isinstance(verdict, Kept):
        return
    exception = _exception(policy, resource, scene)
    if exception is not None:
        used.append(exception)
    holds = exception is not None and today <= exception.expires
    unknown = isinstance(verdict, Unknown)
    state: State = "not evaluated" if unknown else "broken"
    yield Finding(
        policy=policy,
        urn=resource.urn,
        name=resource.name,
        path=verdict.path,
        found=_UNKNOWN if isinstance(verdict, Unknown) else verdict.found,
        state="excepted" if holds else state,
        # In production nothing passes on trust.
        fails=not holds and (not unknown or scene.environment == "prod"),
        exception=_told(exception, expired=not holds),
        expires=None if exception is None else exception.expires,
    )


def _exception(policy: Policy, resource: PlannedResource, scene: Scene) -> PolicyException | None:
    for one in scene.config.platform.policy_exceptions:
        if one.policy == policy.id and fnmatch.fnmatchcase(resource.name, one.resource):
            return one
    return None


def _told(exception: PolicyException | None, *, expired: bool) -> str | None:
    if exception is None:
        return None
    if expired:
        return f"its exception ended on {exception.expires.isoformat()}: {exception.reason}"
    return exception.reason


def _order(finding: Finding) -> tuple[bool, int, str, str, str]:
    severity = SEVERITIES.index(finding.policy.severity)
    return (not finding.fails, severity, finding.policy.id, finding.name, finding.path)
