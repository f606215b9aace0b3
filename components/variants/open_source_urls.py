"""Where the parts of the open-source platform answer."""

from pulumi import Output

from slipway.components.variants.open_source_args import NodePorts
from slipway.components.variants.platform import PlatformUrls

PLATFORM_NAMESPACE = "slipway-platform"


def platform_urls(ports: NodePorts | None) -> PlatformUrls:
    """Node ports where there are any, else names inside the cluster."""

    def url(service: str, port: int, node_port: int | None) -> Output[str]:
        if ports is None or node_port is None:
            return Output.from_input(f"http://{service}.{PLATFORM_NAMESPACE}.svc:{port}")
        return Output.format("http://{}:{}", ports.host, node_port)

    registry = f"registry.{PLATFORM_NAMESPACE}.svc:5000"
    return PlatformUrls(
        tracking=url("tracking", 5000, None if ports is None else ports.tracking),
        # Node and operator know the registry by the same name, so that a digest is pulled from
        # where it was pushed to; no scheme, as in an image's reference.
        registry=Output.from_input(registry if ports is None else f"localhost:{ports.registry}"),
        object_store=url("object-store", 7070, None if ports is None else ports.object_store),
        prometheus=url("prometheus", 9090, None if ports is None else ports.prometheus),
        alertmanager=url("alertmanager", 9093, None if ports is None else ports.alertmanager),
    )
