"""The committed example stacks, estimated from their plans."""

from decimal import Decimal

import pytest

from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.cost.catalogue.catalogue import with_book
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.make import estimate
from slipway.stacks.plan.graph import plan_from_json
from tests.support.example_stacks import CLOUD_STACKS, ROOT, example_plans

_WANTED = Decimal("0.95")


def made(stack: str) -> Estimate:
    planned = plan_from_json(example_plans()[stack])
    return estimate(planned, load(from_file(ROOT / f"Pulumi.{stack}.yaml")), with_book(None))


@pytest.mark.parametrize("stack", CLOUD_STACKS)
def test_a_cloud_stack_has_a_range_and_no_unsupported_type(stack: str) -> None:
    found = made(stack)
    assert 0 < found.total.low <= found.total.expected < found.total.high
    assert found.counts["unsupported"] == 0
    assert found.at_least == bool(found.missing)
    assert not found.notes  # every pod finds a node


@pytest.mark.parametrize("stack", CLOUD_STACKS)
def test_a_missing_price_is_a_known_gap(stack: str) -> None:
    """The list of docs/cost.md; a rule that asks for a price nobody has listed fails here."""
    text = (ROOT / "docs/cost.md").read_text(encoding="utf-8")
    told = [key for key in made(stack).missing if f"`{key.partition(' in ')[0]}`" not in text]
    assert not told, "add the price with its source, or list the gap in docs/cost.md"


@pytest.mark.parametrize("stack", CLOUD_STACKS)
def test_nearly_every_line_of_a_cloud_stack_has_a_price(stack: str) -> None:
    found = made(stack)
    assert found.coverage >= _WANTED, found.missing


def test_ones_own_machine_costs_nothing_and_somebody_elses_cluster_is_unknown() -> None:
    local = made("local")
    assert (local.total.high, local.at_least, local.coverage) == (0, False, 1)
    other = made("open-source-kubernetes")
    assert (other.at_least, other.coverage) == (True, Decimal(0))
