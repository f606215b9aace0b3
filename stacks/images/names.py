"""The images that no platform does without."""

from slipway.components.variants.open_source_args import PlatformImages

RUNTIME = "runtime"
"""What model images are built on."""


def required_names() -> list[str]:
    """The names that every lock must hold."""
    return sorted([*PlatformImages.names(), RUNTIME])
