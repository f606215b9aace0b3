import pytest

from bootstrap.kubernetes_provider import kinds
from bootstrap.kubernetes_provider.errors import UnsupportedCallError, UnsupportedKindError


@pytest.mark.parametrize(
    ("token", "api_version"),
    [
        ("kubernetes:core/v1:Secret", "v1"),
        ("kubernetes:apps/v1:Deployment", "apps/v1"),
        ("kubernetes:rbac.authorization.k8s.io/v1:Role", "rbac.authorization.k8s.io/v1"),
    ],
)
def test_a_served_kind_is_found_by_its_type(token: str, api_version: str) -> None:
    kind = kinds.resolve(token)
    assert kind.api_version == api_version
    assert not kind.is_custom


def test_a_group_of_its_own_is_a_custom_kind_whose_scope_the_cluster_knows() -> None:
    kind = kinds.resolve("kubernetes:keda.sh/v1alpha1:ScaledObject")
    assert kind.is_custom
    assert kind.namespaced is None


@pytest.mark.parametrize(
    ("token", "hint"),
    [
        ("kubernetes:core/v1:ReplicationController", "Deployment"),
        ("kubernetes:apps/v1:DeploymentPatch", "Deployment"),
        ("kubernetes:autoscaling/v1:HorizontalPodAutoscaler", "autoscaling/v2"),
    ],
    ids=["kind", "patch", "version"],
)
def test_an_unserved_kind_is_refused_by_name_with_what_is_served(token: str, hint: str) -> None:
    with pytest.raises(UnsupportedKindError) as refusal:
        kinds.resolve(token)
    text = str(refusal.value)
    assert token in text
    assert hint in text
    assert "stand-in" in text


@pytest.mark.parametrize(
    "token",
    [
        "kubernetes:helm.sh/v3:Release",
        "kubernetes:yaml/v2:ConfigFile",
        "kubernetes:yaml:ConfigFile",
    ],
)
def test_charts_and_files_are_refused_as_what_they_are(token: str) -> None:
    with pytest.raises(UnsupportedCallError, match="no charts, YAML files or Kustomize"):
        kinds.resolve(token)
