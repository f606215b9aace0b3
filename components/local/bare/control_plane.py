"""The control plane: etcd, API server, controllers and scheduler, and what they are told."""

import json
from pathlib import Path
from typing import Final

from slipway.components.local import encryption
from slipway.components.local.bare import configuration
from slipway.components.local.bare.certificates import Pair
from slipway.components.local.bare.init.spec import Gate, Program, SandboxSpec
from slipway.components.local.bare.kubeconfig import Access
from slipway.components.local.bare.layout import CONTROL, POD_CIDR, SERVICE_CIDR, Layout
from slipway.components.local.bare.pki import Pki
from slipway.components.local.commands import search_path
from slipway.components.local.spec import ClusterSpec

_ETCD: Final = "http://127.0.0.1:2379"

LEASE_SECONDS: Final = 20
"""A node that hasn't reported for so long is given up, if there is another one.

Kubernetes waits 50 s, since a network in between may hold a report up for 45 s; here there is
none. A node reports every quarter of this.
"""


def describe(spec: ClusterSpec, layout: Layout, pki: Pki) -> SandboxSpec:
    """The control sandbox; writes the files that its programs read."""
    folder = layout.config(CONTROL)
    files = {
        "authentication.json": _authentication(),
        "encryption.json": encryption.configuration(layout.pki / "secretbox.key"),
        "controller-manager.kubeconfig": _access(layout, pki, pki.controller_manager),
        "scheduler.kubeconfig": _access(layout, pki, pki.scheduler),
        # Embedded only so that the digest changes with it: the API server reads the original.
        "api-server.crt": pki.api_server.certificate.read_text(),
    }
    digest = configuration.write(folder, files)
    data = layout.data(CONTROL)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    return SandboxSpec(
        name=CONTROL,
        address=layout.address(CONTROL),
        run=str(layout.run(CONTROL)),
        keep=str(layout.state),
        environment={"PATH": search_path(spec.tools), "SLIPWAY_CONFIGURATION": digest},
        binds=(),
        programs=(
            _etcd(data, durable=spec.durable),
            _api_server(spec, layout, pki),
            _controller_manager(layout, pki),
            _scheduler(layout, pki),
        ),
    )


def ready(layout: Layout, pki: Pki) -> Gate:
    """The API server, ready to serve."""
    authority = str(pki.authority.pair.certificate)
    return Gate(url=f"{layout.api_url}/readyz", authority=authority)


def _etcd(data: Path, *, durable: bool) -> Program:
    command = [
        "etcd",
        f"--data-dir={data / 'etcd'}",
        f"--listen-client-urls={_ETCD}",
        f"--advertise-client-urls={_ETCD}",
        "--listen-peer-urls=http://127.0.0.1:2380",
        "--logger=zap",
        "--log-level=warn",
    ]
    if not durable:
        command.append("--unsafe-no-fsync")
    return Program(name="etcd", command=tuple(command))


def _api_server(spec: ClusterSpec, layout: Layout, pki: Pki) -> Program:
    config = layout.config(CONTROL)
    options = {
        "etcd-servers": _ETCD,
        "advertise-address": layout.address(CONTROL),
        "secure-port": layout.api_port,
        "service-cluster-ip-range": SERVICE_CIDR,
        "service-node-port-range": spec.node_ports.text,
        "cert-dir": layout.pki,
        "client-ca-file": pki.authority.pair.certificate,
        "tls-cert-file": pki.api_server.certificate,
        "tls-private-key-file": pki.api_server.key,
        "authentication-config": config / "authentication.json",
        "authorization-mode": "Node,RBAC",
        "enable-admission-plugins": "NodeRestriction",
        "encryption-provider-config": config / "encryption.json",
        "service-account-issuer": "https://kubernetes.default.svc",
        "service-account-key-file": pki.service_account.certificate,
        "service-account-signing-key-file": pki.service_account.key,
        "kubelet-certificate-authority": pki.authority.pair.certificate,
        "kubelet-client-certificate": pki.kubelet_client.certificate,
        "kubelet-client-key": pki.kubelet_client.key,
        # Else logs and exec look the node's name up in DNS.
        "kubelet-preferred-address-types": "InternalIP,Hostname",
        "requestheader-client-ca-file": pki.front_authority.certificate,
        "requestheader-allowed-names": "front-proxy-client",
        "requestheader-username-headers": "X-Remote-User",
        "requestheader-group-headers": "X-Remote-Group",
        "requestheader-extra-headers-prefix": "X-Remote-Extra-",
        "proxy-client-cert-file": pki.front.certificate,
        "proxy-client-key-file": pki.front.key,
        # No kube-proxy runs beside it: it reaches add-ons by pod address, not service address.
        "enable-aggregator-routing": "true",
        # The storage helper needs it; Pod Security decides who else may.
        "allow-privileged": "true",
        "profiling": "false",
    }
    etcd = Gate(url=f"{_ETCD}/health")
    return Program(
        name="kube-apiserver", command=_command("kube-apiserver", options), after=(etcd,)
    )


def _controller_manager(layout: Layout, pki: Pki) -> Program:
    kubeconfig = layout.config(CONTROL) / "controller-manager.kubeconfig"
    options: dict[str, object] = {
        **_client(kubeconfig),
        "cluster-cidr": POD_CIDR,
        # Each node's network configuration holds its own range.
        "allocate-node-cidrs": "false",
        "cluster-signing-cert-file": pki.authority.pair.certificate,
        "cluster-signing-key-file": pki.authority.pair.key,
        # It makes this folder, by default among the host's programs.
        "flex-volume-plugin-dir": "/var/lib/kubelet/volume-plugins",
        "root-ca-file": pki.authority.pair.certificate,
        "service-account-private-key-file": pki.service_account.key,
        "use-service-account-credentials": "true",
    }
    if len(layout.nodes) > 1:
        # Not with one node: nothing could take over, and a busy machine may report late.
        options["node-monitor-grace-period"] = f"{LEASE_SECONDS}s"
    # Started sooner it races the API server's creation of the default roles.
    return Program(
        name="kube-controller-manager",
        command=_command("kube-controller-manager", options),
        after=(ready(layout, pki),),
    )


def _scheduler(layout: Layout, pki: Pki) -> Program:
    options = _client(layout.config(CONTROL) / "scheduler.kubeconfig")
    return Program(
        name="kube-scheduler",
        command=_command("kube-scheduler", options),
        after=(ready(layout, pki),),
    )


def _client(kubeconfig: Path) -> dict[str, object]:
    return {
        "kubeconfig": kubeconfig,
        "authentication-kubeconfig": kubeconfig,
        "authorization-kubeconfig": kubeconfig,
        # There is only one, and after a crash it must not wait for its own lease to run out.
        "leader-elect": "false",
        "profiling": "false",
    }


def _command(name: str, options: dict[str, object]) -> tuple[str, ...]:
    return (name, *(f"--{option}={value}" for option, value in options.items()))


def _access(layout: Layout, pki: Pki, pair: Pair) -> str:
    authority = pki.authority.pair.certificate
    access = Access(context=layout.name, server=layout.api_url, authority=authority, pair=pair)
    return access.text()


def _authentication() -> str:
    """Nobody is served without a certificate or token, except for the health pages."""
    conditions = [{"path": path} for path in ("/livez", "/readyz", "/healthz")]
    return json.dumps(
        {
            "apiVersion": "apiserver.config.k8s.io/v1",
            "kind": "AuthenticationConfiguration",
            "anonymous": {"enabled": True, "conditions": conditions},
        }
    )
