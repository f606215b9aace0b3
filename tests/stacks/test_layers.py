"""What one layer hands to the other."""

import pytest

from slipway.stacks.layers import MissingHandoverError, handed_over_value

CLUSTER = "acme/slipway/team-cluster"


def test_a_value_is_found_by_its_name() -> None:
    assert handed_over_value(CLUSTER, {"clusterName": "slipway-team"}, "clusterName") == (
        "slipway-team"
    )


@pytest.mark.parametrize(
    ("values", "said"), [({}, "has nothing"), ({"b": "2", "a": "1"}, "has a, b")]
)
def test_what_wasnt_handed_over_is_said_with_what_was(values: dict[str, str], said: str) -> None:
    with pytest.raises(MissingHandoverError) as raised:
        handed_over_value(CLUSTER, values, "clusterName")
    message = str(raised.value)
    assert f"got {CLUSTER}, whose output infrastructure {said};" in message
    assert "expected clusterName" in message
    assert "Run pulumi up on that stack" in message
