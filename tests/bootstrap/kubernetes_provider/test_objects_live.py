"""Objects on a real API server: applied, previewed, refreshed, taken over, deleted."""

import base64
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bootstrap.kubernetes_provider import kinds
from bootstrap.kubernetes_provider.cluster import Cluster, Write
from bootstrap.kubernetes_provider.names import Reference
from bootstrap.kubernetes_provider.wire import UNKNOWN, Properties
from tests.bootstrap.kubernetes_provider.driver import (
    CONFIG_MAP,
    DEPLOYMENT,
    NAMESPACE,
    POD,
    SECRET,
    SERVICE,
    Driver,
    RefusedError,
)
from tests.bootstrap.kubernetes_provider.manifests import (
    config_map,
    deployment,
    metadata,
    pod_spec,
    workload,
)

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import JsonObject

pytestmark = pytest.mark.cluster

PASSWORD = "correct horse battery"  # noqa: S105 # the secret of this test


def test_a_preview_writes_nothing_and_shows_the_name_that_the_update_uses(
    driver: Driver, cluster: Cluster, namespace: str
) -> None:
    inputs: JsonObject = {"metadata": {"namespace": namespace}, "data": {"a": "1"}}
    planned = driver.create(CONFIG_MAP, "settings", inputs, preview=True)
    reference = Reference(kinds.CONFIG_MAP, namespace, planned.document.name)
    assert planned.id == ""
    assert planned.document.text("metadata", "uid") == UNKNOWN
    assert cluster.get(reference) is None
    made = driver.create(CONFIG_MAP, "settings", inputs)
    assert made.id == reference.id
    assert cluster.get(reference) is not None


def test_an_update_changes_what_the_program_changes_and_removes_what_it_drops(
    driver: Driver, namespace: str
) -> None:
    made = driver.create(
        CONFIG_MAP,
        "a",
        {
            "metadata": {**metadata(namespace, "a"), "labels": {"keep": "1", "drop": "1"}},
            "data": {"a": "1"},
        },
    )
    news: JsonObject = {
        "metadata": {**metadata(namespace, "a"), "labels": {"keep": "2"}},
        "data": {"a": "1"},
    }
    planned = driver.update(made, news, preview=True)
    assert planned.document.texts("metadata", "labels") == {"keep": "2"}
    updated = driver.update(made, news)
    assert updated.document.texts("metadata", "labels") == {"keep": "2"}
    assert updated.document.text("__fieldManager") == made.document.text("__fieldManager")
    assert not driver.diff(updated, news).diffs


def test_state_holds_no_managed_fields_and_always_a_name_and_namespace(
    driver: Driver, namespace: str
) -> None:
    made = driver.create(CONFIG_MAP, "a", {"metadata": {"namespace": namespace}})
    assert made.document.at("metadata", "managedFields") is None
    assert made.document.namespace == namespace
    assert made.document.name.startswith("a-")


def test_an_object_of_somebody_else_is_refused_by_name(
    driver: Driver, cluster: Cluster, namespace: str
) -> None:
    reference = Reference(kinds.CONFIG_MAP, namespace, "settings")
    theirs = config_map(namespace, theirs="1")
    manifest: JsonObject = {"apiVersion": "v1", "kind": "ConfigMap", **theirs}
    cluster.apply(reference, manifest, Write("somebody"))
    for preview in (True, False):
        with pytest.raises(RefusedError, match=rf"{namespace}/settings: .*managed by somebody"):
            driver.create(CONFIG_MAP, "a", config_map(namespace, ours="1"), preview=preview)
    live = cluster.get(reference)
    assert live is not None
    assert live.texts("data") == {"theirs": "1"}


def test_an_object_whose_creation_was_interrupted_is_taken_over_with_a_warning(
    driver: Driver, namespace: str
) -> None:
    driver.create(CONFIG_MAP, "a", config_map(namespace, a="1"))
    again = driver.create(CONFIG_MAP, "a", config_map(namespace, a="2"))
    assert again.document.texts("data") == {"a": "2"}
    assert any("interrupted run" in warning for warning in driver.listener.warnings)
    with pytest.raises(RefusedError, match="expected a free name"):
        driver.create(CONFIG_MAP, "another-resource", config_map(namespace, a="2"))


