"""`slipway cost explain`: every figure leads to a price row, its source and date."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slipway.stacks.cli.cost.group import cost
from slipway.stacks.cli.main import WRONG_USE
from slipway.stacks.cli.published.cost_explain import ExplainDocument
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.plan import stack as planning
from slipway.stacks.plan.graph import Plan
from tests.stacks.cost.support.plans import deployment, node_group, plan, resource, scaler

STACK = """config:
  slipway:platform:
    variant: cloud-native
    target: {kind: aws, region: eu-central-1, account: "111122223333"}
    models: {loan: {}}
    workload: {loan: {requestsPerSecond: {low: 5, expected: 40, high: 200}}}
"""
NETWORK = resource("slipway:aws:Network", "network")
PLANNED = plan(
    NETWORK,
    resource("aws:ec2/natGateway:NatGateway", "nat", parent=NETWORK.urn),
    resource("aws:ec2/eip:Eip", "nat-address", parent=NETWORK.urn),
    node_group(),
    deployment("loan", pool="models"),
    scaler("loan"),
    resource("aws:new/thing:Thing", "new"),
)


@pytest.fixture(autouse=True)
def planned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def small(_: StackConfig) -> Plan:
        return PLANNED

    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text(STACK, encoding="utf-8")
    monkeypatch.setattr(planning, "plan", small)
    monkeypatch.setenv("SLIPWAY_CONFIG_FILE", str(path))
    monkeypatch.setenv("COLUMNS", "160")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cost, ["explain", *arguments])


def test_a_line_leads_to_its_row_source_date_and_assumptions() -> None:
    found = run("nat/nat-data")
    assert found.exit_code == 0, found.output
    [price] = [line for line in found.output.splitlines() if " row " in line]
    path, _, number = price.split()[-1].rpartition(":")
    row = Path(path).read_text(encoding="utf-8").splitlines()[int(number) - 1]
    assert row.startswith("aws,vpc,NAT data processed,eu-central-1,")
    amount, source, as_of = row.split(",")[5], row.split(",")[7], row.split(",")[8]
    assert f"{amount} USD per GB" in found.output
    assert source in found.output
    assert as_of in found.output
    assert "30.00 (low 5.00, high 150.00) GB a month" in found.output
    assert "nat-gb: 30.00" in found.output


@pytest.mark.parametrize(
    ("line", "ids"),
    [
        ("nat", ["nat/nat-gateway", "nat/nat-data"]),
        ("network", ["nat/nat-gateway", "nat/nat-data", "nat-address/public-address"]),
        ("NAT data", ["nat/nat-data"]),
        ("urn:aws:ec2/eip:Eip::nat-address", ["nat-address/public-address"]),
    ],
)
def test_a_line_is_found_by_what_the_report_calls_it(line: str, ids: list[str]) -> None:
    found = ExplainDocument.model_validate(json.loads(run(line, "--json").output))
    assert [item.id for item in found.items] == ids


def test_nodes_rest_on_the_traffic() -> None:
    output = run("nodes-models-0/nodes-m6i.large").output
    assert "requests-per-second loan: 40.00 (low 5.00, high 200.00)" in output
    assert "(config)" in output


def test_what_has_no_price_says_so() -> None:
    assert "unsupported: No rule prices this type" in run("new").output


def test_an_unknown_line_names_the_nearest() -> None:
    found = run("nat/nat-dat")
    assert found.exit_code == WRONG_USE
    assert (
        "line nat/nat-dat: got nothing of that name in dev. Nearest: nat/nat-data" in found.output
    )
