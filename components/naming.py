"""Names that must be unique in a whole cloud, derived and checked before anything is created."""

import hashlib
import re
from dataclasses import dataclass

_SUFFIX = 6


@dataclass(frozen=True, kw_only=True)
class NameRule:
    """What a cloud allows as the name of one kind of resource."""

    kind: str
    limit: int
    hyphens: bool
    shortest: int = 3


STORAGE_ACCOUNT = NameRule(kind="storage account", limit=24, hyphens=False)
KEY_VAULT = NameRule(kind="key vault", limit=24, hyphens=True)
AZURE_REGISTRY = NameRule(kind="container registry", limit=50, hyphens=False, shortest=5)
POSTGRES_SERVER = NameRule(kind="PostgreSQL flexible server", limit=63, hyphens=True)
ML_WORKSPACE = NameRule(kind="Azure ML workspace", limit=33, hyphens=True)
ML_REGISTRY = NameRule(kind="Azure ML registry", limit=33, hyphens=True)
ONLINE_ENDPOINT = NameRule(kind="online endpoint", limit=32, hyphens=True)
BUCKET = NameRule(kind="bucket", limit=63, hyphens=True)
GRAFANA = NameRule(kind="managed Grafana", limit=23, hyphens=True)
RDS_INSTANCE = NameRule(kind="RDS instance", limit=63, hyphens=True)
SAGEMAKER = NameRule(kind="SageMaker resource", limit=63, hyphens=True)
SCHEDULE = NameRule(kind="EventBridge schedule", limit=64, hyphens=True)
PROCESSING_JOBS = NameRule(kind="processing jobs' common", limit=24, hyphens=True)
RULES = (
    STORAGE_ACCOUNT,
    KEY_VAULT,
    AZURE_REGISTRY,
    POSTGRES_SERVER,
    ML_WORKSPACE,
    ML_REGISTRY,
    ONLINE_ENDPOINT,
    BUCKET,
    RDS_INSTANCE,
    GRAFANA,
    SAGEMAKER,
    SCHEDULE,
    PROCESSING_JOBS,
)
"""Sources: the naming rules of Azure Resource Manager, the S3 and the RDS user guides, and the
service models in botocore. A processing job's name has 63 characters: model and run's id follow."""


def global_name(rule: NameRule, *parts: str, scope: str) -> str:
    """A name of `parts` that the rule allows, ending in six characters made of parts and scope.

    `scope` is what no other platform shares: an account or subscription with the stack's name.
    The same input gives the same name for ever; the readable part is cut to fit, the ending isn't.

    Raises:
        ValueError: Nothing readable is left of the parts.
    """
    ending = hashlib.sha256("\0".join((rule.kind, scope, *parts)).encode()).hexdigest()[:_SUFFIX]
    joint = "-" if rule.hyphens else ""
    words = [re.sub(r"[^a-z0-9]+", joint, part.lower()).strip("-") for part in parts]
    readable = joint.join(word for word in words if word).lstrip("0123456789-")
    if not readable:
        raise ValueError(f"{rule.kind} name: got {parts!r}; expected at least one letter in them.")
    kept = readable[: rule.limit - _SUFFIX - len(joint)].rstrip("-")
    return f"{kept}{joint}{ending}"
