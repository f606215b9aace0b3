"""Certificates of a kubeconfig, without leaving a private key in a file.

The client library writes keys to temporary files that stay as long as the process; a killed plugin
would leave them behind.
"""

from __future__ import annotations

import base64
import binascii
import ssl
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider.document import Document, Json, JsonObject
from bootstrap.kubernetes_provider.errors import KubeconfigError

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.kubeconfig import Kubeconfig

_AUTHORITY = "certificate-authority"
_CERTIFICATE = "client-certificate"
_KEY = "client-key"
_OURS = tuple(f"{name}{end}" for name in (_AUTHORITY, _CERTIFICATE, _KEY) for end in ("", "-data"))


def context_of(kubeconfig: Kubeconfig) -> ssl.SSLContext:
    """The TLS settings of the chosen context."""
    cluster, user = kubeconfig.cluster, kubeconfig.user
    context = ssl.create_default_context()
    if cluster.flag("insecure-skip-tls-verify"):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    try:
        if authority := _content(cluster, _AUTHORITY, kubeconfig.folder):
            context.load_verify_locations(cadata=authority.decode())
        certificate = _content(user, _CERTIFICATE, kubeconfig.folder)
        key = _content(user, _KEY, kubeconfig.folder)
        if certificate and key:
            _load_key(context, certificate, key)
    except (ssl.SSLError, UnicodeDecodeError) as fault:
        raise KubeconfigError("kubeconfig", "a broken certificate", "PEM certificates") from fault
    return context


def without_keys(kubeconfig: Kubeconfig) -> JsonObject:
    """The kubeconfig without what the TLS settings have taken from it."""
    document = Document(kubeconfig.content)
    return {
        **kubeconfig.content,
        "current-context": kubeconfig.context,
        "clusters": _stripped(document.children("clusters"), "cluster"),
        "users": _stripped(document.children("users"), "user"),
    }


def _stripped(entries: list[Document], part: str) -> Json:
    return [
        {
            "name": entry.text("name"),
            part: {key: item for key, item in entry.child(part).root.items() if key not in _OURS},
        }
        for entry in entries
    ]


def _content(entry: Document, name: str, folder: Path) -> bytes:
    if data := entry.text(f"{name}-data"):
        try:
            return base64.b64decode(data, validate=True)
        except binascii.Error as fault:
            raise KubeconfigError(f"kubeconfig.{name}-data", "a broken text", "base64") from fault
    if file := entry.text(name):
        path = folder / Path(file).expanduser()
        if not path.is_file():
            raise KubeconfigError(
                f"kubeconfig.{name}", f"{str(path)!r}, which is no file", "a file"
            )
        return path.read_bytes()
    return b""


def _load_key(context: ssl.SSLContext, certificate: bytes, key: bytes) -> None:
    with tempfile.NamedTemporaryFile(prefix="kubernetes-") as pair:
        pair.write(certificate.rstrip() + b"\n" + key)
        pair.flush()
        context.load_cert_chain(pair.name)
