"""A workload gets the roles of its lines in the identity matrix, on the stores that exist."""

import dataclasses

import pytest

from slipway.components.access.matrix import MATRIX, Store, Workload, grants_of
from slipway.components.azure.custom_role import CustomRoles, CustomRolesArgs
from slipway.components.azure.role import Role, deterministic_guid
from slipway.components.azure.role_assignments import RoleAssignments, RoleAssignmentsArgs
from slipway.components.azure.store_roles import OUTSIDE_OF_AZURE, custom_specs
from tests.support.azure_nouns import GROUP, PLACE, azure
from tests.support.json_path import at
from tests.support.recording import Recording, record

STORES = {store: f"/scopes/{store.value}" for store in Store}
SCOPE = "subscription/dev"


def made(workload: Workload, **changes: object) -> Recording:
    def program() -> None:
        custom = CustomRoles(
            "roles",
            CustomRolesArgs(
                subscription=PLACE.subscription,
                group=GROUP,
                label="slipway-dev",
                scope=SCOPE,
                specs=custom_specs(),
            ),
        )
        args = RoleAssignmentsArgs(
            subscription=PLACE.subscription,
            scope=SCOPE,
            workload=workload,
            principal="object-id",
            stores=STORES,
            custom=custom,
        )
        RoleAssignments("access", dataclasses.replace(args, **changes))  # type: ignore[arg-type] # any field

    return record(program)


@pytest.mark.parametrize("workload", list(Workload))
def test_a_workload_has_one_role_for_each_of_its_stores_and_no_other(workload: Workload) -> None:
    assigned = azure(made(workload), "authorization:RoleAssignment")
    expected = {
        f"/scopes/{grant.store.value}"
        for grant in grants_of(workload)
        if grant.store not in OUTSIDE_OF_AZURE
    }
    assert sorted(str(one.inputs["scope"]) for one in assigned) == sorted(expected)


def test_an_assignment_says_who_it_is_for_and_why() -> None:
    [assignment] = azure(made(Workload.NODE), "authorization:RoleAssignment")
    assert assignment.inputs == {
        "roleAssignmentName": assignment.inputs["roleAssignmentName"],
        "roleDefinitionId": Role.ACR_PULL.definition(PLACE.subscription),
        "principalId": "object-id",
        # Without it Azure looks the identity up, and may not find it yet.
        "principalType": "ServicePrincipal",
        "scope": "/scopes/images",
        "description": "pulls the images of what it runs",
    }


def test_names_are_the_same_for_ever_and_shared_by_no_two() -> None:
    def names(scope: str) -> list[str]:
        return [
            str(one.inputs["roleAssignmentName"])
            for workload in Workload
            for one in azure(made(workload, scope=scope), "authorization:RoleAssignment")
        ]

    assert names(SCOPE) == names(SCOPE)
    assert len(set(names(SCOPE) + names("subscription/prod"))) == 2 * len(names(SCOPE))


def test_two_workloads_with_the_same_role_on_a_store_have_an_assignment_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [pull] = grants_of(Workload.NODE)
    monkeypatch.setattr(
        "slipway.components.azure.role_assignments.grants_of", lambda _workload: (pull,)
    )
    names = {
        str(azure(made(one), "authorization:RoleAssignment")[0].inputs["roleAssignmentName"])
        for one in (Workload.NODE, Workload.RELEASE)
    }
    assert len(names) == 2


def test_the_seeds_order_counts() -> None:
    assert deterministic_guid("a", "b") != deterministic_guid("b", "a")
    assert deterministic_guid("a", "b") != deterministic_guid("ab")


def test_a_store_that_does_not_exist_is_assigned_nothing() -> None:
    stores = {Store.ARTIFACTS: "/scopes/artifacts"}
    [assignment] = azure(made(Workload.TRACKING, stores=stores), "authorization:RoleAssignment")
    assert assignment.inputs["scope"] == "/scopes/artifacts"


def test_a_role_of_our_own_can_be_assigned_inside_the_group_alone() -> None:
    recording = made(Workload.MODEL_SERVICE)
    [assignment] = azure(recording, "authorization:RoleAssignment")
    definitions = {
        str(one.inputs["roleDefinitionId"]): one.inputs
        for one in azure(recording, "authorization:RoleDefinition")
    }
    definition = definitions[str(assignment.inputs["roleDefinitionId"]).rpartition("/")[2]]
    assert definition["assignableScopes"] == [GROUP]
    permissions = at(definition, "permissions", 0)
    assert set(permissions) == {"dataActions"}, "no action on the resources themselves"  # type: ignore[arg-type] # a mapping


def test_a_missing_role_of_our_own_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match="model-service needs 'blob-write'"):
        made(Workload.MODEL_SERVICE, custom=None)


def test_the_matrix_names_each_pair_once() -> None:
    pairs = [(grant.workload, grant.store) for grant in MATRIX]
    assert len(pairs) == len(set(pairs)), "assignments are named by the pair"
