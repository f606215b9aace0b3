"""`slipway variants --json`."""

import dataclasses
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from slipway.stacks.advice.options import CHOICES
from slipway.stacks.advice.table import factor_table
from slipway.stacks.cli.published.advice import FactorDocument
from slipway.stacks.config.base import ConfigModel
from slipway.stacks.variants import CAPABILITIES, CELLS, TargetKind, Variant


class CapabilityDocument(ConfigModel):
    """What one capability is in each variant."""

    name: str
    open_source: str
    cloud_native: str
    managed_platform: str


class CellDocument(ConfigModel):
    """One pair of variant and target that makes sense; `built` says whether this version has it."""

    variant: Variant
    target: TargetKind
    runs_on: str
    built: bool


class VariantsDocument(ConfigModel):
    """The whole table."""

    schema_: Annotated[Literal["slipway.variants/v1"], Field(alias="schema")]
    capabilities: list[CapabilityDocument]
    cells: list[CellDocument]
    factors: list[FactorDocument]

    @classmethod
    def present(cls, runs: Sequence[str] = ()) -> "VariantsDocument":
        """The table of this version, integration judged by what a company runs."""
        return cls.model_validate(
            {
                "schema": "slipway.variants/v1",
                "capabilities": [dataclasses.asdict(row) for row in CAPABILITIES],
                "cells": [dataclasses.asdict(cell) for cell in CELLS],
                "factors": [FactorDocument.of(row) for row in factor_table(CHOICES, runs=runs)],
            },
            by_alias=True,
            by_name=True,
        )
