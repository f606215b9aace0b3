"""Managed disks are sold in sizes: a smaller one is billed as the next size up."""

from collections.abc import Mapping

_SIZES = {1: 4, 2: 8, 3: 16, 4: 32, 6: 64, 10: 128, 15: 256, 20: 512, 30: 1024, 40: 2048}
_LETTERS: Mapping[str, str] = {"premium": "P", "standard SSD": "E"}


def disk_sku(gigabytes: int, kind: str, redundancy: str) -> str:
    """The size that is billed, e.g. ``P10 premium LRS`` for 100 GB."""
    step = next((step for step, size in _SIZES.items() if gigabytes <= size), max(_SIZES))
    return f"{_LETTERS[kind]}{step} {kind} {redundancy}"
