"""Namespaces are closed and bounded."""

from slipway.components.kubernetes.workspace import Workspace, WorkspaceArgs
from tests.support.json_path import at
from tests.support.recording import Recording, record


def made(args: WorkspaceArgs) -> Recording:
    return record(lambda: Workspace("team", args))


def test_everything_is_denied_before_anything_is_allowed() -> None:
    recording = made(WorkspaceArgs(namespace="ml"))
    closed = at(recording.one("NetworkPolicy", "team-closed"), "spec")
    assert closed == {
        "podSelector": {"matchLabels": {}},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [],
        "egress": [],
    }


def test_pods_may_ask_for_names_and_speak_to_the_platform_only() -> None:
    recording = made(WorkspaceArgs(namespace="ml"))
    egress = at(recording.one("NetworkPolicy", "team-platform"), "spec", "egress")
    assert isinstance(egress, list)
    names, platform = egress
    assert [at(names, "ports", i, "port") for i in (0, 1)] == [53, 53]
    labels = at(platform, "to", 0, "namespaceSelector", "matchLabels")
    assert labels == {"app.kubernetes.io/part-of": "slipway"}


def test_the_namespace_carries_the_label_by_which_the_platform_is_known() -> None:
    labels = at(
        made(WorkspaceArgs(namespace="ml")).one("Namespace", "team-namespace"), "metadata", "labels"
    )
    assert isinstance(labels, dict)
    assert labels["app.kubernetes.io/part-of"] == "slipway"


def test_a_quota_and_defaults_are_made_only_when_asked_for() -> None:
    plain = made(WorkspaceArgs(namespace="ml"))
    assert plain.kind("ResourceQuota") == plain.kind("LimitRange") == []
    bounded = made(
        WorkspaceArgs(namespace="ml", quota={"pods": "3"}, default_requests={"cpu": "10m"})
    )
    assert at(bounded.one("ResourceQuota", "team-quota"), "spec", "hard") == {"pods": "3"}
    limits = at(bounded.one("LimitRange", "team-limits"), "spec", "limits", 0)
    assert limits == {"type": "Container", "defaultRequest": {"cpu": "10m"}}
