"""What create, read, diff, update and delete of a local cluster do."""

import sys
from pathlib import Path
from typing import Any, Final

from pulumi.dynamic import CreateResult, DiffResult, ReadResult, UpdateResult

from slipway.components.local.bare.driver import BareDriver
from slipway.components.local.cluster_facts import Driver
from slipway.components.local.kind.driver import KindDriver, kind_works
from slipway.components.local.spec import SYSTEM_IMAGES, ClusterSpec, DriverName, Image, PortRange

_REPLACING: Final = ("driver", "state", "api_port", "node_ports")
"""A change of these is another cluster, with no data of the old one."""
_UPDATING: Final = ("nodes", "images", "tools")


def create(props: dict[str, Any]) -> CreateResult:
    """Starts a cluster, or takes up the one whose data the state folder holds."""
    return CreateResult(str(props["state"]), _ensured(props))


def read(id_: str, props: dict[str, Any]) -> ReadResult:
    """Looks; a cluster without data is gone, one without processes is still there."""
    if _driver(props).condition().state == "absent":
        return ReadResult("", {})
    return ReadResult(id_, props)


def diff(old: dict[str, Any], new: dict[str, Any]) -> DiffResult:
    """Compares, and calls a dead cluster changed, so that the next `up` brings it back."""
    replaces = [key for key in _REPLACING if old.get(key) != new.get(key)]
    changed = any(old.get(key) != new.get(key) for key in _UPDATING)
    dead = not replaces and _driver(old).condition().state != "running"
    return DiffResult(
        changes=bool(replaces) or changed or dead,
        replaces=replaces,
        # The old one holds the ports that the new one needs.
        delete_before_replace=True,
        stables=["kubeconfig", "api_url", "registry", "chosen_driver"],
    )


def update(old: dict[str, Any], new: dict[str, Any]) -> UpdateResult:
    """Brings the cluster to what is asked for; what runs as asked stays untouched."""
    return UpdateResult(_ensured({**new, "chosen_driver": old["chosen_driver"]}))


def delete(props: dict[str, Any]) -> None:
    """Removes cluster and data, dead or alive, and fails by name if something stays."""
    _driver(props).remove(_say)


def _ensured(props: dict[str, Any]) -> dict[str, Any]:
    name = _chosen(props)
    spec = _spec({**props, "chosen_driver": name})
    driver = _open(spec)
    facts = driver.ensure(_say)
    driver.load(tuple(i for i in spec.images if i.name not in SYSTEM_IMAGES), _say)
    return {
        **props,
        "chosen_driver": name,
        "kubeconfig": facts.kubeconfig,
        "api_url": facts.api_url,
        "registry": facts.registry,
    }


def _chosen(props: dict[str, Any]) -> DriverName:
    """The driver that is asked for; with `auto`, the one that works here."""
    known: dict[str, DriverName] = {"bare": "bare", "kind": "kind"}
    wanted = props.get("chosen_driver") or props["driver"]
    return known.get(wanted) or ("kind" if kind_works(Path(props["tools"])) else "bare")


def _driver(props: dict[str, Any]) -> Driver:
    return _open(_spec(props))


def _open(spec: ClusterSpec) -> Driver:
    match spec.driver:
        case "bare":
            return BareDriver(spec)
        case "kind":
            return KindDriver(spec)


def _spec(props: dict[str, Any]) -> ClusterSpec:
    archives = props["archives"]
    return ClusterSpec(
        driver=_chosen(props),
        tools=Path(props["tools"]),
        state=Path(props["state"]),
        nodes=int(props["nodes"]),
        api_port=int(props["api_port"]),
        node_ports=PortRange.parse(props["node_ports"]),
        images=tuple(
            Image(
                name=name,
                reference=reference,
                archive=Path(archives[name]) if name in archives else None,
            )
            for name, reference in sorted(props["images"].items())
        ),
    )


def _say(line: str) -> None:
    """The engine shows what a provider writes here."""
    sys.stderr.write(f"local cluster: {line}\n")
    sys.stderr.flush()
