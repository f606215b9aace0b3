"""What forces a replacement comes from data with a source, and is never guessed."""

import json
from pathlib import Path

import pytest

from bootstrap.kubernetes_provider import kinds
from bootstrap.kubernetes_provider.replacement import _FIXED
from slipway.stacks.plan.diff.replacement import FOLDER, effect_of, rules

POD = "kubernetes:core/v1:Pod"


@pytest.mark.parametrize(
    ("kind", "path", "effect"),
    [
        ("kubernetes:apps/v1:Deployment", "spec.replicas", "update"),
        ("kubernetes:apps/v1:Deployment", "spec.selector.matchLabels.app", "replace"),
        ("kubernetes:apps/v1:Deployment", "metadata.namespace", "replace"),
        ("kubernetes:apps/v1:Deployment", "metadata.namespaces", "update"),
        ("kubernetes:core/v1:ConfigMap", "data", "replace"),
        ("kubernetes:some.example/v1:Thing", "spec.anything", "update"),
        (POD, "spec.containers[0].image", "update"),
        (POD, "spec.containers[0].env[1].value", "replace"),
        ("unheard:of/x:Y", "anything", "may-replace"),
    ],
)
def test_the_longest_rule_wins(kind: str, path: str, effect: str) -> None:
    assert effect_of(kind, path) == effect


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_every_file_says_where_its_rules_come_from(path: Path) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["schema"] == "slipway.replacement-rules/v1"
    assert content["sources"]
    assert content["providerVersion"]
    assert content["types"]


def test_kubernetes_rules_agree_with_the_stand_in_provider() -> None:
    for kind, fields in _FIXED.items():
        ours = (one for one in rules() if one.startswith("kubernetes:"))
        name = next(one for one in ours if one.endswith(f":{kind.name}"))
        assert set(rules()[name].replace) >= {".".join(field) for field in fields}, name
    assert kinds.DEPLOYMENT in _FIXED
