"""One node: containerd, kubelet and kube-proxy, and what they are told."""

import json
from pathlib import Path
from typing import Final

from slipway.components.local.bare import configuration
from slipway.components.local.bare.control_plane import LEASE_SECONDS, ready
from slipway.components.local.bare.init.spec import Bind, Gate, Program, SandboxSpec
from slipway.components.local.bare.kubeconfig import Access
from slipway.components.local.bare.layout import (
    DNS_SERVICE,
    DOMAIN,
    POD_CIDR,
    Layout,
    pod_cidr,
)
from slipway.components.local.bare.pki import Pki
from slipway.components.local.commands import search_path
from slipway.components.local.spec import ClusterSpec

CONTAINERD_SOCKET: Final = "/run/containerd/containerd.sock"
VOLUMES: Final = "/var/lib/slipway/volumes"
"""Where a node's persistent volumes are, seen from inside."""

_PLACES: Final = {
    "containerd": "/var/lib/containerd",
    "kubelet": "/var/lib/kubelet",
    "log": "/var/log",
    "volumes": VOLUMES,
}


def describe(spec: ClusterSpec, layout: Layout, pki: Pki, node: str) -> SandboxSpec:
    """The sandbox of a node; writes the files that its programs read."""
    folder, data = layout.config(node), layout.data(node)
    pair = pki.node(layout, node)
    authority = pki.authority.pair.certificate
    local_registry = f"localhost:{spec.node_ports.first}"

    def access(holder: str) -> str:
        chosen = pair if holder == "kubelet" else pki.proxy
        return Access(
            context=layout.name, server=layout.api_url, authority=authority, pair=chosen
        ).text()

    digest = configuration.write(
        folder,
        {
            "cni/10-slipway.conflist": _network(node),
            "containerd.toml": _containerd(folder, spec.image("pause").reference, spec.tools),
            f"certs.d/{local_registry}/hosts.toml": f'server = "http://{local_registry}"\n',
            "kubelet.json": _kubelet(layout, pki, node),
            "kubelet.kubeconfig": access("kubelet"),
            "proxy.json": _proxy(folder, node),
            "proxy.kubeconfig": access("proxy"),
            # Pods that ask the node for names get none: there is no network outside.
            "resolv.conf": "",
        },
    )
    for name in _PLACES:
        (data / name).mkdir(parents=True, exist_ok=True, mode=0o755)
    return SandboxSpec(
        name=node,
        address=layout.address(node),
        run=str(layout.run(node)),
        keep=str(layout.state),
        environment={"PATH": search_path(spec.tools), "SLIPWAY_CONFIGURATION": digest},
        binds=tuple(Bind(source=str(data / name), target=to) for name, to in _PLACES.items()),
        programs=_programs(folder, layout, pki, node),
    )


def _programs(folder: Path, layout: Layout, pki: Pki, node: str) -> tuple[Program, ...]:
    api = ready(layout, pki)
    runtime = Gate(url=f"unix://{CONTAINERD_SOCKET}")
    return (
        Program(name="containerd", command=("containerd", f"--config={folder}/containerd.toml")),
        Program(
            name="kubelet",
            command=(
                "kubelet",
                f"--config={folder}/kubelet.json",
                f"--kubeconfig={folder}/kubelet.kubeconfig",
                f"--hostname-override={node}",
                f"--node-ip={layout.address(node)}",
            ),
            after=(runtime, api),
        ),
        Program(
            name="kube-proxy",
            command=("kube-proxy", f"--config={folder}/proxy.json"),
            after=(api,),
        ),
    )


def _network(node: str) -> str:
    """Each pod has its own link to the node, which routes.

    A bridge would need the host's kernel to filter bridged packets, which is a setting of the
    host; routed packets pass the node's own rules anyway.
    """
    links = {
        "type": "ptp",
        "ipMasq": False,  # every namespace has routes to the pods of every node
        "ipam": {
            "type": "host-local",
            "dataDir": "/run/slipway/addresses",
            "ranges": [[{"subnet": pod_cidr(node)}]],
            "routes": [{"dst": "0.0.0.0/0"}],
        },
    }
    ports = {"type": "portmap", "capabilities": {"portMappings": True}}
    return json.dumps({"cniVersion": "0.4.0", "name": "slipway", "plugins": [links, ports]})


def _containerd(folder: Path, pause: str, tools: Path) -> str:
    cri = 'plugins."io.containerd.grpc.v1.cri"'
    runc = f"{cri}.containerd.runtimes.runc"
    # Without AppArmor: its profile would be loaded into the host's kernel and stay there.
    # The score is restricted, as machines without CAP_SYS_RESOURCE may not lower it.
    return f"""\
version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
disabled_plugins = [
  "io.containerd.internal.v1.restart",
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
]
[grpc]
  address = "{CONTAINERD_SOCKET}"
[plugins."io.containerd.internal.v1.opt"]
  path = "/var/lib/containerd/opt"
[{cri}]
  sandbox_image = "{pause}"
  restrict_oom_score_adj = true
  disable_apparmor = true
  [{cri}.containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
  [{runc}]
    runtime_type = "io.containerd.runc.v2"
  [{runc}.options]
    SystemdCgroup = false
  [{cri}.cni]
    bin_dir = "{tools}/cni"
    conf_dir = "{folder}/cni"
  [{cri}.registry]
    config_path = "{folder}/certs.d"
"""


def _kubelet(layout: Layout, pki: Pki, node: str) -> str:
    pair = pki.node(layout, node)
    config = {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "authentication": {
            "anonymous": {"enabled": False},
            "webhook": {"enabled": True},
            "x509": {"clientCAFile": str(pki.authority.pair.certificate)},
        },
        "authorization": {"mode": "Webhook"},
        "cgroupDriver": "cgroupfs",
        "cgroupRoot": f"{layout.cgroup}/{node}",
        "clusterDNS": [DNS_SERVICE],
        "clusterDomain": DOMAIN,
        "containerRuntimeEndpoint": f"unix://{CONTAINERD_SOCKET}",
        # Images come from archives: what the kubelet threw away could not be fetched again.
        "imageGCHighThresholdPercent": 100,
        "evictionHard": {"memory.available": "100Mi", "nodefs.available": "1%"},
        "failCgroupV1": False,
        "failSwapOn": False,
        # It reports four times as often; see the controllers' grace period.
        "nodeLeaseDurationSeconds": LEASE_SECONDS,
        "oomScoreAdj": 0,
        "resolvConf": str(layout.config(node) / "resolv.conf"),
        "serializeImagePulls": False,
        "tlsCertFile": str(pair.certificate),
        "tlsPrivateKeyFile": str(pair.key),
        "volumePluginDir": "/var/lib/kubelet/volume-plugins",
    }
    return json.dumps(config, indent=2)


def _proxy(folder: Path, node: str) -> str:
    config = {
        "apiVersion": "kubeproxy.config.k8s.io/v1alpha1",
        "kind": "KubeProxyConfiguration",
        "clientConnection": {"kubeconfig": str(folder / "proxy.kubeconfig")},
        "clusterCIDR": POD_CIDR,
        # The table's size is a setting of the whole machine.
        "conntrack": {"maxPerCore": 0, "min": 0},
        "hostnameOverride": node,
        # The node pulls from the registry's port on its own loopback address.
        "iptables": {"localhostNodePorts": True},
        "metricsBindAddress": "127.0.0.1:10249",
        "mode": "iptables",
        "oomScoreAdj": 0,
    }
    return json.dumps(config, indent=2)
