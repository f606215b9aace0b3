"""The file that kind makes a cluster from."""

import json
from pathlib import Path
from typing import Final

from slipway.components.local.spec import ClusterSpec

_INSIDE: Final = "/etc/kubernetes/slipway"
"""Where the nodes see the folder with the encryption key."""


def render(spec: ClusterSpec, secrets: Path) -> str:
    """Ports only on 127.0.0.1, secrets encrypted at rest; JSON is YAML."""
    ports = [
        {"containerPort": port, "hostPort": port, "listenAddress": "127.0.0.1"}
        for port in spec.node_ports.ports()
    ]
    mount = {"hostPath": str(secrets), "containerPath": _INSIDE, "readOnly": True}
    control = {
        "role": "control-plane",
        "extraPortMappings": ports,
        "extraMounts": [mount],
        "kubeadmConfigPatches": [json.dumps(_kubeadm(spec))],
    }
    return json.dumps(
        {
            "kind": "Cluster",
            "apiVersion": "kind.x-k8s.io/v1alpha4",
            "networking": {"apiServerAddress": "127.0.0.1", "apiServerPort": spec.api_port},
            "nodes": [control, *({"role": "worker"} for _ in range(spec.nodes - 1))],
        }
    )


def _kubeadm(spec: ClusterSpec) -> dict[str, object]:
    volume = {
        "name": "slipway",
        "hostPath": _INSIDE,
        "mountPath": _INSIDE,
        "readOnly": True,
        "pathType": "Directory",
    }
    arguments = {
        "encryption-provider-config": f"{_INSIDE}/encryption.json",
        "service-node-port-range": spec.node_ports.text,
    }
    return {
        "kind": "ClusterConfiguration",
        "apiServer": {"extraArgs": arguments, "extraVolumes": [volume]},
    }
