"""A plan's inputs against whatever its cloud publishes."""

from slipway.stacks.conformance import aws, azure
from slipway.stacks.conformance.finding import Report
from slipway.stacks.plan.graph import Plan


def check(plan: Plan) -> Report:
    """Findings and coverage; Kubernetes objects are the API server's to check and count nowhere."""
    return azure.check(plan) if plan.target == "azure" else aws.check(plan)
