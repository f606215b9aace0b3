"""The last verdict of each model's drift job, read where the job wrote it."""

import json

from slipway.monitoring.sources.store import ObjectStore, store_at
from slipway.stacks.status.report import DRIFT_STATES, UNKNOWN

LATEST = "latest.json"


def verdicts_of(monitoring: str, model: str) -> ObjectStore:
    """The store of a model's verdicts."""
    return store_at(f"{monitoring.rstrip('/')}/{model}/verdicts")


def last_state(verdicts: ObjectStore) -> str:
    """The state of the last verdict; unknown before the first.

    Raises:
        OSError: The store doesn't answer.
    """
    try:
        with verdicts.open(LATEST) as file:
            document = json.loads(file.read())
    except FileNotFoundError:
        return UNKNOWN
    state = document.get("state") if isinstance(document, dict) else None
    return state if state in DRIFT_STATES else UNKNOWN
