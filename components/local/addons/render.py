"""Add-ons as manifests, with this cluster's images and addresses filled in."""

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from string import Template

from slipway.components.local.bare.certificates import Pair


def render(names: tuple[str, ...], values: Mapping[str, str]) -> str:
    """One stream of manifests; a value that the caller forgot is an error."""
    texts = (_read(name) for name in names)
    return "\n---\n".join(Template(text).substitute(values) for text in texts)


def fingerprint(name: str) -> str:
    """What changes with the text of an add-on; in a pod's annotation it makes new pods."""
    return hashlib.sha256(_read(name).encode()).hexdigest()[:16]


def metrics_values(pair: Pair, authority: Path, image: str, kubelet_trust: str) -> dict[str, str]:
    """What the metrics server needs to be trusted, and to trust the kubelets."""
    certificate = pair.certificate.read_bytes()
    return {
        "metrics_server": image,
        "metrics_certificate": base64.b64encode(certificate).decode(),
        "metrics_key": base64.b64encode(pair.key.read_bytes()).decode(),
        "metrics_authority": base64.b64encode(authority.read_bytes()).decode(),
        "metrics_fingerprint": hashlib.sha256(certificate).hexdigest()[:16],
        "kubelet_trust": kubelet_trust,
    }


def _read(name: str) -> str:
    return (Path(__file__).parent / f"{name}.yaml").read_text()
