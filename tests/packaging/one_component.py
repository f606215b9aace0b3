"""A program of another team: one model service, nothing else of Slipway."""

import dataclasses
import json

import pulumi

from slipway.components.kubernetes.model_service import ModelService, ModelServiceArgs
from slipway.stacks.plan.record import record


def program() -> None:
    """One model behind an autoscaled service."""
    image = "registry.example.com/fraud@sha256:" + "a" * 64
    service = ModelService("fraud", ModelServiceArgs(name="fraud", namespace="ml", image=image))
    pulumi.export("url", service.url)


planned = record(program, project="fraud", stack="dev")
print(json.dumps([dataclasses.asdict(resource) for resource in planned]))  # noqa: T201
