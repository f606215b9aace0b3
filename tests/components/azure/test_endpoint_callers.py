"""Who may ask for predictions may do nothing else."""

from slipway.components.azure.endpoint_callers import EndpointCallers, EndpointCallersArgs
from tests.support.azure_nouns import GROUP, PLACE, azure, only
from tests.support.json_path import at
from tests.support.ml_nouns import WORKSPACE
from tests.support.recording import Recording, record

CALLERS = ("00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b")
ARGS = EndpointCallersArgs(
    place=PLACE,
    label="slipway-dev",
    scope="subscription/dev",
    workspace=WORKSPACE,
    group=GROUP,
    callers=CALLERS,
)


def made() -> Recording:
    return record(lambda: EndpointCallers("callers", ARGS))


def test_the_role_allows_a_prediction_and_no_more() -> None:
    role = only(made(), "authorization:RoleDefinition").inputs
    assert at(role, "permissions") == [
        {"actions": ["Microsoft.MachineLearningServices/workspaces/onlineEndpoints/score/action"]}
    ]
    assert role["assignableScopes"] == [GROUP]


def test_each_caller_has_it_on_the_workspace() -> None:
    recording = made()
    role = only(recording, "authorization:RoleDefinition")
    given = azure(recording, "authorization:RoleAssignment")
    assert {str(one.inputs["principalId"]) for one in given} == set(CALLERS)
    for one in given:
        assert one.inputs["scope"] == WORKSPACE
        assert str(one.inputs["roleDefinitionId"]).endswith(str(role.inputs["roleDefinitionId"]))
        assert role.urn in one.dependencies
