"""Where this machine keeps what can be made or asked for again."""

import os
from pathlib import Path


def cache_folder() -> Path:
    """$SLIPWAY_CACHE; it outlives `make down`."""
    return Path(os.environ.get("SLIPWAY_CACHE") or Path.home() / ".cache" / "slipway")
