"""What `slipway model ... --json` prints; scripts of others read it.

Run ``python -m slipway.stacks.cli.model.documents`` to write the schemas; a test compares them.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Literal

import click
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from slipway.serving.package import Manifest
from slipway.stacks.releases.listing import ListedVersion
from slipway.stacks.releases.outcome import ReleaseOutcome
from slipway.stacks.releases.standing import Standing

FOLDER = Path(__file__).parent


class Document(BaseModel):
    """Frozen, without unknown keys, and written in camelCase."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=to_camel, populate_by_name=True
    )


class VersionDocument(Document):
    """One registered version."""

    version: int
    created: datetime
    gate: str | None
    measured: str | None
    digest: str | None
    serving: bool
    rejected: str | None
    aliases: list[str]

    @classmethod
    def of(cls, row: ListedVersion) -> "VersionDocument":
        """The version as it is listed."""
        return cls(
            version=row.version,
            created=row.created,
            gate=row.gate,
            measured=row.measured,
            digest=row.digest,
            serving=row.serving,
            rejected=row.rejected,
            aliases=list(row.aliases),
        )


class ListDocument(Document):
    """`slipway model list --json`."""

    schema_: Literal["slipway.model-list/1"] = Field(default="slipway.model-list/1", alias="schema")
    stack: str
    models: dict[str, list[VersionDocument]]


class StandingDocument(Document):
    """One model: whether its best known version serves."""

    serving: int | None
    pinned: int | None
    best_serves: bool
    better: list[int]
    unjudged: list[int]

    @classmethod
    def of(cls, standing: Standing) -> "StandingDocument":
        """The standing of a model."""
        return cls(
            serving=standing.serving,
            pinned=standing.pinned,
            best_serves=standing.best_serves,
            better=list(standing.better),
            unjudged=list(standing.unjudged),
        )


class StatusDocument(Document):
    """`slipway model status --json`."""

    schema_: Literal["slipway.model-status/1"] = Field(
        default="slipway.model-status/1", alias="schema"
    )
    stack: str
    models: dict[str, StandingDocument]


class OutcomeDocument(Document):
    """`slipway model release --json` and `slipway model rollback --json`."""

    schema_: Literal["slipway.model-release/1"] = Field(
        default="slipway.model-release/1", alias="schema"
    )
    stack: str
    model: str
    version: int
    image: str
    previous_version: int | None
    changed: bool
    applied: bool

    @classmethod
    def of(cls, stack: str, outcome: ReleaseOutcome) -> "OutcomeDocument":
        """What a release or a rollback led to."""
        return cls(
            stack=stack,
            model=outcome.model,
            version=outcome.release.version,
            image=outcome.release.image,
            previous_version=None if outcome.before is None else outcome.before.version,
            changed=outcome.changed,
            applied=outcome.applied,
        )


class PackageDocument(Document):
    """`slipway model package --json`."""

    schema_: Literal["slipway.model-package/1"] = Field(
        default="slipway.model-package/1", alias="schema"
    )
    folder: str
    name: str
    version: str
    flavour: str
    task: str
    columns: list[str]

    @classmethod
    def of(cls, folder: Path, manifest: Manifest) -> "PackageDocument":
        """A packaged model."""
        return cls(
            folder=str(folder),
            name=manifest.name,
            version=manifest.version,
            flavour=manifest.flavour,
            task=manifest.task.value,
            columns=list(manifest.signature.names),
        )


DOCUMENTS: dict[str, type[Document]] = {
    "list": ListDocument,
    "status": StatusDocument,
    "release": OutcomeDocument,
    "package": PackageDocument,
}
"""The documents by the name of their schema's file."""


def show(document: Document) -> None:
    """Prints a document for programs."""
    click.echo(document.model_dump_json(by_alias=True, indent=2))


def rendered(name: str) -> str:
    """A schema as the committed file holds it."""
    schema = DOCUMENTS[name].model_json_schema(by_alias=True, mode="serialization")
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(dialect, indent=2, sort_keys=True) + "\n"


def schema_path(name: str) -> Path:
    """Where a schema is committed."""
    return FOLDER / f"{name}.schema.json"


if __name__ == "__main__":
    for each in DOCUMENTS:
        schema_path(each).write_text(rendered(each), encoding="utf-8")
