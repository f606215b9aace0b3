"""What the commands print is what the committed schemas say."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from slipway.stacks.cli.plan import difference_document
from slipway.stacks.cli.published import schemas
from slipway.stacks.cli.published.conformance import ConformanceDocument
from slipway.stacks.cli.published.plan import PlanDocument
from slipway.stacks.cli.published.plan_diff import PlanDiffDocument
from slipway.stacks.cli.published.status import StatusDocument
from slipway.stacks.cli.published.variants import VariantsDocument
from slipway.stacks.cli.variants import variants
from slipway.stacks.conformance.finding import Coverage, Finding, Report
from slipway.stacks.plan.diff.changes import changes
from slipway.stacks.plan.graph import UNKNOWN, Plan, PlannedResource
from slipway.stacks.plan.revision import RevisionPlan
from slipway.stacks.status.report import (
    DRIFT_STATES,
    Alert,
    ModelStatus,
    MonthlyCost,
    StackStatus,
)
from slipway.stacks.variants import CAPABILITIES, CELLS

STATUS = StackStatus(
    stack="local",
    variant="open-source",
    target="local",
    models={
        "served": ModelStatus(
            version=3, digest="sha256:ab", url="http://x", ready=2, min=2, max=4, drift="ok"
        ),
        "unreleased": ModelStatus(
            version=None, digest=None, url=None, ready=0, min=1, max=2, drift="unknown"
        ),
    },
    urls={"tracking": "http://x"},
    alerts=(Alert(name="DataDrift", state="firing", severity="warning", summary="s"),),
    monthly_cost=MonthlyCost(low="0", expected="0", high="0", currency="USD"),
    unreachable=(),
)
PLAN = Plan(
    stack="local",
    variant="open-source",
    target="local",
    resources=(
        PlannedResource(
            urn="urn:a",
            type="t",
            name="a",
            parent=None,
            provider=None,
            dependencies=("urn:b",),
            property_dependencies={"spec": ("urn:b",)},
            inputs={"spec": {"x": [1, UNKNOWN]}},
            protect=False,
        ),
    ),
)


@pytest.mark.parametrize("name", schemas.DOCUMENTS)
def test_a_committed_schema_is_fresh(name: str) -> None:
    assert schemas.path(name).read_text(encoding="utf-8") == schemas.rendered(name), (
        "run: python -m slipway.stacks.cli.published.schemas"
    )


def test_a_status_fits_its_schema_with_and_without_a_release() -> None:
    StatusDocument.model_validate(json.loads(json.dumps(STATUS.to_json())))


def test_a_plan_fits_its_schema() -> None:
    document = PlanDocument.model_validate(json.loads(json.dumps(PLAN.to_json())))
    assert document.unknowns == ["urn:a#spec.x[1]"]


def test_the_variants_that_are_printed_fit_their_schema() -> None:
    printed = json.loads(CliRunner().invoke(variants, ["--json"]).stdout)
    document = VariantsDocument.model_validate(printed)
    assert [row.open_source for row in document.capabilities] == [
        row.open_source for row in CAPABILITIES
    ]
    assert [cell.built for cell in document.cells] == [cell.built for cell in CELLS]


def test_every_drift_state_is_in_the_schema() -> None:
    schema = json.loads(schemas.rendered("status"))
    assert set(DRIFT_STATES) < set(schema["$defs"]["ModelDocument"]["properties"]["drift"]["enum"])


def test_a_key_that_the_schema_lacks_would_be_seen() -> None:
    with pytest.raises(ValidationError, match="extra"):
        StatusDocument.model_validate({**STATUS.to_json(), "extra": 1})


def test_a_difference_fits_its_schema() -> None:
    changed = replace(PLAN.resources[0], inputs={"spec": {"x": [1, 2], "y": None}})
    after = replace(PLAN, resources=(changed, replace(changed, urn="urn:new")))
    found = changes(PLAN, after)
    assert {one.kind for one in found} == {"may-replace", "added"}
    before = RevisionPlan(plan=PLAN, pins_differ=True)
    document = difference_document("local", "main", before, found)
    PlanDiffDocument.model_validate(json.loads(json.dumps(document)))


def test_a_report_of_inputs_fits_its_schema() -> None:
    coverage = Coverage()
    coverage.note("aws:x/y:Y", "name", checked=True)
    coverage.note("aws:x/y:Y", "force", checked=False)
    finding = Finding(resource="aws:x/y:Y a", path="name", value="b", rule="c", source="d")
    report = Report(findings=(finding,), coverage=coverage)
    ConformanceDocument.model_validate(json.loads(json.dumps(report.to_json())))
