"""The kinds that are waited for, and how; all others are ready once they are stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import kinds
from bootstrap.kubernetes_provider.document import Document
from bootstrap.kubernetes_provider.readiness import (
    daemon_set,
    definition,
    deployment,
    job,
    pod,
    resource_quota,
    service,
    stateful_set,
    volume_claim,
)
from bootstrap.kubernetes_provider.readiness.surroundings import Surroundings
from bootstrap.kubernetes_provider.readiness.verdict import Verdict

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.kinds import Kind

Check = Callable[[Document, Surroundings], Verdict]

SKIP = "pulumi.com/skipAwait"

_CHECKS: dict[Kind, Check] = {
    kinds.DEPLOYMENT: deployment.check,
    kinds.STATEFUL_SET: stateful_set.check,
    kinds.DAEMON_SET: daemon_set.check,
    kinds.JOB: job.check,
    kinds.POD: pod.check,
    kinds.SERVICE: service.check,
    kinds.VOLUME_CLAIM: volume_claim.check,
    kinds.RESOURCE_QUOTA: resource_quota.check,
    kinds.DEFINITION: definition.check,
}


def check_for(kind: Kind, live: Document) -> Check | None:
    """The check of the object, None if nothing is waited for."""
    return None if live.annotations.get(SKIP) == "true" else _CHECKS.get(kind)
