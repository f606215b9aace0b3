"""The committed schemas; ``python -m slipway.stacks.cli.published.schemas`` writes them anew."""

import json
from pathlib import Path

from slipway.stacks.cli.published.advice import AdviceDocument
from slipway.stacks.cli.published.check import CheckDocument
from slipway.stacks.cli.published.conformance import ConformanceDocument
from slipway.stacks.cli.published.cost import CostDocument
from slipway.stacks.cli.published.cost_compare import ComparisonDocument
from slipway.stacks.cli.published.cost_diff import CostDiffDocument
from slipway.stacks.cli.published.cost_explain import ExplainDocument
from slipway.stacks.cli.published.cost_price import PriceDocument
from slipway.stacks.cli.published.cost_refresh import RefreshDocument
from slipway.stacks.cli.published.images import ListDocument, PushDocument
from slipway.stacks.cli.published.plan import PlanDocument
from slipway.stacks.cli.published.plan_diff import PlanDiffDocument
from slipway.stacks.cli.published.review import ReviewDocument
from slipway.stacks.cli.published.status import StatusDocument
from slipway.stacks.cli.published.variants import VariantsDocument
from slipway.stacks.config.base import ConfigModel

FOLDER = Path(__file__).parent
DOCUMENTS: dict[str, type[ConfigModel]] = {
    "advice": AdviceDocument,
    "check": CheckDocument,
    "conformance": ConformanceDocument,
    "cost": CostDocument,
    "cost-compare": ComparisonDocument,
    "cost-diff": CostDiffDocument,
    "cost-explain": ExplainDocument,
    "cost-price": PriceDocument,
    "cost-refresh": RefreshDocument,
    "images-list": ListDocument,
    "images-push": PushDocument,
    "plan": PlanDocument,
    "plan-diff": PlanDiffDocument,
    "review": ReviewDocument,
    "status": StatusDocument,
    "variants": VariantsDocument,
}


def path(name: str) -> Path:
    """Where a document's schema is kept."""
    return FOLDER / f"{name}.schema.json"


def rendered(name: str) -> str:
    """A document's schema as the committed file holds it."""
    schema = DOCUMENTS[name].model_json_schema(by_alias=True)
    return json.dumps(schema, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    for one in DOCUMENTS:
        path(one).write_text(rendered(one), encoding="utf-8")
