"""The JSON schema of the stack file, which editors use to complete and check it.

Run ``python -m slipway.stacks.config.schema`` to write it anew; a test compares it.
"""

import json
from pathlib import Path

from pydantic import TypeAdapter

from slipway.stacks.config.platform import PlatformConfig
from slipway.stacks.config.release import ImageByDigest, Release

PATH = Path(__file__).with_name("schema.json")


def schema() -> dict[str, object]:
    """A JSON schema (draft 2020-12) of a whole `Pulumi.<stack>.yaml`."""
    template = "#/$defs/{model}"
    platform = TypeAdapter(PlatformConfig).json_schema(ref_template=template)
    releases = TypeAdapter(dict[str, Release]).json_schema(ref_template=template)
    rejected = TypeAdapter(dict[str, list[ImageByDigest]]).json_schema()
    definitions = {**platform.pop("$defs", {}), **releases.pop("$defs", {})}
    keys = {
        "slipway:platform": platform,
        "slipway:releases": releases,
        "slipway:rejected": rejected,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Slipway stack",
        "type": "object",
        "properties": {"config": {"type": "object", "properties": keys}},
        "$defs": definitions,
    }


def rendered() -> str:
    """The schema as the committed file holds it."""
    return json.dumps(schema(), indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    PATH.write_text(rendered(), encoding="utf-8")
