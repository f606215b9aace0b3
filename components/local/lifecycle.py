"""What create, read, diff, update and delete of a local cluster do."""

from pathlib import Path
from typing import Any, Final

from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    CreateResult,
    DiffResult,
    ReadResult,
    UpdateResult,
)
from pulumi.runtime import rpc

from slipway.components.local.drivers import open_driver
from slipway.components.local.engine import said_plainly, say
from slipway.components.local.errors import SpecError
from slipway.components.local.kind.driver import kind_works
from slipway.components.local.loading import images_of
from slipway.components.local.spec import ClusterSpec, DriverName, PortRange

_UPDATING: Final = ("nodes", "images", "tools", "api_port", "node_ports")
_REPLACING: Final = ("state", "index")
"""A change of these is another cluster, with no data of the old one."""
_KIND_REPLACING: Final = ("nodes", "api_port", "node_ports")
"""What kind can't change on a cluster that exists."""


def check(new: dict[str, Any]) -> CheckResult:
    """All faults of the description, before anything is touched; unknown values pass for now."""
    values = [*new.values(), *new["images"].values(), *new["archives"].values()]
    if any(value == rpc.UNKNOWN for value in values):
        return CheckResult(new, [])
    try:
        faults = _spec({**new, "driver": _known(new["driver"]) or "bare"}).faults()
    except SpecError as error:
        faults = error.faults
    failures = [CheckFailure(fault.partition(":")[0], fault) for fault in faults]
    return CheckResult(new, failures)


def create(props: dict[str, Any]) -> CreateResult:
    """Starts a cluster, or takes up the one whose data the state folder holds."""
    with said_plainly():
        return CreateResult(str(props["state"]), _ensured(props))


def read(id_: str, props: dict[str, Any]) -> ReadResult:
    """Looks; a cluster without data is gone, one without processes is still there."""
    with said_plainly():
        if open_driver(_spec(props)).condition().state == "absent":
            return ReadResult("", {})
        return ReadResult(id_, props)


def diff(old: dict[str, Any], new: dict[str, Any]) -> DiffResult:
    """Compares, and calls a dead cluster changed, so that the next `up` brings it back."""
    fixed = (*_REPLACING, *_KIND_REPLACING) if old["chosen_driver"] == "kind" else _REPLACING
    replaces = [key for key in fixed if _differs(key, old, new)]
    if _known(new["driver"]) not in (None, old["chosen_driver"]):
        replaces.append("driver")
    changed = any(_differs(key, old, new) for key in _UPDATING)
    with said_plainly():
        dead = not replaces and open_driver(_spec(old)).condition().state != "running"
    return DiffResult(
        changes=bool(replaces) or changed or dead,
        replaces=replaces,
        # The old one holds the ports that the new one needs.
        delete_before_replace=True,
    )


def update(old: dict[str, Any], new: dict[str, Any]) -> UpdateResult:
    """Brings the cluster to what is asked for; what runs as asked stays untouched."""
    with said_plainly():
        return UpdateResult(_ensured({**new, "chosen_driver": old["chosen_driver"]}))


def delete(props: dict[str, Any]) -> None:
    """Removes cluster and data, dead or alive, and fails by name if something stays."""
    with said_plainly():
        open_driver(_spec(props)).remove(say)


def _ensured(props: dict[str, Any]) -> dict[str, Any]:
    chosen = _chosen(props)
    facts = open_driver(_spec({**props, "chosen_driver": chosen})).ensure(say)
    return {
        **props,
        "chosen_driver": chosen,
        "kubeconfig": facts.kubeconfig,
        "api_url": facts.api_url,
        "node_count": facts.nodes,
        "registry": facts.registry,
    }


def _differs(key: str, old: dict[str, Any], new: dict[str, Any]) -> bool:
    # A state written before the field existed had its default.
    return bool(old.get(key, 0) != new.get(key, 0))


def _known(name: str) -> DriverName | None:
    known: dict[str, DriverName] = {"bare": "bare", "kind": "kind"}
    return known.get(name)


def _chosen(props: dict[str, Any]) -> DriverName:
    """The driver that is asked for; with `auto`, the one that works here."""
    wanted = _known(props.get("chosen_driver") or props["driver"])
    return wanted or ("kind" if kind_works(Path(props["tools"])) else "bare")


def _spec(props: dict[str, Any]) -> ClusterSpec:
    return ClusterSpec(
        driver=_chosen(props),
        tools=Path(props["tools"]),
        state=Path(props["state"]),
        nodes=int(props["nodes"]),
        index=int(props.get("index", 0)),
        api_port=int(props["api_port"]),
        node_ports=PortRange.parse(props["node_ports"]),
        images=images_of(props),
    )
