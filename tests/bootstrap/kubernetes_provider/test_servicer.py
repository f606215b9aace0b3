"""The provider without a cluster: what it checks, compares, refuses and survives."""

from pathlib import Path

import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2

from bootstrap.kubernetes_provider.document import JsonObject
from bootstrap.kubernetes_provider.plugin import MINIMUM
from bootstrap.kubernetes_provider.wire import Properties, encode
from tests.bootstrap.kubernetes_provider.driver import (
    CONFIG_MAP,
    DEPLOYMENT,
    NAMESPACE,
    SECRET,
    Driver,
    RefusedError,
    Resource,
)

MAP: JsonObject = {"metadata": {"name": "a"}, "data": {"a": "1"}}


@pytest.fixture
def offline(unconfigured: Driver, dead_kubeconfig: str) -> Driver:
    unconfigured.configure(kubeconfig=dead_kubeconfig, namespace="team")
    return unconfigured


@pytest.fixture
def dropping(unconfigured: Driver, dead_kubeconfig: str) -> Driver:
    unconfigured.configure(kubeconfig=dead_kubeconfig, deleteUnreachable="true")
    return unconfigured


def kept(driver: Driver) -> Resource:
    inputs = driver.check(CONFIG_MAP, "a", MAP)
    return Resource(CONFIG_MAP, "a", "team/a", inputs, inputs)


def test_it_says_once_that_it_is_the_stand_in(offline: Driver) -> None:
    assert [text for text in offline.listener.texts() if "stand-in" in text] == (
        offline.listener.texts()
    )
    assert len(offline.listener.texts()) == 1


def test_its_version_is_not_older_than_the_sdk(unconfigured: Driver) -> None:
    version = unconfigured.stub.GetPluginInfo(empty_pb2.Empty()).version
    assert tuple(map(int, version.split("."))) >= tuple(map(int, MINIMUM.split(".")))


def test_it_understands_secrets_and_previews(unconfigured: Driver, dead_kubeconfig: str) -> None:
    handshake = unconfigured.stub.Handshake(provider_pb2.ProviderHandshakeRequest())
    assert handshake.accept_secrets
    assert not handshake.accept_resources
    configured = unconfigured.configure(kubeconfig=dead_kubeconfig)
    assert configured.acceptSecrets
    assert configured.supportsPreview


def test_a_check_fills_in_kind_name_and_namespace(offline: Driver) -> None:
    found = offline.check(CONFIG_MAP, "settings", {"data": {}}).tree
    metadata = found["metadata"]
    assert isinstance(metadata, dict)
    assert str(metadata["name"]).startswith("settings-")
    assert metadata["namespace"] == "team"
    assert (found["apiVersion"], found["kind"]) == ("v1", "ConfigMap")
    assert "namespace" not in str(offline.check(NAMESPACE, "a", {}).tree)


def test_a_check_hides_the_data_of_a_secret(offline: Driver) -> None:
    found = offline.check(SECRET, "a", {"stringData": {"a": "b"}})
    assert found.secrets == {("stringData",)}


def test_a_check_keeps_marks_of_the_program(offline: Driver) -> None:
    news = Properties({"data": {"a": "b"}}, frozenset({("data", "a")}))
    assert offline.check(CONFIG_MAP, "a", news).secrets == {("data", "a")}


@pytest.mark.parametrize(
    ("token", "inputs", "words"),
    [
        ("kubernetes:helm.sh/v3:Release", {}, "no charts"),
        ("kubernetes:core/v1:Endpoints", {}, "expected one of Namespace"),
        (DEPLOYMENT, {"kind": "DaemonSet"}, "kind: got DaemonSet; expected Deployment"),
        (DEPLOYMENT, {"metadata": {"generateName": "a-"}}, "generateName"),
        (
            DEPLOYMENT,
            {"metadata": {"annotations": {"pulumi.com/waitFor": "condition=Ready"}}},
            "pulumi.com/waitFor",
        ),
        (
            DEPLOYMENT,
            {"metadata": {"annotations": {"pulumi.com/timeoutSeconds": "5m"}}},
            "expected whole seconds",
        ),
        (
            DEPLOYMENT,
            {"metadata": {"annotations": {"pulumi.com/deletionPropagationPolicy": "later"}}},
            "expected one of foreground",
        ),
    ],
    ids=["chart", "kind", "other kind", "generateName", "waitFor", "time-out", "propagation"],
)
def test_a_check_refuses_what_would_be_ignored(
    offline: Driver, token: str, inputs: JsonObject, words: str
) -> None:
    with pytest.raises(RefusedError, match=words):
        offline.check(token, "a", inputs)


