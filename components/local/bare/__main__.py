"""A bare cluster without Pulumi: for teardown, reboots and tests.

start   create it, or bring it back with its data
stop    end its processes, keep its data
down    remove it, and name what is left
status  what runs
node-kill NAME  end one node as a power cut would
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from slipway.components.local.bare.driver import BareDriver
from slipway.components.local.bare.layout import Layout
from slipway.components.local.bare.status import status
from slipway.components.local.errors import LocalClusterError
from slipway.components.local.spec import ClusterSpec, Image, PortRange


def main(arguments: Sequence[str]) -> int:
    """Run one command; 0 when it did what it says, 1 when it couldn't, 2 for wrong use."""
    given = _parser().parse_intermixed_args(arguments)
    try:
        return _run(given)
    except LocalClusterError as error:
        print(error, file=sys.stderr)  # noqa: T201 # for a terminal
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m slipway.components.local.bare",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = ("start", "stop", "down", "status", "node-kill")
    parser.add_argument("command", choices=commands)
    parser.add_argument("name", nargs="?", help="the node, for node-kill")
    parser.add_argument("--state", type=Path, required=True, help="the cluster's folder")
    parser.add_argument("--tools", type=Path, help="folder of programs, for the first start")
    parser.add_argument("--nodes", type=int)
    parser.add_argument("--index", type=int)
    parser.add_argument("--api-port", type=int)
    parser.add_argument("--node-ports", type=PortRange.parse)
    parser.add_argument(
        "--image",
        action="append",
        default=[],
        metavar="NAME=REFERENCE[=ARCHIVE]",
        help="repeat per image",
    )
    parser.add_argument("--json", action="store_true", help="status for programs")
    return parser


def _run(given: argparse.Namespace) -> int:
    state: Path = given.state.absolute()
    spec = _spec(given, state)
    if spec is None:
        print(f"no cluster in {state}")  # noqa: T201 # for a terminal
        return 0
    driver = BareDriver(spec)
    begun = time.monotonic()

    def report(line: str) -> None:
        print(f"[{time.monotonic() - begun:6.1f} s] {line}", flush=True)  # noqa: T201 # for a terminal

    match given.command:
        case "start":
            driver.ensure(report)
            others = tuple(image for image in spec.images if image.archive is not None)
            driver.load(others, report)
            report(f"running: {driver.layout.host_api_url}, kubeconfig {driver.layout.kubeconfig}")
        case "stop":
            driver.stop(report)
            report("stopped; the data is kept")
        case "down":
            driver.remove(report)
            report("removed; nothing is left")
        case "node-kill":
            driver.kill_node(given.name or "")
            report(f"{given.name} is dead")
        case _:
            found = status(driver)
            print(json.dumps(found.as_dict(), indent=2) if given.json else found.table())  # noqa: T201 # for a terminal
            return 0 if found.running else 1
    return 0


def _spec(given: argparse.Namespace, state: Path) -> ClusterSpec | None:
    """What the arguments say over what the folder holds; nothing if neither says enough."""
    layout = Layout(state=state, index=0, api_port=0, nodes=())
    kept = (
        ClusterSpec.from_json(layout.spec_file.read_text()) if layout.spec_file.exists() else None
    )
    if kept is None and (given.command != "start" or given.tools is None):
        return None
    base = kept or ClusterSpec(driver="bare", tools=given.tools.absolute(), state=state)
    return ClusterSpec(
        driver="bare",
        state=state,
        tools=base.tools if given.tools is None else given.tools.absolute(),
        nodes=base.nodes if given.nodes is None else given.nodes,
        index=base.index if given.index is None else given.index,
        api_port=base.api_port if given.api_port is None else given.api_port,
        node_ports=base.node_ports if given.node_ports is None else given.node_ports,
        images=tuple(_image(text) for text in given.image) or base.images,
        durable=base.durable,
    )


def _image(text: str) -> Image:
    name, _, rest = text.partition("=")
    reference, _, archive = rest.partition("=")
    return Image(
        name=name, reference=reference, archive=Path(archive).absolute() if archive else None
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
