"""The platform as a whole: who owns it, what it may cost, and where secrets lie."""

import json
import re
from collections.abc import Iterator

from slipway.stacks.plan.graph import SECRET, UNKNOWN, Json, PlannedResource
from slipway.stacks.policy.judges import holds
from slipway.stacks.policy.path import Value
from slipway.stacks.policy.policy import EVERY_TYPE, Judge, Policy
from slipway.stacks.policy.scene import Scene
from slipway.stacks.policy.verdict import KEPT, Broken, Verdict

_OWNER = ("owner", "costCentre")
_ENVIRONMENT = ("slipway-environment", "slipway:environment")  # Azure allows no colon
_SECRET_NAME = re.compile(
    r"(password|passwd|secretstring|secretvalue|clientsecret|accesskey|privatekey|apikey"
    r"|sastoken|connectionstring)$",
    re.IGNORECASE,
)
_LABEL = "app.kubernetes.io/part-of"


def _tagged(value: Value) -> bool:
    tags = value
    if isinstance(value, str):  # a provider's default tags are JSON as text
        tags = json.loads(value).get("tags", {})
    if not isinstance(tags, dict) or not all(tags.get(name) for name in _OWNER):
        return False
    return any(tags.get(name) for name in _ENVIRONMENT)


def _no_plain_secret(_path: str) -> Judge:
    def judge(resource: PlannedResource, _scene: Scene) -> Verdict:
        if resource.type.startswith(("pulumi:", "slipway:")):
            return KEPT
        for path in _plain_secrets(resource.inputs, ""):
            return Broken(path=path, found="a plain value")
        return KEPT

    return judge


def _plain_secrets(value: Json, at: str) -> Iterator[str]:
    if isinstance(value, list):
        for number, one in enumerate(value):
            # Kubernetes writes an environment variable as a name and a value.
            if isinstance(one, dict) and _is_secret(one.get("name"), one.get("value")):
                yield f"{at}[{number}].value"
            yield from _plain_secrets(one, f"{at}[{number}]")
    if isinstance(value, dict):
        for key, one in value.items():
            where = f"{at}.{key}" if at else key
            if _is_secret(key, one):
                yield where
            yield from _plain_secrets(one, where)


def _is_secret(name: Json, value: Json) -> bool:
    if not isinstance(name, str) or not isinstance(value, str):
        return False
    bare = name.replace("_", "").replace("-", "")
    known = value not in ("", SECRET, UNKNOWN)
    return known and bool(_SECRET_NAME.search(bare))


def _within_budget(_path: str) -> Judge:
    def judge(resource: PlannedResource, scene: Scene) -> Verdict:
        top = resource.parent is None or scene.is_stack(resource.parent)
        if scene.over_budget is None or not top or not resource.type.endswith("Platform"):
            return KEPT
        return Broken(path="platform.budget.monthly", found=scene.over_budget)

    return judge


def _labelled(value: Value) -> bool:
    return isinstance(value, dict) and bool(value.get(_LABEL))


POLICIES = (
    Policy(
        id="owner-of-cloud-resources",
        severity="medium",
        title="What is made in a cloud says who owns it, who pays and which environment it is",
        reason="Nobody finds the owner of a bill or of an incident otherwise.",
        remedy="Set tags: {owner: ..., costCentre: ...} in the stack's config.",
        types=frozenset({"pulumi:providers:aws"}),
        property="defaultTags",
        must=holds(_tagged),
    ),
    Policy(
        id="owner-of-resource-groups",
        severity="medium",
        title="A resource group says who owns it, who pays and which environment it is",
        reason="Nobody finds the owner of a bill or of an incident otherwise.",
        remedy="Set tags: {owner: ..., costCentre: ...} in the stack's config.",
        types=frozenset({"azure-native:resources:ResourceGroup"}),
        property="tags",
        must=holds(_tagged),
    ),
    Policy(
        id="labels-of-workloads",
        severity="low",
        title="Every workload says what it is a part of",
        reason="Whoever finds it in a shared cluster knows whom to ask.",
        remedy="Take components/kubernetes' own labels.",
        types=frozenset(
            {
                "kubernetes:apps/v1:Deployment",
                "kubernetes:apps/v1:StatefulSet",
                "kubernetes:batch/v1:CronJob",
            }
        ),
        property="metadata.labels",
        must=holds(_labelled),
    ),
    Policy(
        id="no-plain-secret",
        severity="high",
        title="No input is a secret in plain text",
        reason="It lies in the state, in previews and in logs.",
        remedy="Wrap the value with pulumi.Output.secret, or let the workload read it by itself.",
        types=EVERY_TYPE,
        property="password, connectionString and the like",
        must=_no_plain_secret,
    ),
    Policy(
        id="budget",
        severity="medium",
        title="The expected bill is within the budget",
        reason="The team said what the platform may cost.",
        remedy="Make it smaller, or raise platform.budget.monthly in a change of its own.",
        types=EVERY_TYPE,
        property="platform.budget.monthly",
        must=_within_budget,
    ),
)