def test_functions_and_charts_are_refused_by_name(offline: Driver) -> None:
    calls = [
        (offline.stub.Invoke, provider_pb2.InvokeRequest(tok="kubernetes:helm:template")),
        (offline.stub.Construct, provider_pb2.ConstructRequest(type="kubernetes:helm.sh/v4:Chart")),
        (offline.stub.Call, provider_pb2.CallRequest(tok="kubernetes:yaml:decode")),
    ]
    for method, request in calls:
        with pytest.raises(Exception, match=r"kubernetes:(helm|yaml).*stand-in.*official plugin"):
            method(request)


def test_a_diff_names_paths_replacement_and_order(offline: Driver) -> None:
    found = offline.diff(kept(offline), {**MAP, "data": {"a": "2"}})
    assert found.changes == provider_pb2.DiffResponse.DIFF_SOME
    assert list(found.replaces) == ["data.a"]
    assert found.deleteBeforeReplace, "the name is the program's own"
    kind = found.detailedDiff["data.a"].kind
    assert kind == provider_pb2.PropertyDiff.UPDATE_REPLACE


def test_a_diff_of_equal_inputs_is_none(offline: Driver) -> None:
    assert offline.diff(kept(offline), MAP).changes == provider_pb2.DiffResponse.DIFF_NONE


def test_a_preview_without_the_cluster_shows_the_inputs_and_says_so(offline: Driver) -> None:
    planned = offline.create(CONFIG_MAP, "a", MAP, preview=True)
    assert planned.document.at("data") == {"a": "1"}
    assert planned.document.namespace == "team"
    assert "previewed without the cluster" in offline.listener.warnings[0]


def test_nothing_is_created_without_the_cluster(offline: Driver) -> None:
    with pytest.raises(RefusedError, match=r"no answer from https://127\.0\.0\.1"):
        offline.create(CONFIG_MAP, "a", MAP)


def test_an_unreachable_object_is_neither_deleted_nor_forgotten(offline: Driver) -> None:
    with pytest.raises(RefusedError, match="deleteUnreachable"):
        offline.delete(kept(offline))
    with pytest.raises(RefusedError, match="deleteUnreachable"):
        offline.read(kept(offline))


def test_an_unreachable_object_is_dropped_where_the_settings_say_so(dropping: Driver) -> None:
    dropping.delete(kept(dropping))
    (warning,) = dropping.listener.warnings
    assert warning.startswith("ConfigMap team/a dropped from the state without deleting it")
    assert dropping.read(kept(dropping)) is None
    assert dropping.listener.warnings[1].startswith("ConfigMap team/a dropped from the state")


def test_an_unreachable_custom_object_is_dropped_too(dropping: Driver) -> None:
    token = "kubernetes:keda.sh/v1:ScaledObject"  # noqa: S105 # a resource type
    nothing = Properties({})
    dropping.delete(Resource(token, "a", "team/a", nothing, nothing))
    assert "ScaledObject team/a dropped" in dropping.listener.warnings[0]


def test_a_kubeconfig_that_is_gone_is_told_where_the_cluster_is_needed(
    unconfigured: Driver,
) -> None:
    unconfigured.configure(kubeconfig="gone/kubeconfig")
    assert unconfigured.create(CONFIG_MAP, "a", MAP, preview=True).document.name == "a"
    with pytest.raises(RefusedError, match="'gone/kubeconfig', which is no file"):
        unconfigured.create(CONFIG_MAP, "a", MAP)


def test_a_stack_is_destroyable_although_the_kubeconfig_is_gone(unconfigured: Driver) -> None:
    unconfigured.configure(kubeconfig="gone/kubeconfig", deleteUnreachable="true")
    unconfigured.delete(kept(unconfigured))
    assert "dropped from the state without deleting it" in unconfigured.listener.warnings[0]


def test_without_any_kubeconfig_it_says_where_it_looked(
    unconfigured: Driver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("KUBECONFIG", raising=False)
    unconfigured.configure()
    with pytest.raises(RefusedError, match=r"kubeconfig: got none; expected .*KUBECONFIG"):
        unconfigured.create(CONFIG_MAP, "a", MAP)


def test_a_call_before_the_settings_is_a_clear_fault(unconfigured: Driver) -> None:
    with pytest.raises(RefusedError, match="expected Configure first"):
        unconfigured.check(CONFIG_MAP, "a", MAP)


def test_settings_are_checked_and_compared(unconfigured: Driver, dead_kubeconfig: str) -> None:
    news = encode(Properties({"renderYamlToDirectory": "out"}))
    failure = unconfigured.stub.CheckConfig(provider_pb2.CheckRequest(news=news)).failures[0]
    assert failure.reason.startswith("provider.renderYamlToDirectory: got")
    olds = encode(Properties({"kubeconfig": dead_kubeconfig}))
    news = encode(Properties({"kubeconfig": dead_kubeconfig.replace("127.0.0.1", "127.0.0.2")}))
    request = provider_pb2.DiffRequest(old_inputs=olds, news=news)
    assert list(unconfigured.stub.DiffConfig(request).replaces) == ["kubeconfig"]
