from pathlib import Path
from typing import Any

import pytest
import yaml

from slipway.components.local.bare import addons
from slipway.components.local.bare.layout import Layout
from slipway.components.local.bare.pki import Pki
from slipway.components.local.spec import SYSTEM_IMAGES
from tests.components.local.support.specs import bare_spec


@pytest.fixture
def objects(tmp_path: Path) -> list[dict[str, Any]]:
    spec = bare_spec(tmp_path, nodes=2)
    layout = Layout.of(spec)
    return list(yaml.safe_load_all(addons.manifests(spec, layout, Pki.ensure(layout))))


def of_kind(objects: list[dict[str, Any]], kind: str) -> dict[str, dict[str, Any]]:
    return {one["metadata"]["name"]: one for one in objects if one["kind"] == kind}


def test_system_namespaces_are_restricted_but_for_the_one_that_makes_folders(
    objects: list[dict[str, Any]],
) -> None:
    levels = {
        name: one["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
        for name, one in of_kind(objects, "Namespace").items()
    }
    assert levels == {"kube-system": "restricted", "local-path-storage": "privileged"}


def test_every_add_on_runs_as_nobody_on_a_read_only_root(objects: list[dict[str, Any]]) -> None:
    deployments = of_kind(objects, "Deployment")
    assert set(deployments) == {"coredns", "metrics-server", "local-path-provisioner"}
    for deployment in deployments.values():
        pod = deployment["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        for container in pod["containers"]:
            security = container["securityContext"]
            assert security["readOnlyRootFilesystem"] is True
            assert security["capabilities"] == {"drop": ["ALL"]}
            assert container["resources"]["limits"]["memory"]


def test_names_survive_the_loss_of_a_node(objects: list[dict[str, Any]]) -> None:
    spec = of_kind(objects, "Deployment")["coredns"]["spec"]
    assert spec["replicas"] == 2
    assert spec["template"]["spec"]["topologySpreadConstraints"]


def test_metrics_are_trusted_by_certificate_in_both_directions(
    objects: list[dict[str, Any]],
) -> None:
    service = of_kind(objects, "APIService")["v1beta1.metrics.k8s.io"]["spec"]
    assert "insecureSkipTLSVerify" not in service
    assert service["caBundle"]
    (container,) = of_kind(objects, "Deployment")["metrics-server"]["spec"]["template"]["spec"][
        "containers"
    ]
    assert "--kubelet-certificate-authority=/etc/cluster/ca.crt" in container["args"]
    assert "--kubelet-insecure-tls" not in container["args"]


def test_the_default_class_binds_where_its_first_pod_runs(objects: list[dict[str, Any]]) -> None:
    only = of_kind(objects, "StorageClass")["local-path"]
    assert only["metadata"]["annotations"]["storageclass.kubernetes.io/is-default-class"] == "true"
    assert only["volumeBindingMode"] == "WaitForFirstConsumer"


def test_scripts_keep_their_shell_variables(objects: list[dict[str, Any]]) -> None:
    data = of_kind(objects, "ConfigMap")["local-path-config"]["data"]
    assert data["setup"].splitlines()[-1] == 'mkdir -m 0777 -p "$VOL_DIR"'
    assert data["teardown"].splitlines()[-1] == 'rm -rf "$VOL_DIR"'


def test_unknown_names_are_refused_and_never_asked_for_elsewhere(
    objects: list[dict[str, Any]],
) -> None:
    corefile = of_kind(objects, "ConfigMap")["coredns"]["data"]["Corefile"]
    assert "NXDOMAIN" in corefile
    assert "forward" not in corefile


def test_only_images_that_were_given_are_used(objects: list[dict[str, Any]]) -> None:
    used = {
        container["image"]
        for deployment in of_kind(objects, "Deployment").values()
        for container in deployment["spec"]["template"]["spec"]["containers"]
    }
    assert used == {f"slipway.local/{name}:1" for name in SYSTEM_IMAGES if name != "pause"}
