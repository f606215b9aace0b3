"""The folders of one clone on this machine: tree, cache and state."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bootstrap.faults import Fault

STACK = "local"


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where everything lives; only `cache` outlives `make down`."""

    clone: Path
    cache: Path
    state: Path

    @property
    def tools(self) -> Path:
        """One folder per tool and version."""
        return self.cache / "tools"

    @property
    def locks(self) -> Path:
        """Lock files; in the cache, since `down` removes the state."""
        return self.cache / "locks"

    @property
    def bin(self) -> Path:
        """Links to the tools in use, for PATH."""
        return self.state / "bin"

    @property
    def logs(self) -> Path:
        """One log per step."""
        return self.state / "logs"

    @property
    def owner(self) -> Path:
        """Names the clone that this state belongs to."""
        return self.state / "owner"

    @property
    def pulumi_home(self) -> Path:
        """Pulumi's own folder, so that the user's stays untouched."""
        return self.state / "pulumi-home"

    @property
    def backend(self) -> Path:
        """Pulumi's state store."""
        return self.state / "backend"

    @property
    def passphrase(self) -> Path:
        """The file with the generated passphrase of the stack's secrets."""
        return self.state / "passphrase"

    @property
    def stack_file(self) -> Path:
        """The untracked working copy of the stack's configuration."""
        return self.state / f"Pulumi.{STACK}.yaml"

    @property
    def committed_stack_file(self) -> Path:
        """The stack's configuration in the tree; never written to."""
        return self.clone / f"Pulumi.{STACK}.yaml"

    @property
    def cluster(self) -> Path:
        """The bare cluster's data."""
        return self.state / "cluster"

    @property
    def python(self) -> Path:
        """The interpreter of the virtual environment."""
        return self.clone / ".venv" / "bin" / "python"


def find_places(environment: Mapping[str, str] = os.environ) -> Places:
    """The places that the environment names, or the usual ones."""
    home = environment.get("HOME")
    if not home and not {"SLIPWAY_CACHE", "SLIPWAY_STATE"} <= environment.keys():
        raise Fault("HOME is not set", "set HOME, or SLIPWAY_CACHE and SLIPWAY_STATE")
    base = Path(home or "/")
    return Places(
        clone=Path(__file__).resolve().parent.parent,
        cache=_folder(environment, "SLIPWAY_CACHE", base / ".cache" / "slipway"),
        state=_folder(environment, "SLIPWAY_STATE", base / ".local" / "state" / "slipway"),
    )


def _folder(environment: Mapping[str, str], variable: str, usual: Path) -> Path:
    """An absolute folder without a colon: it becomes part of PATH."""
    folder = Path(environment.get(variable) or usual)
    if not folder.is_absolute() or ":" in str(folder):
        raise Fault(
            f"{variable}: got {folder}; expected an absolute path without a colon",
            "choose another folder",
        )
    return folder.resolve()