def test_a_field_of_another_manager_is_a_conflict_unless_taken_over_on_purpose(
    driver: Driver, cluster: Cluster, namespace: str
) -> None:
    made = driver.create(CONFIG_MAP, "a", config_map(namespace, a="1"))
    reference = Reference(kinds.CONFIG_MAP, namespace, "settings")
    theirs: JsonObject = {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "theirs"}}
    cluster.apply(reference, theirs, Write("somebody", force=True))
    news = config_map(namespace, a="2")
    with pytest.raises(RefusedError, match=r'conflict with "somebody".*patchForce'):
        driver.update(made, news)
    forced: JsonObject = {**news, "metadata": metadata(namespace, "settings", patchForce="true")}
    assert driver.update(made, forced).document.texts("data") == {"a": "2"}


def test_an_ignored_field_stays_with_the_autoscaler(
    driver: Driver, cluster: Cluster, namespace: str
) -> None:
    skipped = metadata(namespace, "web", skipAwait="true")
    inputs: JsonObject = {"metadata": skipped, "spec": workload("web", pod_spec("a"), replicas=1)}
    made = driver.create(DEPLOYMENT, "web", inputs)
    scaled: JsonObject = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"replicas": 3}}
    reference = Reference(kinds.DEPLOYMENT, namespace, "web")
    cluster.apply(reference, scaled, Write("autoscaler", force=True))
    news: JsonObject = {"metadata": skipped, "spec": workload("web", pod_spec("b"), replicas=1)}
    updated = driver.update(made, news, ignored=("spec.replicas",))
    assert updated.document.number("spec", "replicas") == 3
    container = updated.document.child("spec", "template", "spec").children("containers")[0]
    assert container.text("image") == "b"


def test_a_misspelt_field_is_refused_in_the_preview(driver: Driver, namespace: str) -> None:
    wrong = deployment(namespace, "web", "a")
    spec = wrong["spec"]
    assert isinstance(spec, dict)
    with pytest.raises(RefusedError, match="replicaz"):
        driver.create(DEPLOYMENT, "web", {**wrong, "spec": {**spec, "replicaz": 2}}, preview=True)


def test_a_remark_of_the_server_reaches_the_user(driver: Driver, cluster: Cluster) -> None:
    labels: JsonObject = {"pod-security.kubernetes.io/warn": "restricted"}
    made = driver.create(NAMESPACE, "strict", {"metadata": {"labels": labels}})
    inputs = deployment(made.id, "web", "a")
    driver.create(DEPLOYMENT, "web", inputs, preview=True)
    cluster.delete(Reference(kinds.NAMESPACE, "", made.id), "Background")
    assert any("would violate PodSecurity" in warning for warning in driver.listener.warnings)


def test_a_preview_in_a_namespace_of_the_same_update_shows_the_inputs(driver: Driver) -> None:
    planned = driver.create(CONFIG_MAP, "a", config_map("not-there-yet", a="1"), preview=True)
    assert planned.document.texts("data") == {"a": "1"}
    assert driver.listener.warnings == []


def test_a_preview_with_unknown_values_keeps_them_unknown(driver: Driver, namespace: str) -> None:
    planned = driver.create(
        CONFIG_MAP, "a", config_map(namespace, url=UNKNOWN, other="1"), preview=True
    )
    assert planned.document.texts("data") == {"url": UNKNOWN, "other": "1"}


def test_secrets_stay_secret_through_the_server(driver: Driver, namespace: str) -> None:
    env: JsonObject = {"name": "PASSWORD", "value": PASSWORD}
    spec = pod_spec("a")
    containers = spec["containers"]
    assert isinstance(containers, list)
    assert isinstance(containers[0], dict)
    containers[0]["env"] = [env]
    path = ("spec", "template", "spec", "containers", 0, "env", 0, "value")
    inputs = Properties(
        {
            "metadata": metadata(namespace, "web", skipAwait="true"),
            "spec": workload("web", spec),
        },
        frozenset({path}),
    )
    made = driver.create(DEPLOYMENT, "web", inputs)
    assert {path, ("__inputs", *path)} <= made.state.secrets
    refreshed = driver.read(made)
    assert refreshed is not None
    assert path in refreshed.inputs.secrets
    assert path in refreshed.state.secrets


def test_a_secret_made_of_texts_comes_back_as_hidden_data(driver: Driver, namespace: str) -> None:
    inputs: JsonObject = {
        "metadata": metadata(namespace, "login"),
        "stringData": {"password": PASSWORD},
    }
    made = driver.create(SECRET, "login", inputs)
    encoded = base64.b64encode(PASSWORD.encode()).decode()
    assert made.document.texts("data") == {"password": encoded}
    assert ("data",) in made.state.secrets
    found = driver.look_up(SECRET, made.id)
    assert found is not None
    assert ("data",) in found.state.secrets
    assert ("data",) in found.inputs.secrets


