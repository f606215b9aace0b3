"""How far the log has been judged; kept beside the verdicts."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from slipway.monitoring.codec import decode, encode
from slipway.monitoring.errors import UnreadableError
from slipway.monitoring.sources.store import ObjectStore
from slipway.monitoring.times import parse

NAME = "state.json"


@dataclass(frozen=True, kw_only=True)
class _State:
    schema: Literal["slipway.drift-state/1"]
    watermark: str


def read(store: ObjectStore) -> datetime | None:
    """The end of the last span that got a verdict; None before the first one."""
    place = f"{store.url}/{NAME}"
    try:
        with store.open(NAME) as file:
            content = file.read()
    except FileNotFoundError:
        return None
    try:
        state = decode(_State, json.loads(content), place=place)
    except json.JSONDecodeError as error:
        raise UnreadableError(place=place, reason=str(error)) from error
    return parse(state.watermark, place=place)


def write(store: ObjectStore, moment: datetime) -> None:
    """Moves the mark."""
    state = _State(schema="slipway.drift-state/1", watermark=moment.isoformat())
    store.write(NAME, json.dumps(encode(state)).encode(), "application/json")
