"""The driver of a cluster."""

from slipway.components.local.bare.driver import BareDriver
from slipway.components.local.cluster_facts import Driver
from slipway.components.local.kind.driver import KindDriver
from slipway.components.local.spec import ClusterSpec


def open_driver(spec: ClusterSpec) -> Driver:
    """What makes, watches and removes it."""
    match spec.driver:
        case "bare":
            return BareDriver(spec)
        case "kind":
            return KindDriver(spec)
