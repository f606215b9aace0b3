"""The one number that rotates the passwords of a database in the cluster."""

from slipway.stacks.config.platform import OpenSourcePlatformConfig, PlatformConfig


def database_rotation(platform: PlatformConfig) -> str | None:
    """What the generated passwords are told; None as long as nothing was ever rotated.

    A database of the cloud rotates its own, so the other variants have no such number.
    """
    if not isinstance(platform, OpenSourcePlatformConfig):
        return None
    generation = platform.database_password_generation
    return None if generation == 0 else str(generation)
