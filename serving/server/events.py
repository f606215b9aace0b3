"""The process's own log: one JSON line per event on standard error."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime


def emit(event: str, **facts: str | float | None) -> None:
    """Writes one line. Facts never hold a value from a request: logs outlive consent."""
    time = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = json.dumps({"time": time, "event": event, **facts}, ensure_ascii=False)
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
