"""Policy findings that a change brings, and those that it mends."""

from dataclasses import dataclass

from slipway.stacks.policy.check import PolicyReport
from slipway.stacks.policy.finding import Finding


@dataclass(frozen=True, kw_only=True)
class FindingChanges:
    """Findings by what the change did to them; only those that count, and what nobody can tell."""

    new: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    kept: tuple[Finding, ...]
    unknown: int
    """How many can't be evaluated before a deployment."""


def finding_changes(before: PolicyReport | None, after: PolicyReport) -> FindingChanges:
    """The findings of two plans of one stack, matched by policy and resource."""
    old = {_key(one): one for one in (before.findings if before else ()) if one.fails}
    new = {_key(one): one for one in after.findings if one.fails}
    return FindingChanges(
        new=tuple(one for key, one in new.items() if key not in old),
        fixed=tuple(one for key, one in old.items() if key not in new),
        kept=tuple(one for key, one in new.items() if key in old),
        unknown=sum(one.state == "not evaluated" for one in after.findings),
    )


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.policy.id, finding.urn, finding.path
