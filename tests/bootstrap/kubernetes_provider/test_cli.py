"""The plugin as a process of the real CLI, without any cluster."""

import pytest

from tests.bootstrap.kubernetes_provider.stack import Stack

pytestmark = pytest.mark.engine


@pytest.fixture
def offline(stack: Stack, dead_kubeconfig: str) -> Stack:
    stack.variables |= {"TEST_KUBECONFIG": dead_kubeconfig, "TEST_NAMESPACE": "team"}
    return stack


MAP = """
made = k8s.core.v1.ConfigMap("settings", data={"a": "1"}, opts=on)
pulumi.export("name", made.metadata.name)
pulumi.export("namespace", made.metadata["namespace"])
"""


def test_a_preview_without_the_cluster_shows_what_would_be_made(offline: Stack) -> None:
    offline.write(MAP)
    shown = offline.preview()
    assert shown.ok, shown.text
    assert "kubernetes:core/v1:ConfigMap settings create" in shown.text
    assert 'namespace: "default"' in shown.text
    assert "previewed without the cluster" in shown.text


def test_it_says_that_it_is_the_stand_in(offline: Stack) -> None:
    offline.write(MAP)
    shown = offline.preview().text
    diagnostics = shown.partition("Diagnostics:")[2]
    assert diagnostics.count("this is Slipway's stand-in") == 1


def test_a_cluster_made_by_the_same_update_is_planned_without_asking_it(stack: Stack) -> None:
    cluster = """
from pulumi.dynamic import CreateResult, Resource, ResourceProvider

class Later(ResourceProvider):
    def create(self, props):
        return CreateResult("a", {"kubeconfig": "x"})

class Cluster(Resource):
    kubeconfig: Output[str]
    def __init__(self):
        super().__init__(Later(), "cluster", {"kubeconfig": None})

on = Options(provider=k8s.Provider("later", kubeconfig=Cluster().kubeconfig))
"""
    stack.write(MAP, provider=cluster)
    shown = stack.preview()
    assert shown.ok, shown.text
    assert "kubernetes:core/v1:ConfigMap settings create" in shown.text


@pytest.mark.parametrize(
    ("program", "words"),
    [
        (
            'k8s.helm.v3.Release("chart", chart="nginx", opts=on)',
            ["helm.sh/v3:Release", "no charts", "stand-in"],
        ),
        (
            'k8s.core.v1.Endpoints("old", opts=on)',
            ["kubernetes:core/v1:Endpoints", "expected one of Namespace", "official plugin"],
        ),
        (
            'k8s.yaml.v2.ConfigGroup("files", yaml="a: b", opts=on)',
            ["component", "kubernetes:yaml/v2:ConfigGroup", "stand-in"],
        ),
    ],
    ids=["chart", "kind", "component"],
)
def test_what_it_does_not_serve_is_refused_by_name(
    offline: Stack, program: str, words: list[str]
) -> None:
    offline.write(program)
    shown = offline.preview()
    assert not shown.ok
    missing = [word for word in words if word not in shown.text]
    assert not missing, shown.text


def test_a_setting_that_it_would_ignore_is_refused(offline: Stack) -> None:
    offline.write(
        MAP,
        provider='on = Options(provider=k8s.Provider("c", render_yaml_to_directory="out"))\n',
    )
    shown = offline.preview()
    assert not shown.ok
    assert "provider.renderYamlToDirectory: got" in shown.text


def test_an_update_without_the_cluster_fails_and_leaves_nothing_half_done(offline: Stack) -> None:
    offline.write(MAP)
    failed = offline.up()
    assert not failed.ok
    assert "no answer from https://127.0.0.1" in failed.text
    assert "deployment" in offline.run("stack", "export").text
    assert "pending_operations" not in offline.run("stack", "export").text
