"""The add-ons of a bare cluster: applied at every start, then awaited."""

from slipway.components.local.addons.render import fingerprint, metrics_values, render
from slipway.components.local.bare.layout import DNS_SERVICE, DOMAIN, Layout
from slipway.components.local.bare.node import VOLUMES
from slipway.components.local.bare.pki import KUBELET_CLIENT, Pki
from slipway.components.local.kubectl import Kubectl
from slipway.components.local.spec import ClusterSpec

_FILES = ("node-access", "coredns", "metrics-server", "local-path")
_TRUST = "--kubelet-certificate-authority=/etc/cluster/ca.crt"


def manifests(spec: ClusterSpec, layout: Layout, pki: Pki) -> str:
    """Everything that a bare cluster lacks."""
    values = metrics_values(
        pki.metrics_server,
        pki.authority.pair.certificate,
        spec.image("metrics-server").reference,
        _TRUST,
    )
    return render(
        _FILES,
        values
        | {
            "coredns": spec.image("coredns").reference,
            "local_path_provisioner": spec.image("local-path-provisioner").reference,
            "coredns_fingerprint": fingerprint("coredns"),
            "domain": DOMAIN,
            "dns_service": DNS_SERVICE,
            "kubelet_client": KUBELET_CLIENT,
            "nodes": str(len(layout.nodes)),
            "volumes": VOLUMES,
        },
    )


def wait(kubectl: Kubectl, seconds: int) -> None:
    """Return once every add-on serves."""
    for kind in (
        "deployment/coredns --namespace=kube-system",
        "deployment/metrics-server --namespace=kube-system",
        "deployment/local-path-provisioner --namespace=local-path-storage",
    ):
        name, namespace = kind.split()
        kubectl.run("rollout", "status", name, namespace, f"--timeout={seconds}s")
    kubectl.run(
        "wait",
        "--for=condition=Available",
        "apiservice/v1beta1.metrics.k8s.io",
        f"--timeout={seconds}s",
    )
