"""The variables with which Pulumi works on our stack, the same for us and for a person."""

import os
import shlex
from collections.abc import Mapping

from bootstrap.places import STACK, Places

# A person's own settings that would win over ours.
REMOVED = ("PULUMI_CONFIG_PASSPHRASE", "PULUMI_ACCESS_TOKEN", "PULUMI_STACK")


def stack_variables(places: Places) -> dict[str, str]:
    """Everything but PATH; the passphrase itself stays in its file."""
    return {
        "PULUMI_HOME": str(places.pulumi_home),
        "PULUMI_BACKEND_URL": f"file://{places.backend}",
        "PULUMI_CONFIG_PASSPHRASE_FILE": str(places.passphrase),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_PYTHON_CMD": str(places.python),
        # A plain `pulumi up` works on the untracked copy, too.
        "PULUMI_OPTION_CONFIG_FILE": str(places.stack_file),
        "SLIPWAY_STATE": str(places.state),
        "SLIPWAY_STACK": STACK,
    }


def stack_environment(
    places: Places, environment: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """A whole environment for a child process."""
    kept = {name: value for name, value in environment.items() if name not in REMOVED}
    path = f"{places.bin}{os.pathsep}{environment.get('PATH', os.defpath)}"
    return {**kept, **stack_variables(places), "PATH": path}


def tools_environment(
    places: Places, environment: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """The tools on PATH and nothing that would point a test's own stacks at ours."""
    path = f"{places.bin}{os.pathsep}{environment.get('PATH', os.defpath)}"
    return {**environment, "PATH": path, "SLIPWAY_STATE": str(places.state)}


def exports(places: Places, environment: Mapping[str, str] = os.environ) -> list[str]:
    """The same as lines for a shell."""
    lines = [f"unset {name}" for name in REMOVED if name in environment]
    lines += [
        f"export {name}={shlex.quote(value)}" for name, value in stack_variables(places).items()
    ]
    return [*lines, f'export PATH={shlex.quote(str(places.bin))}:"$PATH"']
