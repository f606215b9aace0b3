import dataclasses
from pathlib import Path

import pytest

from slipway.components.local.errors import SpecError
from slipway.components.local.spec import ClusterSpec, PortRange
from tests.components.local.support.specs import bare_spec


def test_a_description_survives_its_file() -> None:
    spec = dataclasses.replace(bare_spec(nodes=2, index=3), durable=False)
    assert ClusterSpec.from_json(spec.to_json()) == spec


def test_all_faults_are_told_at_once_each_with_value_and_rule() -> None:
    wrong = dataclasses.replace(
        bare_spec(nodes=3, index=-1),
        tools=Path("bin"),
        api_port=30000,
        node_ports=PortRange(30000, 29999),
        images=(),
    )
    with pytest.raises(SpecError) as raised:
        wrong.checked()
    faults = raised.value.faults
    assert [fault.partition(":")[0] for fault in faults] == [
        "tools",
        "nodes",
        "index",
        "nodePorts",
        *["images"] * 4,
    ]
    assert "got 3; expected 1 or 2" in faults[1]


def test_the_api_port_may_not_be_a_node_port() -> None:
    wrong = dataclasses.replace(bare_spec(), api_port=30005)
    assert wrong.faults() == (
        "apiPort: got 30005; expected a port outside of nodePorts 30000-30031.",
    )


def test_kind_brings_its_own_names_and_volumes_and_needs_only_the_image_of_metrics() -> None:
    spec = dataclasses.replace(bare_spec(), driver="kind", images=())
    assert [fault.split("'")[1] for fault in spec.faults()] == ["metrics-server"]


@pytest.mark.parametrize("text", ["30000", "30000-", "a-b", "30000-30031-30040"])
def test_a_range_that_is_none_is_refused_with_the_form_it_should_have(text: str) -> None:
    with pytest.raises(SpecError, match="expected a range such as 30000-30031"):
        PortRange.parse(text)
