"""The images that no platform does without."""

from slipway.components.variants.open_source_args import PlatformImages
from slipway.serving.release.runtime_source import RUNTIMES


def required_names() -> list[str]:
    """The names that every lock must hold: the workloads' images, and what models are built on."""
    return sorted([*PlatformImages.names(), *RUNTIMES.values()])
