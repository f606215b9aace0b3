"""The committed schema is the schema of the models."""

from pathlib import Path

from slipway.stacks.config import schema

ROOT = Path(__file__).parents[3]


def test_the_committed_schema_is_fresh() -> None:
    assert schema.PATH.read_text(encoding="utf-8") == schema.rendered(), (
        "run: python -m slipway.stacks.config.schema"
    )


def test_the_stack_file_names_the_schema_for_editors() -> None:
    first = (ROOT / "Pulumi.local.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first.endswith("$schema=stacks/config/schema.json")
