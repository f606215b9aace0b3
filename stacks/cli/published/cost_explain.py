"""`slipway cost explain --json`."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from slipway.stacks.cli.published.cost import AssumptionDocument, ItemDocument
from slipway.stacks.config.base import ConfigModel
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.item import CostItem


class ExplainDocument(ConfigModel):
    """The lines that were asked about, with the assumptions that they rest on."""

    schema_: Annotated[Literal["slipway.cost-explain/v1"], Field(alias="schema")]
    stack: str
    currency: str
    items: list[ItemDocument]
    assumptions: list[AssumptionDocument]

    @classmethod
    def of(cls, items: Sequence[CostItem], estimate: Estimate) -> "ExplainDocument":
        """The document of some lines of an estimate."""
        names = {name for item in items for name in item.assumed}
        return cls.model_validate(
            {
                "schema": "slipway.cost-explain/v1",
                "stack": estimate.stack,
                "currency": estimate.currency,
                "items": [ItemDocument.of(item) for item in items],
                "assumptions": [
                    AssumptionDocument.of(one) for one in estimate.assumptions if one.name in names
                ],
            }
        )
