"""The command line: everything that can be wrong before a socket is opened ends here with 2."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from slipway.serving.package.errors import PackageError
from slipway.serving.package.manifest import read_manifest
from slipway.serving.server.events import emit
from slipway.serving.server.settings import SettingsError, read_settings
from slipway.serving.server.threads import pin_threads

if TYPE_CHECKING:
    from collections.abc import Sequence

EXIT_WRONG_USE = 2


def main(arguments: Sequence[str]) -> int:
    """Serves until told to stop; the exit code says why it ended."""
    options = _parser().parse_args(arguments)
    try:
        manifest = read_manifest(options.model)
        settings = read_settings(os.environ)
    except (PackageError, SettingsError) as fault:
        emit("error", message=str(fault))
        return EXIT_WRONG_USE
    manifest = replace(
        manifest,
        name=manifest.name if options.name is None else options.name,
        version=manifest.version if options.version is None else options.version,
    )
    pin_threads(os.environ)
    # Imported late: numpy reads the thread limits once, when it is first imported.
    from slipway.serving.server.process import Process  # noqa: PLC0415 - see above

    return Process(options.model, manifest, settings).run(options.host, options.port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m slipway.serving.server", description="Serves one packaged model over HTTP."
    )
    # SageMaker starts every container with this word.
    parser.add_argument("command", nargs="?", choices=["serve"], help="accepted and ignored")
    parser.add_argument(
        "--model", type=Path, default=Path("/opt/model"), help="a packaged model's folder"
    )
    # A container is reached from outside it, and no platform passes a host to its entry point.
    everywhere = "0.0.0.0"  # noqa: S104 - see above
    parser.add_argument("--host", default=everywhere, help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=_port, default=8080, help="0 takes any free port")
    parser.add_argument("--name", help="model name; default: the package's")
    parser.add_argument("--version", help="model version; default: the package's")
    return parser


def _port(text: str) -> int:
    highest = 65535
    if not text.isdecimal() or int(text) > highest:
        raise argparse.ArgumentTypeError(f"got {text!r}; expected a port from 0 to {highest}")
    return int(text)
