"""The config of a model image: that of the runtime, plus one layer and the model's name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from slipway.serving.release.document import Document


@dataclass(frozen=True, kw_only=True)
class ModelIdentity:
    """What an image says about the model in it; no time, for the digest's sake."""

    name: str
    version: int
    run_id: str

    @property
    def environment(self) -> Mapping[str, str]:
        """Variables that the server and a person in a shell can read."""
        return {"SLIPWAY_MODEL_NAME": self.name, "SLIPWAY_MODEL_VERSION": str(self.version)}

    @property
    def labels(self) -> Mapping[str, str]:
        """Labels that tools show without running the image."""
        return {
            "org.opencontainers.image.title": self.name,
            "org.opencontainers.image.version": str(self.version),
            "slipway.model.name": self.name,
            "slipway.model.version": str(self.version),
            "slipway.model.run": self.run_id,
        }


def extend(config: bytes, diff_id: str, model: ModelIdentity) -> bytes:
    """The runtime's config with the model's layer on top; its entry point and its user stay."""
    document = Document.parse("config of the runtime image", config)
    process = document.optional_part("config")
    files = document.part("rootfs")
    created = document.values.get("created", "1970-01-01T00:00:00Z")
    step = {"created": created, "created_by": f"slipway: model {model.name} at /opt/model"}
    extended = {
        **document.values,
        "config": {
            **process.values,
            "Env": _environment(process.texts("Env"), model.environment),
            "Labels": {**process.optional_part("Labels").values, **model.labels},
        },
        "rootfs": {**files.values, "diff_ids": [*files.texts("diff_ids"), diff_id]},
    }
    if document.values.get("history") is not None:  # one step of many would contradict the layers
        steps = [each.values for each in document.parts("history")]
        extended["history"] = [*steps, step]
    return json.dumps(extended, separators=(",", ":"), sort_keys=True).encode()


def _environment(given: list[str], ours: Mapping[str, str]) -> list[str]:
    kept = [line for line in given if line.partition("=")[0] not in ours]
    return kept + [f"{name}={value}" for name, value in ours.items()]