def test_a_refusal_does_not_repeat_a_secret(driver: Driver, namespace: str) -> None:
    path = ("spec", "type")
    inputs = Properties(
        {"metadata": metadata(namespace, "a"), "spec": {"type": PASSWORD}}, frozenset({path})
    )
    with pytest.raises(RefusedError) as refusal:
        driver.create(SERVICE, "a", inputs)
    assert PASSWORD not in str(refusal.value)


def test_a_refresh_sees_what_was_changed_by_hand(
    driver: Driver, cluster: Cluster, namespace: str
) -> None:
    inputs = config_map(namespace, a="1", b="1")
    made = driver.create(CONFIG_MAP, "a", inputs)
    unchanged = driver.read(made)
    assert unchanged is not None
    assert unchanged.inputs == made.inputs
    reference = Reference(kinds.CONFIG_MAP, namespace, "settings")
    by_hand: JsonObject = {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "2", "c": "3"}}
    cluster.apply(reference, by_hand, Write("somebody", force=True))
    changed = driver.read(made)
    assert changed is not None
    assert changed.inputs.tree["data"] == {"a": "2", "b": "1"}, "c isn't ours"
    assert list(driver.diff(changed, inputs).detailedDiff) == ["data.a"]


def test_an_applied_object_is_imported_with_the_fields_that_were_applied(
    driver: Driver, cluster: Cluster, namespace: str
) -> None:
    inputs = deployment(namespace, "web", "a")
    manifest: JsonObject = {"apiVersion": "apps/v1", "kind": "Deployment", **inputs}
    cluster.apply(Reference(kinds.DEPLOYMENT, namespace, "web"), manifest, Write("kubectl"))
    found = driver.look_up(DEPLOYMENT, f"{namespace}/web")
    assert found is not None
    assert found.document.number("spec", "progressDeadlineSeconds") == 600, "a server's default"
    imported = replace(found, name="web")
    assert not driver.diff(imported, inputs).diffs


def test_what_is_gone_reads_as_gone_and_is_deleted_without_a_fault(
    driver: Driver, namespace: str
) -> None:
    made = driver.create(CONFIG_MAP, "a", config_map(namespace, a="1"))
    driver.delete(made)
    assert driver.read(made) is None
    driver.delete(made)
    assert driver.look_up(CONFIG_MAP, f"{namespace}/settings") is None


def test_a_deletion_that_something_holds_up_says_what(
    driver: Driver, cluster: Cluster, namespace: str
) -> None:
    held: JsonObject = {
        **config_map(namespace, a="1"),
        "metadata": {**metadata(namespace, "held"), "finalizers": ["example.com/hold"]},
    }
    made = driver.create(CONFIG_MAP, "held", held)
    with pytest.raises(RefusedError, match=r"still there .*finalizer example\.com/hold"):
        driver.delete(made, timeout=2)
    reference = Reference(kinds.CONFIG_MAP, namespace, "held")
    freed: JsonObject = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": metadata(namespace, "held"),
    }
    manager = made.document.text("__fieldManager")
    cluster.apply(reference, freed, Write(manager))
    driver.delete(made)


def test_a_pod_in_a_brand_new_namespace_waits_for_its_account(
    driver: Driver, cluster: Cluster
) -> None:
    made = driver.create(NAMESPACE, "fresh", {})
    bare: JsonObject = {
        "metadata": metadata(made.id, "bare", skipAwait="true"),
        "spec": pod_spec("a"),
    }
    assert driver.create(POD, "bare", bare).id == f"{made.id}/bare"
    cluster.delete(Reference(kinds.NAMESPACE, "", made.id), "Background")


def test_an_object_that_is_still_being_deleted_is_waited_out_not_taken_over(
    driver: Driver, cluster: Cluster
) -> None:
    first = driver.create(NAMESPACE, "leaving", {})
    driver.create(CONFIG_MAP, "inside", config_map(first.id, a="1"))
    cluster.delete(Reference(kinds.NAMESPACE, "", first.id), "Background")
    again = driver.create(NAMESPACE, "leaving", {})
    assert again.id == first.id
    uid = ("metadata", "uid")
    assert again.document.text(*uid) != first.document.text(*uid)
    driver.create(CONFIG_MAP, "inside", config_map(first.id, a="1"))
    cluster.delete(Reference(kinds.NAMESPACE, "", first.id), "Background")
