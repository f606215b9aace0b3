"""Where the parts of the open-source platform answer."""

from pulumi import Output

from slipway.components.variants.open_source_args import OpenSourcePlatformArgs
from slipway.components.variants.platform import PlatformUrls

PLATFORM_NAMESPACE = "slipway-platform"


def platform_urls(args: OpenSourcePlatformArgs) -> PlatformUrls:
    """Node ports where there are any, else names inside the cluster."""
    ports = args.node_ports

    def url(service: str, port: int, node_port: int | None) -> Output[str]:
        if ports is None or node_port is None:
            return Output.from_input(f"http://{service}.{PLATFORM_NAMESPACE}.svc:{port}")
        return Output.format("http://{}:{}", ports.host, node_port)

    return PlatformUrls(
        tracking=url("tracking", 5000, None if ports is None else ports.tracking),
        registry=_registry(args),
        object_store=url("object-store", 7070, None if ports is None else ports.object_store),
        prometheus=url("prometheus", 9090, None if ports is None else ports.prometheus),
        alertmanager=url("alertmanager", 9093, None if ports is None else ports.alertmanager),
    )


def registry_port(args: OpenSourcePlatformArgs) -> int | None:
    """The node port of the registry in the cluster, if it has one."""
    return args.registry_node_port if args.node_ports is None else args.node_ports.registry


def _registry(args: OpenSourcePlatformArgs) -> Output[str]:
    """As in an image's reference, without a scheme; the same name for nodes and operator.

    So a digest is pulled from where it was pushed to.
    """
    if args.registry is not None:
        return Output.from_input(args.registry)
    port = registry_port(args)
    inside = f"registry.{PLATFORM_NAMESPACE}.svc:5000"
    return Output.from_input(inside if port is None else f"localhost:{port}")
