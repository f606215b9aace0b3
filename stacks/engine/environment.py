"""The environment in which a plain `pulumi up` finds what `make up` made."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def session_environment(state: Path, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The variables to set, which never override what the user has set for Pulumi.

    Empty without a state folder: then the user's own Pulumi, backend and passphrase are meant.
    """
    if not state.is_dir():
        return {}
    ours = {
        "PULUMI_HOME": str(state / "pulumi-home"),
        "PULUMI_BACKEND_URL": f"file://{state / 'backend'}",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_PYTHON_CMD": sys.executable,
    }
    if "PULUMI_CONFIG_PASSPHRASE" not in environment:
        ours["PULUMI_CONFIG_PASSPHRASE_FILE"] = str(state / "passphrase")
    missing = {name: value for name, value in ours.items() if name not in environment}
    return {"PATH": _path(state / "bin", environment.get("PATH", "")), **missing}


def _path(tools: Path, path: str) -> str:
    """The tools first, once."""
    rest = [entry for entry in path.split(os.pathsep) if entry and entry != str(tools)]
    return os.pathsep.join([str(tools), *rest])
