"""Descriptions of clusters for tests; none of their folders exists."""

from pathlib import Path

from slipway.components.local.spec import SYSTEM_IMAGES, ClusterSpec, Image

IMAGES = tuple(
    Image(name=name, reference=f"slipway.local/{name}:1", archive=Path(f"/archives/{name}.tar"))
    for name in SYSTEM_IMAGES
)


def bare_spec(state: Path = Path("/state"), *, nodes: int = 1, index: int = 0) -> ClusterSpec:
    return ClusterSpec(
        driver="bare", tools=Path("/tools"), state=state, nodes=nodes, index=index, images=IMAGES
    )
