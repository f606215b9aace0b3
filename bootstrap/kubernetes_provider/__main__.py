"""Entry point of the plugin: ``python -u -m bootstrap.kubernetes_provider <engine-address>``."""

from __future__ import annotations

import os
import sys

from bootstrap.kubernetes_provider.server import serve


def main(arguments: list[str]) -> None:
    """Serves the engine whose address is the last argument; flags are for other plugins."""
    # Credential helpers of a kubeconfig may be Python programs with modules of their own.
    os.environ.pop("PYTHONPATH", None)
    addresses = [argument for argument in arguments if not argument.startswith("-")]
    serve(addresses[-1] if addresses else "")


if __name__ == "__main__":
    main(sys.argv[1:])
