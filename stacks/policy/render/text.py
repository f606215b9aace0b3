"""A report in a terminal."""

from rich.console import Console

from slipway.stacks.policy.check import PolicyReport
from slipway.stacks.policy.finding import Finding
from slipway.stacks.policy.policy import Policy


def print_report(report: PolicyReport, console: Console) -> None:
    """What counts first, each with its reason and remedy; then what doesn't, a line each."""
    counted = [one for one in report.findings if one.fails]
    others = [one for one in report.findings if not one.fails]
    for policy, findings in _by_policy(counted).items():
        console.print(f"[bold]{policy.severity}[/] {policy.id}: {policy.title}.", highlight=False)
        for one in findings:
            console.print(f"  {_where(one)}", highlight=False, soft_wrap=True)
        console.print(f"  why: {policy.reason}", highlight=False, soft_wrap=True)
        console.print(f"  what to do: {policy.remedy}", highlight=False, soft_wrap=True)
    for one in others:
        reason = f": {one.exception}" if one.exception else ""
        line = f"{one.state}: {one.policy.id}, {one.name} {one.path}{reason}"
        console.print(line, highlight=False, soft_wrap=True)
    for exception in report.unused:
        line = f"unused exception: {exception.policy} of {exception.resource}; take it out"
        console.print(line, highlight=False, soft_wrap=True)
    console.print(_summary(report), highlight=False, soft_wrap=True)


def _by_policy(findings: list[Finding]) -> dict[Policy, list[Finding]]:
    found: dict[Policy, list[Finding]] = {}
    for one in findings:
        found.setdefault(one.policy, []).append(one)
    return found


def _where(finding: Finding) -> str:
    expired = f" ({finding.exception})" if finding.exception else ""
    return f"{finding.name} {finding.path}: got {finding.found}{expired}"


def _summary(report: PolicyReport) -> str:
    counted = sum(one.fails for one in report.findings)
    excepted = sum(one.state == "excepted" for one in report.findings)
    unknown = sum(one.state == "not evaluated" for one in report.findings)
    return (
        f"{report.stack} ({report.environment}): {report.policies} policies looked {report.judged} "
        f"times; {counted} findings count, {excepted} are excepted, {unknown} can't be evaluated "
        "before a deployment."
    )
