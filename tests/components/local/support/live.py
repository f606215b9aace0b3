"""Real clusters beside the platform's own: its tools and images, other names and ports."""

from pathlib import Path

from ruamel.yaml import YAML

from slipway.components.local.spec import SYSTEM_IMAGES, ClusterSpec, Image, PortRange
from slipway.stacks.cli.options import stack_file


def live_spec(state: Path, *, index: int, api_port: int, nodes: int = 1) -> ClusterSpec:
    """A cluster of the images that `make up` built; its node ports follow its API port."""
    config = YAML(typ="safe").load(stack_file("local").read_text())["config"]
    local, images = config["slipway:local"], config["slipway:images"]
    return ClusterSpec(
        driver="bare",
        tools=Path(local["tools"]),
        state=state,
        nodes=nodes,
        index=index,
        api_port=api_port,
        node_ports=PortRange(api_port + 1, api_port + 4),
        images=tuple(
            Image(name=name, reference=images[name], archive=Path(local["archives"][name]))
            for name in SYSTEM_IMAGES
        ),
    )


def quiet(_line: str) -> None:
    """Says nothing."""
