"""Root: namespaces and mounts of the local cluster need it, so the whole run has it."""

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bootstrap.faults import Fault
from bootstrap.owner import read_owner
from bootstrap.places import Places


def ensure_root(arguments: Sequence[str], places: Places) -> None:
    """Go on as root, or replace this process by one that sudo starts."""
    if os.geteuid() == 0:
        return
    sudo = shutil.which("sudo")
    if sudo is None:
        raise Fault(
            "this needs root, and there is no sudo",
            "run it as root; the local cluster makes mounts and namespaces",
        )
    print("needs root: going on with sudo", flush=True)
    os.execv(sudo, sudo_command(sudo, arguments, places, os.environ))  # noqa: S606 - no shell wanted


def sudo_command(
    sudo: str, arguments: Sequence[str], places: Places, environment: Mapping[str, str]
) -> list[str]:
    """Our own command line for sudo, which would reset PATH and HOME even with `-E`."""
    home = environment.get("HOME", "/root")
    kept = {
        "HOME": home,
        "PATH": environment.get("PATH", os.defpath),
        "SLIPWAY_CACHE": str(places.cache),
        "SLIPWAY_STATE": str(places.state),
        # Root's files in a person's own caches would break that person's next build.
        "GOCACHE": str(places.cache / "go-build"),
        "GOMODCACHE": str(places.cache / "go-mod"),
        "PIP_CACHE_DIR": str(places.cache / "pip"),
    }
    settings = [f"{name}={value}" for name, value in kept.items()]
    return [sudo, "-E", "env", *settings, sys.executable, "-m", "bootstrap", *arguments]


def hand_back(places: Places, environment: Mapping[str, str] = os.environ) -> None:
    """Give what root made in the clone and in the state to the person who called sudo."""
    user, group = environment.get("SUDO_UID", ""), environment.get("SUDO_GID", "")
    if os.geteuid() != 0 or not user.isdigit() or not group.isdigit():
        return
    if places.clone.stat().st_uid != int(user):
        return  # a clone of somebody else's: nothing here was taken from the caller
    # Not the cache: it holds unpacked images, whose files must stay root's.
    tops = [places.clone, places.state] if read_owner(places) == places.clone else [places.clone]
    for top in tops:
        _chown_tree(top, int(user), int(group), skip=places.cluster)


def _chown_tree(top: Path, user: int, group: int, *, skip: Path) -> None:
    """Change the owner of root's files below a folder; the cluster's data stays root's."""
    for folder, folders, files in os.walk(top):
        if Path(folder) == skip:
            folders.clear()
            continue
        for path in (folder, *(os.path.join(folder, name) for name in files)):  # noqa: PTH118 - hot loop
            if os.lstat(path).st_uid == 0:
                os.chown(path, user, group, follow_symlinks=False)
