"""`slipway check --json`."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from slipway.stacks.config.base import ConfigModel
from slipway.stacks.policy.check import PolicyReport
from slipway.stacks.policy.finding import Finding, State
from slipway.stacks.policy.policy import Severity


class FindingDocument(ConfigModel):
    """One policy and one resource; `fails` tells whether it counts."""

    policy: str
    severity: Severity
    state: State
    fails: bool
    urn: str
    name: str
    property: str
    found: str
    title: str
    reason: str
    remedy: str
    exception: str | None
    expires: date | None

    @classmethod
    def of(cls, finding: Finding) -> "FindingDocument":
        """The document of a finding."""
        policy = finding.policy
        return cls(
            policy=policy.id,
            severity=policy.severity,
            state=finding.state,
            fails=finding.fails,
            urn=finding.urn,
            name=finding.name,
            property=finding.path,
            found=finding.found,
            title=policy.title,
            reason=policy.reason,
            remedy=policy.remedy,
            exception=finding.exception,
            expires=finding.expires,
        )


class CheckDocument(ConfigModel):
    """The whole report; `judged` tells how often a policy looked at a resource."""

    schema_: Annotated[Literal["slipway.check/v1"], Field(alias="schema")]
    stack: str
    environment: str
    policies: int
    judged: int
    findings: list[FindingDocument]
    unused_exceptions: list[str]

    @classmethod
    def of(cls, report: PolicyReport) -> "CheckDocument":
        """The document of a report."""
        return cls.model_validate(
            {
                "schema": "slipway.check/v1",
                "stack": report.stack,
                "environment": report.environment,
                "policies": report.policies,
                "judged": report.judged,
                "findings": [FindingDocument.of(one) for one in report.findings],
                "unusedExceptions": [f"{one.policy} of {one.resource}" for one in report.unused],
            }
        )
