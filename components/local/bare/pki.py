"""Every certificate of a cluster, by the role of who holds it."""

from dataclasses import dataclass
from typing import Final, Self

from slipway.components.local.bare.certificates import Authority, Pair, Subject, signing_key
from slipway.components.local.bare.layout import API_SERVICE, CONTROL, DOMAIN, Layout

_ADMINISTRATORS: Final = "system:masters"
KUBELET_CLIENT: Final = "kube-apiserver-kubelet-client"
"""The user as whom the API server fetches logs from nodes; an add-on grants it just that."""


@dataclass(frozen=True, kw_only=True)
class Pki:
    """The pairs of the cluster-wide programs; nodes get theirs by name."""

    authority: Authority
    api_server: Pair
    kubelet_client: Pair
    admin: Pair
    controller_manager: Pair
    scheduler: Pair
    proxy: Pair
    front_authority: Pair
    front: Pair
    service_account: Pair
    metrics_server: Pair

    @classmethod
    def ensure(cls, layout: Layout) -> Self:
        """All pairs, made or renewed where needed."""
        authority = Authority(layout.pki, "ca")
        # Its own authority: who holds a certificate of this one may speak for any user.
        front = Authority(layout.pki, "front-ca")
        return cls(
            authority=authority,
            api_server=authority.issue("api-server", _api_server(layout)),
            kubelet_client=authority.issue("kubelet-client", Subject(common_name=KUBELET_CLIENT)),
            admin=authority.issue(
                "admin", Subject(common_name="slipway-admin", organization=_ADMINISTRATORS)
            ),
            controller_manager=authority.issue(
                "controller-manager", Subject(common_name="system:kube-controller-manager")
            ),
            scheduler=authority.issue("scheduler", Subject(common_name="system:kube-scheduler")),
            proxy=authority.issue("proxy", Subject(common_name="system:kube-proxy")),
            front_authority=front.pair,
            front=front.issue("front", Subject(common_name="front-proxy-client")),
            service_account=signing_key(layout.pki),
            metrics_server=authority.issue(
                "metrics-server", _service("metrics-server", "kube-system")
            ),
        )

    def node(self, layout: Layout, node: str) -> Pair:
        """A node's pair: it speaks to the API server and answers it with the same one."""
        return self.authority.issue(
            node,
            Subject(
                common_name=f"system:node:{node}",
                organization="system:nodes",
                hosts=(node, layout.address(node), "127.0.0.1"),
            ),
        )


def _api_server(layout: Layout) -> Subject:
    names = ("kubernetes", "kubernetes.default", "kubernetes.default.svc")
    hosts = (
        *names,
        f"kubernetes.default.svc.{DOMAIN}",
        "localhost",
        "127.0.0.1",
        API_SERVICE,
        layout.address(CONTROL),
    )
    return Subject(common_name="kube-apiserver", hosts=hosts)


def _service(name: str, namespace: str) -> Subject:
    hosts = (name, f"{name}.{namespace}", f"{name}.{namespace}.svc")
    return Subject(common_name=f"{name}.{namespace}.svc", hosts=hosts)
