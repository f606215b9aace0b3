"""Encryption of a cluster's secrets at rest."""

import base64
import json
import secrets
from pathlib import Path
from typing import Final

from slipway.components.local.bare.certificates import write_secret

_SECRETBOX_BYTES: Final = 32


def configuration(path: Path) -> str:
    """What the API server is told; the key is made once and stays in that file."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_secret(path, base64.b64encode(secrets.token_bytes(_SECRETBOX_BYTES)))
    key = {"name": "first", "secret": path.read_text()}
    return json.dumps(
        {
            "apiVersion": "apiserver.config.k8s.io/v1",
            "kind": "EncryptionConfiguration",
            "resources": [
                {
                    "resources": ["secrets"],
                    "providers": [{"secretbox": {"keys": [key]}}, {"identity": {}}],
                }
            ],
        }
    )
