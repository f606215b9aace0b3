"""Kubeconfig files: who talks to which API server, with everything embedded."""

import base64
import json
from dataclasses import dataclass
from pathlib import Path

from slipway.components.local.bare.certificates import Pair


@dataclass(frozen=True, kw_only=True)
class Access:
    """One user's access to one API server."""

    context: str
    server: str
    authority: Path
    pair: Pair

    def text(self) -> str:
        """The kubeconfig; JSON, which every reader of YAML takes."""
        cluster = {
            "server": self.server,
            "certificate-authority-data": _embedded(self.authority),
        }
        user = {
            "client-certificate-data": _embedded(self.pair.certificate),
            "client-key-data": _embedded(self.pair.key),
        }
        context = {"cluster": self.context, "user": self.context}
        return json.dumps(
            {
                "apiVersion": "v1",
                "kind": "Config",
                "clusters": [{"name": self.context, "cluster": cluster}],
                "users": [{"name": self.context, "user": user}],
                "contexts": [{"name": self.context, "context": context}],
                "current-context": self.context,
            },
            indent=2,
        )


def _embedded(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()
