"""The files of a run."""

import json

from slipway.monitoring.codec import encode
from slipway.monitoring.report.page import page
from slipway.monitoring.sources.store import ObjectStore
from slipway.monitoring.verdict import Verdict

VERDICT = "verdict.json"
REPORT = "report.html"


def verdict_json(verdict: Verdict) -> str:
    """The verdict as JSON; a number that JSON lacks is null."""
    return json.dumps(encode(verdict), indent=1, allow_nan=False, ensure_ascii=False) + "\n"


def write(verdict: Verdict, store: ObjectStore, folder: str = "") -> None:
    """Writes the report first: who finds a verdict finds its report."""
    prefix = f"{folder}/" if folder else ""
    store.write(prefix + REPORT, page(verdict).encode(), "text/html; charset=utf-8")
    store.write(prefix + VERDICT, verdict_json(verdict).encode(), "application/json")
